"""Topics: what is asked, which explainer answers it, whether it helped; and how an explainer is begun."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from concerns.actions import NotPossible, contacts, erasing, explaining, logging
from concerns.asked import most_asked
from concerns.contacts import Details
from concerns.models import Concern, ConcernEvent
from concerns.queries import visible_to
from concerns.seeing import topics
from publicity.models import ExplainerPage
from reform.demo.factories import RegionFactory, TopicFactory
from reform.pages.models import Topic

pytestmark = pytest.mark.django_db
TOPICS = "/admin/concerns/topics/"


@pytest.fixture
def water(db: None) -> Topic:
    return TopicFactory(name="供水", slug="gong-shui")


@pytest.fixture
def both(person: Any, units: Any) -> Any:
    """Somebody of the office who also writes pages."""
    return person("concern_desk", "editor", unit=units["office"])


def log(user: Any, text: str, topic: Topic, kind: str = "question", **fields: Any) -> Concern:
    return logging.log(user, channel="phone", received_at=timezone.now(), text=text, topic=topic, kind=kind, **fields)


@pytest.fixture
def asked(staff: Any, water: Topic) -> list[Concern]:
    """Four who ask one thing in their own words, two another, one for himself; and an accusation."""
    desk = staff["desk"]
    rows = [
        log(desk, "自来水发黄有沉淀，什么时候能修好？", water),
        log(desk, "我叫王晓明，电话13812345678。家里自来水又发黄了，有沉淀，什么时候修好？", water),
        log(desk, "自来水发黄，沉淀很多，几时能修好？", water),
        log(desk, "读数比上月多了一倍，多收的水费怎么退？", water),
        log(desk, "水费多收了，读数比上月多一倍，怎么退？", water),
        log(desk, "水压太低，热水器点不着怎么办？", water),
    ]
    rows.append(log(desk, "自来水发黄，沉淀多", water, same_as=rows[0]))
    log(staff["secret"], "举报水务局某某收钱，自来水发黄不管，什么时候查？", water, kind="accusation")
    return rows


def test_what_is_asked_most_comes_first_and_tells_nobody(staff: Any, water: Topic, asked: list[Concern]) -> None:
    for who in ("desk", "secret"):
        seen = visible_to(staff[who]) if who == "desk" else Concern.objects.all()
        found = most_asked(seen, water)
        assert [item.number for item in found] == [4, 2, 1]
        words = "".join(item.question for item in found)
        assert "什么时候" in words and "怎么退" in words
        assert "王晓明" not in words and "138" not in words and "举报" not in words and "某某" not in words


def test_an_explainer_is_begun_by_who_may_add_pages(
    staff: Any, both: Any, column: Any, water: Topic, asked: list[Concern]
) -> None:
    for name in ("desk", "handler", "approver", "secret", "editor"):
        assert explaining.column_for(staff[name]) is None, name
        with pytest.raises(PermissionDenied):
            explaining.start_explainer(water, staff[name])
    client = Client()
    client.force_login(both)
    assert "起草解读" in client.get(f"{TOPICS}{water.pk}/").content.decode()
    answer = client.post(f"{TOPICS}{water.pk}/explainer/")
    page = ExplainerPage.objects.get()
    assert answer.url == f"/admin/pages/{page.pk}/edit/"
    assert not page.live and page.owner == both and list(page.topics.all()) == [water]
    assert page.get_parent().pk == column.pk and page.form == "questions"
    assert len(page.questions) == 3 and page.questions[0]["answer"] == ""
    told = ConcernEvent.objects.get(kind="explainer_started")
    assert told.data["page"] == page.pk and "发黄" not in str(told.data)
    empty = TopicFactory(name="空", slug="kong")
    with pytest.raises(NotPossible):
        explaining.start_explainer(empty, both)
    answer = client.post(f"{TOPICS}{empty.pk}/explainer/", follow=True)
    assert "还没有人问过" in answer.content.decode()
    client.force_login(staff["desk"])
    assert "起草解读" not in client.get(f"{TOPICS}{water.pk}/").content.decode()


def test_erasing_a_concern_reaches_the_draft(both: Any, staff: Any, column: Any, water: Topic) -> None:
    one = log(staff["desk"], "三楼漏水发霉的房子谁来修？", water)
    contacts.keep(one, Details("沈小满"))
    page = explaining.start_explainer(water, both)
    page.save_revision()
    assert page.questions[0]["question"] == "三楼漏水发霉的房子谁来修？"
    erasing.erase(one, "person")
    fresh = ExplainerPage.objects.get(pk=page.pk)
    said = [item["question"] for item in (*fresh.questions, *fresh.get_latest_revision_as_object().questions)]
    assert len(said) == 2 and not any("漏水" in words for words in said)


def test_whether_an_explainer_helped(staff: Any, column: Any, water: Topic) -> None:
    now = timezone.now()
    monday = now - timedelta(days=timezone.localtime(now).weekday(), hours=timezone.localtime(now).hour)
    out = monday - timedelta(weeks=5) + timedelta(days=2)
    for back in range(1, 9):
        for _each in range(4):
            Concern.objects.create(channel="web", text="x", topic=water, received_at=out - timedelta(weeks=back))
    for ahead in range(1, 4):
        Concern.objects.create(channel="web", text="x", topic=water, received_at=out + timedelta(weeks=ahead))
    page = ExplainerPage(title="水费怎么算", topics=[water])
    column.add_child(instance=page)
    assert not topics.explainers(), "a draft answers nothing"
    ExplainerPage.objects.filter(pk=page.pk).update(live=True, first_published_at=out)
    pages = topics.explainers()[water.pk]
    (effect,) = topics.effects(visible_to(staff["desk"]), water, pages)
    assert effect.before == (4,) * 8 and effect.after == (1, 1, 1, 0) and effect.fell and effect.now == 0.75
    client = Client()
    client.force_login(staff["desk"])
    shown = client.get(f"{TOPICS}{water.pk}/").content.decode()
    assert "此后问得少了" in shown and "水费怎么算" in shown and "4 4 4 4 4 4 4 4" in shown
    ExplainerPage.objects.filter(pk=page.pk).update(first_published_at=now)
    (effect,) = topics.effects(visible_to(staff["desk"]), water, topics.explainers()[water.pk])
    assert effect.fell is None and effect.after == ()


def test_topic_region_and_week_as_a_table_and_as_a_file(
    staff: Any, units: Any, water: Topic, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    town = RegionFactory(code="1", name="清水镇")
    now = timezone.now()

    def make(**fields: Any) -> None:
        Concern.objects.create(**{"channel": "web", "text": "x", "received_at": now, **fields})

    for _each in range(3):
        make(topic=water, region=town)
    make(topic=water, received_at=now - timedelta(weeks=1))
    make(topic=water, region=town, restricted=True, kind="accusation")
    make()
    table = topics.tables(visible_to(staff["desk"]), timezone.localdate())[water.pk]
    assert table.rows == [(town, [0] * 12 + [3], 3), (None, [0] * 11 + [1, 0], 1)]
    assert table.totals == [0] * 11 + [1, 3] and table.whole == 4
    client = Client()
    client.force_login(staff["secret"])
    assert "清水镇" not in client.get(f"{TOPICS}{water.pk}/").content.decode(), "accusations are counted nowhere"
    client.force_login(staff["desk"])
    client.get(TOPICS)
    with django_assert_max_num_queries(25) as few:
        client.get(TOPICS)
    other = TopicFactory(name="道路", slug="dao-lu")
    for _each in range(5):
        make(topic=other, region=town)
    with django_assert_num_queries(len(few)):
        client.get(TOPICS)
    book = load_workbook(BytesIO(client.get(TOPICS, {"export": "xlsx"}).content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[1][:2] == ["供水", "清水镇"] and rows[1][-1] == 3
    assert ConcernEvent.objects.filter(kind="exported", user=staff["desk"]).exists()
