"""The report: each page in each language, with its state, filters, counts and a file."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object

from reform.editorial.translations import progress
from reform.pages.models import ColumnPage
from tests.editorial.review.desk import client, publish, write

from .test_readers import change, turn

pytestmark = pytest.mark.django_db
ADDRESS = "editorial_translations:translation_report"


@pytest.fixture
def pages(office: Any, english: Locale) -> dict[str, Page]:
    """One page in each state."""
    found = {}
    for state in progress.STATES:
        found[state] = publish(office.column, office, f"状态 {state}")
    translate_object(found["in_work"], [english], user=office.editor)
    turn(found["current"], english, office)
    turn(found["stale"], english, office)
    change(found["stale"], office, "状态 stale 改")
    write(office.column, office.editor, "别人的草稿")
    return found


def states(rows: list[progress.Row]) -> dict[str, str]:
    return {row.page.title.split()[1]: row.state for row in rows if row.page.title.startswith("状态")}


def test_each_page_has_its_state(pages: dict[str, Page], office: Any, django_assert_max_num_queries: Any) -> None:
    rows = progress.rows()
    assert states(rows) == {state: state for state in progress.STATES}
    assert "别人的草稿" not in {row.page.title for row in rows}
    by = {row.page.title: row for row in rows}
    assert (by["状态 in_work"].done, by["状态 in_work"].total) == (0, 1)
    assert (by["状态 current"].done, by["状态 current"].total) == (1, 1)
    assert by["状态 stale 改"].changed_at is not None
    with django_assert_max_num_queries(8):
        progress.rows()


def test_filters_counts_and_pages(pages: dict[str, Page], office: Any, home: Any) -> None:
    other = home.add_child(instance=ColumnPage(title="别的栏目", slug="bie-de"))
    publish(other, office, "别的栏目的故事")
    browser = client(office.editor)
    answer = browser.get(reverse(ADDRESS))
    assert answer.status_code == 200
    counts = {item["name"]: item["count"] for item in answer.context["states"]}
    assert sum(counts.values()) == answer.context["total"] == len(progress.rows())
    answer = browser.get(reverse(ADDRESS), {"state": "stale"})
    assert [row.state for row in answer.context["shown"]] == ["stale"]
    assert {item["name"]: item["count"] for item in answer.context["states"]} == counts
    answer = browser.get(reverse(ADDRESS), {"column": other.pk})
    assert {row.page.title for row in answer.context["shown"]} == {"别的栏目", "别的栏目的故事"}
    answer = browser.get(reverse(ADDRESS), {"words": "in_work"})
    assert states(list(answer.context["shown"])) == {"in_work": "in_work"}
    english = Locale.objects.get(language_code="en")
    Locale.objects.create(language_code="ja")
    assert {row.locale for row in browser.get(reverse(ADDRESS), {"locale": english.pk}).context["shown"]} == {english}
    for bad in ({"state": "x"}, {"locale": "x"}, {"column": "0"}, {"p": "x"}):
        assert browser.get(reverse(ADDRESS), bad).status_code == 200


def test_the_file_holds_what_the_filters_show_and_no_formula(pages: dict[str, Page], office: Any) -> None:
    publish(office.column, office, '=HYPERLINK("http://x","y")')
    answer = client(office.editor).get(reverse(ADDRESS), {"export": "xlsx", "state": "untranslated"})
    sheet: Any = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2))
    titles = [row[0].value for row in rows]
    assert "状态 untranslated" in titles and "状态 current" not in titles
    formula = next(row[0] for row in rows if row[0].value.startswith("="))
    assert formula.data_type == "s"


def test_the_number_of_queries_does_not_grow(
    pages: dict[str, Page], office: Any, django_assert_max_num_queries: Any
) -> None:
    browser = client(office.editor)
    browser.get(reverse(ADDRESS))
    for number in range(6):
        publish(office.column, office, f"又一篇 {number}")
    with django_assert_max_num_queries(40):
        browser.get(reverse(ADDRESS))
