"""What the person who asked sees of their concern: four steps with dates, like a parcel. No names of staff."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ..models import Concern, ConcernEvent
from ..states import State

# How far each state has come: 1 received, 2 being handled, 3 in review, 4 answered.
REACHED = {
    State.LOGGED: 1,
    State.RETURNED: 1,
    State.DISPATCHED: 2,
    State.IN_WORK: 2,
    State.IN_REVIEW: 3,
    State.APPROVED: 3,
    State.ANSWERED: 4,
    State.CLOSED: 4,
}
# The events that begin the second and the third step.
HANDLED, REVIEWED = ("dispatch", "insist", "take", "accept"), ("submit",)


@dataclass(frozen=True)
class Step:
    """One of the four. `at` is None when it has not come yet, or nobody knows when."""

    label: str
    at: datetime | None
    done: bool
    current: bool


@dataclass(frozen=True)
class Progress:
    """`ended` says, in a sentence, that it went another way than to an answer: merged, not accepted, withdrawn."""

    steps: list[Step] = field(default_factory=list)
    ended: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    unit: Any = None


def progress(concern: Concern) -> Progress:
    """The way of a concern so far; of one that was merged, the way of the one it was merged into. Three queries at most."""
    main = concern.merged_into if concern.state == State.MERGED and concern.merged_into else concern
    kinds = (*HANDLED, *REVIEWED, "reopen")
    times: dict[str, datetime] = {}
    for kind, at in (
        ConcernEvent.objects.filter(concern=main, kind__in=kinds).order_by("number").values_list("kind", "at")
    ):
        if kind == "reopen":
            times.clear()
        elif kind in HANDLED:
            times.setdefault("handled", at)
        else:
            times["reviewed"] = at
    unit = None if main.restricted else main.unit
    has_answer = main.state in {State.ANSWERED, State.CLOSED} and bool(main.answer)
    reached = REACHED.get(State(main.state), 1)
    if main.state == State.CLOSED and not has_answer:
        reached = 1
    handled = _("Handled by %(unit)s") % {"unit": unit} if unit else _("Being handled")
    rows = [
        (_("Received"), concern.received_at),
        (handled, times.get("handled")),
        (_("In review"), times.get("reviewed")),
        (_("Answered"), main.answered_at),
    ]
    steps = [
        Step(label, at if number <= reached else None, number <= reached, number == reached)
        for number, (label, at) in enumerate(rows, start=1)
    ]
    return Progress(
        steps=steps,
        ended=_ended(concern, has_answer),
        answer=main.answer if has_answer else "",
        answered_at=main.answered_at if has_answer else None,
        unit=unit,
    )


def _ended(concern: Concern, has_answer: bool) -> str:
    if concern.state == State.MERGED:
        return _("Others asked the same. Your question is handled together with theirs; this is where it stands.")
    if concern.state == State.REJECTED:
        reason = concern.get_rejected_because_display()
        if reason:
            return _("The office cannot take this up: %(reason)s.") % {"reason": reason}
        return _("The office cannot take this up.")
    if concern.state == State.CLOSED and not has_answer:
        return _("This has been withdrawn.")
    return ""
