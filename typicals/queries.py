"""Reads that pages, lists and reports of exemplars share. Everything here is about what a stranger may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Locale

from reform.pages import queries
from reform.pages.edition import remember, shared
from reform.pages.models import CustomDocument, Topic

from .models import ExemplarHonour, ExemplarPage, Honour, HonourRevocation
from .models.honours import Level

LEVELS = {level.value: number for number, level in enumerate(Level)}


@dataclass(frozen=True)
class Award:
    """An honour with its holder as readers see it. `revoked` says why it no longer holds; None while it does."""

    honour: Honour
    awarded_on: date
    document_number: str
    document: Any
    revoked: HonourRevocation | None
    page: Any = None

    @property
    def year(self) -> int:
        return self.awarded_on.year


def in_language(honour_id: int) -> Honour:
    """The honour in the active language, else as it was entered."""
    honours: dict[int, Honour] = shared(Honour)
    honour = honours.get(honour_id) or Honour.objects.get(pk=honour_id)
    code = get_language()
    locales: dict[int, Locale] = shared(Locale)
    for other in honours.values():
        if other.translation_key == honour.translation_key and locales[other.locale_id].language_code == code:
            return other
    return honour


def topics_of(page: ExemplarPage) -> list[Topic]:
    """The fields of work of a page, each in the page's own language where it has a name there."""
    rows: dict[int, Topic] = shared(Topic)
    there = {topic.translation_key: topic for topic in rows.values() if topic.locale_id == page.locale_id}
    return [there.get(topic.translation_key, topic) for topic in page.topics.all()]


def revocations() -> dict[UUID, HonourRevocation]:
    """Every revoked honour by the key of its award: they are few."""
    return remember("revoked honours", lambda: {row.award_key: row for row in HonourRevocation.objects.all()})


def awards(rows: Iterable[ExemplarHonour], pages: dict[int, Any] | None = None) -> list[Award]:
    """The honours in these rows as readers see them, the highest level first, the newest first in a level."""
    rows = list(rows)
    revoked = revocations()
    wanted = {row.document_id for row in rows if row.document_id}
    documents = CustomDocument.objects.in_bulk(wanted) if wanted else {}
    found = [
        Award(
            in_language(row.honour_id),
            row.awarded_on,
            row.document_number,
            documents.get(row.document_id),
            revoked.get(row.translation_key),
            (pages or {}).get(row.page_id),
        )
        for row in rows
    ]
    return sorted(found, key=lambda award: (LEVELS[award.honour.level], -award.awarded_on.toordinal()))


def related_pages(page: ExemplarPage) -> list[Any]:
    """The related pages that are public, each in the language of `page`, in the editor's order."""
    ids = [row.target_id for row in page.related.all()]
    if not ids:
        return []
    found = queries.specific_by_id(ids)
    here = {pk: item for pk, item in found.items() if item.locale_id == page.locale_id}
    keys = {item.translation_key: pk for pk, item in found.items() if pk not in here}
    if keys:
        others = queries.public_pages().filter(translation_key__in=keys, locale_id=page.locale_id)
        here |= {keys[item.translation_key]: item for item in queries.specific(others)}
    return [here[pk] for pk in ids if pk in here]


def with_level(level: str) -> Q:
    """Condition on base pages: exemplars that hold an honour of this level today."""
    rows = ExemplarHonour.objects.filter(honour__level=level).exclude(translation_key__in=list(revocations()))
    return Q(pk__in=rows.values("page_id"))


def honour_years(locale: Locale) -> list[dict[str, Any]]:
    """Each honour and year in which a public exemplar of this language received it, newest year first."""
    pages = queries.public_pages().filter(locale=locale)
    rows = ExemplarHonour.objects.filter(page__in=pages.values("pk")).values_list("honour_id", "awarded_on__year")
    counted: dict[tuple[int, int], int] = {}
    for honour_id, year in rows:
        counted[honour_id, year] = counted.get((honour_id, year), 0) + 1
    found = [
        {"honour": in_language(honour_id), "year": year, "count": count} for (honour_id, year), count in counted.items()
    ]
    return sorted(found, key=lambda row: (-row["year"], LEVELS[row["honour"].level], row["honour"].order))


def holders(honour: Honour, year: int, locale: Locale) -> list[Award]:
    """Who received an honour in a year, as far as their pages are public in this language."""
    pages = queries.public_pages().filter(locale=locale)
    same = Honour.objects.filter(translation_key=honour.translation_key)
    rows = ExemplarHonour.objects.filter(honour__in=same, awarded_on__year=year, page__in=pages.values("pk"))
    found = list(rows.order_by("awarded_on", "page_id"))
    shown = queries.specific_by_id(row.page_id for row in found)
    return awards((row for row in found if row.page_id in shown), shown)
