"""What is asked most about a topic, in words that tell nobody: the seed of an explainer. Accusations play no part."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from . import likeness, redaction
from .actions import publishing
from .models import Concern

WEEKS = 26
LOOKED_AT = 400
MOST = 8
# Fewer than this asked alike, and it is one person's matter; they only fill up a topic that has nothing else.
ALIKE, AT_LEAST = 2, 3
LONGEST = 120
ASKS = re.compile(r"[？?]|吗|怎么|如何|什么|多少|哪|是否|能不能|可不可以|几")


@dataclass(frozen=True)
class Asked:
    """`question` is the words of `concern`; `number` counts it and those like it."""

    concern: Concern
    number: int
    question: str


def most_asked(concerns: QuerySet[Concern], topic: Any) -> list[Asked]:
    """The questions about a topic in the last half year, those asked most often first. `concerns`: what somebody may see."""
    since = timezone.now() - timedelta(weeks=WEEKS)
    rows = concerns.filter(topic=topic, restricted=False, received_at__gte=since).order_by("-received_at", "-pk")
    by_lead: dict[int, list[Concern]] = defaultdict(list)
    for row in rows.exclude(text="")[:LOOKED_AT]:
        by_lead[row.merged_into_id or row.pk].append(row)
    leads = [max(group, key=lambda row: row.pk == lead) for lead, group in by_lead.items()]
    found: list[Asked] = []
    groups = likeness.groups([row.matter or row.text for row in leads])
    asked = [
        [row for place in group for row in by_lead[leads[place].merged_into_id or leads[place].pk]] for group in groups
    ]
    for group in sorted(asked, key=len, reverse=True):
        if len(found) == MOST or (len(group) < ALIKE and len(found) >= AT_LEAST):
            break
        if pair := _best(group):
            found.append(Asked(pair[1], len(group), pair[0]))
    return found


def _best(group: list[Concern]) -> tuple[str, Concern] | None:
    """The clearest question of a group: one that asks, and the shortest of these."""
    found = [(question, row) for row in group[:10] if (question := question_of(row))]
    return min(found, key=lambda pair: (not ASKS.search(pair[0]), len(pair[0]))) if found else None


def question_of(concern: Concern) -> str:
    """The first sentence of a concern that asks and in which nothing had to be left out; empty when there is none."""
    whole = f"{concern.subject}\n{concern.text}"
    known = publishing.known_details(concern)
    names = {whole[span.start : span.end] for span in redaction.propose(whole)}
    sentences = [part.strip(" \t，,：:；;") for part in re.split(r"(?<=[。？！?!\n])", whole)]
    clean = [
        sentence.rstrip("。\n")[:LONGEST]
        for sentence in sentences
        if len(sentence) >= 6 and not any(value in sentence for value in (*names, *known))
    ]
    return next((sentence for sentence in clean if ASKS.search(sentence)), clean[0] if clean else "")
