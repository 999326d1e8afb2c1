"""The state of every page in every language, for the report and the queues. A fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation

from reform.pages import queries as pages
from reform.pages.models import ColumnPage

from ..models import TranslationRecord

UNTRANSLATED, IN_WORK, CURRENT, STALE = "untranslated", "in_work", "current", "stale"
STATES = {
    UNTRANSLATED: _("untranslated"),
    IN_WORK: _("in work"),
    CURRENT: _("up to date"),
    STALE: _("out of date"),
}


@dataclass(frozen=True)
class Row:
    """One page in one language. `page` and `target` are base pages; `record` is None for what was made by hand."""

    page: Page
    kind: str
    column: str
    locale: Locale
    state: str
    target: Page | None
    record: TranslationRecord | None
    total: int
    done: int

    @property
    def state_label(self) -> str:
        return str(STATES[self.state])

    @property
    def changed_at(self) -> datetime | None:
        """When the source was last published with another text than the translation has."""
        if self.state != STALE:
            return None
        return self.record.source_at if self.record else self.page.last_published_at

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def rows(locales: list[Locale] | None = None) -> list[Row]:
    """Every published page of the source language in every other language, in tree order.

    Drafts are listed only where a translation of them was begun.
    """
    source = Locale.get_default()
    if locales is None:
        locales = list(Locale.objects.exclude(pk=source.pk).order_by("language_code"))
    sources = Page.objects.filter(locale=source, alias_of=None, depth__gt=1).order_by("path")
    sources = (
        sources.exact_type(*pages.page_models()).select_related("content_type").defer("search_description", "seo_title")
    )
    targets = {
        (page.translation_key, page.locale_id): page
        for page in Page.objects.filter(locale__in=locales, alias_of=None, depth__gt=1).defer("search_description")
    }
    records = {
        (record.translation.source.object_id, record.translation.target_locale_id): record
        for record in _records().filter(translation__target_locale__in=locales, translation__source__locale=source)
    }
    done = progress(list(records.values()))
    columns = dict(ColumnPage.objects.filter(locale=source).values_list("path", "title"))
    found = []
    for page in sources:
        for locale in locales:
            target = targets.get((page.translation_key, locale.pk))
            record = records.get((page.translation_key, locale.pk))
            if not page.live and target is None:
                continue
            total, ready = done.get(record.pk, (0, 0)) if record else (0, 0)
            state = _state(page, target, record)
            kind = str(page.specific_class._meta.verbose_name) if page.specific_class else ""
            column = next((columns[path] for path in _above(page) if path in columns), "")
            found.append(Row(page, kind, column, locale, state, target, record, total, ready))
    return found


def of_translator(user: Any) -> list[Row]:
    """What was given to a person, the most urgent first."""
    return _queue(_records().filter(translator=user.pk, page__isnull=False))


def open_work() -> list[Row]:
    """What nobody has: translations of pages that readers can read in the source language."""
    return [row for row in _queue(_records().filter(translator=None, page__isnull=False)) if row.page.live]


def count_states(found: list[Row]) -> dict[str, int]:
    """How many of each state, in the order of the states."""
    counted = Counter(row.state for row in found)
    return {state: counted[state] for state in STATES}


def progress(records: list[TranslationRecord]) -> dict[int, tuple[int, int]]:
    """Record id → (segments, those translated). Two queries."""
    sources = {record.translation.source_id for record in records}
    segments = StringSegment.objects.filter(source__in=sources)
    totals = dict(segments.order_by().values_list("source").annotate(number=Count("pk")))
    ready = {
        (source, locale): number
        for source, locale, number in StringTranslation.objects.filter(
            Exists(segments.filter(string=OuterRef("translation_of"), context=OuterRef("context"))),
            has_error=False,
        )
        .order_by()
        .values_list("context__object__sources", "locale")
        .annotate(number=Count("pk", distinct=True))
    }
    return {
        record.pk: (
            totals.get(record.translation.source_id, 0),
            ready.get((record.translation.source_id, record.translation.target_locale_id), 0),
        )
        for record in records
    }


def row_of(record: TranslationRecord) -> Row | None:
    """One row; None when the source or the target is gone."""
    found = _queue(_records().filter(pk=record.pk))
    return found[0] if found else None


def _queue(records: QuerySet[TranslationRecord]) -> list[Row]:
    listed = list(records)
    keys = [record.translation.source.object_id for record in listed]
    sources = {
        (page.translation_key, page.locale_id): page
        for page in Page.objects.filter(translation_key__in=keys).select_related("content_type")
    }
    done = progress(listed)
    found = []
    for record in listed:
        page = sources.get((record.translation.source.object_id, record.translation.source.locale_id))
        if page is None or record.page is None:
            continue
        kind = str(page.specific_class._meta.verbose_name) if page.specific_class else ""
        locale = record.translation.target_locale
        state = _state(page, record.page, record)
        found.append(Row(page, kind, "", locale, state, record.page, record, *done[record.pk]))
    return sorted(found, key=_urgency)


def _urgency(row: Row) -> tuple[bool, str, int]:
    """What is done stands last; then by the day it is wanted, undated last."""
    due = row.record.due if row.record else None
    return row.state == CURRENT, due.isoformat() if due else "9999", row.page.pk


def _records() -> QuerySet[TranslationRecord]:
    return TranslationRecord.objects.filter(translation__enabled=True).select_related(
        "translation__source", "translation__target_locale", "page", "translator"
    )


def _state(page: Page, target: Page | None, record: TranslationRecord | None) -> str:
    if target is None:
        return UNTRANSLATED
    if record is not None and (record.stale or record.outdated):
        return STALE
    if not target.live:
        return IN_WORK
    if record is None and page.last_published_at and target.last_published_at:
        return STALE if page.last_published_at > target.last_published_at else CURRENT
    return CURRENT


def _above(page: Page) -> list[str]:
    """The places above a page in the tree, the nearest first, itself included."""
    return [page.path[:end] for end in range(len(page.path), 0, -page.steplen)]


def stale_pages() -> dict[int, datetime | None]:
    """Ids of live translations whose original has changed, with the time of the version they were made from."""
    live = TranslationRecord.objects.filter(page__live=True).exclude(live_digest="").exclude(source_digest="")
    found = dict(live.exclude(live_digest=F("source_digest")).values_list("page", "live_at"))
    source = Page.objects.live().filter(translation_key=OuterRef("translation_key"), locale=Locale.get_default())
    by_hand = (
        Page.objects.live()
        .filter(depth__gt=1, alias_of=None, translation_record=None)
        .exclude(locale=Locale.get_default())
        .annotate(source_at=Subquery(source.values("last_published_at")[:1]))
        .filter(source_at__gt=F("last_published_at"))
    )
    return {**found, **dict(by_hand.values_list("pk", "last_published_at"))}
