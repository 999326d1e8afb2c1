"""The admin's front page: what is waiting for me?"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from reform.people.calendar import missing_years
from reform.people.roles import has_role

from . import queries
from .models import STEPS

ROWS = 20


class WorkPanel(Component):
    """A list with its count. `name` anchors it; `empty` says what to do when nothing is there."""

    template_name = "editorial/work_panel.html"
    order = 100  # Wagtail sorts by it and leaves equals in our order

    def __init__(
        self, name: str, heading: str, empty: str, rows: list[dict[str, Any]], count: int, serious: bool = False
    ) -> None:
        self.name, self.heading, self.empty = name, heading, empty
        self.rows, self.count, self.serious = rows, count, serious

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "name": self.name,
            "heading": self.heading,
            "empty": self.empty,
            "rows": self.rows[:ROWS],
            "count": self.count,
            "more": max(self.count - ROWS, 0),
            "serious": self.serious,
        }


def work_panels(user: Any) -> list[WorkPanel]:
    """The panels this person has a use for, the urgent ones first. The number of queries does not grow with the pages."""
    administers = user.is_superuser or has_role(user, "site_admin")
    writes = administers or has_role(user, "editor")
    panels: list[WorkPanel] = []
    steps = queries.open_steps() if administers or has_role(user, *STEPS) else []
    if administers or has_role(user, "final_review", "auditor"):
        panels += _emergencies(user)
    if administers:
        panels += _stuck(steps)
        panels += _missing_calendar()
    if has_role(user, *STEPS):
        panels.append(_waiting(user, steps))
    if writes:
        panels += [_sent_back(user), _drafts(user)]
    if administers:
        panels += _overdue(user, steps)
    if writes or has_role(user, "final_review"):
        panels.append(_scheduled())
    if has_role(user, "emergency"):
        panels.append(_could_be_urgent())
    if has_role(user, "auditor"):
        panels.append(_lately())
    return panels


def _waiting(user: Any, steps: list[queries.Step]) -> WorkPanel:
    rows = [_step_row(step) for step in steps if user.pk in step.eligible]
    empty = _("Nothing waits for your review. You will get a mail when something does.")
    return WorkPanel("waiting", _("Waiting for me"), empty, rows, len(rows))


def _overdue(user: Any, steps: list[queries.Step]) -> Iterator[WorkPanel]:
    """What others are late with; one's own late steps stand on top of "waiting for me"."""
    rows = [_step_row(step) for step in steps if step.late and user.pk not in step.eligible]
    if rows:
        yield WorkPanel("overdue", _("Overdue with others"), "", rows, len(rows))


def _stuck(steps: list[queries.Step]) -> Iterator[WorkPanel]:
    rows = [
        _step_row(step) | {"note": _("Nobody of “%(group)s” may act on it.") % {"group": step.task.name}}
        for step in steps
        if not step.eligible
    ]
    if rows:
        yield WorkPanel(
            "stuck", _("Stuck: give the role to somebody who did not write the text"), "", rows, len(rows), True
        )


def _missing_calendar() -> Iterator[WorkPanel]:
    """From December on the next year is missed too: terms begin to reach into it."""
    rows = [
        {
            "title": _("Enter the working calendar of %(year)d") % {"year": year},
            "url": reverse("working-years:add"),
            "note": _("Deadlines that reach into this year are not known until then."),
        }
        for year in missing_years(timezone.localdate())
    ]
    if rows:
        yield WorkPanel("calendar", _("Working calendar missing"), "", rows, len(rows), True)


def _emergencies(user: Any) -> Iterator[WorkPanel]:
    records = list(queries.unreviewed_emergencies()[: ROWS + 1])
    rows = [
        {
            "title": record.title,
            "url": reverse("editorial:review_emergency", args=[record.pk]),
            "note": record.reason,
            "by": record.by,
            "at": record.at,
        }
        for record in records
    ]
    if rows:
        heading = _("Published in the emergency path, not yet looked at by final review")
        yield WorkPanel("emergency", heading, "", rows, len(rows), True)


def _sent_back(user: Any) -> WorkPanel:
    states = list(queries.sent_back(user)[: ROWS + 1])
    pages = Page.objects.in_bulk([int(state.object_id) for state in states])
    rows = [
        {
            "title": pages[int(state.object_id)].get_admin_display_title(),
            "url": reverse("wagtailadmin_pages:edit", args=[state.object_id]),
            "note": state.current_task_state.comment,
            "by": state.current_task_state.finished_by,
            "at": state.current_task_state.finished_at,
        }
        for state in states
        if int(state.object_id) in pages
    ]
    return WorkPanel("sent-back", _("Sent back"), _("Nothing was sent back to you."), rows, len(rows))


def _drafts(user: Any) -> WorkPanel:
    drafts = queries.my_drafts(user)
    rows = [_page_row(page, page.latest_revision_created_at) for page in drafts[:ROWS]]
    empty = _("You have no drafts. Open “Pages”, choose a column and add a page there.")
    return WorkPanel("drafts", _("My drafts"), empty, rows, drafts.count())


def _scheduled() -> WorkPanel:
    later = queries.scheduled()
    rows = [_page_row(page, None) | {"title": page.waits_as, "goes_live": page.waits_until} for page in later[:ROWS]]
    empty = _("No page waits for its hour. Editors set the hour in a page's status panel, before they submit it.")
    return WorkPanel("scheduled", _("Scheduled"), empty, rows, later.count())


def _could_be_urgent() -> WorkPanel:
    """For the emergency role, which may see no page tree: unpublished texts, the newest first."""
    pages = Page.objects.filter(has_unpublished_changes=True, depth__gt=1).order_by("-latest_revision_created_at")
    rows = [
        _page_row(page, page.latest_revision_created_at) | {"url": reverse("editorial:emergency", args=[page.pk])}
        for page in pages[:ROWS]
    ]
    empty = _("There is no unpublished text. An editor writes it first.")
    return WorkPanel("urgent", _("Unpublished texts"), empty, rows, pages.count())


def _lately() -> WorkPanel:
    """For auditors: the latest rounds, each with its record."""
    states = list(queries.rounds()[:ROWS])
    pages = Page.objects.in_bulk([int(state.object_id) for state in states])
    rows = [
        _page_row(pages[int(state.object_id)], state.created_at)
        | {
            "url": reverse("editorial:record", args=[state.object_id]),
            "note": queries.status_words(state),
            "by": state.requested_by,
        }
        for state in states
        if int(state.object_id) in pages
    ]
    return WorkPanel("lately", _("Latest reviews"), _("No page has been reviewed yet."), rows, len(rows))


def _step_row(step: queries.Step) -> dict[str, Any]:
    return {
        "title": step.page.get_admin_display_title(),
        "url": reverse("editorial:review", args=[step.page.pk]),
        "note": step.task.name,
        "by": step.state.workflow_state.requested_by,
        "at": step.state.started_at,
        "due": step.due,
        "why_not_due": step.why_not_due,
        "late": step.late,
    }


def _page_row(page: Page, at: Any) -> dict[str, Any]:
    return {
        "title": page.get_admin_display_title(),
        "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "at": at,
    }
