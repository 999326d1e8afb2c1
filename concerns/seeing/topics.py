"""One topic: what is asked about it by region and week, which explainer answers it, and whether it is asked less since."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from publicity.models import ExplainerPage
from reform.pages.models import Topic
from reform.people.models import Region

from ..models import Concern
from .figures import by_week, monday

WEEKS = 13
AROUND = 8  # whole weeks looked at before and after an explainer
EARLIEST = 3  # with fewer weeks after it, it is too early to tell


@dataclass(frozen=True)
class Effect:
    """What was asked in the whole weeks before an explainer came out and after it, without the week it came in."""

    page: ExplainerPage
    since: date
    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def usual(self) -> float:
        """A week before."""
        return sum(self.before) / len(self.before) if self.before else 0.0

    @property
    def now(self) -> float | None:
        """A week after; None while it is too early to tell."""
        return sum(self.after) / len(self.after) if len(self.after) >= EARLIEST else None

    @property
    def fell(self) -> bool | None:
        return None if self.now is None else self.now < self.usual


@dataclass(frozen=True)
class Table:
    """Rows of a topic: (region or None, numbers of the weeks, their sum), and the sums of all of them."""

    weeks: list[date]
    rows: list[tuple[Any, list[int], int]]
    totals: list[int]

    @property
    def whole(self) -> int:
        return sum(self.totals)


def weeks_until(today: date, count: int = WEEKS) -> list[date]:
    """The Mondays of so many weeks, this one being the last."""
    return [monday(today) - timedelta(weeks=back) for back in range(count - 1, -1, -1)]


def tables(concerns: QuerySet[Concern], today: date) -> dict[int | None, Table]:
    """Topic → its table of region × week. One query for all."""
    weeks = weeks_until(today)
    cells: dict[int | None, dict[int | None, Counter[date]]] = defaultdict(lambda: defaultdict(Counter))
    for topic, region, week, number in by_week(concerns, weeks[0]):
        cells[topic][region][week] += number
    regions: list[Any] = [*Region.objects.all(), None]
    made = {}
    for topic, places in cells.items():
        rows = [
            (region, numbers, sum(numbers))
            for region in regions
            if (numbers := [places[region.pk if region else None][week] for week in weeks]) and sum(numbers)
        ]
        made[topic] = Table(weeks, rows, [sum(row[1][place] for row in rows) for place in range(len(weeks))])
    return made


def explainers() -> dict[int, list[ExplainerPage]]:
    """Topic → the published explainers filed under it, the newest first. Two queries."""
    found: dict[int, list[ExplainerPage]] = defaultdict(list)
    pages = ExplainerPage.objects.live().filter(alias_of=None, first_published_at__isnull=False)
    links = ExplainerPage.topics.through.objects.filter(explainerpage__in=pages)
    pairs = list(links.values_list("explainerpage", "topic"))
    by_page = pages.defer_streamfields().in_bulk({page for page, _topic in pairs})
    for page, topic in pairs:
        found[topic].append(by_page[page])
    for shown in found.values():
        shown.sort(key=lambda page: page.first_published_at, reverse=True)
    return found


def effects(concerns: QuerySet[Concern], topic: Topic, pages: Sequence[ExplainerPage], now: Any = None) -> list[Effect]:
    """What came of each explainer of a topic. One query."""
    if not pages:
        return []
    this_week = monday(timezone.localdate(now))
    sinces = {page.pk: timezone.localdate(page.first_published_at) for page in pages}
    first = monday(min(sinces.values())) - timedelta(weeks=AROUND)
    weekly: Counter[date] = Counter()
    for _topic, _region, week, number in by_week(concerns.filter(topic=topic), first):
        weekly[week] += number
    made = []
    for page in pages:
        week = monday(sinces[page.pk])
        before = tuple(weekly[week - timedelta(weeks=back)] for back in range(AROUND, 0, -1))
        later = [week + timedelta(weeks=ahead) for ahead in range(1, AROUND + 1)]
        after = tuple(weekly[day] for day in later if day < this_week)
        made.append(Effect(page, sinces[page.pk], before, after))
    return made
