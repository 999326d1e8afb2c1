"""Paging by key while editors publish and withdraw: a reader who goes on from page to page meets every entry once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from reform.pages.listing import PAGE_SIZE
from reform.pages.models import StandardPage

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def publish(column: Any) -> Callable[[int, datetime], int]:
    """`publish(number, at)`: one more entry; its id."""

    def make(number: int, at: datetime) -> int:
        column.refresh_from_db()
        page = StandardPage(title=f"通知{number}", slug=f"tz-{number}", first_published_at=at, last_published_at=at)
        return column.add_child(instance=page).pk

    return make


def shown(address: str) -> tuple[list[int], str, str]:
    """The entries of a page of the list, and the ways to older and newer ones. Past the cache: a test commits nothing."""
    answer = Client().get(f"{address}{'&' if '?' in address else '?'}fresh=1")
    assert answer.status_code == 200, address
    context = answer.context
    return [entry.pk for entry in context["entries"]], context["older_url"], context["newer_url"]


def test_entries_that_come_and_go_between_two_requests_shift_nothing(publish: Any) -> None:
    # Every third one has the same moment as the one before, as after an import.
    there = [publish(number, START + timedelta(hours=number - (number % 3 == 0))) for number in range(1, 58)]
    newest = list(reversed(there))
    first, older, _newer = shown("/dongtai/")
    assert first == newest[:PAGE_SIZE]

    seen, late, pages = list(first), 100, [first]
    while older:
        # Between two requests: three more are published, and one that was read is taken down.
        for _time in range(3):
            late += 1
            publish(late, START + timedelta(days=30, minutes=late))
        StandardPage.objects.filter(pk=seen[-2]).update(live=False)
        entries, older, newer = shown(older)
        seen += entries
        pages.append(entries)
        assert newer, "there is a way back"
    assert seen == newest, "nothing twice, nothing missed"

    # And the way back: what comes before the last page is what was read before it, without what was taken down.
    entries, _older, _newer = shown(newer)
    gone = set(seen) - set(StandardPage.objects.live().values_list("pk", flat=True))
    assert set(entries) & set(pages[-1]) == set()
    assert entries == [pk for pk in newest if pk not in gone][-PAGE_SIZE - len(pages[-1]) : -len(pages[-1])]


def test_the_entry_that_the_key_names_may_be_gone(publish: Any) -> None:
    there = [publish(number, START + timedelta(hours=number)) for number in range(1, 26)]
    first, older, _newer = shown("/dongtai/")
    StandardPage.objects.filter(pk=first[-1]).update(live=False)
    rest, _older, _newer = shown(older)
    assert rest == list(reversed(there))[PAGE_SIZE:]


@pytest.mark.parametrize("key", ["x", "1-", "-1", "1-1-1", "999999999999999999999-1", "1-' OR 1=1"])
def test_a_key_that_is_none_is_no_page(column: Any, key: str) -> None:
    assert Client().get("/dongtai/", {"before": key}).status_code == 404
