"""The admin's front page: what is waiting for me?"""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from reform.people.roles import has_role

from . import queries
from .models import EmergencyPublication

ROWS = 20


class WorkPanel(Component):
    """A list with its count. `name` anchors it; `empty` says what to do when nothing is there."""

    template_name = "editorial/work_panel.html"

    def __init__(self, name: str, heading: Any, empty: Any, rows: list[dict[str, Any]], count: int, order: int) -> None:
        self.name, self.heading, self.empty = name, heading, empty
        self.rows, self.count, self.order = rows, count, order

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "name": self.name,
            "heading": self.heading,
            "empty": self.empty,
            "rows": self.rows[:ROWS],
            "count": self.count,
            "more": max(self.count - ROWS, 0),
        }


def work_panels(user: Any) -> list[WorkPanel]:
    """The panels this person has a use for. The number of queries does not grow with the number of pages."""
    panels = []
    waiting = _waiting(user)
    if waiting is not None:
        panels.append(
            WorkPanel("waiting", _("Waiting for me"), _("Nothing waits for your review."), waiting, len(waiting), 10)
        )
    if user.is_superuser or has_role(user, "editor", "site_admin"):
        drafts = queries.my_drafts(user)
        back = list(queries.sent_back(user)[: ROWS + 1])
        pages = {page.pk: page for page in Page.objects.filter(pk__in=[int(state.object_id) for state in back])}
        rows = [
            {
                "title": pages[int(state.object_id)].get_admin_display_title(),
                "url": reverse("wagtailadmin_pages:edit", args=[state.object_id]),
                "note": state.current_task_state.comment,
                "by": state.current_task_state.finished_by,
                "at": state.current_task_state.finished_at,
            }
            for state in back
            if int(state.object_id) in pages
        ]
        panels.append(WorkPanel("sent-back", _("Sent back"), _("Nothing was sent back to you."), rows, len(rows), 20))
        panels.append(
            WorkPanel(
                "drafts",
                _("My drafts"),
                _("You have no drafts. Choose a column under “Pages” and add a page."),
                [_page_row(page, page.latest_revision_created_at) for page in drafts[:ROWS]],
                drafts.count(),
                30,
            )
        )
    if user.is_superuser or has_role(user, "editor", "site_admin", "final_review"):
        later = queries.scheduled()
        rows = [_page_row(page, page.go_live_at) for page in later[:ROWS]]
        panels.append(WorkPanel("scheduled", _("Scheduled"), _("No page waits for its hour."), rows, later.count(), 40))
    if has_role(user, "final_review", "site_admin", "auditor"):
        records = EmergencyPublication.objects.filter(reviewed_at=None).select_related("page", "by")
        rows = [
            {
                "title": record.page.title,
                "url": reverse("editorial:review_emergency", args=[record.pk])
                if has_role(user, "final_review")
                else reverse("wagtailadmin_pages:history", args=[record.page_id]),
                "note": record.reason,
                "by": record.by,
                "at": record.at,
                "late": True,
            }
            for record in records
        ]
        if rows:
            panels.append(
                WorkPanel("emergency", _("Published in the emergency path, not yet reviewed"), "", rows, len(rows), 5)
            )
    return panels


def _waiting(user: Any) -> list[dict[str, Any]] | None:
    """Open steps this person can act on, the most urgent first; None for people of no reviewing role."""
    if not has_role(user, "first_review", "second_review", "final_review"):
        return None
    steps = [step for step in queries.open_steps() if step.task.specific.in_group(user)]
    now = timezone.now()
    rows = []
    for step in steps:
        if queries.why_not(step, user):
            continue
        page = step.workflow_state.content_object
        due = queries.due(step)
        rows.append(
            {
                "title": page.get_admin_display_title(),
                "url": reverse("editorial:review", args=[page.pk]),
                "note": step.task.name,
                "by": step.workflow_state.requested_by,
                "at": step.started_at,
                "due": due,
                "late": due < now,
            }
        )
    return sorted(rows, key=lambda row: row["due"])


def _page_row(page: Page, at: Any) -> dict[str, Any]:
    return {
        "title": page.get_admin_display_title(),
        "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "at": at,
    }
