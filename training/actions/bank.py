"""Every change of the question bank."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ..bank.cleaning import clean
from ..bank.item import Item, problems_of
from ..bank.kinds import difficulty_of, kind_of
from ..bank.likeness import key_of
from ..bank.versions import content_of
from ..models import Question, QuestionCategory, QuestionEvent, QuestionVersion
from .errors import TrainingError

State = Question.State
CONTEXT = re.compile(r"^\$(?:course|cat|module|system)\$/(?:top/)?")  # where a topic stood in Moodle


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
    _allow(user, "training.add_question")
    keys = {key_of(item) for item in items}
    present = set(QuestionVersion.objects.filter(stem_key__in=keys).values_list("stem_key", flat=True))
    new, known = [], []
    for item in items:
        key = key_of(item)
        if key in present:
            known.append(item)
            continue
        present.add(key)
        question = Question.objects.create(identifier=item.identifier[:100])
        _describe(question, item)
        _version(question, 1, item, user)
        _event(question, "imported", user, " ".join(item.notes))
        new.append(question)
    return Imported(new, known)


@transaction.atomic
def create_question(item: Item, user: Any) -> Question:
    """A new draft from the editor's form. Raises `PermissionDenied`, `TrainingError` (it could not be marked)."""
    _allow(user, "training.add_question")
    _checked(item)
    question = Question.objects.create()
    _describe(question, item)
    _version(question, 1, item, user)
    _event(question, "created", user)
    return question


@transaction.atomic
def edit_question(question: Question, item: Item, user: Any) -> QuestionVersion | None:
    """Writes the next version and makes the question a draft again; None when the text is what it was.

    A change of topic, difficulty, tags or source makes no version. Raises `PermissionDenied`, `TrainingError`.
    """
    _allow(user, "training.change_question")
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.state == State.RETIRED:
        raise TrainingError(_("The question is retired."))
    _checked(item)
    newest = question.newest
    _describe(question, item)
    if newest and (newest.type, newest.stem, newest.content) == (item.type, item.stem, content_of(item)):
        _event(question, "described", user)
        return None
    version = _version(question, newest.number + 1 if newest else 1, item, user)
    question.state = State.DRAFT
    question.save(update_fields=["state"])
    _event(question, "edited", user, _("version %(number)d") % {"number": version.number})
    return version


# From → to, and the permission; who wrote the newest version does not check it.
MOVES = {
    "check": (State.DRAFT, State.CHECKED, "training.check_question"),
    "release": (State.CHECKED, State.READY, "training.check_question"),
    "return": (None, State.DRAFT, "training.check_question"),
    "retire": (None, State.RETIRED, "training.check_question"),
    "revive": (State.RETIRED, State.DRAFT, "training.check_question"),
}


@transaction.atomic
def move_question(question: Question, move: str, user: Any, note: str = "") -> Question:
    """One step of `MOVES`. Raises `PermissionDenied` (also for the author of the wording), `TrainingError`."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    before, after, _permission = MOVES[move]
    if not may_move(question, move, user):
        raise PermissionDenied
    if (
        question.state == after
        or (before and question.state != before)
        or (not before and question.state == State.RETIRED)
    ):
        raise TrainingError(_("The question is in another state now."))
    if move in ("return", "retire") and not note.strip():
        raise TrainingError(_("Give the reason."))
    question.state = after
    question.save(update_fields=["state"])
    _event(question, move, user, note)
    return question


def may_move(question: Question, move: str, user: Any) -> bool:
    """Whether somebody may take the step: the permission, and never for a wording of their own where it approves."""
    if not user.has_perm(MOVES[move][2]):
        return False
    newest = question.newest
    return move not in ("check", "release") or newest is None or newest.author_id != user.pk


def move_many(questions: Iterable[Question], move: str, user: Any, note: str = "") -> tuple[int, list[str]]:
    """The step for each question that can take it: (how many, why not the others)."""
    done, reasons = 0, []
    for question in questions:
        try:
            move_question(question, move, user, note)
            done += 1
        except PermissionDenied:
            reasons.append(_("“%(question)s”: you wrote it; another person checks it.") % {"question": question})
        except TrainingError as error:
            reasons.append(f"“{question}”：{error}")
    return done, reasons


@transaction.atomic
def keep_for_exams(question: Question, user: Any, exam_only: bool) -> Question:
    """Whether only exams may draw the question. Raises `PermissionDenied`."""
    _allow(user, "training.check_question")
    question.exam_only = exam_only
    question.save(update_fields=["exam_only"])
    _event(question, "exam_only" if exam_only else "not_exam_only", user)
    return question


def _allow(user: Any, permission: str) -> None:
    if user is not None and not user.has_perm(permission):
        raise PermissionDenied


def _checked(item: Item) -> None:
    clean(item)
    if reasons := problems_of(item):
        raise TrainingError(" ".join(reasons))


def _describe(question: Question, item: Item) -> None:
    question.category = None
    if path := CONTEXT.sub("", item.category):
        question.category, _made = QuestionCategory.objects.get_or_create(path=path[:255])
    question.kind = kind_of(item)
    question.difficulty = difficulty_of(item.difficulty)
    question.tags = "、".join(item.tags)[:255]
    question.source = item.source[:255]
    question.save()


def _version(question: Question, number: int, item: Item, user: Any) -> QuestionVersion:
    return QuestionVersion.objects.create(
        question=question,
        number=number,
        type=item.type,
        stem=item.stem,
        content=content_of(item),
        stem_key=key_of(item),
        author=user,
    )


def _event(question: Question, kind: str, user: Any, note: str = "") -> None:
    QuestionEvent.objects.create(question=question, kind=kind, user=user, note=note[:500])
