"""The dashboard and the front page: what is counted, for whom, and what counts as a rise."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from concerns.models import Concern, ConcernEvent, FollowUp
from concerns.queries import visible_to
from concerns.seeing.figures import figures, usual_range
from reform.demo.factories import RegionFactory, TopicFactory

pytestmark = pytest.mark.django_db
OVERVIEW = "/admin/concerns/overview/"


def make(count: int = 1, **fields: Any) -> list[Concern]:
    fields = {"channel": "phone", "received_at": timezone.now(), "text": "自来水发黄", **fields}
    return [Concern.objects.create(**fields) for _number in range(count)]


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("before", "usual", "limit"),
    [
        ([0] * 12, 0, 4),  # at least five
        ([4] * 12, 4, 10),  # chance: 3 × √4
        ([4] * 11 + [90], 4, 10),  # one wild week moves nothing
        ([1, 2, 3], 0, float("inf")),  # too little to tell
    ],
)
def test_the_usual_range(before: list[int], usual: float, limit: float) -> None:
    assert usual_range(before) == (usual, limit)


def test_a_topic_that_rises_is_shown_with_the_numbers_behind_it(staff: dict[str, Any]) -> None:
    water, roads = TopicFactory(name="供水", slug="gong-shui"), TopicFactory(name="道路", slug="dao-lu")
    town = RegionFactory(code="1", name="清水镇")
    # The middle of last week, whatever day it is.
    now = timezone.now()
    last_week = now - timedelta(days=timezone.localtime(now).weekday() + 4)
    for back in range(1, 13):
        make(2, topic=roads, received_at=last_week - timedelta(weeks=back))
        make(1, topic=water, received_at=last_week - timedelta(weeks=back))
    make(2, topic=roads, received_at=last_week)
    make(9, topic=water, region=town, received_at=last_week)
    make(9, kind="accusation", restricted=True, topic=roads, received_at=last_week)
    today = timezone.localdate()
    found = figures(visible_to(staff["desk"]), today - timedelta(days=60), today)
    assert [(rise.topic, rise.region, rise.number) for rise in found.rises] == [(water, None, 9), (water, town, 9)]
    assert found.rises[0].weeks == (*[1] * 12, 9) and found.rises[0].usual == 1
    page = browser(staff["desk"]).get(OVERVIEW).content.decode()
    assert "1 1 1 1 1 1 1 1 1 1 1 1 9" in page and "清水镇" in page


def test_rates_have_denominators_and_times_their_percentiles(staff: dict[str, Any], units: dict[str, Any]) -> None:
    now = timezone.now()
    for days in range(1, 11):
        (row,) = make(received_at=now - timedelta(days=days), answered_at=now, state="closed", unit=units["water"])
        if days > 4:
            FollowUp.objects.create(
                concern=row, responded=True, solved=days > 6, satisfied=None if days > 8 else days > 5, at=now
            )
    make(3, state="in_work", unit=units["roads"], due=now - timedelta(hours=1))
    (secret,) = make(kind="accusation", restricted=True, state="closed", answered_at=now)
    FollowUp.objects.create(concern=secret, responded=False, solved=False, satisfied=False, at=now)
    today = timezone.localdate()
    found = figures(visible_to(staff["desk"]), today - timedelta(days=30), today)
    assert found.rates == [(6, 6), (4, 6), (3, 4)]
    assert found.median == pytest.approx(5.5) and found.ninetieth == pytest.approx(9.1)
    assert found.overdue == 3 and found.states == {"in_work": 3}
    assert found.units == [(units["water"], 10, 0, 0), (units["roads"], 3, 3, 3)], "in the order of the tree"
    client = browser(staff["desk"])
    page = client.get(OVERVIEW).content.decode()
    assert "66.7%（6 件中 4 件）" in page and "9.1 天" in page
    book = load_workbook(BytesIO(client.get(OVERVIEW, {"export": "xlsx"}).content))
    assert "各单位来件" in book.sheetnames and len(book.sheetnames) >= 4
    told = ConcernEvent.objects.get(kind="exported")
    assert told.user == staff["desk"] and told.data["overview"]["last"] == str(today)


def test_the_overview_is_for_staff_and_asks_as_much_for_many_as_for_few(
    staff: dict[str, Any], units: dict[str, Any], django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    assert browser(staff["editor"]).get(OVERVIEW).status_code == 302
    client = browser(staff["desk"])
    now = timezone.now()
    make(3, unit=units["water"], handler=staff["desk"], due=now)
    client.get(OVERVIEW)
    with django_assert_max_num_queries(36) as few:
        client.get(OVERVIEW)
    make(30, unit=units["water"], handler=staff["desk"], due=now)
    with django_assert_num_queries(len(few)):
        client.get(OVERVIEW)
    assert (
        "结束日期不能早于开始日期"
        in client.get(OVERVIEW, {"first": "2026-02-02", "last": "2026-01-01"}).content.decode()
    )


def test_the_front_page_shows_each_role_what_waits_for_it(
    staff: dict[str, Any], units: dict[str, Any], dispatched: Concern
) -> None:
    (late,) = make(due=timezone.now() - timedelta(hours=3))
    (review,) = make(state="in_review", unit=units["office"])
    (secret,) = make(kind="accusation", restricted=True)
    for name, heading, row in [
        ("desk", "待分派、待答复的来件", late),
        ("leader", "待受理的来件", dispatched),
        ("handler", "待受理的来件", dispatched),
        ("approver", "待批准的答复", review),
        ("secret", "在办举报件", secret),
    ]:
        page = browser(staff[name]).get("/admin/").content.decode()
        assert heading in page and row.number in page, name
        assert (secret.number in page) == (name == "secret")
    assert "来件" not in browser(staff["editor"]).get("/admin/").content.decode()
