"""What is asked most about a topic, in words that tell nobody: the seed of an explainer. Accusations play no part."""

import re
from collections import Counter, defaultdict
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
SHORTEST, LONGEST = 6, 120
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
        pair = _best(group)
        if pair and pair[0] not in {item.question for item in found}:
            found.append(Asked(pair[1], len(group), pair[0]))
    return found


def _best(group: list[Concern]) -> tuple[str, Concern] | None:
    """The sentence that has most of the words the group shares, asking before telling, the shortest of these.

    None when no sentence has any of them: “please tell us when” is no question that an explainer could answer.
    """
    some = group[:10]
    shared = Counter(term for row in some for term in set(likeness.terms_of(row.matter)))
    least = 1 if len(some) == 1 else 2

    def weight(sentence: str) -> int:
        return sum(shared[term] for term in likeness.terms_of(sentence) if shared[term] >= least)

    found = [(sentence, row) for row in some for sentence in sentences_of(row) if weight(sentence)]
    return min(
        found, key=lambda pair: (-weight(pair[0]) - (2 if ASKS.search(pair[0]) else 0), len(pair[0])), default=None
    )


def sentences_of(concern: Concern) -> list[str]:
    """The sentences of a concern in which nothing has to be left out."""
    whole = f"{concern.subject}\n{concern.text}"
    known = publishing.known_details(concern)
    names = {whole[span.start : span.end] for span in redaction.propose(whole)}
    sentences = [part.strip(" \t，,：:；;\n") for part in re.split(r"(?<=[。？！?!\n])", whole)]
    return [
        sentence.rstrip("。")[:LONGEST]
        for sentence in sentences
        if len(sentence) >= SHORTEST and not any(value in sentence for value in (*names, *known))
    ]
