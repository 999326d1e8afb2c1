"""Working days are counted by the table, and a year that is not in it is an error."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from reform.people.calendar import UnknownYear, is_working_day, seed_calendar, working_days_after
from reform.people.models import SpecialDay, WorkingYear

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 2, 14), True),  # a Saturday worked to make up for the Spring Festival
        (date(2026, 2, 18), False),  # a Wednesday of the Spring Festival
        (date(2026, 10, 10), True),  # the Saturday after the National Day
        (date(2026, 11, 24), True),
        (date(2026, 11, 22), False),
    ],
)
def test_holidays_and_worked_weekends(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_the_first_day_does_not_count() -> None:
    assert working_days_after(date(2026, 11, 24), 5) == date(2026, 12, 1)
    assert working_days_after(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert working_days_after(date(2026, 2, 14), 1) == date(2026, 2, 24)


def test_a_year_that_is_not_in_the_table_is_an_error() -> None:
    with pytest.raises(UnknownYear, match="2027"):
        working_days_after(date(2026, 12, 29), 5)
    WorkingYear.objects.create(year=2027, source="演示")
    assert working_days_after(date(2026, 12, 29), 5) == date(2027, 1, 5)


def test_seeding_again_leaves_what_an_administrator_changed() -> None:
    day = SpecialDay.objects.get(date=date(2026, 2, 14))
    day.delete()
    assert seed_calendar() == []
    assert not is_working_day(date(2026, 2, 14))


def test_only_days_that_differ_from_the_week_are_entered() -> None:
    year = WorkingYear.objects.get(year=2026)
    with pytest.raises(ValidationError):
        SpecialDay(calendar=year, date=date(2026, 11, 23), working=True).full_clean()
    with pytest.raises(ValidationError):
        SpecialDay(calendar=year, date=date(2025, 11, 24), working=False).full_clean()
