"""Translated pages (wagtail-localize) reach readers through the review only."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from reform.editorial import actions

from .desk import client, fresh, publish, read, step, through

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(home: Any) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


def translated(office: Any, english: Locale) -> tuple[Page, Page, Translation]:
    """A live page and its new translation."""
    for parent in (office.column.get_parent(), office.column):
        copy = parent.specific.copy_for_translation(english)
        copy.save_revision().publish(skip_permission_checks=True)
    source = publish(office.column, office, "茶农的保单", summary="保险赔到每一垄")
    translate_object(source, [english], user=office.editor)
    target = source.get_translation(english).specific
    return source, target, Translation.objects.get(target_locale=english, source__object_id=source.translation_key)


def say(translation: Translation, text: str, translator: Any) -> None:
    """Translates the title with `text`, and what else there is."""
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={
                "data": text if segment.context.path == "title" else "Told in English",
                "last_translated_by": translator,
                "translation_type": "manual",
            },
        )


def test_translation_of_a_live_page_is_a_draft(office: Any, english: Locale) -> None:
    _source, target, _translation = translated(office, english)
    assert not target.live


def test_translation_passes_the_review(office: Any, english: Locale) -> None:
    _source, target, translation = translated(office, english)
    say(translation, "A tea grower's policy", office.editor)
    browser = client(office.editor)
    browser.post(reverse("editorial:submit", args=[target.pk]))
    for reviewer in (office.first_review, office.second_review, office.final_review):
        actions.approve(step(target), reviewer)
    target = fresh(target)
    assert target.live
    assert target.title == "A tea grower's policy"
    # A change of the strings is not on the page until it has passed again.
    say(translation, "Changed", office.second_editor)
    actions.submit(target, office.editor)
    assert fresh(target).title == "A tea grower's policy"
    assert "Changed" not in read(target).content.decode()
    actions.approve(step(target), office.first_review)
    actions.approve(step(target), office.second_review)
    actions.approve(step(target), office.final_review)
    assert fresh(target).title == "Changed"


def test_translator_may_not_review(office: Any, english: Locale, person: Any) -> None:
    both = person("editor", "first_review")
    _source, target, translation = translated(office, english)
    say(translation, "Mine", both)
    actions.submit(target, office.editor)
    with pytest.raises(PermissionDenied):
        actions.approve(step(target), both)


@pytest.mark.parametrize("role", ["editor", "site_admin", "superuser"])
def test_doors_of_localize_are_shut(office: Any, english: Locale, person: Any, role: str) -> None:
    user = person(is_superuser=True, is_staff=True) if role == "superuser" else getattr(office, role)
    source, target, translation = translated(office, english)
    say(translation, "Not read by anybody", office.editor)
    browser = client(user)
    browser.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "publish"})
    update = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    browser.post(update, {"publish_translations": "on"})
    assert not fresh(target).live
    through(target, office.editor, office.first_review, office.second_review, office.final_review)
    browser.post(reverse("wagtail_localize:convert_to_alias", args=[target.pk]))
    assert fresh(target).alias_of_id is None
    assert fresh(source).live


def live_alias(office: Any, english: Locale) -> tuple[Page, Page]:
    """A live page, and its alias in English that readers see."""
    for parent in (office.column.get_parent(), office.column):
        copy = parent.specific.copy_for_translation(english)
        copy.save_revision().publish(skip_permission_checks=True)
    source = publish(office.column, office, "茶农的保单", summary="保险赔到每一垄")
    alias = source.copy_for_translation(english, alias=True)
    Page.objects.filter(pk=alias.pk).update(live=True)
    return source, fresh(alias)


def remembered(source: Page, english: Locale, translator: Any) -> None:
    """The memory knows the title's translation before the page is translated."""
    found, _made = TranslationSource.get_or_create_from_instance(source)
    segment = found.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=english,
        context=segment.context,
        data="Nobody has read this",
        last_translated_by=translator,
        translation_type="manual",
    )


def test_remembered_translations_do_not_reach_readers_through_an_alias(office: Any, english: Locale) -> None:
    source, alias = live_alias(office, english)
    remembered(source, english, office.editor)
    notice = read(alias).url
    submit = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    client(office.editor).post(submit, {"locales": [english.pk]})
    page = fresh(alias)
    assert page.alias_of_id is None and not page.live
    assert "Nobody has read this" not in read(page).content.decode()
    assert client(office.auditor).get(notice).status_code == 200
    assert page.title == "茶农的保单" and page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title == "Nobody has read this"
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.convert_alias", user=office.editor).exists()
    # It reaches them like any edit: read by three others.
    say(Translation.objects.get(source__object_id=source.translation_key), "Nobody has read this", office.editor)
    through(page, office.editor, office.first_review, office.second_review)
    assert not fresh(page).live
    actions.approve(step(page), office.final_review)
    assert fresh(page).title == "Nobody has read this"
    assert "Nobody has read this" in read(fresh(page)).content.decode()


def test_translating_again_does_not_overwrite_a_live_translation(office: Any, english: Locale) -> None:
    source, target, translation = translated(office, english)
    say(translation, "Read by three", office.editor)
    through(target, office.editor, office.first_review, office.second_review, office.final_review)
    assert fresh(target).live and fresh(target).title == "Read by three"
    Translation.objects.filter(pk=translation.pk).delete()
    say(translation, "Changed since", office.editor)
    translate_object(source, [english], user=office.editor)
    assert fresh(target).title == "Read by three"
    assert fresh(target).get_latest_revision_as_object().title == "Changed since"


def test_updating_translations_still_works(office: Any, english: Locale) -> None:
    source, _target, translation = translated(office, english)
    text = fresh(source).get_latest_revision_as_object()
    text.title = "茶农的第二份保单"
    text.save_revision(user=office.editor)
    through(source, office.editor, office.first_review, office.second_review, office.final_review)
    update = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    browser = client(office.editor)
    assert "publish_translations" in browser.get(update).content.decode()
    assert browser.post(update, {}).status_code == 302
    source_row = TranslationSource.objects.get(pk=translation.source_id)
    assert json.loads(source_row.content_json)["title"] == "茶农的第二份保单"


def test_editor_of_a_translation_says_how_to_submit(office: Any, english: Locale) -> None:
    _source, target, _translation = translated(office, english)
    html = client(office.editor).get(reverse("wagtailadmin_pages:edit", args=[target.pk])).content.decode()
    assert reverse("editorial:review", args=[target.pk]) in html
    html = client(office.editor).get(reverse("editorial:review", args=[target.pk])).content.decode()
    assert "提交初审" in html
