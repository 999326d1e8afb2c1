"""Many concerns at once: dispatched or settled, each by the same action and with the same event as alone, and one event for
all of them, by which it can be taken back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reform.people.models import Unit

from .. import access, events
from ..models import Concern, ConcernEvent, Dispatch
from ..queries import visible_to
from ..states import MOVES, State
from . import handling
from .writing import ConcernError, NotPossible

MOST = 200
DONE, UNDONE = "bulk_done", "bulk_undone"


@dataclass(frozen=True)
class Kind:
    """A step for many: the move of the table, how it is called, and the move that takes it back."""

    move: str
    label: str | Promise
    back: str
    back_label: str | Promise


KINDS = {
    "dispatch": Kind(
        "dispatch", gettext_lazy("Dispatch to a unit"), "recall", gettext_lazy("Take back what no unit has accepted")
    ),
    "close": Kind("close", gettext_lazy("Settle"), "reopen", gettext_lazy("Open again")),
}


@dataclass(frozen=True)
class Line:
    """One concern of a preview or result; `refused` says why not, empty when it goes."""

    concern: Concern
    refused: str


def chosen(user: Any, ids: Iterable[int]) -> list[Concern]:
    """The concerns somebody sees among these numbers, in the order of the list. Raises `NotPossible` for too many."""
    ids = set(ids)
    if len(ids) > MOST:
        raise NotPossible(_("At most %(most)d at once.") % {"most": MOST})
    return list(visible_to(user).filter(pk__in=ids).select_related("unit", "topic").defer("text", "answer"))


def preview(kind: str, concerns: Sequence[Concern], user: Any, unit: Unit | None = None) -> list[Line]:
    """What would be done and what not, by the table of moves, the permissions and the rules of the step. Changes nothing."""
    return [Line(concern, _refusal(kind, concern, user, unit)) for concern in concerns]


def _refusal(kind: str, concern: Concern, user: Any, unit: Unit | None) -> str:
    step = MOVES[KINDS[kind].move]
    if not access.may(concern, user, KINDS[kind].move):
        return _("You may not do this here.")
    if kind == "dispatch" and concern.restricted:
        return _("An accusation is not dispatched to a unit.")
    if concern.state not in step.sources:
        return _("In the state “%(state)s” this is not possible.") % {"state": concern.get_state_display()}
    if kind == "dispatch" and unit and concern.state == State.RETURNED and concern.unit_id == unit.pk:
        return _("This unit objected to it.")
    return ""


@transaction.atomic
def run(kind: str, concerns: Sequence[Concern], user: Any, unit: Unit | None = None, note: str = "") -> ConcernEvent:
    """Does it to each that allows it; the event names those that were done and counts the rest.

    Raises `PermissionDenied` for who is not of the desk, `NotPossible` when nothing could be done.
    """
    if not user.has_perm(access.PERMISSIONS["concern_desk"]):
        raise PermissionDenied
    if kind == "dispatch" and unit is None:
        raise NotPossible(_("Choose a unit."))

    def step(concern: Concern) -> Any:
        if unit is not None and kind == "dispatch":
            return handling.dispatch(concern, user, unit, note=note).pk
        return handling.close(concern, user)

    done = _each(concerns, step)
    if not done:
        raise NotPossible(_("None of these can be done."))
    said: dict[str, Any] = {"kind": kind, "concerns": list(done), "refused": len(concerns) - len(done)}
    if unit is not None and kind == "dispatch":
        said |= {"unit": unit.pk, "dispatches": list(done.values())}
    return events.append(None, DONE, user, said)


def _each(concerns: Iterable[Concern], step: Callable[[Concern], Any]) -> dict[int, Any]:
    """Each by itself: what one refuses keeps no other back. Returns the numbers of those done, with what the step gave."""
    done = {}
    # In one order everywhere, so that two at once never wait for each other.
    for concern in sorted(concerns, key=lambda row: row.pk):
        try:
            with transaction.atomic():
                done[concern.pk] = step(concern)
        except (ConcernError, PermissionDenied):
            continue
    return done


def undoable(event: ConcernEvent, user: Any) -> list[Concern]:
    """What of it can still be taken back: dispatched and accepted by nobody, or settled and left so."""
    kind = event.data["kind"]
    rows = [row for row in chosen(user, event.data["concerns"]) if access.may(row, user, KINDS[kind].back)]
    if kind == "close":
        again = ConcernEvent.objects.filter(concern__in=rows, kind="close", number__gt=event.number)
        ids = {row.pk for row in rows} - set(again.values_list("concern_id", flat=True))
        return [row for row in rows if row.state == State.CLOSED and row.pk in ids]
    waiting = Dispatch.objects.filter(pk__in=event.data["dispatches"], answer=Dispatch.Answer.WAITING)
    ids = set(waiting.values_list("concern_id", flat=True))
    return [row for row in rows if row.state == State.DISPATCHED and row.pk in ids]


@transaction.atomic
def undo(event: ConcernEvent, user: Any, reason: str) -> ConcernEvent:
    """Takes back what can be, each by its own move and event. Raises `PermissionDenied`, `NotPossible`."""
    if not user.has_perm(access.PERMISSIONS["concern_desk"]):
        raise PermissionDenied
    back = handling.recall if event.data["kind"] == "dispatch" else handling.reopen
    done = _each(undoable(event, user), lambda concern: back(concern, user, reason))
    if not done:
        raise NotPossible(_("Nothing of it can be taken back any more."))
    return events.append(None, UNDONE, user, {"bulk": event.number, "concerns": list(done)})
