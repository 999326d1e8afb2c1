"""What readers of other languages see: the date of an old version, their own related pages, no Chinese under /en/."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization, Translation
from wagtail_localize.operations import translate_object
from wagtail_localize.synctree import synchronize_tree

from publicity.models import RelatedStory
from reform.editorial.models import TranslationRecord
from reform.editorial.translations import work
from tests.editorial.review.desk import client, edit, fresh, publish, read, through

pytestmark = pytest.mark.django_db


def look(page: Page) -> Any:
    """What a reader gets once what was done is committed."""
    return read(page)


def turn(page: Page, locale: Locale, office: Any, mark: str = "EN") -> Page:
    """A published translation of a live page."""
    translate_object(page, [locale], user=office.editor)
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)
    po = translation.export_po()
    for entry in po:
        entry.msgstr = f"{mark} {entry.msgid}"
    translation.import_po(po, user=office.translator)
    target = page.get_translation(locale).specific
    return through(target, office.editor, office.first_review, office.second_review, office.final_review)


def change(source: Page, office: Any, title: str) -> Page:
    edit(source, office.editor, title)
    return through(source, office.editor, office.first_review, office.second_review, office.final_review)


def test_readers_of_an_old_translation_are_told_the_date_of_its_version(office: Any, english: Locale) -> None:
    source = publish(office.column, office, "茶农的保单")
    target = turn(source, english, office)
    said = "This is a translation of the version of"
    assert said not in look(target).content.decode()
    made = timezone.localtime(fresh(source).last_published_at)
    change(source, office, "茶农的第二份保单")
    html = look(target).content.decode()
    assert f"{said} {made.day} {made:%B} {made.year}" in html
    assert fresh(source).url in html and 'hreflang="zh-hans"' in html
    assert "第二份保单" in (there := look(source).content.decode()) and said not in there
    # A new translation ends it.
    record = TranslationRecord.objects.get(page=target.pk)
    work.renew(record, office.editor)
    translation = Translation.objects.get(pk=record.translation_id)
    po = translation.export_po()
    for entry in po:
        entry.msgstr = entry.msgstr or "Second policy"
    translation.import_po(po, user=office.translator)
    through(target, office.editor, office.first_review, office.second_review, office.final_review)
    html = look(target).content.decode()
    assert "Second policy" in html and said not in html


def test_a_translation_made_by_hand_is_told_by_its_dates(office: Any, english: Locale) -> None:
    source = publish(office.column, office, "茶农的保单")
    for parent in (office.column.get_parent(), office.column):
        parent.specific.copy_for_translation(english).save_revision().publish(skip_permission_checks=True)
    copy = source.copy_for_translation(english)
    copy.title = "A tea grower's policy"
    copy.save_revision(user=office.editor)
    target = through(copy, office.editor, office.first_review, office.second_review, office.final_review)
    assert "translation of the version" not in look(target).content.decode()
    change(source, office, "茶农的第二份保单")
    assert "translation of the version" in look(target).content.decode()


def test_related_pages_and_links_are_in_the_readers_language(office: Any, english: Locale) -> None:
    other, alone = publish(office.column, office, "另一个故事"), publish(office.column, office, "只有中文")
    source = publish(
        office.column, office, "茶农的保单", related=[RelatedStory(story=other), RelatedStory(story=alone)],
        body=[("page_link", {"page": other}), ("paragraph", f'<p><a linktype="page" id="{other.pk}">见此</a></p>')],
    )  # fmt: skip
    there = turn(other, english, office)
    target = turn(source, english, office)
    html = look(target).content.decode()
    assert html.count(f'href="{there.url}"') >= 3 and f'href="{other.url}"' not in html
    assert alone.url in html, "what is not translated is still related"
    html = look(source).content.decode()
    assert other.url in html and there.url not in html


def test_an_alias_in_another_tree_says_that_it_is_not_translated(office: Any, english: Locale, home: Any) -> None:
    source = publish(office.column, office, "茶农的保单")
    synchronize_tree(source.locale, english)
    alias = source.get_translation(english)
    assert alias.alias_of_id == source.pk and alias.live
    answer = look(alias)
    assert answer.status_code == 302
    html = Client().get(answer.headers["Location"]).content.decode()
    assert "has not been translated yet" in html and source.url in html
    assert alias.url not in look(source).content.decode()
    assert f"{alias.url}<" not in Client().get("/sitemap-en-1.xml").content.decode()
    # Translated, the alias becomes the page.
    target = turn(source, english, office)
    assert target.pk == alias.pk and target.alias_of_id is None
    assert look(target).status_code == 200
    assert target.url in look(source).content.decode()


@pytest.mark.parametrize("code", ["zh-hant", "ug", "mn", "ja"])
def test_any_language_can_be_added_in_the_admin(office: Any, home: Any, code: str) -> None:
    source = publish(office.column, office, "茶农的保单", summary="一句话")
    browser = client(office.site_admin if office.site_admin.has_perm("wagtailcore.add_locale") else _superuser())
    answer = browser.post("/admin/locales/new/", {"language_code": code, **_no_components()})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    locale = Locale.objects.get(language_code=code)
    # Nothing is offered before something is there.
    assert f'hreflang="{code}"' not in look(source).content.decode()
    home_there = turn(fresh(home), locale, office, code)
    target = turn(source, locale, office, code)
    html = look(target).content.decode()
    assert f'<html lang="{code}"' in html and f"{code} 茶农的保单" in html
    assert (' dir="rtl"' in html) == (code == "ug")
    assert f'hreflang="{code}"' in look(source).content.decode()
    assert 'hreflang="zh-hans"' in html
    assert look(home_there).status_code == 200
    site_map = Client().get(f"/sitemap-{code}-1.xml")
    assert site_map.status_code == 200 and target.url in site_map.content.decode()
    assert f"sitemap-{code}-1.xml" in Client().get("/sitemap.xml").content.decode()
    assert Client().get(f"/{code}/feeds/rss.xml").status_code == 200
    assert Client().get(f"/{code}/site-map/").status_code == 200
    # A page that is not there in the language says so.
    lonely = publish(office.column, office, "只有中文")
    answer = Client().get(f"/translations/{lonely.pk}/{code}/")
    assert answer.status_code == 200 and lonely.url in answer.content.decode()


def test_the_source_language_is_always_offered_first(home: Any) -> None:
    from reform.pages.queries import offered_languages

    assert offered_languages()[0] == settings.LANGUAGE_CODE
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert LocaleSynchronization.objects.count() == 0


def _superuser() -> Any:
    from reform.people.models import User

    return User.objects.create_superuser("wurzel", "w@example.com", "a long password 1")


def _no_components() -> dict[str, str]:
    return {"component-wagtail_localize_localesynchronization-sync_from": ""}
