"""How an assignment stands: who has not begun, is in work, has passed, is overdue. The same queries for ten or ten thousand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reform.people.models import Unit

from .models import Assignee, Assignment, Enrolment, LessonProgress

# In the order of a board; the labels say it in words beside every colour.
STATES: dict[str, str | Promise] = {
    "new": _("not started"),
    "begun": pgettext_lazy("a course", "In work"),
    "passed": _("passed"),
    "overdue": _("overdue"),
    "exempt": _("exempt"),
}


@dataclass
class Row:
    """A person of an assignment. `state` is a key of `STATES`."""

    assignee: Assignee
    state: str
    begun_at: datetime | None
    passed_at: datetime | None
    lessons_done: int

    @property
    def label(self) -> str | Promise:
        return STATES[self.state]


@dataclass
class Tally:
    """How many are in each state."""

    unit: Unit | None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def expected(self) -> int:
        """All but the exempt."""
        return self.total - self.counts["exempt"]

    @property
    def percent(self) -> int:
        return self.counts["passed"] * 100 // self.expected if self.expected else 0

    @property
    def cells(self) -> list[tuple[str, str | Promise, int]]:
        return [(key, label, self.counts[key]) for key, label in STATES.items()]


def state_of(assignee: Any, due_on: date, today: date) -> str:
    """The state of a row that carries `begun` and `passed` (times or None)."""
    if assignee.passed:
        return "passed"
    if assignee.exempt_at:
        return "exempt"
    if due_on < today:
        return "overdue"
    return "begun" if assignee.begun else "new"


def _annotated(rows: QuerySet[Assignee]) -> QuerySet[Any]:
    own = Enrolment.objects.filter(user=OuterRef("user"), course=OuterRef("assignment__course"))
    return rows.annotate(begun=Subquery(own.values("started_at")[:1]), passed=Subquery(own.values("completed_at")[:1]))


def present(assignment: Assignment) -> QuerySet[Assignee]:
    """The people who have it now; whoever left its units does not count any more, unless they passed."""
    finished = Enrolment.objects.filter(user=OuterRef("user"), course=assignment.course_id, completed_at__isnull=False)
    rows = Assignee.objects.filter(assignment=assignment).annotate(finished=Exists(finished))
    return rows.exclude(left_at__isnull=False, finished=False)


def rows(assignment: Assignment, unit: Unit | None = None, state: str = "") -> list[Row]:
    """The people with their states, in the order of the units; of one unit (with those below) or state when given."""
    people = present(assignment).filter(user__is_active=True).select_related("user", "user__unit", "exempt_by")
    if unit is not None:
        people = people.filter(user__unit__path__startswith=unit.path)
    done = dict(
        LessonProgress.objects.filter(enrolment__course=assignment.course_id, done_at__isnull=False)
        .values_list("enrolment__user_id")
        .annotate(Count("pk"))
    )
    today = timezone.localdate()
    found = [
        Row(row, state_of(row, assignment.due_on, today), row.begun, row.passed, done.get(row.user_id, 0))
        for row in _annotated(people).order_by("user__unit__path", "user__name", "user_id")
    ]
    return [row for row in found if row.state == state] if state else found


def tallies(assignment: Assignment) -> tuple[Tally, list[Tally]]:
    """(all, by unit): two queries."""
    people = _annotated(present(assignment).filter(user__is_active=True)).values_list(
        "user__unit_id", "begun", "passed", "exempt_at", named=True
    )
    by_unit: dict[int | None, Counter[str]] = {}
    today, whole = timezone.localdate(), Tally(None)
    for row in people:
        state = state_of(row, assignment.due_on, today)
        whole.counts[state] += 1
        by_unit.setdefault(row.user__unit_id, Counter())[state] += 1
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[pk for pk in by_unit if pk])}
    found = [Tally(units.get(pk), counts) for pk, counts in by_unit.items()]
    return whole, sorted(found, key=lambda tally: tally.unit.path if tally.unit else "~")


def shares(assignments: Iterable[Assignment]) -> dict[int, tuple[int, int]]:
    """Assignment id → (passed, expected), for lists. One query."""
    people = _annotated(
        Assignee.objects.filter(assignment__in=list(assignments), user__is_active=True, left_at=None)
    ).values_list("assignment_id", "passed", "exempt_at")
    found: dict[int, tuple[int, int]] = {}
    for pk, passed, exempt in people:
        if exempt and not passed:
            continue
        done, expected = found.get(pk, (0, 0))
        found[pk] = (done + bool(passed), expected + 1)
    return found


def counts(assignments: Iterable[Assignment]) -> dict[int, Counter[str]]:
    """Assignment id → how many are in each state, for the front page. One query."""
    due = {row.pk: row.due_on for row in assignments}
    today = timezone.localdate()
    found: dict[int, Counter[str]] = {pk: Counter() for pk in due}
    people = _annotated(Assignee.objects.filter(assignment__in=list(due), user__is_active=True, left_at=None))
    for row in people.values_list("assignment_id", "begun", "passed", "exempt_at", named=True):
        found[row.assignment_id][state_of(row, due[row.assignment_id], today)] += 1
    return found
