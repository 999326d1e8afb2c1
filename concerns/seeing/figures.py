"""Figures of a period over what somebody may see. A fixed number of queries; the lists in them are as long as the period.

No figure of a person who asked or who handles: topics, regions, weeks, units.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from reform.editorial.numbers.statistics import percentile
from reform.pages.models import Topic
from reform.people.models import Region, Unit

from ..figures import SMALLEST
from ..models import Concern, FollowUp
from ..states import OPEN

# Weeks looked back on to know what is usual, and how many there must be.
BEFORE, AT_LEAST = 12, 6
MOST_ANSWERS = 100_000


@dataclass(frozen=True)
class Rise:
    """A topic, perhaps in one region, whose last whole week lies above its usual range. `weeks`: the numbers behind it."""

    topic: Any
    region: Any
    week: date
    number: int
    usual: float
    limit: float
    weeks: tuple[int, ...]


@dataclass
class Figures:
    first: date
    last: date
    received: int = 0
    answered: int = 0
    states: dict[str, int] = field(default_factory=dict)
    overdue: int = 0
    soon: int = 0
    weeks: list[tuple[date, int]] = field(default_factory=list)
    topics: list[tuple[Any, int]] = field(default_factory=list)
    rises: list[Rise] = field(default_factory=list)
    # (yes, of how many who said): responded, solved, satisfied
    rates: list[tuple[int, int]] = field(default_factory=list)
    median: float | None = None
    ninetieth: float | None = None
    # unit, received, open, overdue; in the order of the tree
    units: list[tuple[Any, int, int, int]] = field(default_factory=list)


def figures(concerns: QuerySet[Concern], first: date, last: date, now: datetime | None = None) -> Figures:
    """Of the concerns received, answered and called back from the first to the last day; what is open is open now."""
    now = now or timezone.now()
    start, end = _moment(first), _moment(last + timedelta(days=1))
    found = Figures(first, last)
    concerns = concerns.order_by()
    found.states = dict(concerns.filter(state__in=OPEN).values_list("state").annotate(Count("pk")))
    late, near = Q(due__lt=now), Q(due__gte=now, due__lt=now + timedelta(days=3))
    waiting = concerns.filter(due__isnull=False).aggregate(late=Count("pk", filter=late), near=Count("pk", filter=near))
    found.overdue, found.soon = waiting["late"], waiting["near"]
    _trends(found, concerns, now)
    _answers(found, concerns, start, end)
    _units(found, concerns, start, end, now)
    return found


def _trends(found: Figures, concerns: QuerySet[Concern], now: datetime) -> None:
    this_week = monday(timezone.localtime(now).date())
    rows = by_week(concerns, min(monday(found.first), this_week - timedelta(weeks=BEFORE + 1)))
    topics, regions = Topic.objects.in_bulk(), Region.objects.in_bulk()
    weekly: Counter[date] = Counter()
    by_topic: Counter[int | None] = Counter()
    cells: dict[tuple[int, int | None], Counter[date]] = defaultdict(Counter)
    for topic, region, week, number in rows:
        if monday(found.first) <= week <= found.last:
            weekly[week] += number
            by_topic[topic] += number
        if topic is not None:
            cells[topic, None][week] += number
            if region is not None:
                cells[topic, region][week] += number
    week = monday(found.first)
    while week <= found.last:
        found.weeks.append((week, weekly[week]))
        week += timedelta(weeks=1)
    found.received = sum(weekly.values())
    named = [(topics[pk], number) for pk, number in by_topic.items() if pk in topics]
    found.topics = sorted(named, key=lambda pair: (-pair[1], pair[0].order))
    last_week = this_week - timedelta(weeks=1)
    for (pk, place), numbers in cells.items():
        before = [numbers[last_week - timedelta(weeks=back)] for back in range(BEFORE, 0, -1)]
        usual, limit = usual_range(before)
        if numbers[last_week] > limit and pk in topics:
            where = regions.get(place) if place else None
            found.rises.append(
                Rise(topics[pk], where, last_week, numbers[last_week], usual, limit, (*before, numbers[last_week]))
            )
    found.rises.sort(key=lambda rise: (rise.limit - rise.number, rise.topic.order, rise.region is not None))


def by_week(concerns: QuerySet[Concern], first: date) -> list[tuple[int | None, int | None, date, int]]:
    """(topic, region, Monday, how many) of what was received since that day; only what there is."""
    rows = (
        concerns.order_by()
        .filter(received_at__gte=_moment(first))
        .annotate(week=TruncWeek("received_at"))
        .values_list("topic", "region", "week")
        .annotate(rows=Count("pk"))
    )
    return [(topic, region, timezone.localtime(moment).date(), number) for topic, region, moment, number in rows]


def usual_range(before: Sequence[int]) -> tuple[float, float]:
    """What is usual, and up to where: the median, and three deviations above it.

    The deviation is the median one (MAD × 1.4826), which a single wild week does not move; it counts at least as much as
    chance makes of such a number (its square root), and at least `SMALLEST` concerns are no rise.
    """
    if len(before) < AT_LEAST:
        return 0.0, float("inf")
    usual = float(median(before))
    deviation = max(1.4826 * median(abs(number - usual) for number in before), usual**0.5, 1.0)
    return usual, max(usual + 3 * deviation, SMALLEST - 1)


def _answers(found: Figures, concerns: QuerySet[Concern], start: datetime, end: datetime) -> None:
    pairs = concerns.filter(answered_at__gte=start, answered_at__lt=end).values_list("received_at", "answered_at")
    days = [(sent - got).total_seconds() / 86_400 for got, sent in pairs[:MOST_ANSWERS] if sent]
    found.answered = len(days)
    found.median, found.ninetieth = percentile(days, 0.5), percentile(days, 0.9)
    said = FollowUp.objects.filter(at__gte=start, at__lt=end, concern__in=concerns.values("pk"))
    names = ("responded", "solved", "satisfied")
    counted = said.aggregate(
        **{f"{name}_yes": Count("pk", filter=Q(**{name: True})) for name in names},
        **{f"{name}_all": Count("pk", filter=Q(**{f"{name}__isnull": False})) for name in names},
    )
    found.rates = [(counted[f"{name}_yes"], counted[f"{name}_all"]) for name in names]


def _units(found: Figures, concerns: QuerySet[Concern], start: datetime, end: datetime, now: datetime) -> None:
    rows = (
        concerns.filter(unit__isnull=False)
        .filter(Q(received_at__gte=start, received_at__lt=end) | Q(state__in=OPEN))
        .values_list("unit")
        .annotate(
            received=Count("pk", filter=Q(received_at__gte=start, received_at__lt=end)),
            open=Count("pk", filter=Q(state__in=OPEN)),
            late=Count("pk", filter=Q(due__lt=now)),
        )
    )
    numbers = {pk: rest for pk, *rest in rows}
    found.units = [(unit, *numbers[unit.pk]) for unit in Unit.objects.filter(pk__in=numbers)]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
