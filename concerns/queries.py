"""Reads that lists, pages and reports of the inbox share. Everything staff see goes through `visible_to`."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from . import access
from .models import Concern, Dispatch, Recusal
from .models.handling import GONE


def visible_to(user: Any) -> QuerySet[Concern]:
    """The concerns somebody may see.

    The desk and the approvers: all but accusations. A unit: what was dispatched to it. Accusations: who handles them or is
    named, and nobody of the accused unit. Who keeps out of a concern (回避) does not see it.
    """
    if not user.is_active:
        return Concern.objects.none()
    # Ids instead of joins, and no condition for what somebody has none of: so the counters of a million rows are answered
    # from indexes alone.
    named, keeps_out = _of_their_own(user)
    secrets = access.handles_accusations(user)
    desk = user.has_perm(access.PERMISSIONS["concern_desk"]) or user.has_perm(access.PERMISSIONS["approver"])
    in_unit = not desk and any(user.has_perm(access.PERMISSIONS[role]) for role in access.UNIT_ROLES)
    units = access.unit_ids(user) if in_unit or secrets or named else []
    seen = Q(restricted=False) if desk else Q(pk__in=[])
    if in_unit:
        theirs = Dispatch.objects.filter(concern=OuterRef("pk"), unit__in=units).exclude(answer__in=GONE)
        seen = Q(Exists(theirs), restricted=False)
    if secrets:
        seen |= Q(restricted=True) & ~Q(accused_unit__in=units)
    elif named:
        seen |= Q(restricted=True, pk__in=named) & ~Q(accused_unit__in=units)
    found = Concern.objects.filter(seen)
    return found.exclude(pk__in=keeps_out) if keeps_out else found


def _of_their_own(user: Any) -> tuple[list[int], list[int]]:
    """The accusations somebody is named for, and what they keep out of. One query."""
    named = Concern.named.through.objects.filter(user=user.pk).values_list("concern_id", Value(1))
    keeps_out = Recusal.objects.filter(user=user.pk).values_list("concern_id", Value(0))
    rows = list(named.union(keeps_out, all=True))
    return [pk for pk, is_named in rows if is_named], [pk for pk, is_named in rows if not is_named]
