"""An exemplar's page through HTTP and through the review: what readers see, and what a person's page needs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from reform.editorial import actions as editorial
from reform.editorial import gate
from reform.editorial.models import Withdrawal
from reform.pages import lessons
from typicals import actions
from typicals.models import Consent, ExemplarPage, ExemplarStep, RelatedPage

pytestmark = pytest.mark.django_db
Make = Callable[..., ExemplarPage]


def through_review(page: Page, writer: Any, *reviewers: Any) -> None:
    editorial.submit(page, writer)
    for reviewer in reviewers:
        editorial.approve(Page.objects.get(pk=page.pk).specific.current_workflow_task_state, reviewer)


@pytest.fixture
def reviewers(first_reviewer: Any, second_reviewer: Any, final_reviewer: Any) -> list[Any]:
    return [first_reviewer, second_reviewer, final_reviewer]


def test_what_can_be_copied_comes_before_what_was_praised(client: Client, make_exemplar: Make) -> None:
    html = client.get(make_exemplar("清水镇").url).content.decode()
    places = [
        html.index(text)
        for text in ("可复制的做法", "数一遍", "写成一行", "把事写成清单", "267", "先数一遍", "改革先进单位")
    ]
    assert places == sorted(places)
    assert "县行政审批局" in html and "云改委〔2026〕3号" in html and "县级" in html


def test_related_pages_and_lessons(client: Client, make_exemplar: Make, column: Any, monkeypatch: Any) -> None:
    from reform.demo.factories import StandardPageFactory

    page = make_exemplar("清水镇")
    shown = StandardPageFactory(parent=column, title="一窗通办实施方案")
    hidden = StandardPageFactory(parent=column, title="还没有发布的稿子", live=False)
    page.related = [RelatedPage(target=shown), RelatedPage(target=hidden)]
    page.save_revision().publish(skip_permission_checks=True)
    monkeypatch.setattr(lessons, "_sources", [])
    # A page type that stands below none of the four parts: `training` will register in the same way.
    course = StandardPageFactory(parent=column, title="怎样学清水镇", slug="zen-yang-xue")
    lessons.register(
        lambda taught: (
            [lessons.Lesson(item.title, item.get_url(), "3 学时") for item in [course, course]]
            if taught.translation_key == page.translation_key
            else []
        )
    )
    html = client.get(page.url).content.decode()
    assert "一窗通办实施方案" in html and "还没有发布的稿子" not in html
    assert html.count(course.get_url()) == 1 and "怎样学清水镇" in html and "3 学时" in html
    assert "怎样学清水镇" not in client.get(make_exemplar("石门乡").url).content.decode()


@pytest.mark.parametrize("missing", ["steps", "topics", "region", "year", "subject", "done"])
def test_an_incomplete_exemplar_is_not_submitted(missing: str, make_exemplar: Make, editor: Any) -> None:
    page = make_exemplar("清水镇", live=False)
    if missing in {"steps", "topics"}:
        setattr(page, missing, [])
    else:
        setattr(page, missing, "" if missing in {"subject", "done"} else None)
    page.save_revision(user=editor, clean=False)
    with pytest.raises(gate.Blocked):
        editorial.submit(page, editor)


def test_the_editor_is_told_what_is_missing(make_exemplar: Make, editor: Any, client: Client) -> None:
    page = make_exemplar("周立夏", kind="person", consent=False, live=False)
    client.force_login(editor)
    found = client.get(reverse("editorial:findings", args=[page.pk])).content.decode()
    assert "本人同意" in found or "同意" in found


def test_a_person_is_published_with_consent_through_three_steps(
    make_exemplar: Make, editor: Any, reviewers: list[Any], client: Client
) -> None:
    page = make_exemplar("周立夏", kind="person", consent=False, live=False)
    with pytest.raises(gate.Blocked):
        editorial.submit(page, editor)
    actions.note_consent(page, editor, date(2026, 1, 5), "written", "姓名和事迹")
    through_review(page, editor, *reviewers)
    assert client.get(ExemplarPage.objects.get(pk=page.pk).url).status_code == 200


def test_no_way_around_the_consent(make_exemplar: Make, editor: Any, reviewers: list[Any], person: Any) -> None:
    page = make_exemplar("周立夏", kind="person", live=False)
    editorial.submit(page, editor)
    for reviewer in reviewers[:2]:
        editorial.approve(Page.objects.get(pk=page.pk).specific.current_workflow_task_state, reviewer)
    Consent.objects.update(withdrawn_at=timezone.now())
    with pytest.raises(gate.Blocked):
        editorial.approve(Page.objects.get(pk=page.pk).specific.current_workflow_task_state, reviewers[2])
    with pytest.raises(gate.Blocked):
        editorial.emergency_publish(page, person("emergency"), "急")
    with pytest.raises(ValidationError):
        page.get_latest_revision().publish(skip_permission_checks=True)
    assert not Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("text", ["他1968年3月出生在石桥。", "周立夏，生于1968年。", "1968年3月生，党员。"])
def test_a_birth_date_has_no_place_on_a_persons_page(text: str, make_exemplar: Make, editor: Any) -> None:
    page = make_exemplar("周立夏", kind="person", live=False, done=text)
    with pytest.raises(gate.Blocked):
        editorial.submit(page, editor)


def test_years_that_are_no_birth_dates_pass(make_exemplar: Make, editor: Any) -> None:
    page = make_exemplar("周立夏", kind="person", live=False, done="2015年生产合作社成立，2018年生活污水改造。")
    editorial.submit(page, editor)


def test_a_person_is_taken_down_at_once_in_every_language(
    make_exemplar: Make, exemplars: Any, client: Client, final_reviewer: Any, editor: Any, honour: Any
) -> None:
    page = make_exemplar("周立夏", kind="person")
    english, _made = Locale.objects.get_or_create(language_code="en")
    exemplars.get_parent().specific.copy_for_translation(english).save_revision().publish(skip_permission_checks=True)
    column = exemplars.copy_for_translation(english)
    column.save_revision().publish(skip_permission_checks=True)
    copy = page.copy_for_translation(english)
    copy.title = "Zhou Lixia keeps three books"
    copy.save_revision().publish(skip_permission_checks=True)
    addresses = [page.url, ExemplarPage.objects.get(pk=copy.pk).url]
    honours = reverse("typicals:honour", args=[honour.slug, 2026])
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    assert "周立夏" in client.get(honours).content.decode()
    with pytest.raises(PermissionDenied):
        actions.take_down(page, editor)
    client.force_login(final_reviewer)
    client.post(reverse("typicals_admin:take_down", args=[page.pk]))
    client.logout()
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 410
        assert "周立夏" not in answer.content.decode() and "Zhou" not in answer.content.decode()
    assert "周立夏" not in client.get(exemplars.url).content.decode()
    assert client.get(honours).status_code == 404
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert not Withdrawal.objects.filter(title__contains="周立夏").exists()
    page.refresh_from_db()
    with pytest.raises(gate.Blocked):
        ExemplarPage.objects.get(pk=page.pk).save_revision(user=editor, changed=True)
        editorial.submit(ExemplarPage.objects.get(pk=page.pk), editor)


def test_taking_down_ends_a_set_hour(make_exemplar: Make, final_reviewer: Any) -> None:
    page = make_exemplar("周立夏", kind="person", live=False)
    page.go_live_at = timezone.now() + timezone.timedelta(days=2)
    page.save_revision(approved_go_live_at=page.go_live_at)
    actions.take_down(page, final_reviewer)
    assert not page.revisions.exclude(approved_go_live_at=None).exists()


def test_the_consents_file_is_judged_by_its_content_and_read_on_record(
    make_exemplar: Make, client: Client, editor: Any, auditor: Any, first_reviewer: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from wagtail.models import PageLogEntry

    page = make_exemplar("周立夏", kind="person", consent=False, live=False)
    url = reverse("typicals_admin:consent", args=[page.pk])
    client.force_login(editor)
    form = {"given_on": "2026-01-05", "how": "written", "scope": "姓名和事迹"}
    bad = SimpleUploadedFile("tongyi.pdf", b"MZ this is a program")
    answer = client.post(url, {**form, "file": bad})
    assert answer.status_code == 200 and not Consent.objects.exists()
    assert "姓名和事迹" in answer.content.decode()
    good = SimpleUploadedFile("tongyi.txt", "本人同意。".encode())
    assert client.post(url, {**form, "file": good}).status_code == 302
    consent = Consent.objects.get()
    file = reverse("typicals_admin:consent_file", args=[consent.pk])
    client.force_login(auditor)
    assert "本人同意" in b"".join(client.get(file).streaming_content).decode()
    assert PageLogEntry.objects.filter(action="typicals.consent_seen", user=auditor).count() == 1
    client.force_login(first_reviewer)
    answer = client.get(file)
    assert answer.status_code in {302, 403}


def test_an_honour_taken_back_is_shown_as_such(
    make_exemplar: Make, client: Client, person: Any, editor: Any, honour: Any
) -> None:
    page = make_exemplar("清水镇")
    award = page.honours.get()
    decider = person("decider")
    with pytest.raises(PermissionDenied):
        actions.revoke_honour(award, editor, "cancelled", "申报不实")
    with pytest.raises(actions.ExemplarError):
        actions.revoke_honour(award, decider, "cancelled", " ")
    client.force_login(decider)
    url = reverse("typicals_admin:revoke", args=[page.pk])
    client.post(
        url, {"award": award.pk, "kind": "cancelled", "reason": "申报不实", "document_number": "云改委〔2026〕9号"}
    )
    client.logout()
    for address in (page.url, reverse("typicals:honour", args=[honour.slug, 2026])):
        html = client.get(address).content.decode()
        assert "已取消" in html and "申报不实" in html and "云改委〔2026〕9号" in html and "<s>" in html
    assert "level=county" not in client.get(page.get_parent().url).content.decode()
    with pytest.raises(actions.ExemplarError):
        actions.revoke_honour(award, decider, "withdrawn", "再一次")
    # A later publication of the page's text changes nothing of it.
    page.refresh_from_db()
    page.save_revision().publish(skip_permission_checks=True)
    assert "已取消" in client.get(page.url).content.decode()


def test_queries_do_not_grow_with_what_a_page_shows(make_exemplar: Make, client: Client) -> None:
    from reform.demo.factories import ImageFactory
    from typicals.models import ExemplarPhoto

    def count(page: ExemplarPage) -> int:
        for _time in range(2):  # what a process remembers of an edition is not counted
            assert client.get(page.url).status_code == 200
            caches["pages"].clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(page.url).status_code == 200
        return len(found)

    page = make_exemplar("清水镇")
    page.photos = [ExemplarPhoto(image=ImageFactory()) for _ in range(2)]
    page.save_revision().publish(skip_permission_checks=True)
    few = count(page)
    page = ExemplarPage.objects.get(pk=page.pk)
    page.steps = [ExemplarStep(title=f"第{n}步") for n in range(20)]
    page.photos = [ExemplarPhoto(image=ImageFactory()) for _ in range(8)]
    page.save_revision().publish(skip_permission_checks=True)
    assert count(page) <= few <= 15


def test_an_exemplar_is_found_by_its_steps_and_its_honours(make_exemplar: Make, honour: Any) -> None:
    from search import registry

    page = make_exemplar("清水镇")
    (entry,) = registry.entries_of(page)
    assert "写成一行" in entry.text and honour.name in entry.text and "县行政审批局" in entry.text
    assert entry.facets["kind"] == ["exemplar"] and entry.facets["region"] == ["3301"]
