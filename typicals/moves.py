"""The states of a nomination and every allowed move between them. docs/exemplars.md holds the same table; a test compares.

No other code changes a state: `nominating.move` looks here.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("being written")
    VERIFYING = "verifying", _("being verified")
    RETURNED = "returned", _("returned to the unit")
    NOTICED = "noticed", _("in public notice")
    DECIDING = "deciding", _("waiting for the decision")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn by the unit")
    CANCELLED = "cancelled", _("approval cancelled")


@dataclass(frozen=True)
class Move:
    """One step: from which states, to which, by whom (a role's key; `clock` when time does it), and how it is called."""

    sources: frozenset[State]
    target: State
    role: str
    label: str | Promise
    needs_reason: bool = False


def _move(sources: str, target: State, role: str, label: str | Promise, needs_reason: bool = False) -> Move:
    return Move(frozenset(State(name) for name in sources.split()), target, role, label, needs_reason)


MOVES = {
    "submit": _move("draft returned", State.VERIFYING, "nominator", _("Submit for verification")),
    "send_back": _move("verifying", State.RETURNED, "verifier", _("Return to the unit"), True),
    "open_notice": _move("verifying", State.NOTICED, "verifier", _("Open the public notice")),
    "close_notice": _move("noticed", State.DECIDING, "clock", _("Public notice over")),
    "reopen": _move("noticed deciding", State.VERIFYING, "verifier", _("Verify again"), True),
    "approve": _move("deciding", State.APPROVED, "decider", _("Approve the nomination")),
    "decline": _move("deciding", State.DECLINED, "decider", _("Decline"), True),
    "withdraw": _move(
        "draft returned verifying noticed deciding", State.WITHDRAWN, "nominator", _("Withdraw the proposal"), True
    ),
    "cancel": _move("approved", State.CANCELLED, "decider", _("Cancel the approval"), True),
}


def possible(state: str) -> list[str]:
    """The moves that lead out of a state."""
    return [name for name, move in MOVES.items() if state in move.sources]
