"""Every change of the question bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ..bank.item import Item
from ..bank.kinds import difficulty_of, kind_of
from ..bank.likeness import key_of
from ..models import Question, QuestionCategory, QuestionEvent, QuestionVersion

# Columns of their own; the rest of an item is kept as it is.
OWN = ("line", "type", "stem", "category", "identifier", "notes")


@dataclass(frozen=True)
class Imported:
    """What an import did: the new questions, and the items that are in the bank already."""

    new: list[Question]
    known: list[Item]


@transaction.atomic
def import_questions(items: Sequence[Item], user: Any = None) -> Imported:
    """Adds the questions as drafts, all or none; one that is in the bank already, or twice in the file, is left alone.

    `user` needs `training.add_question`; None is the command line. Raises `PermissionDenied`.
    """
    if user is not None and not user.has_perm("training.add_question"):
        raise PermissionDenied
    keys = {key_of(item) for item in items}
    present = set(QuestionVersion.objects.filter(stem_key__in=keys).values_list("stem_key", flat=True))
    new, known = [], []
    for item in items:
        key = key_of(item)
        if key in present:
            known.append(item)
            continue
        present.add(key)
        new.append(_add(item, key, user))
    return Imported(new, known)


def _add(item: Item, key: str, user: Any) -> Question:
    category = None
    if item.category:
        category, _made = QuestionCategory.objects.get_or_create(path=item.category[:255])
    question = Question.objects.create(
        category=category,
        identifier=item.identifier[:100],
        kind=kind_of(item),
        difficulty=difficulty_of(item.difficulty),
        tags="、".join(item.tags)[:255],
        source=item.source[:255],
    )
    content = {name: value for name, value in item.to_json().items() if name not in OWN}
    QuestionVersion.objects.create(
        question=question, number=1, type=item.type, stem=item.stem, content=content, stem_key=key, author=user
    )
    QuestionEvent.objects.create(question=question, kind="imported", user=user, note=" ".join(item.notes)[:500])
    return question
