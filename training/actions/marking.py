"""Marks by people: written answers, with a second marker where the quiz wants two."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ..marking import CENT
from ..models import Attempt, AttemptItem, Step
from .closing import add_step, settle
from .errors import TrainingError

# Two marks that are further apart than this share of the maximum do not make a mean: a third person decides.
APART = Decimal("0.2")


@transaction.atomic
def give_mark(item: AttemptItem, by: Any, mark: Decimal, comment: str = "", points: Sequence[str] = ()) -> AttemptItem:
    """One person's mark for a written answer; `points` are the lines of the rubric's marks, kept as they were given.

    Raises `PermissionDenied` (also for one's own answer), `TrainingError` (bounds, marked already, nothing to mark).
    """
    if not by.has_perm("training.mark_attempt") or by.pk == item.attempt.user_id:
        raise PermissionDenied
    attempt = Attempt.objects.select_for_update().get(pk=item.attempt_id)
    item = attempt.items.get(pk=item.pk)
    if attempt.state != Attempt.State.MARKING or not item.waiting:
        raise TrainingError(_("This answer is marked already."))
    if not 0 <= mark <= item.maximum:
        raise TrainingError(_("The mark is between 0 and %(most)s.") % {"most": item.maximum.normalize()})
    before = marks_given(item)
    if any(person == by.pk for person, _mark in before):
        raise TrainingError(_("You have marked this answer. Another person marks it now."))
    data = {"mark": str(mark.quantize(CENT)), "comment": comment[:2000], "points": list(points)}
    add_step(attempt, Step.Kind.MARK, item=item, by=by, data=data)
    stands = decided([*(value for _person, value in before), mark], item.maximum, attempt.settings["two_markers"])
    if stands is None:
        attempt.save(update_fields=["steps_count"])
        return item
    item.mark, item.waiting = stands, False
    item.save(update_fields=["mark", "waiting"])
    settle(attempt, attempt.items.all())
    return item


def marks_given(item: AttemptItem) -> list[tuple[int | None, Decimal]]:
    """(person, mark) since the answer was last handed in, in order."""
    closed = item.attempt.steps.filter(kind__in=[Step.Kind.SUBMIT, Step.Kind.CLOSE, Step.Kind.HAND_IN]).order_by(
        "-number"
    )
    since = closed.values_list("number", flat=True).first() or 0
    steps = item.steps.filter(kind=Step.Kind.MARK, number__gt=since).order_by("number")
    return [(step.by_id, Decimal(step.data["mark"])) for step in steps]


def decided(marks: Sequence[Decimal], maximum: Decimal, two: bool) -> Decimal | None:
    """The mark that stands, or None while another person must look: the mean of two that agree, else the third."""
    if not two:
        return marks[-1].quantize(CENT)
    if len(marks) < 2:
        return None
    if len(marks) == 2:
        near = abs(marks[0] - marks[1]) <= APART * maximum
        return ((marks[0] + marks[1]) / 2).quantize(CENT) if near else None
    return marks[-1].quantize(CENT)
