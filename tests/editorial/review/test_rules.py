"""Who may act on what: three people, none of them an author, none twice."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import TaskState, Workflow, WorkflowState

from reform.editorial import actions, queries
from reform.editorial.installation import install_review
from reform.people.roles import BY_KEY

from .desk import edit, fresh, publish, step, through, write

pytestmark = pytest.mark.django_db


def test_workflow_exists_after_installation_and_again() -> None:
    workflow = Workflow.objects.get(name="三审")
    assert [task.name for task in workflow.tasks] == ["初审", "复审", "终审"]
    task = workflow.tasks.first().specific
    task.days = 7
    task.save()
    install_review()
    assert list(Workflow.objects.active()) == [workflow]
    assert workflow.tasks.first().specific.days == 7


def test_three_people_publish_the_revision_that_was_read(office: Any) -> None:
    page = write(office.column, office.editor)
    read = page.latest_revision
    actions.submit(page, office.editor)
    for person in (office.first_review, office.second_review, office.final_review):
        assert not fresh(page).live
        assert step(page).task.name == BY_KEY[next(k for k, v in vars(office).items() if v == person)].name
        actions.approve(step(page), person)
    page = fresh(page)
    assert page.live
    assert page.live_revision == read
    assert not page.has_unpublished_changes


def test_author_and_submitter_may_not_review(office: Any, person: Any) -> None:
    both = person("editor", "first_review")
    page = write(office.column, both)
    actions.submit(page, office.editor)
    with pytest.raises(PermissionDenied):
        actions.approve(step(page), both)
    other = person("editor", "first_review")
    page = write(office.column, office.editor)
    actions.submit(page, other)
    with pytest.raises(PermissionDenied):
        actions.send_back(step(page), other, "我不能退回自己送审的稿件")


def test_nobody_acts_twice_even_with_all_roles(office: Any, person: Any) -> None:
    everything = person("first_review", "second_review", "final_review", is_superuser=True)
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    actions.approve(step(page), everything)
    with pytest.raises(PermissionDenied):
        actions.approve(step(page), everything)
    assert step(page).task.name == "复审"


def test_superuser_without_the_role_may_not_review(office: Any, person: Any) -> None:
    root = person(is_superuser=True, is_staff=True)
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    with pytest.raises(PermissionDenied):
        actions.approve(step(page), root)


def test_author_of_an_earlier_round_may_review(office: Any, person: Any) -> None:
    """A round starts with the last publication."""
    both = person("editor", "first_review")
    page = write(office.column, both)
    page = through(page, both, office.first_review, office.second_review, office.final_review)
    edit(page, office.editor, "第二版")
    actions.submit(page, office.editor)
    actions.approve(step(page), both)
    assert step(page).task.name == "复审"


def test_the_whole_of_a_page_that_is_not_live_is_reviewed(office: Any, person: Any) -> None:
    """Bringing a withdrawn page back: who wrote it before may not pass it now."""
    both = person("editor", "first_review")
    page = write(office.column, both)
    page = through(page, both, office.first_review, office.second_review, office.final_review)
    actions.withdraw(page, office.final_review, "数字有误，正在核对。")
    actions.submit(page, office.editor)
    with pytest.raises(PermissionDenied):
        actions.approve(step(page), both)


def test_send_back_needs_a_reason_and_tells_the_editor(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    with pytest.raises(actions.ReviewError):
        actions.send_back(step(page), office.first_review, "  ")
    actions.send_back(step(page), office.first_review, "请写明出处")
    assert fresh(page).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert office.editor.notices.filter(kind="sent_back", page=page).count() == 1
    assert [row.object_id for row in queries.sent_back(office.editor)] == [str(page.pk)]


def test_edit_after_a_step_starts_at_the_first_step_again(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    actions.approve(step(page), office.first_review)
    actions.send_back(step(page), office.second_review, "标题太长")
    edit(page, office.editor, "短标题")
    actions.submit(page, office.editor)
    assert step(page).task.name == "初审"
    actions.approve(step(page), office.first_review)
    assert step(page).task.name == "复审"


def test_unchanged_text_goes_on_where_it_was_sent_back(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    actions.approve(step(page), office.first_review)
    actions.send_back(step(page), office.second_review, "请附上说明")
    actions.submit(page, office.editor)
    assert step(page).task.name == "复审"


def test_text_changed_under_review_starts_again(office: Any) -> None:
    """The editor is locked; a script that saves all the same does not get its text past the reviewers."""
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    actions.approve(step(page), office.first_review)
    edit(page, office.second_editor, "悄悄改过")
    with pytest.raises(actions.ReviewError):
        actions.approve(step(page), office.second_review)
    state = step(page)
    assert state.task.name == "初审"
    assert state.revision == fresh(page).latest_revision
    assert not fresh(page).live
    actions.approve(state, office.first_review)
    actions.approve(step(page), office.second_review)
    actions.approve(step(page), office.final_review)
    assert fresh(page).title == "悄悄改过"


def test_a_read_revision_is_not_overwritten(office: Any) -> None:
    """A tab that was left open saves by itself over the revision of its session: not once somebody has read it."""
    page = write(office.column, office.editor)
    read = page.latest_revision
    actions.submit(page, office.editor)
    actions.approve(step(page), office.first_review)
    actions.send_back(step(page), office.second_review, "请补充")
    text = fresh(page).get_latest_revision_as_object()
    text.title = "旧标签页里的字"
    saved = text.save_revision(user=office.editor, overwrite_revision=read)
    assert saved.pk != read.pk
    actions.submit(page, office.editor)
    assert step(page).task.name == "初审"


def test_a_shorter_workflow_does_not_publish(office: Any, person: Any) -> None:
    """An administrator of the machine takes two steps out: the rule of three people stands all the same."""
    workflow = Workflow.objects.get(name="三审")
    workflow.workflow_tasks.exclude(task__name="终审").delete()
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    with pytest.raises(actions.ReviewError):
        actions.approve(step(page), office.final_review)
    assert not fresh(page).live
    assert step(page).status == TaskState.STATUS_IN_PROGRESS


def test_submitting_twice_or_without_a_change_is_refused(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    with pytest.raises(actions.ReviewError):
        actions.submit(page, office.editor)
    page = publish(office.column, office, "另一篇")
    with pytest.raises(actions.ReviewError):
        actions.submit(page, office.editor)


def test_only_submitter_owner_and_administrators_take_out(office: Any) -> None:
    page = write(office.column, office.editor)
    for person, allowed in ((office.editor, True), (office.site_admin, True), (office.first_review, False),
                            (office.second_editor, False), (office.auditor, False)):  # fmt: skip
        actions.submit(page, office.editor)
        if allowed:
            actions.withdraw_from_review(page, person)
        else:
            with pytest.raises(PermissionDenied):
                actions.withdraw_from_review(page, person)
            actions.withdraw_from_review(page, office.editor)
        assert not fresh(page).workflow_in_progress
    assert office.editor.notices.filter(kind="taken_back").count() == 1


def test_review_record_for_strangers_has_no_names_and_no_comments(office: Any) -> None:
    page = write(office.column, office.editor)
    assert queries.review_record(page) == []
    page = through(page, office.editor, office.first_review, office.second_review, office.final_review)
    record = queries.review_record(page)
    assert [row["step"] for row in record] == ["初审", "复审", "终审"]
    assert all(set(row) == {"step", "on"} for row in record)
