"""The numbers of a period and a unit. A number of queries that depends on the kinds of pages, not on the pages."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import Locale, Page, Revision, TaskState

from reform.pages.models import PageReads
from reform.pages.queries import article_models
from reform.people.models import Unit

from . import votes
from .statistics import percentile

# Fewer than this and a number could be about one person: it is not shown.
FEW = 5


@dataclass
class Numbers:
    """What the report shows. Days of review as decimals; None where there is nothing, or too little, to tell."""

    first: date
    last: date
    unit: Unit | None
    published: list[tuple[str, int]] = field(default_factory=list)
    translations: int = 0
    months: list[tuple[date, int]] = field(default_factory=list)
    reviewed: int = 0
    median: float | None = None
    ninetieth: float | None = None
    returned: int = 0
    reads: int = 0
    read_days: list[tuple[date, int]] = field(default_factory=list)
    most_read: list[tuple[str, int]] = field(default_factory=list)
    helped: int = 0
    votes: int = 0

    @property
    def total(self) -> int:
        return sum(number for _name, number in self.published)


def numbers(first: date, last: date, unit: Unit | None) -> Numbers:
    """The numbers from the first to the last day, both included, of a unit with those below it or of all."""
    found = Numbers(first, last, unit)
    start, end = _moment(first), _moment(last + timedelta(days=1))
    source = Locale.get_default().pk
    made: dict[int, datetime] = {}
    of_unit: list[int] = []
    months: Counter[date] = Counter()
    for model in article_models():
        pages = model.objects.filter(alias_of=None).order_by()
        if unit is not None:
            pages = pages.filter(unit__path__startswith=unit.path)
            of_unit += pages.values_list("pk", flat=True)
        rows = list(
            pages.filter(first_published_at__gte=start, first_published_at__lt=end).values_list(
                "pk", "first_published_at", "locale"
            )
        )
        originals = [row for row in rows if row[2] == source]
        found.published.append((str(capfirst(model._meta.verbose_name_plural)), len(originals)))
        found.translations += len(rows) - len(originals)
        made |= {pk: moment for pk, moment, _locale in rows}
        months.update(timezone.localtime(moment).date().replace(day=1) for _pk, moment, _locale in originals)
    found.months = [(month, months[month]) for month in _months(first, last)]
    _review(found, made, start, end, of_unit)
    _readers(found, of_unit)
    return found


def _review(found: Numbers, made: dict[int, datetime], start: datetime, end: datetime, of_unit: list[int]) -> None:
    begun = dict(
        Revision.page_revisions.filter(object_id__in=[str(pk) for pk in made])
        .order_by()
        .values_list("object_id")
        .annotate(first=Min("created_at"))
    )
    # What was brought in from elsewhere was published before its first draft here, and was not reviewed here.
    days = [
        (moment - begun[str(pk)]).total_seconds() / 86_400
        for pk, moment in made.items()
        if str(pk) in begun and moment >= begun[str(pk)]
    ]
    found.reviewed = len(days)
    if len(days) >= FEW:
        found.median, found.ninetieth = percentile(days, 0.5), percentile(days, 0.9)
    sent_back = TaskState.objects.filter(
        status=TaskState.STATUS_REJECTED,
        finished_at__gte=start,
        finished_at__lt=end,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
    )
    if found.unit is not None:
        sent_back = sent_back.filter(workflow_state__object_id__in=[str(pk) for pk in of_unit])
    found.returned = sent_back.count()


def _readers(found: Numbers, of_unit: list[int]) -> None:
    rows: Any = PageReads.objects.filter(day__gte=found.first, day__lte=found.last)
    if found.unit is not None:
        rows = rows.filter(page__in=of_unit)
    by_day = dict(rows.order_by().values_list("day").annotate(reads=Sum("count")))
    found.reads = sum(by_day.values())
    length = (found.last - found.first).days + 1
    if length <= 92:
        every = [found.first + timedelta(days=number) for number in range(length)]
        found.read_days = [(day, by_day.get(day, 0)) for day in every]
    else:
        monthly: Counter[date] = Counter()
        for day, reads in by_day.items():
            monthly[day.replace(day=1)] += reads
        found.read_days = [(month, monthly[month]) for month in _months(found.first, found.last)]
    most = rows.order_by().values_list("page__title").annotate(reads=Sum("count")).order_by("-reads", "page__title")
    found.most_read = [(title, reads) for title, reads in most[:10] if reads >= FEW]
    found.helped, found.votes = votes.count(found.first, found.last, of_unit if found.unit is not None else None)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _months(first: date, last: date) -> list[date]:
    """The first days of all months of a period."""
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found
