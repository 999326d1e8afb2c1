"""The column of exemplars and the pages of honours."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from reform.pages.models import Topic
from reform.people.models import Region
from typicals.models import ExemplarPage

pytestmark = pytest.mark.django_db
Make = Callable[..., ExemplarPage]


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_filters_combine_and_keep_the_view(make_exemplar: Make, exemplars: Any, client: Client) -> None:
    other = Region.objects.create(code="3302", name="石桥镇")
    make_exemplar("清水镇中心")
    make_exemplar("周立夏", kind="person", region=other, year=2025, awarded_on=date(2025, 5, 1))
    url = exemplars.url
    assert "清水镇中心" in text(client, url) and "周立夏" in text(client, url)
    for query, there, not_there in (
        ("kind=person", "周立夏", "清水镇中心"),
        ("kind=unit", "清水镇中心", "周立夏"),
        ("region=3302", "周立夏", "清水镇中心"),
        ("year=2026", "清水镇中心", "周立夏"),
        ("region=3301&year=2026&topic=shen-pi&level=county", "清水镇中心", "周立夏"),
    ):
        html = text(client, f"{url}?{query}")
        assert there in html and not_there not in html, query
    html = text(client, f"{url}?kind=unit&view=list")
    assert "entries-list" in html and "view=list" in html
    assert "没有" in text(client, f"{url}?kind=person&year=2026") or "Show all" in text(
        client, f"{url}?kind=person&year=2026"
    )


@pytest.mark.parametrize(
    "query", ["kind=x", "region=none", "topic=none", "level=moon", "year=20x6", "view=map", "before=1", "year=٢٠٢٦"]
)
def test_what_cannot_be_is_no_page(query: str, exemplars: Any, client: Client) -> None:
    assert client.get(f"{exemplars.url}?{query}").status_code == 404


def test_paged_by_key(make_exemplar: Make, exemplars: Any, client: Client) -> None:
    for number in range(14):
        make_exemplar(f"第{number:02}单位")
    answer = client.get(f"{exemplars.url}?kind=unit")
    assert len(answer.context["entries"]) == 12 and answer.context["older_url"].count("kind=unit") == 1
    older = client.get(answer.context["older_url"])
    assert [page.subject for page in older.context["entries"]] == ["第01单位", "第00单位"]
    make_exemplar("新来的单位")
    again = client.get(answer.context["older_url"])
    assert [page.subject for page in again.context["entries"]] == ["第01单位", "第00单位"]


def test_the_queries_of_the_column_stay_the_same(make_exemplar: Make, exemplars: Any, client: Client) -> None:
    def count() -> int:
        for _time in range(2):
            client.get(exemplars.url)
            caches["pages"].clear()
        with CaptureQueriesContext(connection) as found:
            client.get(exemplars.url)
        return len(found)

    for number in range(3):
        make_exemplar(f"第{number}单位")
    few = count()
    for number in range(10):
        Topic.objects.create(name=f"主题{number}", slug=f"zhu-ti-{number}", locale=exemplars.locale)
        make_exemplar(f"又{number}单位")
    assert count() <= few + 1 <= 15


def test_a_page_for_each_honour_and_year(make_exemplar: Make, client: Client, honour: Any) -> None:
    make_exemplar("清水镇中心")
    make_exemplar("石桥镇中心", awarded_on=date(2025, 3, 20))
    make_exemplar("草稿单位", live=False)
    overview = text(client, reverse("typicals:honours"))
    assert overview.index("2026") < overview.index("2025") and honour.name in overview
    html = text(client, reverse("typicals:honour", args=[honour.slug, 2026]))
    assert "清水镇中心" in html and "石桥镇中心" not in html and "草稿单位" not in html
    assert client.get(reverse("typicals:honour", args=[honour.slug, 2019])).status_code == 404
    assert client.get(reverse("typicals:honour", args=["none", 2026])).status_code == 404


def test_the_queries_of_an_honour_stay_the_same(make_exemplar: Make, client: Client, honour: Any) -> None:
    url = reverse("typicals:honour", args=[honour.slug, 2026])

    def count() -> int:
        for _time in range(2):  # what a process remembers of an edition is not counted
            client.get(url)
            caches["pages"].clear()
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    make_exemplar("第一单位")
    few = count()
    for number in range(8):
        make_exemplar(f"又{number}单位")
    assert count() <= few + 1 <= 15


def test_a_column_still_filters_by_its_own(column: Any, client: Client, home: Any) -> None:
    """The list that exemplars share with every column."""
    from reform.demo.factories import StandardPageFactory

    topics = [Topic.objects.create(name=f"主题{n}", slug=f"zt-{n}", locale=home.locale) for n in range(2)]
    for topic in topics:
        page = StandardPageFactory(parent=column, title=f"讲{topic.name}")
        page.topics = [topic]
        page.save_revision().publish(skip_permission_checks=True)
    column.save_revision().publish(skip_permission_checks=True)
    html = text(client, f"{column.url}?topic=zt-1")
    assert "讲主题1" in html and "讲主题0" not in html


def test_a_region_is_called_by_its_english_name_on_english_pages(make_exemplar: Any) -> None:
    page = make_exemplar("清水镇中心")
    page.region.name_en = "Qingshui Town"
    with override("en"):
        assert page.where == "Qingshui Town" and page.kicker.endswith("Qingshui Town")
    assert page.where == page.region.name != "Qingshui Town"
