"""The one function that changes the state of a concern."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from .. import access, events
from ..models import Concern
from ..states import MOVES
from . import clocks
from .writing import ConcernError, NotPossible, locked, write_note

__all__ = ["ConcernError", "NotPossible", "locked", "move", "write_note"]


@transaction.atomic
def move(
    concern: Concern,
    name: str,
    user: Any,
    *,
    reason: str = "",
    target: str | None = None,
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> Concern:
    """Takes one step of `states.MOVES`, sets `changes` on the concern with it, and appends the event `name`.

    `user` None is the person who asked (moves that the table gives to `person`). `target` is needed where the move has
    several. The clocks follow (`clocks.after`). Raises `PermissionDenied`, `NotPossible` (another state, no reason given). Returns the fresh row.
    """
    step = MOVES[name]
    concern = locked(concern)
    if not access.may(concern, user, name):
        raise PermissionDenied
    if concern.state not in step.sources:
        raise NotPossible(
            _("“%(step)s” is not possible: the concern is in the state “%(state)s”.")
            % {"step": step.label, "state": concern.get_state_display()}
        )
    if step.needs_reason and not reason.strip():
        raise NotPossible(_("Give a reason."))
    if target is None:
        (target,) = step.targets
    if target not in step.targets:
        raise NotPossible(_("The table of states has no such step."))
    said = {"from": concern.state, "to": str(target), **(data or {}), **write_note(concern, name, user, reason)}
    concern.state = target
    for field, value in changes.items():
        setattr(concern, field, value)
    concern.save(update_fields=["state", *changes])
    events.append(concern, name, user, said)
    clocks.after(concern, name)
    return concern
