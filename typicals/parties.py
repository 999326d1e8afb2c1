"""Who may act on a nomination in which role. Nobody stands on two sides of it."""

from typing import Any

from .models import Nomination, NominationEvent

WRITING = ("create", "change", "submit", "withdraw")
VERIFYING = ("check", "send_back", "open_notice", "reopen", "answer", "contact_seen")
PERMISSIONS = {
    "nominator": "typicals.add_nomination",
    "verifier": "typicals.verify_nomination",
    "decider": "typicals.decide_nomination",
}


def may(nomination: Nomination, user: Any, role: str) -> bool:
    """Whether somebody may act on this nomination in a role: its permission, and on no other side of it."""
    if not user.is_active or not user.has_perm(PERMISSIONS[role]):
        return False
    if role == "nominator":
        return user.unit_id is not None and user.unit_id == nomination.unit_id
    others = WRITING if role == "verifier" else WRITING + VERIFYING
    if user.pk == nomination.proposer_id:
        return False
    return not NominationEvent.objects.filter(nomination=nomination, by=user, action__in=others).exists()
