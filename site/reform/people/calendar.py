"""Counts working days. What is known stands in the tables of `models.calendar`; what is not known is never guessed."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from .models import SpecialDay, WorkingYear

# Before this year nothing of the site is counted.
FIRST_YEAR = 2024
# What the package `chinesecalendar` says of its own source.
SOURCE = "国务院办公厅节假日安排通知（chinesecalendar）"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


class UnknownYear(Exception):
    """The calendar of a year is not in the table; `str()` says so to the user."""

    def __init__(self, year: int) -> None:
        super().__init__(
            _("The working calendar of %(year)d is not known yet. An administrator enters it in the settings.")
            % {"year": year}
        )
        self.year = year


class Calendar:
    """The special days, read once for each year that a count touches."""

    def __init__(self) -> None:
        self._years: dict[int, dict[date, bool]] = {}

    def is_working_day(self, day: date) -> bool:
        """Raises `UnknownYear`."""
        return self._special(day.year).get(day, day.isoweekday() <= 5)

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself does not count (《民法典》第二百零一条). Raises `UnknownYear`."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    def between(self, first: date, last: date) -> list[date]:
        """The working days from `first` to `last`, both included. Raises `UnknownYear`."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if self.is_working_day(day)]

    def _special(self, year: int) -> dict[date, bool]:
        if year not in self._years:
            if not WorkingYear.objects.filter(year=year).exists():
                raise UnknownYear(year)
            self._years[year] = dict(SpecialDay.objects.filter(calendar__year=year).values_list("date", "working"))
        return self._years[year]


def is_working_day(day: date) -> bool:
    """Raises `UnknownYear`."""
    return Calendar().is_working_day(day)


def working_days_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`. Raises `UnknownYear`."""
    return Calendar().after(day, count)


def missing_years(today: date) -> list[int]:
    """The years that counts need now and that are not in the table: this one, from December on the next one too."""
    wanted = [today.year, today.year + 1] if today.month == 12 else [today.year]
    known = set(WorkingYear.objects.filter(year__in=wanted).values_list("year", flat=True))
    return [year for year in wanted if year not in known]


@transaction.atomic
def seed_calendar() -> list[int]:
    """Makes the years that the package `chinesecalendar` knows and the table does not; returns them."""
    from chinese_calendar import get_holiday_detail, is_workday
    from chinese_calendar.constants import holidays

    known = set(WorkingYear.objects.values_list("year", flat=True))
    made = []
    for year in range(FIRST_YEAR, max(holidays).year + 1):
        if year in known:
            continue
        calendar = WorkingYear.objects.create(year=year, source=SOURCE)
        days = []
        day = date(year, 1, 1)
        while day.year == year:
            working = is_workday(day)
            if working != (day.isoweekday() <= 5):
                name = get_holiday_detail(day)[1] or ""
                days.append(SpecialDay(calendar=calendar, date=day, working=working, name=NAMES.get(name, name)))
            day += timedelta(days=1)
        SpecialDay.objects.bulk_create(days)
        made.append(year)
    return made
