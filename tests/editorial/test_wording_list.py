"""The wording list in the admin, and its import."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from wagtail.models import ModelLogEntry

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


def test_entries_bring_their_source_and_note_and_the_log_says_who_read_them_in(
    client: Client, site_admin: Any, auditor: Any
) -> None:
    client.force_login(site_admin)
    old = WordingEntry.objects.create(wrong="帐户", right="帐号")
    heads = ("备注", "错误表述", "规范写法", "来源")
    data = workbook(["新旧词形", "按装", "安装", "词典"], ["", "帐户", "账户", ""], heads=heads)
    upload(client, data, "用语.xlsx")
    client.post(reverse("editorial:wording_confirm"))
    entry = WordingEntry.objects.get(wrong="按装")
    assert (entry.source, entry.note) == ("词典", "新旧词形")
    for item in (entry, old):
        line = ModelLogEntry.objects.for_instance(item).get(action="editorial.wording_imported")
        assert (line.user, line.data["file"]) == (site_admin, "用语.xlsx")
    html = client.get(reverse("wagtailsnippets_editorial_wordingentry:history", args=[entry.pk])).content.decode()
    assert "用语.xlsx" in html
    client.force_login(auditor)
    assert "按装 → 安装" in client.get("/admin/audit/log/").content.decode()
    before = ModelLogEntry.objects.count()
    client.force_login(site_admin)
    upload(client, data)
    client.post(reverse("editorial:wording_confirm"))
    assert ModelLogEntry.objects.count() == before


def test_what_differs_in_width_case_or_spaces_alone_is_reported_by_row(client: Client, site_admin: Any) -> None:
    client.force_login(site_admin)
    WordingEntry.objects.create(wrong="wifi", right="无线网络")
    rows: list[list[Any]] = [
        ["ＷｉＦｉ", "无线网"],
        ["App", "应用"],
        ["ＡＰＰ", "应用"],
        ["a pp", "应用"],
        ["wifi", "无线"],
    ]
    answer = upload(client, workbook(*rows))
    bad = {row.number: " ".join(row.errors) for row in answer.context["bad"]}
    assert set(bad) == {2, 4, 5, 6}
    assert "wifi" in bad[2] and "3" in bad[4] and "App" in bad[5] and "2" in bad[6]
    assert [row.values["wrong"] for row in answer.context["good"]] == ["App"]


def test_the_form_refuses_what_the_checks_could_not_tell_apart(client: Client, site_admin: Any) -> None:
    client.force_login(site_admin)
    WordingEntry.objects.create(wrong="wifi", right="无线网络")
    url = reverse("wagtailsnippets_editorial_wordingentry:add")
    data = {"wrong": "Wi Fi", "right": "无线", "kind": "wrong", "level": "must", "active": "on"}
    answer = client.post(url, data)
    assert "“wifi”" in answer.content.decode() and WordingEntry.objects.count() == 1
    client.post(url, data | {"wrong": "wife"})
    assert WordingEntry.objects.count() == 2


def test_the_list_is_searched_by_any_part_of_an_expression(client: Client, site_admin: Any) -> None:
    client.force_login(site_admin)
    WordingEntry.objects.create(wrong="残废人", right="残疾人")
    WordingEntry.objects.create(wrong="按装", right="安装")
    html = client.get(reverse("wagtailsnippets_editorial_wordingentry:list"), {"q": "废人"}).content.decode()
    assert "残废人" in html and "按装" not in html


def test_rows_with_formulas_merged_cells_and_numbers_are_read_or_refused_by_row(
    client: Client, site_admin: Any
) -> None:
    client.force_login(site_admin)
    book = Workbook()
    book.create_sheet("说明", 0).append(["怎样填写"])
    sheet = book["Sheet"]
    sheet.append(["错误表述", "规范写法", "级别"])
    sheet.append(["按装", "安装", "必改"])
    sheet.append(["帐户", "=A2", "建议"])  # a formula that no program has worked out
    sheet.append(["座落", "坐落", "建议"])
    sheet.merge_cells("A4:A5")
    sheet["B5"] = "坐落于"
    sheet.append([110, 119, "建议"])
    sheet.append(["乱码", "x", "严重"])
    sheet["A65000"] = "截止"
    sheet["B65000"] = "截至"
    target = io.BytesIO()
    book.save(target)
    answer = upload(client, target.getvalue())
    good = {row.number: row.values["wrong"] for row in answer.context["good"]}
    assert good == {2: "按装", 4: "座落", 6: "110", 65000: "截止"}
    assert [row.number for row in answer.context["bad"]] == [3, 5, 7]
    assert all(row.errors for row in answer.context["bad"])


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
