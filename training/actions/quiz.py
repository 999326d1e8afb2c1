"""What an organiser does with a quiz: save, publish, archive, make exceptions."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import Quiz, QuizOverride, QuizSlot
from ..slots import faults
from .errors import TrainingError


@transaction.atomic
def save_quiz(quiz: Quiz, by: Any, slots: Sequence[QuizSlot]) -> Quiz:
    """Writes a quiz with its places in the given order; attempts in work keep what they began with.

    A published quiz must stay one that can be taken. Raises `PermissionDenied`, `TrainingError`.
    """
    if not by.has_perm("training.change_quiz" if quiz.pk else "training.add_quiz"):
        raise PermissionDenied
    new = quiz.pk is None
    if new:
        quiz.author = by
    quiz.save()
    quiz.slots.exclude(pk__in=[slot.pk for slot in slots if slot.pk]).delete()
    for order, slot in enumerate(slots, start=1):
        slot.quiz, slot.order = quiz, order
        slot.save()
    if quiz.state == Quiz.State.OPEN and (reasons := faults(quiz)):
        raise TrainingError(" ".join(reasons))
    log(quiz, "wagtail.create" if new else "wagtail.edit", user=by)
    return quiz


@transaction.atomic
def publish(quiz: Quiz, by: Any) -> Quiz:
    """Opens the quiz to those who learn. Raises `PermissionDenied`, `TrainingError` (the bank cannot fill it)."""
    quiz = _managed(quiz, by)
    if reasons := faults(quiz):
        raise TrainingError(" ".join(reasons))
    return _state(quiz, Quiz.State.OPEN, by)


@transaction.atomic
def archive(quiz: Quiz, by: Any) -> Quiz:
    """Takes the quiz out of use; attempts in work go on to their end. Raises `PermissionDenied`."""
    return _state(_managed(quiz, by), Quiz.State.CLOSED, by)


@transaction.atomic
def add_exception(exception: QuizOverride, by: Any) -> QuizOverride:
    """More time, attempts or a later end for a person or a unit. It holds for attempts that begin after it.

    Raises `PermissionDenied` (also for oneself), `TrainingError`.
    """
    _managed(exception.quiz, by)
    if exception.user_id == by.pk:
        raise PermissionDenied
    if not exception.reason.strip():
        raise TrainingError(_("Give the reason."))
    if not (exception.extra_minutes or exception.extra_attempts or exception.closes):
        raise TrainingError(_("Say what is different: minutes, attempts or the end."))
    exception.by = by
    exception.save()
    log(exception.quiz, "training.exception", user=by, data={"reason": exception.reason})
    return exception


@transaction.atomic
def remove_exception(exception: QuizOverride, by: Any) -> None:
    """Takes an exception back; attempts that began with it keep their deadline. Raises `PermissionDenied`."""
    quiz = _managed(exception.quiz, by)
    log(quiz, "training.exception_removed", user=by, data={"reason": exception.reason})
    exception.delete()


def _managed(quiz: Quiz, by: Any) -> Quiz:
    if not by.has_perm("training.change_quiz"):
        raise PermissionDenied
    return Quiz.objects.select_for_update().get(pk=quiz.pk)


def _state(quiz: Quiz, state: str, by: Any) -> Quiz:
    if quiz.state != state:
        quiz.state = state
        quiz.save(update_fields=["state"])
        log(quiz, f"training.quiz_{state}", user=by)
    return quiz
