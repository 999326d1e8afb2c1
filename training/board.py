"""How an assignment stands: who has not begun, is in work, has passed, is overdue. The same queries for ten or ten thousand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Subquery, Value, When
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


def with_state(rows: QuerySet[Assignee]) -> QuerySet[Any]:
    """The rows with `begun` and `passed` (times or None) and `state`, a key of `STATES`."""
    own = Enrolment.objects.filter(user=OuterRef("user"), course=OuterRef("assignment__course"))
    return rows.annotate(
        begun=Subquery(own.values("started_at")[:1]),
        passed=Subquery(own.values("completed_at")[:1]),
        state=Case(
            When(passed__isnull=False, then=Value("passed")),
            When(exempt_at__isnull=False, then=Value("exempt")),
            When(assignment__due_on__lt=timezone.localdate(), then=Value("overdue")),
            When(begun__isnull=False, then=Value("begun")),
            default=Value("new"),
        ),
    )


def present(assignment: Assignment) -> QuerySet[Assignee]:
    """The people who have it now; whoever left its units does not count any more, unless they passed."""
    finished = Enrolment.objects.filter(user=OuterRef("user"), course=assignment.course_id, completed_at__isnull=False)
    rows = Assignee.objects.filter(assignment=assignment).annotate(finished=Exists(finished))
    return rows.exclude(left_at__isnull=False, finished=False)


def rows(assignment: Assignment, unit: Unit | None = None, *states: str) -> list[Row]:
    """The people with their states, in the order of the units; of one unit (with those below) or some states when given."""
    people = with_state(present(assignment).filter(user__is_active=True))
    if unit is not None:
        people = people.filter(user__unit__path__startswith=unit.path)
    if states:
        people = people.filter(state__in=states)
    done = dict(
        LessonProgress.objects.filter(enrolment__course=assignment.course_id, done_at__isnull=False)
        .values_list("enrolment__user_id")
        .annotate(Count("pk"))
    )
    return [
        Row(row, row.state, row.begun, row.passed, done.get(row.user_id, 0))
        for row in people.select_related("user", "user__unit", "exempt_by").order_by(
            "user__unit__path", "user__name", "user_id"
        )
    ]


def tallies(assignment: Assignment) -> tuple[Tally, list[Tally]]:
    """(all, by unit): two queries, counted by the database."""
    people = with_state(present(assignment).filter(user__is_active=True))
    by_unit: dict[int | None, Counter[str]] = {}
    whole = Tally(None)
    for unit, state, number in _counted(people, "user__unit_id"):
        whole.counts[state] += number
        by_unit.setdefault(unit, Counter())[state] = number
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[pk for pk in by_unit if pk])}
    found = [Tally(units.get(pk), counts) for pk, counts in by_unit.items()]
    return whole, sorted(found, key=lambda tally: tally.unit.path if tally.unit else "~")


def counts(assignments: Iterable[Assignment]) -> dict[int, Tally]:
    """Assignment id → how many are in each state, for lists. One query, counted by the database."""
    found = {row.pk: Tally(None) for row in assignments}
    people = Assignee.objects.filter(assignment__in=list(found), user__is_active=True, left_at=None)
    for pk, state, number in _counted(with_state(people), "assignment_id"):
        found[pk].counts[state] = number
    return found


def _counted(people: QuerySet[Any], by: str) -> QuerySet[Any, Any]:
    return people.order_by().values_list(by, "state").annotate(number=Count("pk"))
