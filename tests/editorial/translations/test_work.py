"""Translators: their queue, what they may open, an original that changes under their hands."""

from datetime import date
from typing import Any

import polib
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from reform.editorial import actions
from reform.editorial.models import TranslationRecord
from reform.editorial.translations import progress, work
from reform.editorial.translations.changes import changes
from tests.editorial.review.desk import client, edit, fresh, publish, read, through, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(office: Any, english: Locale, home: Any) -> Page:
    """A live story with its translation begun."""
    page = publish(office.column, office, "茶农的保单", summary="保险赔到每一垄")
    translate_object(page, [english], user=office.editor)
    return page


@pytest.fixture
def record(source: Page) -> TranslationRecord:
    return TranslationRecord.objects.get(translation__source__object_id=source.translation_key)


def say(record: TranslationRecord, who: Any, mark: str = "EN") -> None:
    """Translates what is not translated yet."""
    translation = Translation.objects.get(pk=record.translation_id)
    po = translation.export_po()
    for entry in po:
        if not entry.msgstr:
            entry.msgstr = f"{mark} {len(entry.msgid)}"
    translation.import_po(po, user=who)


def published(office: Any, record: TranslationRecord) -> Page:
    say(record, office.translator)
    work.assign(record, office.editor, office.translator)
    return through(
        fresh(record.page), office.translator, office.first_review, office.second_review, office.final_review
    )


def change(source: Page, office: Any, title: str) -> Page:
    edit(source, office.editor, title)
    return through(source, office.editor, office.first_review, office.second_review, office.final_review)


def test_a_translator_opens_what_was_assigned_and_nothing_else(
    office: Any, record: TranslationRecord, person: Any
) -> None:
    draft = write(office.column, office.editor, "还没写完")
    browser, other = client(office.translator), client(person("translator"))
    work.assign(record, office.editor, office.translator, date(2026, 12, 1), "先译标题")
    edit_own = reverse("wagtailadmin_pages:edit", args=[record.page_id])
    assert browser.get(edit_own).status_code == 200
    assert other.get(edit_own).status_code == 302
    for page in (draft, fresh(office.column)):
        assert browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
        assert browser.get(reverse("editorial:review", args=[page.pk])).status_code == 302
    po = reverse("wagtail_localize:download_pofile", args=[record.translation_id])
    assert browser.get(po).status_code == 200
    assert other.get(po).status_code == 302
    # Taken back, it is shut again.
    work.assign(record, office.editor, None)
    assert browser.get(edit_own).status_code == 302


def test_the_queue_shows_own_work_and_open_work_of_published_pages_only(
    office: Any, record: TranslationRecord, english: Locale, person: Any
) -> None:
    draft = write(office.column, office.editor, "还没写完")
    translate_object(draft, [english], user=office.editor)
    queue = reverse("editorial_translations:translation_queue")
    browser = client(office.translator)
    html = browser.get(queue).content.decode()
    assert "茶农的保单" in html
    assert "还没写完" not in html
    taken = browser.post(reverse("editorial_translations:translation_take", args=[record.pk]))
    assert taken.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[record.page_id])
    html = client(person("translator")).get(queue).content.decode()
    assert "茶农的保单" not in html
    # A draft reaches the queue of the one to whom it was given.
    secret = TranslationRecord.objects.get(translation__source__object_id=draft.translation_key)
    with pytest.raises(PermissionDenied):
        work.take(secret, office.translator)
    work.assign(secret, office.editor, office.translator)
    assert "还没写完" in browser.get(queue).content.decode()
    assert "还没写完" in browser.get("/admin/").content.decode()


def test_only_translators_are_given_work_and_only_by_who_may(office: Any, record: TranslationRecord) -> None:
    with pytest.raises(actions.ReviewError):
        work.assign(record, office.editor, office.first_review)
    with pytest.raises(PermissionDenied):
        work.assign(record, office.translator, office.translator)
    with pytest.raises(PermissionDenied):
        work.take(record, office.editor)


def test_two_translators_reach_for_the_same_work(office: Any, record: TranslationRecord, person: Any) -> None:
    work.take(record, office.translator)
    late = client(person("translator")).post(
        reverse("editorial_translations:translation_take", args=[record.pk]), follow=True
    )
    assert "已被" in late.content.decode()
    record.refresh_from_db()
    assert record.translator == office.translator


def test_a_translator_may_not_stop_nor_submit_others(office: Any, record: TranslationRecord) -> None:
    work.assign(record, office.editor, office.translator)
    browser = client(office.translator)
    browser.post(reverse("wagtail_localize:stop_translation", args=[record.translation_id]))
    assert Translation.objects.get(pk=record.translation_id).enabled
    for name, pk in (
        ("submit_page_translation", record.page_id),
        ("update_translations", record.translation.source_id),
    ):
        assert browser.get(reverse(f"wagtail_localize:{name}", args=[pk])).status_code == 302
    assert (
        client(office.editor)
        .post(reverse("wagtail_localize:stop_translation", args=[record.translation_id]))
        .status_code
        == 302
    )
    assert not Translation.objects.get(pk=record.translation_id).enabled
    assert browser.get(reverse("wagtailadmin_pages:edit", args=[record.page_id])).status_code == 302
    # Where the translation has stopped, wagtail-localize offers to begin again and to make an alias: that door is shut.
    editor = client(office.editor).get(reverse("wagtailadmin_pages:edit", args=[record.page_id])).content.decode()
    assert "localize-restart-translation" in editor and "localize-convert-to-alias" not in editor


