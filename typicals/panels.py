"""What of nominations waits for somebody, on the admin's front page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reform.editorial.panels import ROWS, WorkPanel

from .models import Nomination
from .moves import State
from .parties import may


def panels(user: Any) -> Iterator[WorkPanel]:
    """A panel for each role of the procedure that the user holds."""
    if user.has_perm("typicals.add_nomination"):
        rows = Nomination.objects.filter(unit_id=user.unit_id, state__in=[State.DRAFT, State.RETURNED])
        empty = _("No proposal of your unit waits for you. Begin one under “Nominations”.")
        if not user.unit_id:
            empty = _("Your account belongs to no unit, so it cannot propose. Ask the site administrator.")
        yield _panel("proposals", _("Proposals of my unit"), empty, list(rows[: ROWS + 1]))
    if user.has_perm("typicals.verify_nomination"):
        open_ones = Nomination.objects.filter(state=State.VERIFYING)
        objected = Nomination.objects.filter(
            state__in=[State.NOTICED, State.DECIDING], objections__answered_at=None, objections__isnull=False
        )
        found = [*open_ones.order_by("changed_at")[:ROWS], *objected.distinct().order_by("changed_at")[:ROWS]]
        yield _panel("to-verify", _("To verify or to answer"), _("Nothing waits to be verified."), found)
    if user.has_perm("typicals.decide_nomination"):
        waiting = Nomination.objects.filter(state=State.DECIDING).order_by("changed_at")[: ROWS + 1]
        found = [row for row in waiting if may(row, user, "decider")]
        yield _panel("to-decide", _("To decide"), _("Nothing waits for your decision."), found)


def _panel(name: str, heading: str, empty: str, nominations: list[Nomination]) -> WorkPanel:
    rows = [
        {
            "title": row.title,
            "url": reverse("typicals_admin:nomination", args=[row.pk]),
            "note": row.get_state_display(),
            "at": row.changed_at,
        }
        for row in nominations
    ]
    return WorkPanel(name, heading, empty, rows, len(rows))
