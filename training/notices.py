"""Messages about assignments: rows written with what they tell, mailed by `send_notices`. A mail names the course and the day,
never a result."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from reform.people.models import Unit

from . import board, rulebook
from .models import Assignee, Assignment, TrainingNotice, UnitContact


def tell(assignment: Assignment, kind: str, people: Iterable[int], key: str, text: str = "") -> None:
    """Leaves a notice for each person, once for a key."""
    rows = [TrainingNotice(kind=kind, to_id=pk, assignment=assignment, key=key, text=text) for pk in people]
    TrainingNotice.objects.bulk_create(rows, ignore_conflicts=True)


def remind(now: datetime) -> int:
    """Writes what is due to be told today: to people before the due date, to contacts after it. Run as often as you like."""
    before = TrainingNotice.objects.count()
    today = timezone.localtime(now).date()
    for assignment in Assignment.objects.filter(closed_at=None, starts_on__lte=today):
        if assignment.due_on >= today:
            _remind_people(assignment, (assignment.due_on - today).days)
        else:
            _tell_contacts(assignment, (today - assignment.due_on).days)
    return TrainingNotice.objects.count() - before


def _remind_people(assignment: Assignment, left: int) -> None:
    unsaid = Assignee.objects.filter(assignment=assignment, left_at=None, exempt_at=None)
    tell(assignment, TrainingNotice.Kind.GIVEN, unsaid.values_list("user_id", flat=True), f"given:{assignment.pk}")
    # The nearest day that has come: a job that did not run for a while sends one reminder, not all of them.
    days = [day for day in rulebook.rules("assignments")["remind_days"] if left <= day]
    if days:
        people = [row.assignee.user_id for row in board.rows(assignment, None, "new", "begun")]
        tell(assignment, TrainingNotice.Kind.DUE, people, f"due:{assignment.pk}:{assignment.due_on}:{min(days)}")


def _tell_contacts(assignment: Assignment, late: int) -> None:
    days = [day for day in rulebook.rules("assignments")["tell_contact_days"] if late >= day]
    if not days:
        return
    units = {row.assignee.user.unit for row in board.rows(assignment, None, "overdue")}
    known = {contact.unit.path: contact.user_id for contact in UnitContact.objects.select_related("unit")}
    people = {found for unit in units if (found := contact_of(unit, known) or assignment.created_by_id)}
    tell(assignment, TrainingNotice.Kind.OVERDUE, people, f"overdue:{assignment.pk}:{assignment.due_on}:{max(days)}")


def contact_of(unit: Unit | None, known: dict[str, int]) -> int | None:
    """The contact of a unit, else of the nearest unit above it that has one. `known`: path → user."""
    path = unit.path if unit else ""
    while path:
        if path in known:
            return known[path]
        path = path[: -Unit.steplen]
    return None


def mail(notice: TrainingNotice) -> None:
    """Mails one notice; nothing to a closed account or without an address."""
    if not notice.to.is_active or not notice.to.email:
        return
    about = notice.assignment
    path = reverse("training:my") if about else reverse("training_admin:papers")
    with translation.override(settings.LANGUAGE_CODE):
        context = {"notice": notice, "url": settings.WAGTAILADMIN_BASE_URL + path}
        body = render_to_string("training/mail/notice.txt" if about else "training/mail/sealed.txt", context)
        subject = f"{notice.get_kind_display()}：{about.title if about else notice.text}"
    send_mail(" ".join(subject.split()), body, None, [notice.to.email])


def shown_to(user: Any) -> list[TrainingNotice]:
    """What “My learning” says at the top: nudges and reminders of the last days about open assignments."""
    kinds = [TrainingNotice.Kind.NUDGE, TrainingNotice.Kind.DUE, TrainingNotice.Kind.OVERDUE]
    since = timezone.now() - timedelta(days=7)
    rows = TrainingNotice.objects.filter(to=user, kind__in=kinds, at__gte=since, assignment__closed_at=None)
    latest = {(row.assignment_id, row.kind): row for row in rows.select_related("assignment").order_by("pk")}
    return list(latest.values())
