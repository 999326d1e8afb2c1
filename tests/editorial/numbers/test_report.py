"""The report: counts by kind, review time, returned steps, reads; by period and unit; as a file."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from publicity.models import AnswerVote, ExplainerPage, StoryPage
from reform.demo.factories import make_unit
from reform.editorial import actions
from reform.editorial.numbers import queries, views, votes
from reform.pages.models import PageReads
from reform.pages.queries import article_models
from tests.editorial.review.desk import client, publish, step, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(office: Any) -> Any:
    county = make_unit("C", "云溪县")
    bureau = make_unit("C-1", "教育局", county)
    office.editor.unit = bureau
    office.editor.save()
    return county, bureau, make_unit("C-2", "农业局", county)


def now() -> date:
    return timezone.localdate()


def take(unit: Any = None, days: int = 30) -> queries.Numbers:
    return queries.numbers(now() - timedelta(days=days), now(), unit)


def test_what_was_published_in_the_period_by_kind_and_unit(office: Any, units: Any) -> None:
    county, bureau, farming = units
    for number in range(2):
        publish(office.column, office, f"故事{number}", unit=bureau)
    publish(office.column, office, "农事", unit=farming)
    old = publish(office.column, office, "去年的", unit=bureau)
    StoryPage.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=400))
    write(office.column, office.editor, "草稿", unit=bureau)
    name = str(StoryPage._meta.verbose_name_plural)
    assert dict(take().published)[name] == 3
    assert dict(take(county).published)[name] == 3
    assert dict(take(bureau).published)[name] == 2
    assert dict(take(days=500).published)[name] == 4
    assert len(take().published) == len(article_models()), "every kind of page has its line"
    assert sum(number for _month, number in take().months) == 3


def test_review_time_is_told_when_it_is_about_several_pages(office: Any, units: Any) -> None:
    pages = [publish(office.column, office, f"故事{number}") for number in range(queries.FEW - 1)]
    assert take().median is None and take().reviewed == len(pages)
    pages.append(publish(office.column, office, "又一个"))
    for days, page in enumerate(pages, start=1):
        page.revisions.update(created_at=page.first_published_at - timedelta(days=days))
    found = take()
    assert found.median == pytest.approx(3, abs=0.01) and found.ninetieth == pytest.approx(4.6, abs=0.01)


def test_returned_steps_and_reads_and_votes(office: Any, units: Any, monkeypatch: Any) -> None:
    _county, bureau, farming = units
    page = write(office.column, office.editor, "再改改", unit=bureau)
    actions.submit(page, office.editor)
    actions.send_back(step(page), office.first_review, "数字没有来源")
    read = publish(office.column, office, "有人读", unit=bureau)
    PageReads.objects.create(page=read, day=now(), count=12)
    PageReads.objects.create(page=page, day=now(), count=2)
    PageReads.objects.create(page=read, day=now() - timedelta(days=90), count=99)
    monkeypatch.setattr(votes, "_sources", [])
    votes.register(lambda first, last, ids: {read.pk: (7, 9)} if ids is None or read.pk in ids else {})
    found = take(bureau)
    assert (found.returned, found.reads, found.helped, found.votes) == (1, 14, 7, 9)
    assert found.most_read == [("有人读", 12)], "what few have read is not listed"
    assert found.read_days[-1] == (now(), 14)
    other = take(farming)
    assert (other.returned, other.reads, other.votes) == (0, 0, 0)


def test_votes_on_explainers_are_counted_and_few_readers_are_not_told(office: Any, units: Any) -> None:
    _county, bureau, farming = units
    page = ExplainerPage(title="怎么办", unit=bureau, live=False)
    office.column.refresh_from_db()
    office.column.add_child(instance=page)
    for number in range(queries.FEW - 1):
        AnswerVote.objects.create(page=page, day=now(), answered=number > 0)
    PageReads.objects.create(page=page, day=now(), count=queries.FEW - 1)
    assert (take().helped, take().votes, take(bureau).votes, take(farming).votes) == (3, 4, 4, 0)
    few = shown(take(bureau))
    assert few["Reads"] == few["Readers who voted"] == few["Readers who said it helped"] == "fewer than 5, not shown"
    reads = views.parts(take(bureau))[2]
    assert reads["rows"][-1][1] == "<5" and reads["chart"].bars[-1].height == 0, "nor can it be read from the picture"

    AnswerVote.objects.create(page=page, day=now(), answered=True)
    AnswerVote.objects.create(page=page, day=now() - timedelta(days=90), answered=True)
    PageReads.objects.create(page=page, day=now() - timedelta(days=1), count=30)
    enough = shown(take(bureau))
    assert (enough["Reads"], enough["Readers who voted"], enough["Readers who said it helped"]) == (34, 5, "4 · 80%")
    assert shown(take(farming))["Readers who said it helped"] == "no votes"


def shown(found: queries.Numbers) -> dict[str, Any]:
    with override("en"):
        return dict(views.facts(found))


def test_editors_see_their_own_unit_only(office: Any, units: Any) -> None:
    _county, bureau, farming = units
    publish(office.column, office, "农事", unit=farming)
    answer = client(office.editor).get("/admin/numbers/", {"unit": farming.pk})
    assert answer.context["numbers"].unit == bureau and answer.context["numbers"].total == 0
    assert client(office.second_editor).get("/admin/numbers/").context["numbers"] is None
    for who in (office.site_admin, office.auditor):
        answer = client(who).get("/admin/numbers/", {"unit": farming.pk})
        assert answer.context["numbers"].total == 1
        assert "<svg" in answer.content.decode()
    assert client(office.first_review).get("/admin/numbers/").status_code == 302


@pytest.mark.parametrize(
    "bad", [{"first": "x"}, {"first": "2026-05-02", "last": "2026-05-01"}, {"first": "1900-01-01"}, {"unit": "999"}]
)
def test_a_bad_period_is_told(office: Any, bad: dict[str, str]) -> None:
    answer = client(office.site_admin).get("/admin/numbers/", {"export": "xlsx", **bad})
    assert answer.status_code == 200 and 'role="alert"' in answer.content.decode()


def test_the_file_has_no_formula(office: Any, units: Any) -> None:
    page = publish(office.column, office, "=1+1")
    PageReads.objects.create(page=page, day=now(), count=50)
    answer = client(office.auditor).get("/admin/numbers/", {"export": "xlsx"})
    book: Any = load_workbook(BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert 50 in [cell.value for cell in cells]


def test_the_number_of_queries_does_not_grow(
    office: Any,
    units: Any,
    django_assert_max_num_queries: Any,
) -> None:
    publish(office.column, office, "一", unit=units[1])
    with django_assert_max_num_queries(9 + len(article_models())):
        take()
    for number in range(5):
        publish(office.column, office, f"又{number}", unit=units[1])
    with django_assert_max_num_queries(9 + len(article_models())):
        take()
