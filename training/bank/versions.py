"""Between a version in the table and an `Item`."""

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from ..models import Question, QuestionVersion
from .item import Item
from .likeness import key_of

# Columns of their own, of the version or the question; the rest of an item is kept as it is.
OWN = ("line", "type", "stem", "category", "identifier", "notes", "difficulty", "source", "tags")
DIFFICULTIES = {"easy": "易", "medium": "中", "hard": "难"}  # as files have them


def content_of(item: Item) -> dict[str, Any]:
    """What of an item stands in `QuestionVersion.content`."""
    return {name: value for name, value in item.to_json().items() if name not in OWN}


def item_of(version: QuestionVersion, question: Question | None = None) -> Item:
    """The version as an item, with what its question says of it."""
    question = question or version.question
    data: Mapping[str, Any] = {**version.content, "type": version.type, "stem": version.stem}
    item = Item.from_json(data)
    item.category = question.category.path if question.category else ""
    item.identifier = question.identifier
    item.difficulty = DIFFICULTIES.get(question.difficulty, "")
    item.source = question.source
    item.tags = [tag for tag in question.tags.split("、") if tag]
    return item


def near(item: Item, most: int = 5, but: int | None = None) -> list[QuestionVersion]:
    """Versions with the same question, then those whose stem is nearly the same, of other questions than `but`."""
    others = QuestionVersion.objects.exclude(question=but).select_related("question")
    found = list(others.filter(stem_key=key_of(item)).order_by("question", "-number")[:most])
    pieces = _pieces(item.stem)
    if pieces and len(found) < most:
        # The table finds what shares a few signs in a row; how near it is is measured here.
        runs = re.findall(r"\w{3,}", item.stem)
        shared = [run[at : at + 4] for run in runs for at in range(0, len(run), 4) if len(run[at : at + 4]) > 2]
        rows = others.filter(reduce(or_, (Q(stem__contains=piece) for piece in shared[:8]), Q(pk=None)))
        rows = rows.order_by("-pk")[:300]
        found += [row for row in rows if row not in found and _likeness(pieces, _pieces(row.stem)) >= NEAR]
    unique = {version.question_id: version for version in reversed(found)}
    return list(reversed(unique.values()))[:most]


NEAR = 0.7


def _pieces(stem: str) -> set[str]:
    """Pairs of characters, without spaces and signs."""
    bare = "".join(sign for sign in stem if sign.isalnum())
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def _likeness(one: Iterable[str], other: Iterable[str]) -> float:
    one, other = set(one), set(other)
    return len(one & other) / max(len(one | other), 1)
