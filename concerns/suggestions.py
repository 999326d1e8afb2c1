"""What a concern may be, by words that stand in it. Proposals with their reason, for a person to confirm; nobody is scored.

The lists are `rules/cues.yaml`. Regions by their names; the unit by what the office itself did with the same topic lately.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Locale

from reform.pages.models import Topic
from reform.people.models import Region, Unit

from .models import Concern, Dispatch

CUES = Path(__file__).with_name("rules") / "cues.yaml"
LATELY = timedelta(days=365)


@dataclass(frozen=True)
class Suggestion:
    """`value` for the form, `label` and `why` (words of the text) for the reader."""

    field: str
    value: str
    label: str
    why: tuple[str, ...]


@cache
def _cues() -> dict[str, dict[str, list[str]]]:
    return yaml.safe_load(CUES.read_text(encoding="utf-8"))


def suggest(text: str) -> list[Suggestion]:
    """One proposal for each field at most, in the order of the form."""
    found = []
    for field, choices in (("kind", Concern.Kind), ("urgency", Concern.Urgency), ("tone", Concern.Tone)):
        if hit := _first(_cues()[field].items(), text):
            value, why = hit
            found.append(Suggestion(field, value, str(choices(value).label), why))
    topics = {topic.slug: topic for topic in Topic.objects.filter(locale=Locale.get_default())}
    cues = ((slug, [topic.name, *_cues()["topic"].get(slug, [])]) for slug, topic in topics.items())
    if hit := _most(cues, text):
        slug, why = hit
        found.append(Suggestion("topic", str(topics[slug].pk), topics[slug].name, why))
    regions = {str(region.pk): region for region in Region.objects.all()}
    if hit := _first(((pk, _short(region.name)) for pk, region in regions.items()), text):
        found.append(Suggestion("region", hit[0], regions[hit[0]].name, hit[1]))
    return found


def _short(name: str) -> list[str]:
    """清水镇, and 清水 as people say it."""
    return [name, name[:-1]] if len(name) > 2 and name[-1] in "镇乡村县区" else [name]


def _hits(words: Iterable[str], text: str) -> tuple[str, ...]:
    return tuple(word for word in words if word in text)[:3]


def _first(cues: Iterable[tuple[str, list[str]]], text: str) -> tuple[str, tuple[str, ...]] | None:
    return next(((value, hits) for value, words in cues if (hits := _hits(words, text))), None)


def _most(cues: Iterable[tuple[str, list[str]]], text: str) -> tuple[str, tuple[str, ...]] | None:
    found = [(value, hits) for value, words in cues if (hits := _hits(words, text))]
    return max(found, key=lambda item: len(item[1]), default=None)


def usual_units(concern: Concern, limit: int = 3) -> list[tuple[Unit, int]]:
    """The units that accepted concerns of this topic in the last year, with how many: what the office confirmed before."""
    if concern.topic_id is None:
        return []
    accepted = Dispatch.objects.filter(
        concern__topic=concern.topic_id, lead=True, answer=Dispatch.Answer.ACCEPTED, at__gt=timezone.now() - LATELY
    )
    rows: Any = accepted.values_list("unit").annotate(count=Count("pk")).order_by("-count", "unit")[:limit]
    units = Unit.objects.in_bulk([pk for pk, _count in rows])
    return [(units[pk], count) for pk, count in rows if units[pk].active]
