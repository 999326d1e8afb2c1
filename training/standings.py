"""Reads that pages, actions and reports share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, QuerySet

from .deadlines import Terms, terms
from .models import Attempt, Quiz, QuizOverride


def may_learn(user: Any) -> bool:
    """Whether somebody may learn and take quizzes: an active person of the house in the role 学员."""
    return user.is_authenticated and user.is_active and user.has_perm("training.take_quiz")


def exceptions_for(quiz: Quiz, user: Any) -> QuerySet[QuizOverride]:
    """The exceptions for the person, their unit, and every unit above it."""
    wanted = Q(user=user)
    if user.unit:
        path, step = user.unit.path, user.unit.steplen
        wanted |= Q(unit__path__in=[path[:end] for end in range(step, len(path) + 1, step)])
    return quiz.overrides.filter(wanted)


def terms_for(quiz: Quiz, user: Any) -> Terms:
    """The settings that hold for this person."""
    return terms(quiz, exceptions_for(quiz, user))


def closes_for_all(quiz: Quiz) -> datetime | None:
    """When nobody can answer any more: the latest of the quiz's end, its exceptions, and the attempts still in work.

    None for a quiz without an end. What is shown “after the quiz has closed” waits for the last of them.
    """
    if quiz.closes is None:
        return None
    later = quiz.overrides.aggregate(last=Max("closes"))["last"]
    writing = quiz.all_attempts.filter(state=Attempt.State.OPEN).aggregate(last=Max("deadline"))["last"]
    grace = timedelta(seconds=quiz.grace)
    return max(quiz.closes, later or quiz.closes, writing + grace if writing else quiz.closes)


@dataclass(frozen=True)
class Standing:
    """A person's result in a quiz by its rule. `percent` is None while no attempt is done."""

    percent: Decimal | None
    passed: bool
    done: int


def standing(quiz: Quiz, user: Any) -> Standing:
    """The result that counts now."""
    rows = quiz.all_attempts.filter(user=user, state=Attempt.State.DONE).order_by("number")
    return standing_of(quiz.counts, quiz.pass_percent, list(rows.values_list("number", "mark", "maximum")))


def standing_of(counts: str, pass_percent: Decimal, rows: list[tuple[int, Decimal | None, Decimal]]) -> Standing:
    """The same over (number, mark, maximum) in the order of the attempts."""
    shares = {number: 100 * (mark or Decimal(0)) / maximum for number, mark, maximum in rows if maximum}
    if counts == Quiz.Counts.FIRST:
        shares = {number: share for number, share in shares.items() if number == 1}
    if not shares:
        return Standing(None, False, len(rows))
    if counts == Quiz.Counts.MEAN:
        percent = sum(shares.values(), Decimal(0)) / len(shares)
    elif counts == Quiz.Counts.BEST:
        percent = max(shares.values())
    else:
        percent = shares[max(shares)]
    percent = percent.quantize(Decimal("0.01"))
    return Standing(percent, percent >= pass_percent, len(rows))
