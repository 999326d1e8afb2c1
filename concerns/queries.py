"""Reads that lists, pages and reports of the inbox share. Everything staff see goes through `visible_to`."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

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
    seen = Q(pk__in=[])
    if user.has_perm(access.PERMISSIONS["concern_desk"]) or user.has_perm(access.PERMISSIONS["approver"]):
        seen |= Q(restricted=False)
    elif any(user.has_perm(access.PERMISSIONS[role]) for role in access.UNIT_ROLES):
        theirs = Dispatch.objects.filter(concern=OuterRef("pk"), unit__path__in=access.unit_paths(user))
        seen |= Q(Exists(theirs.exclude(answer__in=GONE)), restricted=False)
    secret = Q(restricted=True) & ~Q(accused_unit__path__in=access.unit_paths(user))
    if not access.handles_accusations(user):
        named = Concern.named.through.objects.filter(concern=OuterRef("pk"), user=user.pk)
        secret &= Q(Exists(named))
    keeps_out = Recusal.objects.filter(concern=OuterRef("pk"), user=user.pk)
    return Concern.objects.filter(seen | secret).exclude(Exists(keeps_out))
