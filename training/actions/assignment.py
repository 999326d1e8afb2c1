"""Assignments: given, followed up, exempted, closed. What people are told is written in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reform.people.models import Unit, User
from reform.people.roles import BY_KEY

from .. import board, notices, outline, rulebook
from ..models import Assignee, Assignment, AssignmentEvent, CoursePage, TrainingNotice


class AssignmentError(Exception):
    """The action is not possible now; `str()` says why, to the user."""


def _allow(by: Any, permission: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied


def _note(assignment: Assignment, kind: str, by: Any, about: Any = None, note: str = "") -> None:
    AssignmentEvent.objects.create(assignment=assignment, kind=kind, user=by, about=about, note=note[:300])


@transaction.atomic
def assign(
    by: Any, course: CoursePage, *, title: str, due_on: date, starts_on: date | None = None, note: str = "",
    units: Iterable[Unit] = (), with_sub_units: bool = True, ranks: Sequence[str] = (), people: Iterable[User] = (),
) -> Assignment:  # fmt: skip
    """Gives a course to people. Raises `PermissionDenied`, `AssignmentError`, `ValidationError`."""
    _allow(by, "training.add_assignment")
    units, people = list(units), list(people)
    if not (units or ranks or people):
        raise AssignmentError(_("Say who is to take the course: units, rank groups or people."))
    if not course.live:
        raise AssignmentError(_("This course is not open."))
    made = Assignment(
        title=title.strip() or course.title, course=outline.original_course(course), due_on=due_on,
        starts_on=starts_on or timezone.localdate(), note=note.strip(), with_sub_units=with_sub_units,
        ranks=[rank for rank in ranks if rank in User.Rank.values], created_by=by,
    )  # fmt: skip
    made.full_clean()
    made.save()
    made.units.set(units)
    made.people.set(people)
    count = sync_members(made)
    if not count:
        raise AssignmentError(_("Nobody belongs to this choice."))
    _note(made, "given", by, note=str(count))
    return made


def reached(
    units: Iterable[Unit], with_sub_units: bool, ranks: Sequence[str], people: Iterable[User]
) -> QuerySet[User]:
    """Everybody whom such a choice reaches now: the people named, and the members of the units in the rank groups.

    Rank groups narrow the units; without units they reach everybody of those ranks.
    """
    found = Q(pk__in=[user.pk for user in people])
    units = list(units)
    members = Q()
    for unit in units:
        members |= Q(unit__path__startswith=unit.path) if with_sub_units else Q(unit=unit)
    if ranks:
        members &= Q(rank__in=ranks)
    if units or ranks:
        found |= members
    # Whoever may not take courses is not asked to.
    return User.objects.filter(found, is_active=True, groups__name=BY_KEY["learner"].name).distinct()


def targets(assignment: Assignment) -> QuerySet[User]:
    """Everybody who belongs to an assignment now."""
    return reached(assignment.units.all(), assignment.with_sub_units, assignment.ranks, assignment.people.only("pk"))


@transaction.atomic
def sync_members(assignment: Assignment) -> int:
    """Gives the assignment to whoever belongs to it by now, and notes who left. Returns how many have it."""
    wanted = set(targets(assignment).values_list("pk", flat=True))
    there = {row.user_id: row for row in Assignee.objects.filter(assignment=assignment)}
    new = [Assignee(assignment=assignment, user_id=pk) for pk in sorted(wanted - set(there))]
    Assignee.objects.bulk_create(new, ignore_conflicts=True)
    gone = [row.pk for pk, row in there.items() if pk not in wanted and row.left_at is None]
    Assignee.objects.filter(pk__in=gone).update(left_at=timezone.now())
    back = [row.pk for pk, row in there.items() if pk in wanted and row.left_at is not None]
    Assignee.objects.filter(pk__in=back).update(left_at=None)
    if assignment.has_started():
        notices.tell(assignment, TrainingNotice.Kind.GIVEN, [row.user_id for row in new], f"given:{assignment.pk}")
    return len(wanted)


@transaction.atomic
def exempt(assignee: Assignee, by: Any, reason: str) -> Assignee:
    """Excuses somebody from an assignment. Raises `PermissionDenied`, `AssignmentError`."""
    _allow(by, "training.change_assignment")
    if not reason.strip():
        raise AssignmentError(_("Give a reason."))
    if assignee.user_id == by.pk:
        raise AssignmentError(_("Nobody exempts themselves."))
    assignee.exempt_reason, assignee.exempt_by, assignee.exempt_at = reason.strip()[:200], by, timezone.now()
    assignee.save(update_fields=["exempt_reason", "exempt_by", "exempt_at"])
    _note(assignee.assignment, "exempt", by, about=assignee.user, note=reason)
    return assignee


@transaction.atomic
def include(assignee: Assignee, by: Any) -> Assignee:
    """Takes an exemption back. Raises `PermissionDenied`."""
    _allow(by, "training.change_assignment")
    assignee.exempt_reason, assignee.exempt_by, assignee.exempt_at = "", None, None
    assignee.save(update_fields=["exempt_reason", "exempt_by", "exempt_at"])
    _note(assignee.assignment, "included", by, about=assignee.user)
    return assignee


@transaction.atomic
def move_due(assignment: Assignment, by: Any, due_on: date) -> Assignment:
    """Another due date. Raises `PermissionDenied`, `AssignmentError`."""
    _allow(by, "training.change_assignment")
    before, assignment.due_on = assignment.due_on, due_on
    try:
        assignment.clean()
    except ValidationError as error:
        assignment.due_on = before
        raise AssignmentError(" ".join(error.messages)) from error
    assignment.save(update_fields=["due_on"])
    _note(assignment, "due", by, note=f"{before.isoformat()} → {due_on.isoformat()}")
    return assignment


@transaction.atomic
def close(assignment: Assignment, by: Any) -> Assignment:
    """No more new members and reminders; results stay. Raises `PermissionDenied`, `AssignmentError`."""
    _allow(by, "training.change_assignment")
    if not assignment.is_open:
        raise AssignmentError(_("This assignment is closed already."))
    assignment.closed_at = timezone.now()
    assignment.save(update_fields=["closed_at"])
    _note(assignment, "closed", by)
    return assignment


def to_nudge(assignment: Assignment, unit: Unit | None = None) -> list[board.Row]:
    """Who a nudge would reach now: not finished, not exempt, and not nudged in the last hours."""
    since = timezone.now() - timedelta(hours=rulebook.rules("assignments")["nudge_hours"])
    recent = set(
        TrainingNotice.objects.filter(assignment=assignment, kind=TrainingNotice.Kind.NUDGE, at__gte=since).values_list(
            "to_id", flat=True
        )
    )
    return [
        row
        for row in board.rows(assignment, unit, "new", "begun", "overdue")
        if row.assignee.left_at is None and row.assignee.user_id not in recent
    ]


@transaction.atomic
def nudge(assignment: Assignment, by: Any, text: str, unit: Unit | None = None) -> int:
    """Sends a word to whoever has not finished; how many. Raises `PermissionDenied`, `AssignmentError`."""
    _allow(by, "training.change_assignment")
    if not assignment.is_open:
        raise AssignmentError(_("This assignment is closed already."))
    people = [row.assignee.user_id for row in to_nudge(assignment, unit)]
    if not people:
        raise AssignmentError(_("There is nobody to nudge: all have finished, or were nudged only just now."))
    key = f"nudge:{assignment.pk}:{timezone.now().isoformat(timespec='seconds')}"
    notices.tell(assignment, TrainingNotice.Kind.NUDGE, people, key, text.strip()[:500])
    _note(assignment, "nudged", by, note=str(len(people)))
    return len(people)


def exported(assignment: Assignment, by: Any, what: str) -> None:
    """Notes that somebody took results out of the site."""
    _note(assignment, "exported", by, note=what)
