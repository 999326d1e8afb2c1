"""Between a version in the table and an `Item`."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..models import Question, QuestionVersion
from .item import Item
from .likeness import key_of

# Columns of their own; the rest of an item is kept as it is.
OWN = ("line", "type", "stem", "category", "identifier", "notes")


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
    item.source = question.source or item.source
    item.tags = [tag for tag in question.tags.split("、") if tag] or item.tags
    return item


def near(item: Item, most: int = 5, but: int | None = None) -> list[QuestionVersion]:
    """Versions with the same question, then those whose stem is nearly the same, of other questions than `but`."""
    others = QuestionVersion.objects.exclude(question=but).select_related("question")
    found = list(others.filter(stem_key=key_of(item)).order_by("question", "-number")[:most])
    pieces = _pieces(item.stem)
    if pieces and len(found) < most:
        # Candidates by a rare piece of the stem from the table; how near they are is measured here.
        middle = " ".join(item.stem.split())
        start = max(0, len(middle) // 2 - 4)
        rows = others.filter(stem__contains=middle[start : start + 8]).order_by("-pk")[:200]
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
