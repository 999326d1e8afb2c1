"""The wording list in the admin, and its import."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from reform.editorial import gate
from reform.editorial.models import WordingEntry


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
