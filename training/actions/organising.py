"""What an organiser does with somebody's attempt, each time with a reason: more time, reopened, handed in."""

import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Attempt, Step
from .closing import add_step, close
from .errors import TrainingError


@transaction.atomic
def extend(attempt: Attempt, by: Any, minutes: int, reason: str) -> Attempt:
    """Moves the deadline of an attempt in work. Raises `PermissionDenied`, `TrainingError`."""
    attempt = _managed(attempt, by, reason)
    if attempt.state != Attempt.State.OPEN:
        raise TrainingError(_("The attempt is closed. Reopen it first."))
    if attempt.deadline is None:
        raise TrainingError(_("The attempt has no end."))
    before = attempt.deadline
    attempt.deadline = max(before, timezone.now()) + timedelta(minutes=_minutes(minutes))
    data = {"minutes": minutes, "reason": reason, "from": before.isoformat(), "to": attempt.deadline.isoformat()}
    add_step(attempt, Step.Kind.EXTEND, by=by, data=data)
    attempt.save(update_fields=["deadline", "steps_count"])
    return attempt


@transaction.atomic
def reopen(attempt: Attempt, by: Any, minutes: int, reason: str) -> Attempt:
    """Gives a closed attempt back for some minutes; its result waits until it is closed again.

    Raises `PermissionDenied`, `TrainingError` (still in work, or a newer attempt is there).
    """
    attempt = _managed(attempt, by, reason)
    if attempt.state == Attempt.State.OPEN:
        raise TrainingError(_("The attempt is in work. Give it more time instead."))
    if attempt.quiz.all_attempts.filter(user=attempt.user, number__gt=attempt.number).exists():
        raise TrainingError(_("Only the newest attempt of a person can be reopened."))
    data = {"minutes": minutes, "reason": reason, "mark": str(attempt.mark) if attempt.mark is not None else None}
    add_step(attempt, Step.Kind.REOPEN, by=by, data=data)
    attempt.items.update(mark=None, waiting=False)
    attempt.state, attempt.mark, attempt.passed, attempt.closed = Attempt.State.OPEN, None, None, None
    attempt.deadline = timezone.now() + timedelta(minutes=_minutes(minutes))
    attempt.window = secrets.token_hex(8)
    attempt.save()
    return attempt


@transaction.atomic
def hand_in(attempt: Attempt, by: Any, reason: str) -> Attempt:
    """Closes an attempt in work for its person, with what was saved. Raises `PermissionDenied`, `TrainingError`."""
    attempt = _managed(attempt, by, reason)
    if attempt.state != Attempt.State.OPEN:
        raise TrainingError(_("The attempt is closed."))
    now = timezone.now()
    return close(attempt, Step.Kind.HAND_IN, at=min(now, attempt.deadline or now), by=by, reason=reason)


def _managed(attempt: Attempt, by: Any, reason: str) -> Attempt:
    """The attempt, locked. Nobody manages their own."""
    if not by.has_perm("training.manage_attempt") or by.pk == attempt.user_id:
        raise PermissionDenied
    if not reason.strip():
        raise TrainingError(_("Give the reason."))
    return Attempt.objects.select_for_update().get(pk=attempt.pk)


def _minutes(minutes: int) -> int:
    if not 1 <= minutes <= 1440:
        raise TrainingError(_("Between 1 and 1440 minutes."))
    return minutes
