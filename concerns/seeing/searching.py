"""Full-text search for staff: words of the matter, which holds no numbers, addresses or names; or a number of the office.

Bounded, so that it is as fast on a million as on ten thousand: only the newest `REACH` that hold the rarest word are
looked at. More words reach further back.
"""

import re

from django.db.models import Exists, OuterRef, Q, QuerySet

from .. import counting
from ..likeness import terms_of
from ..models import Concern, ConcernTerm

REACH = 5000
MOST_WORDS = 8
# 2026-000123, as staff call a concern, or its end.
NUMBER = re.compile(r"(?:20\d\d-)?0*(\d{1,12})$")


def matching(concerns: QuerySet[Concern], asked: str) -> QuerySet[Concern]:
    """Those with all the words, or with this number, here or at its source."""
    asked = asked.strip()
    number = NUMBER.fullmatch(asked)
    if number or re.fullmatch(r"[A-Za-z0-9\-_/]{4,40}", asked):
        found = Q(source_number=asked)
        if number:
            found |= Q(pk=int(number[1]))
        return concerns.filter(found)
    words = terms_of(asked)[:MOST_WORDS]
    if not words:
        # One character, or nothing but words that every concern has.
        return concerns.filter(pk__in=Concern.objects.order_by("-pk").values("pk")[:REACH], matter__contains=asked)
    hits = ConcernTerm.objects.filter(term=_rarest(words))
    for word in words:
        hits = hits.filter(Exists(ConcernTerm.objects.filter(concern=OuterRef("concern"), term=word)))
    return concerns.filter(pk__in=hits.order_by("-concern").values("concern")[:REACH])


def _rarest(words: list[str]) -> str:
    """By counts that stop at `REACH`, in one query."""
    if len(words) == 1:
        return words[0]
    often = counting.counts([ConcernTerm.objects.filter(term=word) for word in words], REACH)
    return min(zip(often, words, strict=True))[1]
