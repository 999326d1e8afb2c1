"""Who stands on which side of a concern. Permissions say what somebody may do at all, this says with which concern."""

from typing import Any

from reform.people.roles import has_role

from .models import Concern, Dispatch, Recusal
from .models.handling import GONE
from .states import MOVES, PERSON

PERMISSIONS = {
    "concern_desk": "concerns.log_concern",
    "handler": "concerns.handle_concern",
    "unit_leader": "concerns.endorse_answer",
    "approver": "concerns.approve_answer",
    "confidential_handler": "concerns.confidential_concern",
}
UNIT_ROLES = ("handler", "unit_leader")


def staff(user: Any) -> bool:
    """Whether somebody has anything to do with the inbox."""
    return user.is_active and any(user.has_perm(name) for name in PERMISSIONS.values())


def handles_accusations(user: Any) -> bool:
    """By membership in the role: to be a superuser is not to be named."""
    return has_role(user, "confidential_handler")


def unit_paths(user: Any) -> list[str]:
    """The tree paths of somebody's unit and those above it: what is dispatched to these is dispatched to them."""
    if user.unit_id is None:
        return []
    path, step = user.unit.path, type(user.unit).steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def unit_ids(user: Any) -> list[int]:
    """The same as ids, for conditions that a database answers from an index. One query."""
    from reform.people.models import Unit

    return list(Unit.objects.filter(path__in=unit_paths(user)).values_list("pk", flat=True))


def may_see(concern: Concern, user: Any) -> bool:
    """As `queries.visible_to`, for one concern. A test compares the two."""
    if not user.is_active or Recusal.objects.filter(concern=concern, user=user).exists():
        return False
    if concern.restricted:
        if concern.accused_unit_id and concern.accused_unit and concern.accused_unit.path in unit_paths(user):
            return False
        return handles_accusations(user) or concern.named.filter(pk=user.pk).exists()
    if user.has_perm(PERMISSIONS["concern_desk"]) or user.has_perm(PERMISSIONS["approver"]):
        return True
    return any(user.has_perm(PERMISSIONS[role]) for role in UNIT_ROLES) and has_dispatch(concern, user)


def has_dispatch(concern: Concern, user: Any, lead: bool = False) -> bool:
    """Whether somebody's unit has this concern, as the lead or at all."""
    found = Dispatch.objects.filter(concern=concern, unit__path__in=unit_paths(user)).exclude(answer__in=GONE)
    return found.filter(lead=True).exists() if lead else found.exists()


def sides(concern: Concern, user: Any) -> set[str]:
    """The roles in which somebody may act on this concern now.

    With an accusation the one who handles it stands for desk, handler and leader of the unit: it never leaves their hands.
    Only the release is another's, who must be named.
    """
    if user is None:
        return {PERSON}
    if not may_see(concern, user):
        return set()
    found = {role for role, permission in PERMISSIONS.items() if user.has_perm(permission)}
    if concern.restricted:
        mine = {"concern_desk", "handler", "unit_leader"} if handles_accusations(user) else set()
        return mine | (found & {"approver"})
    if found & set(UNIT_ROLES) and not has_dispatch(concern, user, lead=True):
        found -= set(UNIT_ROLES)
    return found - {"confidential_handler"}


def may(concern: Concern, user: Any, move: str) -> bool:
    """Whether the table gives this move to somebody; whether the state allows it is another question."""
    return bool(sides(concern, user) & set(MOVES[move].roles))
