"""The month's report: who makes it, what it shows, and that nothing small follows from it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from concerns import monthly
from concerns.actions import NotPossible, reporting
from concerns.figures import publishable, publishable_rate, publishable_row
from concerns.models import Concern, ConcernEvent, FollowUp
from reform.demo.factories import RegionFactory, TopicFactory
from reform.pages.models import StandardPage

REPORT = "/admin/concerns/report/"


@checked(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_no_small_part_follows_from_a_total(counts: list[int]) -> None:
    shown, total = publishable_row(counts), publishable(sum(counts))
    hidden = [count for count, part in zip(counts, shown, strict=True) if part is None]
    assert all(part in (None, count) for count, part in zip(counts, shown, strict=True))
    assert all(count >= 5 for count, part in zip(counts, shown, strict=True) if part is not None)
    if hidden and total is not None:
        # What a reader can work out: the sum of what is hidden, and how many parts it is of.
        assert sum(hidden) >= 5 and (len(hidden) > 1 or len(counts) == 1)


@checked(max_examples=200, deadline=None)
@given(st.integers(0, 60).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_no_small_number_follows_from_a_rate(pair: tuple[int, int]) -> None:
    yes, whole = pair
    rate = publishable_rate(yes, whole)
    if whole < 5:
        assert rate is None
        return
    assert rate is not None and rate[0] - 1 <= 100 * yes / whole <= rate[1] + 1
    if yes < 5 or whole - yes < 5:
        assert rate[1] - rate[0] == 10


@pytest.fixture
def month(db: None) -> date:
    return monthly.months(timezone.localdate())[0]


@pytest.fixture
def told(month: date, staff: Any) -> None:
    """Twelve about water (two answered), three about roads, one accusation, and one of another month."""
    water, roads = TopicFactory(name="供水", slug="gong-shui"), TopicFactory(name="道路", slug="dao-lu")
    town = RegionFactory(code="1", name="清水镇")
    day = timezone.make_aware(datetime(month.year, month.month, 10, 9))

    def make(**fields: Any) -> Concern:
        fields = {"channel": "phone", "kind": "help", "text": "x", "received_at": day, "topic": water, **fields}
        return Concern.objects.create(**fields)

    rows = [make(region=town) for _each in range(12)]
    for row in rows[:7]:
        Concern.objects.filter(pk=row.pk).update(state="closed", answered_at=day + timedelta(days=2))
        FollowUp.objects.create(concern=row, responded=True, solved=True, satisfied=row != rows[0], at=day)
    for _each in range(3):
        make(topic=roads, channel="web")
    make(kind="accusation", restricted=True, topic=roads, answered_at=day)
    make(received_at=day - timedelta(days=40))


@pytest.fixture
def maker(person: Any, units: Any) -> Any:
    return person("concern_desk", "editor", unit=units["office"])


@pytest.mark.django_db
def test_the_report_is_a_draft_with_what_may_be_public(
    told: None, month: date, maker: Any, column: Any, rf: Any
) -> None:
    client = Client()
    client.force_login(maker)
    answer = client.post(REPORT, {"month": str(month), "column": column.pk})
    page = StandardPage.objects.get()
    assert answer.url == f"/admin/pages/{page.pk}/edit/" and not page.live and page.owner == maker
    assert page.get_parent().pk == column.pk and f"{month.year}年{month.month}月" in page.title
    body = {child.block_type: child.value for child in page.body}
    assert [item["number"] for item in body["figures"]["items"]] == ["15", "7", "2.0"]
    topics, regions, kinds, _channels = [child.value["data"] for child in page.body if child.block_type == "table"]
    assert topics == [["主题", "收到", "答复"], ["供水", "—", "—"], ["道路", "—", "—"], ["合计", "15", "7"]]
    assert regions[1:] == [["清水镇", "—", "—"], ["尚未归类", "—", "—"], ["合计", "15", "7"]]
    assert kinds[1:] == [["求助", "15", "7"], ["合计", "15", "7"]] and "举报" not in str(kinds)
    words = str(page.body)
    assert "80% 至 90%" in words and "6 件" not in words, "one was not satisfied: the rate would tell"
    page.full_clean()
    assert page.get_latest_revision() is not None
    assert ConcernEvent.objects.get(kind="month_report").data == {"month": str(month), "page": page.pk}
    # Published it is a normal page.
    page.get_latest_revision_as_object().publish(page.get_latest_revision(), skip_permission_checks=True)
    shown = Client().get(StandardPage.objects.get().url)
    assert shown.status_code == 200 and "供水" in shown.content.decode()
    assert "已有" in client.post(REPORT, {"month": str(month), "column": column.pk}).content.decode()
    StandardPage.objects.get().delete()
    assert client.post(REPORT, {"month": str(month), "column": column.pk}).status_code == 302


@pytest.mark.django_db
def test_who_makes_one(told: None, month: date, staff: Any, maker: Any, column: Any, person: Any) -> None:
    for user in (*staff.values(), person("handler", "editor")):
        if user.is_superuser:
            continue
        with pytest.raises(PermissionDenied):
            reporting.make_report(month, column, user)
    client = Client()
    client.force_login(staff["desk"])
    assert client.get(REPORT).status_code == 200
    assert client.post(REPORT, {"month": str(month), "column": column.pk}).status_code == 422
    client.force_login(staff["handler"])
    assert client.get(REPORT).status_code == 302
    with pytest.raises(NotPossible):
        reporting.make_report(timezone.localdate().replace(day=1), column, maker)
    assert not StandardPage.objects.exists()