def test_po_goes_out_and_in_by_the_browser(office: Any, record: TranslationRecord) -> None:
    work.assign(record, office.editor, office.translator)
    browser = client(office.translator)
    answer = browser.get(reverse("wagtail_localize:download_pofile", args=[record.translation_id]))
    po = polib.pofile(answer.content.decode())
    assert "茶农的保单" in {entry.msgid for entry in po}
    for entry in po:
        entry.msgstr = f"EN {len(entry.msgid)}"
    upload = reverse("wagtail_localize:upload_pofile", args=[record.translation_id])
    browser.post(upload, {"file": SimpleUploadedFile("a.po", str(po).encode())})
    assert StringTranslation.objects.filter(last_translated_by=office.translator).count() == len(po)
    # A file of something else, and of another translation, change nothing and say so.
    for content in (
        b"\x00\xff not a po",
        str(polib.POFile()).encode() + b'\nmsgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: 1\\n"\n',
    ):
        answer = browser.post(upload, {"file": SimpleUploadedFile("b.po", content), "next": "/admin/"}, follow=True)
        assert answer.status_code == 200
    assert StringTranslation.objects.filter(last_translated_by=office.translator).count() == len(po)


def test_what_is_not_translated_does_not_reach_reviewers(office: Any, record: TranslationRecord) -> None:
    work.assign(record, office.editor, office.translator)
    with pytest.raises(actions.ReviewError, match="2"):
        actions.submit(fresh(record.page), office.translator)
    answer = client(office.translator).post(reverse("editorial:submit", args=[record.page_id]), follow=True)
    assert "茶农的保单" in answer.content.decode()
    say(record, office.translator)
    actions.submit(fresh(record.page), office.translator)


def test_a_changed_original_is_seen_updated_and_translated(
    office: Any, source: Page, record: TranslationRecord
) -> None:
    page = published(office, record)
    assert page.live and page.title == "EN 5"
    record.refresh_from_db()
    assert not record.stale and not record.outdated
    change(source, office, "茶农的第二份保单")
    record.refresh_from_db()
    assert record.stale and record.outdated
    assert [(item.before, item.after) for item in changes(record.translation.source)] == [
        ("茶农的保单", "茶农的第二份保单")
    ]
    browser = client(office.translator)
    detail = reverse("editorial_translations:translation", args=[record.pk])
    assert detail in browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    html = browser.get(detail).content.decode()
    assert "茶农的第二份保单" in html and "茶农的保单" in html
    with pytest.raises(actions.ReviewError):
        actions.submit(page, office.translator)
    assert browser.post(reverse("editorial_translations:translation_renew", args=[record.pk])).status_code == 302
    record.refresh_from_db()
    assert record.stale and not record.outdated
    # What did not change is still translated.
    row = progress.row_of(record)
    assert row is not None and (row.done, row.total) == (1, 2) and row.state == progress.STALE
    say(record, office.translator, "NEW")
    page = through(page, office.translator, office.first_review, office.second_review, office.final_review)
    record.refresh_from_db()
    assert page.title == "NEW 8" and not record.stale


def test_an_original_that_changes_in_review_leaves_the_translation_out_of_date(
    office: Any, source: Page, record: TranslationRecord
) -> None:
    say(record, office.translator)
    work.assign(record, office.editor, office.translator)
    target = fresh(record.page)
    actions.submit(target, office.translator)
    change(source, office, "茶农的第二份保单")
    work.renew(record, office.editor)  # the copy is new, what the reviewers read is not
    for reviewer in (office.first_review, office.second_review, office.final_review):
        actions.approve(fresh(target).current_workflow_task_state, reviewer)
    record.refresh_from_db()
    assert fresh(target).live and record.stale


def test_publishing_the_same_text_again_makes_nothing_stale(
    office: Any, source: Page, record: TranslationRecord
) -> None:
    published(office, record)
    text = fresh(source).get_latest_revision_as_object()
    text.noindex = True
    text.save_revision(user=office.editor, log_action=True)
    through(source, office.editor, office.first_review, office.second_review, office.final_review)
    record.refresh_from_db()
    assert not record.stale and not record.outdated


def test_a_translation_that_still_holds_is_confirmed(office: Any, source: Page, record: TranslationRecord) -> None:
    page = published(office, record)
    change(source, office, "茶农的保单。")
    with pytest.raises(actions.ReviewError):
        work.confirm(record, office.translator)
    work.renew(record, office.translator)
    translation = Translation.objects.get(pk=record.translation_id)
    po = translation.export_po()
    for entry in po:
        entry.msgstr = entry.msgstr or page.title
    translation.import_po(po, user=office.translator)
    record.refresh_from_db()
    assert record.stale
    work.confirm(record, office.translator)
    record.refresh_from_db()
    assert not record.stale and fresh(page).title == page.title


def test_a_draft_of_the_original_makes_nothing_stale(office: Any, source: Page, record: TranslationRecord) -> None:
    published(office, record)
    edit(source, office.editor, "还在改的标题")
    record.refresh_from_db()
    assert not record.stale and not record.outdated
    assert changes(record.translation.source) == []


def test_english_version_is_read(office: Any, record: TranslationRecord) -> None:
    page = published(office, record)
    html = read(page).content.decode()
    assert "EN 5" in html and "EN 7" in html
