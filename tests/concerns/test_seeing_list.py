"""The list of concerns: what is found, by whom, page after page, and how many queries it takes."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from concerns import counting
from concerns.likeness import matter_of, terms_of
from concerns.models import Concern, ConcernEvent, ConcernTerm, Dispatch, ListExport, SavedFilter
from concerns.queries import visible_to
from concerns.seeing import paging
from concerns.seeing.filters import FilterForm, narrowed
from concerns.states import OPEN
from reform.demo.factories import RegionFactory, TopicFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/concerns/"


def make(text: str = "自来水发黄，有沉淀", **fields: Any) -> Concern:
    fields = {"channel": "phone", "received_at": timezone.now(), **fields}
    concern = Concern.objects.create(text=text, matter=matter_of("", text), **fields)
    ConcernTerm.objects.bulk_create(ConcernTerm(concern=concern, term=term) for term in terms_of(concern.matter))
    return concern


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def found(user: Any, **asked: Any) -> set[int]:
    form = FilterForm({name: str(value) for name, value in asked.items()})
    assert form.is_valid(), form.errors
    return set(narrowed(visible_to(user), form.cleaned_data, user).values_list("pk", flat=True))


def test_each_filter_finds_its_own(staff: dict[str, Any], units: dict[str, Any]) -> None:
    now = timezone.now()
    water, roads = TopicFactory(name="供水", slug="gong-shui"), TopicFactory(name="道路", slug="dao-lu")
    town = RegionFactory(code="1", name="清水镇")
    late = make(state="in_work", topic=water, region=town, unit=units["pipes"], due=now - timedelta(hours=1))
    soon = make(
        "路灯不亮", state="dispatched", topic=roads, due=now + timedelta(days=2), urgency="urgent", channel="web"
    )
    later = make("桥塌了一角", kind="complaint", due=now + timedelta(days=9), handler=staff["desk"])
    old = make("问低保标准", state="closed", received_at=now - timedelta(days=40), kind="question")
    desk = staff["desk"]
    assert found(desk) == {late.pk, soon.pk, later.pk, old.pk}
    for asked, expected in [
        ({"state": "open"}, {late, soon, later}),
        ({"state": "closed"}, {old}),
        ({"due": "over"}, {late}),
        ({"due": "soon"}, {soon}),
        ({"due": "later"}, {later}),
        ({"topic": water.pk}, {late}),
        ({"region": town.pk}, {late}),
        ({"unit": units["water"].pk}, {late}),  # with those below it
        ({"unit": units["roads"].pk}, set()),
        ({"channel": "web"}, {soon}),
        ({"kind": "complaint"}, {later}),
        ({"urgency": "urgent"}, {soon}),
        ({"mine": "on"}, {later}),
        ({"last": (now - timedelta(days=30)).date()}, {old}),
        ({"first": (now - timedelta(days=30)).date(), "kind": "question"}, set()),
    ]:
        assert found(desk, **asked) == {row.pk for row in expected}, asked


def test_search_is_on_the_matter_and_never_on_a_person(staff: dict[str, Any]) -> None:
    one = make(
        "来电人王晓明，电话13812345678，自来水发黄，有沉淀，希望尽快处理。", source="12345", source_number="GD-7788"
    )
    make("小区电梯坏了三次")
    desk = staff["desk"]
    assert found(desk, q="自来水 发黄") == {one.pk}
    assert found(desk, q="发黄的电梯") == set(), "all words"
    assert found(desk, q="王晓明") == set() and found(desk, q="13812345678") == set()
    assert found(desk, q=f"{timezone.localtime():%Y}-{one.pk:06d}") == found(desk, q="GD-7788") == {one.pk}
    assert found(desk, q="黄") == {one.pk}, "one character"


def test_nobody_sees_or_counts_more_than_they_may(
    staff: dict[str, Any], units: dict[str, Any], dispatched: Concern
) -> None:
    secret = make("举报某局违规", kind="accusation", restricted=True)
    for name in ("desk", "handler", "handler_roads", "secret", "approver"):
        page = browser(staff[name]).get(LIST)
        mine = set(visible_to(staff[name]).values_list("pk", flat=True))
        assert {row["concern"].pk for row in page.context["rows"]} == mine
        assert page.context["count"] == str(len(mine))
    assert secret.pk not in found(staff["desk"], q="举报") and found(staff["secret"], state="logged") == {secret.pk}
    assert browser(staff["editor"]).get(LIST).status_code == 302


@pytest.mark.parametrize(("order", "field"), [("received", "received_at"), ("due", "due"), ("number", "pk")])
def test_pages_by_key_show_each_row_once(staff: dict[str, Any], order: str, field: str) -> None:
    now = timezone.now()
    for number in range(23):
        # Equal times on purpose: the id decides.
        moment = now - timedelta(days=number // 4)
        make(received_at=moment, due=None if number % 7 == 0 else moment)
    everything = Concern.objects.filter(due__isnull=False) if order == "due" else Concern.objects.all()
    expected = list(everything.order_by("due", "pk") if order == "due" else everything.order_by(f"-{field}", "-pk"))
    seen: list[int] = []
    pages: list[paging.Slice] = []
    after = ""
    while True:
        part = paging.page(Concern.objects.all(), order, after, size=5)
        pages.append(part)
        seen += part.ids
        if not part.after:
            break
        after = part.after
    assert seen == [row.pk for row in expected]
    for here, earlier in zip(pages[:0:-1], pages[-2::-1], strict=True):
        back = paging.page(Concern.objects.all(), order, before=here.before, size=5)
        assert back.ids == earlier.ids
    assert not pages[0].before


@given(st.text(max_size=30))
@checked(max_examples=40, deadline=None)
def test_a_key_that_is_none_begins_at_the_beginning(key: str) -> None:
    assert paging.page(Concern.objects.all(), "received", key).ids == []


def test_counts_stop(staff: dict[str, Any]) -> None:
    for _number in range(7):
        make()
    asked = [Concern.objects.all(), Concern.objects.none(), Concern.objects.filter(state__in=OPEN)]
    assert counting.counts(asked, most=3) == [4, 0, 4] and counting.said(4, most=3) == "3+"
    assert counting.counts(asked) == [7, 0, 7]


def test_queries_stay_the_same_with_ten_times_the_concerns(
    staff: dict[str, Any], units: dict[str, Any], django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    client, topic = browser(staff["desk"]), TopicFactory(name="供水", slug="gong-shui")
    for number in range(4):
        make(topic=topic, unit=units["water"], handler=staff["handler"])
        query = {"topic": str(topic.pk), "q": "自来水 发黄"} if number else {"state": "open"}
        SavedFilter.objects.create(owner=staff["desk"], name=str(number), query=query)
    client.get(LIST)
    with django_assert_max_num_queries(33) as few:
        assert client.get(LIST).context["count"] == "4"
    for _number in range(45):
        make(topic=topic, unit=units["water"], handler=staff["handler"])
    with django_assert_num_queries(len(few)):
        assert len(client.get(LIST).context["rows"]) == 49


def test_filters_are_saved_shared_and_the_own_ones_deleted(staff: dict[str, Any]) -> None:
    make(kind="complaint")
    make(kind="question")
    desk, approver = browser(staff["desk"]), browser(staff["approver"])
    kept = {"query": "kind=complaint&after=1_1", "name": "投诉", "shared": "on"}
    answer = desk.post(reverse("concerns_seeing:save_filter"), kept)
    assert answer["Location"] == f"{LIST}?kind=complaint"
    item = SavedFilter.objects.get()
    assert item.query == {"kind": "complaint"}
    shown = approver.get(LIST).context["saved"]
    assert [(entry["filter"].name, entry["count"], entry["own"]) for entry in shown] == [("投诉", "1", False)]
    assert approver.post(reverse("concerns_seeing:delete_filter", args=[item.pk])).status_code == 404
    desk.post(reverse("concerns_seeing:save_filter"), {"query": "kind=question", "name": "投诉"})
    assert not approver.get(LIST).context["saved"], "no longer shared"
    desk.post(reverse("concerns_seeing:save_filter"), {"query": "kind=nonsense", "name": "乱"})
    desk.post(reverse("concerns_seeing:save_filter"), {"query": "kind=question", "name": " "})
    assert SavedFilter.objects.get().query == {"kind": "question"}
    desk.post(reverse("concerns_seeing:delete_filter", args=[item.pk]))
    assert not SavedFilter.objects.exists()


def test_columns_are_remembered(staff: dict[str, Any]) -> None:
    make()
    desk = browser(staff["desk"])
    heads = lambda: re.findall(r'<th scope="col">([^<]+)</th>', desk.get(LIST).content.decode())  # noqa: E731
    assert "渠道" not in heads() and "状态" in heads()
    desk.post(reverse("concerns_seeing:columns"), {"query": "", "column": ["channel", "kind", "nonsense"]})
    assert "渠道" in heads() and "状态" not in heads()
    desk.post(reverse("concerns_seeing:columns"), {"query": ""})
    assert "状态" in heads()


def test_a_mistake_in_the_filter_is_said_and_the_form_comes_back(staff: dict[str, Any]) -> None:
    page = browser(staff["desk"]).get(LIST, {"first": "2026-02-02", "last": "2026-01-01", "q": "水"}).content.decode()
    assert "结束日期不能早于开始日期" in page and 'value="水"' in page


def test_an_export_holds_facts_and_no_words_and_is_on_record(
    staff: dict[str, Any], units: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    make("来电人王晓明，电话13812345678，自来水发黄", subject="王晓明的自来水", unit=units["water"], kind="complaint")
    make("举报某局违规", kind="accusation", restricted=True)
    make("路灯不亮", kind="question")
    for name, count in (("desk", 2), ("secret", 0)):
        client = browser(staff[name])
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("concerns_seeing:export"), {"query": "order=due"})
        export = ListExport.objects.first()
        assert export and (export.state, export.rows) == ("done", count), "accusations are in no file"
        data = client.get(reverse("concerns_seeing:fetch", args=[export.pk])).content
        cells = [str(cell) for row in load_workbook(BytesIO(data)).active.iter_rows(values_only=True) for cell in row]
        assert not any("王晓明" in cell or "138" in cell or "发黄" in cell for cell in cells)
        assert ("水务局" in cells) == (name == "desk")
    mine = ListExport.objects.last()
    assert mine and browser(staff["desk2"]).get(reverse("concerns_seeing:fetch", args=[mine.pk])).status_code == 404
    kinds = list(ConcernEvent.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["export_asked", "exported", "export_fetched"] * 2
    ListExport.objects.update(at=timezone.now() - timedelta(days=8))
    call_command("prune_concern_exports", stdout=StringIO())
    assert not ListExport.objects.exclude(state="gone", file="").exists()
    assert "王晓明" not in browser(staff["approver"]).get(reverse("concerns_seeing:exports")).content.decode()


def test_what_was_searched_for_stands_in_no_event(
    staff: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        browser(staff["desk"]).post(reverse("concerns_seeing:export"), {"query": "q=王晓明&kind=help"})
    assert not any("王晓明" in str(event.data) for event in ConcernEvent.objects.all())


def test_synthetic_concerns_are_the_same_each_time_and_keep_off_real_ones(units: dict[str, Any]) -> None:
    call_command("generate_concerns", 200, seed=7, verbosity=0)
    texts = list(Concern.objects.order_by("source_number").values_list("text", flat=True))
    matters = Concern.objects.values_list("matter", flat=True)
    assert len(texts) == 200 and len(set(matters)) < 200, "the same matter comes again"
    assert sum(bool(re.search(r"13\d{9}", text)) for text in texts) > 40
    assert not any(re.search(r"13\d{9}", matter) for matter in matters)
    assert Dispatch.objects.count() == Concern.objects.exclude(unit=None).count() > 100
    ConcernTerm.objects.all().delete()
    Dispatch.objects.all().delete()
    Concern.objects.filter(follow_ups=None).delete()
    Concern.objects.update(source="12345")
    with pytest.raises(CommandError, match="real concerns"):
        call_command("generate_concerns", 10, verbosity=0)
