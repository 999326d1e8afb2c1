"""Editors' decisions about single pages: which come first for a query, and which never."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from .models import Placement, query_key


@dataclass(frozen=True)
class Placed:
    """Page ids for one query, in the editors' order."""

    first: list[int]
    never: set[int]


def placed(text: str) -> Placed:
    """What holds today for this query."""
    today = timezone.localdate()
    rows = Placement.objects.filter(Q(start=None) | Q(start__lte=today), Q(end=None) | Q(end__gte=today))
    key = query_key(text)
    first: list[int] = []
    never: set[int] = set()
    for row in rows:
        keys = row.keys()
        if row.kind == Placement.Kind.NEVER and (not keys or key in keys):
            never.add(row.page_id)
        elif row.kind == Placement.Kind.FIRST and key in keys:
            first.append(row.page_id)
    return Placed([page for page in dict.fromkeys(first) if page not in never], never)
