"""The states of a concern and every allowed move between them. docs/concerns.md holds the same table; a test compares.

No other code changes a state: `actions.moving.move` looks here. `manage.py concern_states` prints it.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """已登记, 已分派, 办理中, 待审核, 待答复, 已答复, 已办结, 退回, 合并, 不予受理."""

    LOGGED = "logged", _("logged")
    DISPATCHED = "dispatched", _("dispatched")
    IN_WORK = "in_work", _("being handled")
    IN_REVIEW = "in_review", _("answer in review")
    APPROVED = "approved", _("approved, to be sent")
    ANSWERED = "answered", _("answer sent")
    CLOSED = "closed", _("settled")
    RETURNED = "returned", _("returned by the unit")
    MERGED = "merged", _("merged")
    REJECTED = "rejected", _("not accepted")


# How a concern may begin: as logged, or closed when a list brings its answer with it.
FIRST = frozenset({State.LOGGED, State.CLOSED})
OPEN = frozenset({State.LOGGED, State.DISPATCHED, State.IN_WORK, State.IN_REVIEW, State.APPROVED, State.RETURNED})
# Who is no member of staff: the person who asked, with their receipt code.
PERSON = "person"


@dataclass(frozen=True)
class Move:
    """One step: from which states, to which, by whom (keys of roles, or `person`), and how it is called.

    Only taking a merge back has several targets: the state from before the merge.
    """

    sources: frozenset[State]
    targets: frozenset[State]
    roles: tuple[str, ...]
    label: str | Promise
    needs_reason: bool = False


def _move(sources: str, targets: str, roles: str, label: str | Promise, needs_reason: bool = False) -> Move:
    def states(names: str) -> frozenset[State]:
        return frozenset(State(name) for name in names.split())

    return Move(states(sources), states(targets), tuple(roles.split()), label, needs_reason)


_MERGEABLE = "logged dispatched in_work returned"

MOVES = {
    "take": _move("logged returned", "in_work", "concern_desk", _("Answer it in the office")),
    "dispatch": _move("logged returned", "dispatched", "concern_desk", _("Dispatch")),
    "accept": _move("dispatched", "in_work", "handler unit_leader", _("Accept")),
    "object": _move("dispatched", "returned", "handler unit_leader", _("Object to the dispatch"), True),
    "insist": _move("returned", "dispatched", "concern_desk", _("Overrule the objection"), True),
    "recall": _move("dispatched in_work", "logged", "concern_desk", _("Take back from the unit"), True),
    "submit": _move("in_work", "in_review", "handler concern_desk", _("Submit the answer")),
    "endorse": _move("in_review", "in_review", "unit_leader", _("Agree for the unit")),
    "send_back": _move("in_review", "in_work", "unit_leader approver", _("Return the answer"), True),
    "approve": _move("in_review", "approved", "approver", _("Release the answer")),
    "unapprove": _move("approved", "in_work", "approver", _("Take the release back"), True),
    "send": _move("approved", "answered", "concern_desk handler", _("Send the answer")),
    "close": _move("answered", "closed", "concern_desk", _("Settle")),
    "reopen": _move("answered closed rejected", "logged", "concern_desk person", _("Open again"), True),
    "reject": _move("logged returned", "rejected", "concern_desk", _("Do not accept"), True),
    "merge": _move(_MERGEABLE, "merged", "concern_desk", _("Merge")),
    "unmerge": _move("merged", _MERGEABLE, "concern_desk", _("Take the merge back")),
    "withdraw": _move(
        "logged dispatched in_work in_review returned", "closed", "person concern_desk", _("Withdrawn by the person")
    ),
}


def possible(state: str) -> list[str]:
    """The moves that lead out of a state."""
    return [name for name, move in MOVES.items() if state in move.sources]
