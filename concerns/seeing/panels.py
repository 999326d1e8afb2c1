"""The admin's front page for the five roles of the inbox: what is waiting for me, the most urgent first."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reform.editorial.panels import ROWS, WorkPanel

from .. import access, counting
from ..models import Concern, Dispatch
from ..queries import visible_to
from ..states import State
from . import places


def panels(user: Any) -> list[WorkPanel]:
    """One for each thing that somebody's role has to do. The number of queries does not grow with the concerns."""
    if not access.staff(user):
        return []
    mine = visible_to(user)

    def has(role: str) -> bool:
        return bool(user.has_perm(access.PERMISSIONS[role])) and not user.is_superuser

    made = []
    if has("concern_desk"):
        waiting = mine.filter(state__in=[State.LOGGED, State.RETURNED, State.APPROVED])
        made.append(_panel("desk", _("Concerns to dispatch or to send"), _("Nothing waits for the desk."), waiting))
    if has("unit_leader"):
        asked = mine.filter(state=State.IN_REVIEW, answers__submitted_by__isnull=False, answers__endorsed_by=None)
        made.append(_panel("endorse", _("Answers to agree to"), _("No answer of your unit waits for you."), asked))
    if has("unit_leader") or has("handler"):
        new = mine.filter(state=State.DISPATCHED, dispatches__lead=True, dispatches__answer=Dispatch.Answer.WAITING)
        made.append(_panel("new", _("Concerns to accept"), _("No new concern for your unit."), new))
    if has("handler"):
        own = mine.filter(state=State.IN_WORK, handler=user.pk)
        made.append(_panel("mine", _("Concerns I handle"), _("You handle nothing now."), own))
    if has("approver"):
        asked = mine.filter(state=State.IN_REVIEW)
        made.append(_panel("release", _("Answers to release"), _("No answer waits for its release."), asked))
    if access.handles_accusations(user):
        secret = mine.filter(restricted=True, state__in=[State.LOGGED, State.IN_WORK, State.APPROVED])
        made.append(_panel("secret", _("Accusations in hand"), _("No accusation is open."), secret))
    return made


def _panel(name: str, heading: str, empty: str, found: QuerySet[Concern]) -> WorkPanel:
    ids = list(found.order_by("due", "pk").values_list("pk", flat=True).distinct()[: counting.MOST + 1])
    now = timezone.now()
    some = Concern.objects.filter(pk__in=ids[:ROWS]).select_related("unit", "topic").defer("text", "answer")
    rows = [
        {
            "title": f"{row.number} {' '.join(row.matter.split())[:40]}",
            "url": places.address_of(row.pk),
            "note": row.get_state_display(),
            "by": row.unit,
            "at": row.received_at,
            "due": row.due,
            "late": row.due is not None and row.due < now,
        }
        for row in some.order_by("due", "pk")
    ]
    return WorkPanel(f"concerns-{name}", heading, empty, rows, len(ids), serious=any(row["late"] for row in rows))
