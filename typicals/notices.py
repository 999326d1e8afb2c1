"""Mails for the steps of a nomination: to the unit that proposes, to who verifies, to who decides.

A mail says what happened, the number and kind of the nomination and where to go. Its title is not in it: that of a person is
a name. No text of objections, no reason, no name of who did it either.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reform.editorial import notices
from reform.people.models import User

from .models import Nomination, NominationNotice
from .parties import may

Kind = NominationNotice.Kind
# What a move tells whom. Who made the move is told only when it is a receipt.
AFTER: dict[str, list[tuple[str, Kind]]] = {
    "submit": [("nominator", Kind.RECEIVED), ("verifier", Kind.TO_VERIFY)],
    "send_back": [("nominator", Kind.RETURNED)],
    "open_notice": [("nominator", Kind.NOTICED)],
    "reopen": [("verifier", Kind.TO_VERIFY)],
    "close_notice": [("decider", Kind.TO_DECIDE)],
    "approve": [("nominator", Kind.DECIDED)],
    "decline": [("nominator", Kind.DECIDED)],
    "cancel": [("nominator", Kind.DECIDED)],
    "withdraw": [("verifier", Kind.WITHDRAWN)],
}


def moved(nomination: Nomination, action: str, by: Any, event: int) -> None:
    """Leaves the notices of a move. `event` is its row, so that each move tells anew and none twice."""
    for role, kind in AFTER.get(action, []):
        people = _people(nomination, role)
        told = people if kind == Kind.RECEIVED else [person for person in people if by is None or person.pk != by.pk]
        _notify(kind, told, nomination, f"{kind}:{event}")


def objected(nomination: Nomination, objection: int) -> None:
    """Tells the verifiers that somebody objects; not what and not who."""
    _notify(Kind.OBJECTION, _people(nomination, "verifier"), nomination, f"objection:{objection}")


def confirmed(nomination: Nomination) -> None:
    """Tells the verifiers that nothing is left to check in this round."""
    _notify(
        Kind.CONFIRMED,
        _people(nomination, "verifier"),
        nomination,
        f"confirmed:{nomination.pk}:{nomination.round}",
    )


def _people(nomination: Nomination, role: str) -> list[User]:
    """Who may act in this role, and so has something to do or to know."""
    return [person for person in notices.members(role) if may(nomination, person, role)]


def _notify(kind: Kind, people: Iterable[User], nomination: Nomination, key: str) -> None:
    rows = [NominationNotice(kind=kind, to=person, nomination=nomination, key=key) for person in people]
    NominationNotice.objects.bulk_create(rows, ignore_conflicts=True)


def mail(notice: NominationNotice) -> tuple[str, str, str]:
    """What happened, what it is about, and where to go."""
    about = _("Nomination no. %(number)d, %(kind)s") % {
        "number": notice.nomination_id,
        "kind": notice.nomination.get_kind_display(),
    }
    return notice.get_kind_display(), about, reverse("typicals_admin:nomination", args=[notice.nomination_id])
