"""What a translator who wants to read more tries: no door shows a draft of somebody else."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment
from wagtail_localize.operations import translate_object

from reform.editorial.models import TranslationRecord
from reform.editorial.translations import work
from tests.editorial.review.desk import client, edit, fresh, publish, write

pytestmark = pytest.mark.django_db
DRAFT, CHANGE, OTHERS = "还没写完的稿子", "还没发布的改动", "别人手里的稿子"


def test_no_door_shows_a_translator_the_drafts_of_others(office: Any, english: Locale, person: Any) -> None:
    draft = write(office.column, office.editor, DRAFT)
    changed = publish(office.column, office, "已经发布的稿子")
    edit(changed, office.editor, CHANGE)
    theirs = publish(office.column, office, OTHERS)
    translate_object(theirs, [english], user=office.editor)
    record = TranslationRecord.objects.get(translation__source__object_id=theirs.translation_key)
    work.assign(record, office.editor, person("translator"))
    segment = StringSegment.objects.filter(source=record.translation.source).first()
    assert segment
    browser = client(office.translator)
    revision = fresh(changed).latest_revision_id
    pages = (draft, changed, record.page)
    doors = [
        *(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for page in pages
          for name in ("edit", "view_draft", "history", "preview_on_edit", "usage", "unpublish", "delete", "copy")),
        *(f"/admin/ways-out/{page.pk}/{end}" for page in pages for end in ("", "poster.jpg", "article.pdf")),
        reverse("wagtailadmin_pages:revisions_view", args=[changed.pk, revision]),
        reverse("wagtailadmin_pages:revisions_revert", args=[changed.pk, revision]),
        reverse("wagtailadmin_pages:revisions_compare", args=[changed.pk, "live", revision]),
        reverse("wagtailadmin_explore", args=[office.column.pk]),
        f"{reverse('wagtailadmin_pages:search')}?q=稿子",
        reverse("wagtailadmin_choose_page_child", args=[office.column.pk]),
        f"{reverse('wagtailadmin_choose_page_search')}?q=稿子",
        "/admin/reports/site-history/", "/admin/reports/aging-pages/", "/admin/reports/locked/", "/admin/reports/workflow/",
        f"/admin/api/main/pages/?child_of={office.column.pk}&for_explorer=1",
        f"/admin/api/main/pages/{draft.pk}/",
        reverse("wagtail_localize:download_pofile", args=[record.translation_id]),
        reverse("wagtail_localize:preview_translation", args=[record.translation_id]),
        reverse("editorial_translations:translation", args=[record.pk]),
        "/admin/", reverse("editorial_translations:translation_queue"),
    ]  # fmt: skip
    for address in doors:
        answer = browser.get(address)
        if answer.status_code in {301, 302, 403, 404, 405}:
            continue
        html = b"".join(answer).decode(errors="ignore")
        for words in (DRAFT, CHANGE):
            assert words not in html, (address, words)
        assert OTHERS not in html or "choose" in address or "search" in address, address
    put = browser.put(
        reverse("wagtail_localize:edit_string_translation", args=[record.translation_id, segment.pk]),
        {"value": "mine now"},
        content_type="application/json",
    )
    assert put.status_code in {302, 403, 404}
    assert not record.translation.source.stringsegment_set.filter(string__translations__data="mine now").exists()


def test_the_search_of_the_page_chooser_answers_everybody_who_may_link(office: Any) -> None:
    publish(office.column, office, "已经发布的稿子")
    write(office.column, office.second_editor, DRAFT)
    address = f"{reverse('wagtailadmin_choose_page_search')}?q="
    for user in (office.editor, office.translator, office.first_review):
        answer = client(user).get(f"{address}已经")
        assert answer.status_code == 200 and "已经发布的稿子" in answer.content.decode()
    assert DRAFT not in client(office.translator).get(f"{address}还没").content.decode()
