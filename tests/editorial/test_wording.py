"""The wording matcher, the list in the admin, and its import."""

import io
import itertools
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from reform.editorial import gate
from reform.editorial.models import WordingEntry
from reform.editorial.wording import Entry, Matcher


def test_longest_wins_and_right_phrases_shield() -> None:
    matcher = Matcher([Entry("截止", "截至", unless=("截止日期",)), Entry("截止到", "截至"), Entry("按装", "安装")])
    text = "截止日期是五月，截止到六月共按装三台，截止今天。"
    assert [(f.text, f.suggestion) for f in matcher.find(text)] == [
        ("截止到", "截至"),
        ("按装", "安装"),
        ("截止", "截至"),
    ]


def test_a_wrong_expression_inside_its_right_one_is_no_fault() -> None:
    assert Matcher([Entry("党中央", "中国共产党中央")]).find("中国共产党中央、党中央")[0].start == 8


def test_width_and_case_do_not_matter_and_offsets_do() -> None:
    text = "使用ＷＩＦＩ上网"
    (finding,) = Matcher([Entry("wifi", "Wi-Fi")]).find(text)
    assert text[finding.start : finding.end] == "ＷＩＦＩ"


@given(
    st.lists(st.text("甲乙丙丁", min_size=1, max_size=3), min_size=1, max_size=6), st.text("甲乙丙丁戊", max_size=40)
)
def test_findings_slice_back_and_do_not_overlap(words: list[str], text: str) -> None:
    found = Matcher([Entry(word, "戊") for word in set(words)]).find(text)
    assert all(text[f.start : f.end] == f.text and f.text in words for f in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    if not found:
        assert not any(word in text for word in words)


@pytest.mark.django_db
def test_a_change_of_the_list_is_live_at_once(django_capture_on_commit_callbacks: Any) -> None:
    assert gate.check_text("按装") == []
    with django_capture_on_commit_callbacks(execute=True):
        entry = WordingEntry.objects.create(wrong="按装", right="安装", level="must")
    assert [f.level for f in gate.check_text("按装")] == ["must"]
    entry.active = False
    with django_capture_on_commit_callbacks(execute=True):
        entry.save()
    assert gate.check_text("按装") == []


def workbook(
    *rows: list[Any], sheet: str = "用语库", heads: tuple[str, ...] = ("错误表述", "规范写法", "类别", "级别")
) -> bytes:
    book = Workbook()
    book.active.title = sheet
    book.active.append(list(heads))
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(client: Client, data: bytes, name: str = "list.xlsx") -> Any:
    file = io.BytesIO(data)
    file.name = name
    return client.post(reverse("editorial:wording_import"), {"file": file})


def test_import_shows_first_writes_after_and_changes_nothing_twice(client: Client, site_admin: Any) -> None:
    client.force_login(site_admin)
    data = workbook(
        ["按装", "安装", "不规范", "必改"], ["帐户", "账户", "", "建议"], ["坏", "", "不规范", ""], ["按装", "安裝"]
    )
    page = upload(client, data).content.decode()
    assert "第 4 行" in page or "<td>4</td>" in page
    assert WordingEntry.objects.count() == 0
    client.post(reverse("editorial:wording_confirm"))
    assert set(WordingEntry.objects.values_list("wrong", "right", "level")) == {
        ("按装", "安装", "must"),
        ("帐户", "账户", "advice"),
    }
    stamps = list(WordingEntry.objects.values_list("changed", flat=True))
    upload(client, data)
    client.post(reverse("editorial:wording_confirm"))
    assert list(WordingEntry.objects.values_list("changed", flat=True)) == stamps


@pytest.mark.parametrize("data", [b"PK\x03\x04rubbish", b"wrong,right", workbook(["a", "b"], heads=("甲", "乙"))])
def test_other_files_are_refused_with_words(client: Client, site_admin: Any, data: bytes) -> None:
    client.force_login(site_admin)
    response = upload(client, data)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_empty_rows_and_merged_heads_do_not_matter(client: Client, site_admin: Any) -> None:
    client.force_login(site_admin)
    rows: list[list[Any]] = [[None, None] for _number in range(3000)]
    response = upload(client, workbook(*rows, ["座落", "坐落"]))
    assert response.context["good_count"] == 1


@pytest.mark.parametrize("role", ["editor", "first_review", "second_review", "final_review", "auditor", "emergency"])
@pytest.mark.parametrize("name", ["wording_import", "wording_template"])
def test_only_administrators_import(client: Client, person: Any, role: str, name: str) -> None:
    client.force_login(person(role))
    response = client.get(reverse(f"editorial:{name}"))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    client.post(reverse("editorial:wording_confirm"))
    assert not WordingEntry.objects.exists()
