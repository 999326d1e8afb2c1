"""Translations at every step, and readers of the last weeks, so that queue, report and numbers have something to show."""

import random
from datetime import timedelta

import polib
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from publicity.models import StoryPage
from reform.editorial.models import TranslationRecord
from reform.editorial.translations import work
from reform.pages.models import HomePage, PageReads, StandardPage
from reform.people.models import User

from .content_files import content

DAYS = 60


def build_translations(home: HomePage) -> None:
    """Begun translations: one half done, one just given, one that nobody has; and an English story that is behind."""
    english = Locale.objects.get(language_code="en")
    editor, translator = User.objects.get(username="bianji"), User.objects.get(username="fanyi")
    data = content("english/translations")
    if Translation.objects.exists():
        return
    for row in data["begun"]:
        page = StandardPage.objects.get(slug=row["slug"], locale=home.locale)
        translate_object(page, [english], user=editor)
        translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=english)
        if row["given"]:
            record = TranslationRecord.objects.get(translation=translation)
            due = timezone.localdate() + timedelta(days=row["due"])
            work.assign(record, editor, translator, due, row["note"])
        po = translation.export_po()
        said = polib.POFile()
        for entry in po:
            if entry.msgid in row.get("words", {}):
                entry.msgstr = row["words"][entry.msgid]
                said.append(entry)
        translation.import_po(said, user=translator)
    changed = timezone.now() - timedelta(days=data["behind"]["days"])
    StoryPage.objects.filter(slug=data["behind"]["slug"], locale=home.locale).update(last_published_at=changed)


def build_reads() -> None:
    """Reads of the last weeks: more on working days, more for what is new."""
    if PageReads.objects.exists():
        return
    chance, today, rows = random.Random(20261124), timezone.localdate(), []
    for page in Page.objects.live().filter(depth__gt=3, first_published_at__isnull=False).order_by("pk"):
        first = timezone.localtime(page.first_published_at).date()
        liked = chance.choice((1, 2, 3, 5, 8))
        for number in range(DAYS):
            day = today - timedelta(days=number)
            if day < first:
                break
            fresh = max(1.0, 6 - (day - first).days)
            count = int(chance.random() * liked * fresh * (2 if day.isoweekday() <= 5 else 1))
            if count:
                rows.append(PageReads(page=page, day=day, count=count))
    PageReads.objects.bulk_create(rows)
