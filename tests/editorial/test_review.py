"""The three-step review through its public doors: the page editor, the review page, Wagtail's own views."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, WorkflowState

from publicity.models import StoryPage
from reform.editorial import actions, gate, queries
from reform.editorial.models import ConfirmedFinding, EmergencyPublication, Notice, Withdrawal, WordingEntry


@pytest.fixture
def story(column: Any, editor: Any) -> StoryPage:
    """A draft written by `editor`."""
    page = StoryPage(title="一件小事", slug="xiao-shi", owner=editor, live=False, body=[("paragraph", "<p>正文。</p>")])
    column.add_child(instance=page)
    page.save_revision(user=editor, log_action=True)
    return page


def step(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific.current_workflow_task_state


def edit(page: Page, user: Any, **fields: Any) -> None:
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=user, log_action=True)


def pass_all(page: Page, *reviewers: Any) -> None:
    for reviewer in reviewers:
        actions.approve(step(page), reviewer)


@pytest.fixture
def reviewers(first_reviewer: Any, second_reviewer: Any, final_reviewer: Any) -> list[Any]:
    return [first_reviewer, second_reviewer, final_reviewer]


def test_three_people_publish_what_the_editor_wrote(
    client: Client, story: StoryPage, editor: Any, reviewers: Any
) -> None:
    client.force_login(editor)
    client.post(reverse("editorial:submit", args=[story.pk]))
    for reviewer in reviewers:
        assert client.get("/dongtai/xiao-shi/").status_code == 404
        client.force_login(reviewer)
        assert "一件小事" in client.get(reverse("wagtailadmin_home")).content.decode()
        read = {"revision": step(story).revision_id, "comment": "好"}
        client.post(reverse("editorial:review", args=[story.pk]), {"approve": "1", **read})
    client.logout()
    assert "正文。" in client.get("/dongtai/xiao-shi/").content.decode()
    story.refresh_from_db()
    assert story.live
    approvals = PageLogEntry.objects.filter(page=story.pk, action="wagtail.workflow.approve")
    assert [entry.user for entry in approvals.order_by("pk")] == reviewers


@pytest.mark.parametrize("door", ["ours", "wagtail", "modal"])
def test_wrong_people_are_refused_at_every_door(
    client: Client, story: StoryPage, editor: Any, person: Any, door: str
) -> None:
    actions.submit(story, editor)
    everybody = [person(role) for role in ("second_review", "final_review", "site_admin", "auditor", "emergency")]
    writer = person("editor", "first_review")
    PageLogEntry.objects.create(
        page_id=story.pk, action="wagtail.edit", user=writer, timestamp=timezone.now(), label="稿件", content_type_id=1
    )
    root = person("first_review", "editor", is_superuser=True)
    edit_revision = story.get_latest_revision()
    edit_revision.user = root
    edit_revision.save()
    for user in [editor, writer, root, *everybody]:
        client.force_login(user)
        state = step(story)
        if door == "ours":
            client.post(reverse("editorial:review", args=[story.pk]), {"approve": "1", "revision": state.revision_id})
        elif door == "wagtail":
            client.post(reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk]))
        else:
            url = reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[story.pk])
            client.get(url)
            edit_url = reverse("wagtailadmin_pages:edit", args=[story.pk])
            client.post(edit_url, story_form(**{"action-workflow-action": "1", "workflow-action-name": "approve"}))
        assert step(story).pk == state.pk, user
        with pytest.raises(PermissionDenied):
            actions.approve(state, user)


def test_nobody_acts_twice_even_with_two_roles(story: StoryPage, editor: Any, person: Any) -> None:
    both = person("first_review", "second_review", "final_review")
    actions.submit(story, editor)
    actions.approve(step(story), both)
    with pytest.raises(PermissionDenied):
        actions.approve(step(story), both)


def test_an_edit_after_approval_starts_again(story: StoryPage, editor: Any, reviewers: Any) -> None:
    actions.submit(story, editor)
    actions.approve(step(story), reviewers[0])
    actions.withdraw_from_review(story, editor)
    edit(story, editor, title="改过的小事")
    actions.submit(story, editor)
    assert step(story).task.name == "初审"


def test_a_changed_text_is_never_published_by_an_old_approval(story: StoryPage, editor: Any, reviewers: Any) -> None:
    actions.submit(story, editor)
    pass_all(story, *reviewers[:2])
    edit(story, editor, title="偷偷改过")  # not through the editor, which is locked
    with pytest.raises(actions.ReviewError):
        actions.approve(step(story), reviewers[2])
    story.refresh_from_db()
    assert not story.live


def test_sent_back_comes_with_a_reason_and_restarts_when_edited(
    client: Client, story: StoryPage, editor: Any, reviewers: Any
) -> None:
    actions.submit(story, editor)
    actions.approve(step(story), reviewers[0])
    with pytest.raises(actions.ReviewError):
        actions.send_back(step(story), reviewers[1], "  ")
    actions.send_back(step(story), reviewers[1], "注明来源")
    client.force_login(editor)
    assert "注明来源" in client.get(reverse("wagtailadmin_home")).content.decode()
    edit(story, editor, title="注明了来源")
    actions.submit(story, editor)
    assert step(story).task.name == "初审"
    pass_all(story, *reviewers)
    assert StoryPage.objects.get(pk=story.pk).live


def test_while_in_review_the_editor_is_locked_and_nothing_typed_is_lost(
    client: Client, story: StoryPage, editor: Any
) -> None:
    actions.submit(story, editor)
    client.force_login(editor)
    before = story.latest_revision_id
    response = client.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), story_form(title="新标题"))
    assert "新标题" in response.content.decode()
    assert Page.objects.get(pk=story.pk).latest_revision_id in {before, step(story).revision_id}


@pytest.mark.parametrize("role", ["editor", "first_review", "second_review", "final_review", "site_admin", "emergency"])
def test_no_role_publishes_or_unpublishes_past_the_review(
    client: Client, story: StoryPage, column: Any, person: Any, role: str
) -> None:
    user = person(role)
    client.force_login(user)
    edit_url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    client.post(edit_url, story_form(title="直接发布", **{"action-publish": "1"}))
    for name in ("publish", "unpublish", "delete"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])
        ids = f"id={column.pk}" if name == "delete" else f"id={story.pk}&id={column.pk}"  # one's own draft may go
        client.post(f"{url}?{ids}", {"include_descendants": "on"})
    client.post(reverse("wagtailadmin_pages:unpublish", args=[column.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[column.pk]))
    client.post(
        reverse("wagtailadmin_pages:copy", args=[column.pk]),
        {"new_title": "副本", "new_slug": "fu-ben", "new_parent_page": column.get_parent().pk, "publish_copies": "on"},
    )
    assert not Page.objects.get(pk=story.pk).live
    assert Page.objects.get(pk=column.pk).live
    assert not Page.objects.filter(slug="fu-ben", live=True).exists()


def test_a_superuser_cannot_publish_directly_either(client: Client, story: StoryPage, person: Any) -> None:
    client.force_login(person(is_superuser=True))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{url}?id={story.pk}")
    assert not Page.objects.get(pk=story.pk).live


def test_scheduled_pages_go_live_as_approved(story: StoryPage, editor: Any, reviewers: Any) -> None:
    from django.core.management import call_command

    edit(story, editor, go_live_at=timezone.now() + timedelta(hours=1))
    actions.submit(story, editor)
    pass_all(story, *reviewers)
    assert not StoryPage.objects.get(pk=story.pk).live
    assert list(queries.scheduled()) == [Page.objects.get(pk=story.pk)]
    revision = StoryPage.objects.get(pk=story.pk).scheduled_revision
    past = timezone.now() - timedelta(minutes=1)
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert StoryPage.objects.get(pk=story.pk).live


def test_a_closed_account_lets_the_step_move_on(story: StoryPage, editor: Any, person: Any, site_admin: Any) -> None:
    first, other = person("first_review"), person("first_review")
    first.is_active = False
    first.save()
    actions.submit(story, editor)
    assert [row.eligible for row in queries.open_steps()] == [{other.pk}]
    with pytest.raises(PermissionDenied):
        actions.approve(step(story), first)
    actions.approve(step(story), other)
    assert step(story).task.name == "复审"
    assert Notice.objects.filter(to=site_admin, kind=Notice.Kind.NOBODY).exists()  # nobody is 复审 here


def test_emergency_path_is_one_role_loud_and_reviewed_afterwards(
    client: Client, story: StoryPage, person: Any, auditor: Any, final_reviewer: Any, editor: Any
) -> None:
    user = person("emergency")
    client.force_login(editor)
    client.post(reverse("editorial:emergency", args=[story.pk]), {"reason": "急"})
    assert not EmergencyPublication.objects.exists()
    client.force_login(user)
    client.post(reverse("editorial:emergency", args=[story.pk]), {"reason": "山洪预警"})
    record = EmergencyPublication.objects.get()
    assert StoryPage.objects.get(pk=story.pk).live
    assert set(Notice.objects.filter(kind="emergency").values_list("to", flat=True)) == {auditor.pk, final_reviewer.pk}
    client.force_login(auditor)
    history = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "应急" in history
    client.force_login(final_reviewer)
    assert "山洪预警" in client.get(reverse("wagtailadmin_home")).content.decode()
    client.post(reverse("editorial:review_emergency", args=[record.pk]), {"reason": "属实"})
    record.refresh_from_db()
    assert record.reviewed_by == final_reviewer


def test_emergency_does_not_lift_the_personal_data_check(story: StoryPage, editor: Any, person: Any) -> None:
    edit(story, editor, summary="电话13800138000")
    with pytest.raises(gate.Blocked):
        actions.emergency_publish(story, person("emergency"), "急")


def test_withdrawal_answers_410_with_its_reason_until_published_again(
    client: Client, story: StoryPage, editor: Any, reviewers: Any
) -> None:
    actions.submit(story, editor)
    pass_all(story, *reviewers)
    client.force_login(editor)
    client.post(reverse("editorial:withdraw", args=[story.pk]), {"reason": "不行"})
    assert not Withdrawal.objects.exists()
    client.force_login(reviewers[2])
    client.post(reverse("editorial:withdraw", args=[story.pk]), {"reason": "数字有误，核实中"})
    client.logout()
    response = client.get("/dongtai/xiao-shi/")
    assert response.status_code == 410
    assert "数字有误，核实中" in response.content.decode()
    actions.submit(story, editor)
    pass_all(story, *reviewers)
    assert client.get("/dongtai/xiao-shi/").status_code == 200


def test_a_correction_shows_dated_once_reviewed(
    client: Client, story: StoryPage, editor: Any, reviewers: Any, django_capture_on_commit_callbacks: Any
) -> None:
    actions.submit(story, editor)
    pass_all(story, *reviewers)
    client.force_login(editor)
    client.post(reverse("editorial:correct", args=[story.pk]), {"reason": "人数应为十二人"})
    assert "人数应为十二人" not in Client().get("/dongtai/xiao-shi/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        actions.submit(story, editor)
        pass_all(story, *reviewers)
    page = Client().get("/dongtai/xiao-shi/").content.decode()
    assert "人数应为十二人" in page
    assert f"{timezone.localdate().year}年" in page


def story_form(**fields: str) -> dict[str, str]:
    """What the page editor posts."""
    empty = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
    data = {
        f"{name}-{key}": value for name in ("people", "changes", "related", "comments") for key, value in empty.items()
    }
    return {"title": "一件小事", "slug": "xiao-shi", "summary": "", "body-count": "0", **data, **fields}


def test_findings_block_submission_and_keep_what_was_typed(client: Client, story: StoryPage, editor: Any) -> None:
    WordingEntry.objects.create(wrong="按装", right="安装", level="must")
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:edit", args=[story.pk])
    typed = "打13800138000，今天按装完毕"
    response = client.post(url, story_form(summary=typed, **{"action-submit": "1"}))
    page = response.content.decode()
    assert response.status_code == 200
    assert typed in page
    assert "安装" in str(response.context["form"].errors["summary"])
    assert WorkflowState.objects.count() == 0
    saved = client.post(url, story_form(summary=typed))  # a draft may be saved all the same
    assert saved.status_code == 302
    assert gate.blocking(Page.objects.get(pk=story.pk).get_latest_revision_as_object())


def test_one_click_correction_and_confirmation(client: Client, story: StoryPage, editor: Any, reviewers: Any) -> None:
    WordingEntry.objects.create(wrong="按装", right="安装", level="must")
    body = [("paragraph", "<p>按装前请打13800138000</p>"), ("quote", {"text": "按装好了", "name": "", "post": ""})]
    edit(story, editor, body=body, summary="按装指南")
    client.force_login(editor)
    panel = client.get(reverse("editorial:findings", args=[story.pk])).content.decode()
    assert panel.count('class="reform-finding must"') == 4
    client.post(reverse("editorial:fix_finding", args=[story.pk]), {"wrong": "按装"})
    (left,) = gate.blocking(Page.objects.get(pk=story.pk).get_latest_revision_as_object())
    assert left.finding.text == "13800138000"
    client.post(reverse("editorial:confirm_finding", args=[story.pk]), {"digest": left.digest, "reason": "服务电话"})
    record = ConfirmedFinding.objects.get()
    assert "13800138000" not in str(record.__dict__)
    assert "13800138000" not in str(list(PageLogEntry.objects.filter(page=story.pk).values("data", "label")))
    actions.submit(story, editor)
    pass_all(story, *reviewers)
    assert StoryPage.objects.get(pk=story.pk).live


def test_personal_data_is_found_in_every_place_of_a_page(story: StoryPage, editor: Any) -> None:
    from django.core.files.base import ContentFile

    from publicity.models import StoryPerson
    from reform.demo.factories import DocumentFactory, ImageFactory

    numbers = [f"1380013800{n}" for n in range(9)]
    document = DocumentFactory(file=ContentFile(f"联系{numbers[8]}".encode(), name="a.txt"))
    table = {"data": [["甲", numbers[3]]], "table_caption": f"表{numbers[4]}", "table_header_choice": "row"}
    picture = {"image": ImageFactory(), "alt": f"图{numbers[5]}", "caption": numbers[6], "credit": "", "width": "text"}
    story.title = f"标题{numbers[0]}"
    story.search_description = f"描述{numbers[1]}"
    story.people = [StoryPerson(name="某人", post=f"电话{numbers[7]}")]
    story.body = [
        ("paragraph", f"<p>正文<b>{numbers[2]}</b></p>"),
        ("table", table),
        ("picture", picture),
        ("document", {"document": document, "title": "附件"}),
    ]
    found = [item.finding.text for item in gate.blocking(story)]
    assert sorted(found) == sorted(numbers)


def test_dashboard_costs_the_same_with_ten_times_the_pages(
    client: Client, column: Any, editor: Any, first_reviewer: Any, django_assert_max_num_queries: Any
) -> None:
    def add(count: int) -> None:
        for _number in range(count):
            page = StoryPage(title="稿件", owner=editor, live=False)
            column.add_child(instance=page)
            page.save_revision(user=editor)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(editor)
    add(2)
    client.get(reverse("wagtailadmin_home"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("wagtailadmin_home"))
    add(18)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("wagtailadmin_home"))
    assert len(many) <= len(few)
