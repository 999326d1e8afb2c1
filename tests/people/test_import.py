"""Units and people from a workbook, through HTTP: template, upload, preview, confirmation, second run, and what people do to files."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reform.people import actions
from reform.people.models import ImportBatch, Region, SignIn, Unit, UnitEvent, User
from reform.people.roles import role_keys

from .makers import make_unit, make_user

pytestmark = pytest.mark.django_db

UNITS = ["单位代码*", "单位名称*", "简称", "类别", "上级单位代码", "行政区划代码", "排序", "英文名称"]
PEOPLE = ["用户名*", "姓名*", "单位代码", "职务", "职级", "手机", "电子邮箱", "角色"]


def workbook(units: list[list[Any]] | None = None, people: list[list[Any]] | None = None, sheet: str = "人员") -> Any:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows, heads, name in ((units, UNITS, "单位"), (people, PEOPLE, sheet)):
        if rows is not None:
            page = book.create_sheet(name)
            page.append(heads)
            for row in rows:
                page.append(row)
    return book


def packed(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, book: Any, name: str = "名单.xlsx") -> Any:
    content = book if isinstance(book, bytes) else packed(book)
    return client.post(reverse("people_import"), {"file": SimpleUploadedFile(name, content)})


def preview(client: Client, book: Any) -> Any:
    answer = upload(client, book)
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer.headers["Location"])


def problems(page: Any) -> list[tuple[str, int, str, str]]:
    return [(str(p.sheet), p.number, str(p.column), str(p.reason)) for p in page.context["plan"].problems]


def confirm(client: Client, page: Any) -> Any:
    batch = page.context["batch"]
    return client.post(
        reverse("people_import_preview", args=[batch.pk]), {"digest": page.context["batch"].digest}, follow=True
    )


def refusal(client: Client, book: Any, name: str = "名单.xlsx") -> str:
    answer = upload(client, book, name)
    assert answer.status_code == 200 and not ImportBatch.objects.exists()
    (message,) = answer.context["form"].errors["file"]
    return message


GOOD_UNITS = [
    ["C", "云溪县", "", "县", "", "330100", 1],
    ["J", "云溪县教育局", "教育局", "部门", "C", "", 2],
    ["J-1", "招生办", "", "科室", "J", "", ""],
]
GOOD_PEOPLE = [
    ["wangyi", "王一", "J", "局长", "乡科级及以下", 13800138000, "wangyi@yunxi.invalid", "编辑、初审"],
    ["lier", "李二", "J-1", "", "", "", "", ""],
]


@pytest.fixture
def region(db: Any) -> Region:
    return Region.objects.create(code="330100", name="云溪县")


# --- template -----------------------------------------------------------------------------------------------------


def test_the_template_explains_itself_and_can_be_filled_in(at_admin: Client, region: Region) -> None:
    answer = at_admin.get(reverse("people_import_template"))
    assert "xlsx" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[:2] == ["单位", "人员"]
    assert [cell.value for cell in book["单位"][1]] == UNITS
    assert [cell.value for cell in book["人员"][1]] == PEOPLE
    assert "公章" in book["单位"]["B1"].comment.text
    lists = {str(rule.sqref) for rule in book["人员"].data_validations.dataValidation}
    assert lists == {"E2:E5001", "H2:H5001"}
    hidden = book["代码表"]
    assert hidden.sheet_state == "hidden"
    values = {cell.value for row in hidden for cell in row}
    assert {"乡科级及以下", "终审", "330100", "科室"} <= values
    for row, line in enumerate(GOOD_UNITS, start=2):
        for column, value in enumerate(line, start=1):
            book["单位"].cell(row, column, value)
    page = preview(at_admin, book)
    assert not problems(page) and len(page.context["plan"].units) == 3


def test_the_empty_template_changes_nothing(at_admin: Client) -> None:
    page = preview(at_admin, at_admin.get(reverse("people_import_template")).content)
    assert page.context["plan"].is_empty and not problems(page)
    assert "没有需要写入的内容" in page.content.decode()


# --- the good way -------------------------------------------------------------------------------------------------


def test_preview_then_confirmation_then_nothing_to_do(at_admin: Client, region: Region, admin: User) -> None:
    book = workbook(GOOD_UNITS, GOOD_PEOPLE)
    page = preview(at_admin, book)
    assert not problems(page)
    assert Unit.objects.count() == 0 and User.objects.count() == 1, "nothing is written before the confirmation"
    done = confirm(at_admin, page)
    assert done.status_code == 200
    office = Unit.objects.get(code="J-1")
    assert [unit.code for unit in office.get_ancestors()] == ["C", "J"]
    assert Unit.objects.get(code="C").region == region and office.kind == "office"
    wang = User.objects.get(username="wangyi")
    assert (wang.name, wang.unit.code, wang.post, wang.rank, wang.mobile) == (
        "王一",
        "J",
        "局长",
        "town",
        "13800138000",
    )
    assert role_keys(wang) == {"editor", "first_review"} and not wang.has_usable_password()
    assert User.objects.get(username="lier").rank == "other"
    assert not mail.outbox
    batch = ImportBatch.objects.get()
    assert batch.rows == {} and batch.summary["people_added"] == 2
    events = UnitEvent.objects.count()
    again = preview(at_admin, book)
    assert again.context["plan"].is_empty and again.context["plan"].unchanged == 5
    assert confirm(at_admin, again).status_code == 200
    assert (Unit.objects.count(), User.objects.count(), UnitEvent.objects.count()) == (3, 3, events)


def test_what_exists_is_changed_and_the_preview_says_from_what_to_what(at_admin: Client) -> None:
    county, other = make_unit("C", "云溪县"), make_unit("T", "清水镇")
    unit = make_unit("J", "教育局", county)
    user = make_user("wangyi", "editor", name="王一", unit=unit, post="科员", mobile="13800138000")
    page = preview(
        at_admin,
        workbook([["j", "教育和体育局", "", "", "T", "", ""]], [["WangYi", "王一", "T", "科长", "", "", "", "复审"]]),
    )
    text = re.sub(r"\s+", "", page.content.decode())
    for words in (
        "单位名称：<del>教育局</del>→<ins>教育和体育局</ins>",
        "<del>C</del>→<ins>T</ins>",
        "<del>编辑</del>→<ins>复审</ins>",
    ):
        assert words in text
    confirm(at_admin, page)
    user = User.objects.get(pk=user.pk)
    assert (user.unit, user.post, user.mobile) == (other, "科长", "13800138000"), "an empty cell changes nothing"
    assert role_keys(user) == {"second_review"}
    unit = Unit.objects.get(pk=unit.pk)
    assert unit.name == "教育和体育局" and unit.get_parent() == other


def test_units_may_stand_in_any_order_and_change_places(at_admin: Client) -> None:
    a, b = make_unit("A"), make_unit("B")
    make_unit("X", parent=b)
    c = make_unit("K", parent=a)
    book = workbook(
        [["N2", "乙", "", "", "N1"], ["N1", "甲", "", "", "A"], ["A", "A", "", "", "X"], ["K", "K", "", "", "B"]], None
    )
    confirm(at_admin, preview(at_admin, book))
    assert [unit.code for unit in Unit.objects.get(code="N2").get_ancestors()] == ["B", "X", "A", "N1"]
    assert Unit.objects.get(pk=c.pk).get_parent().code == "B"
    assert Unit.find_problems() == ([], [], [], [], [])


def test_a_move_that_works_only_after_another_is_done_after_it(at_admin: Client) -> None:
    make_unit("X")
    a = make_unit("A")
    b = make_unit("B", parent=a)
    make_unit("C", parent=b)
    confirm(at_admin, preview(at_admin, workbook([["A", "A", "", "", "C"], ["B", "B", "", "", "X"]], None)))
    assert [unit.code for unit in Unit.objects.get(code="A").get_ancestors()] == ["X", "B", "C"]


# --- bad rows -----------------------------------------------------------------------------------------------------


def test_each_bad_row_is_named_with_its_reason_and_the_good_ones_go_in(at_admin: Client, admin: User) -> None:
    closed, old, heir = make_unit("ZU", "撤销的"), make_unit("ALT", "原局"), make_unit("NEU", "新局")
    actions.close_unit(closed, None)
    actions.merge_units(old, heir, None)
    make_user("root", is_superuser=True)
    make_user("weg", is_active=False)
    page = preview(
        at_admin,
        workbook(
            [
                ["A", "甲局", "", "部门", "", "", 1],  # 2
                ["", "无代码", "", "", "", "", ""],  # 3
                ["B", "", "", "", "", "", ""],  # 4
                ["D", "丁局", "", "衙门", "", "", ""],  # 5
                ["E", "戊局", "", "", "NIX", "", ""],  # 6
                ["F", "己局", "", "", "", "999999", ""],  # 7
                ["G", "庚局", "", "", "", "", "一"],  # 8
                ["a", "又是甲", "", "", "", "", ""],  # 9
                ["H", "辛局", "", "", "I", "", ""],  # 10
                ["I", "壬局", "", "", "H", "", ""],  # 11
                ["K", "癸局", "", "", "ZU", "", ""],  # 12
                ["ZU", "撤销的", "", "", "", "", ""],  # 13
                ["ALT", "原局", "", "", "", "", ""],  # 14
                ["L", "长" * 101, "", "", "", "", ""],  # 15
                ["M", "子局", "", "", "B", "", ""],  # 16: its parent's row is bad
            ],
            [
                ["gut", "好人", "A", "", "", "", "gut@yunxi.invalid", ""],  # 2
                ["ohne", "", "", "", "", "", "", ""],  # 3
                ["handy", "手机错", "", "", "", "12345", "", ""],  # 4
                ["mail", "邮箱错", "", "", "", "", "kein", ""],  # 5
                ["rolle", "角色错", "", "", "", "", "", "皇帝"],  # 6
                ["revision", "审计兼任", "", "", "", "", "", "审计员、编辑"],  # 7
                ["rang", "职级错", "", "", "皇帝", "", "", ""],  # 8
                ["einheit", "单位错", "B", "", "", "", "", ""],  # 9: the unit's row is bad
                ["GUT", "重名", "", "", "", "", "", ""],  # 10
                ["post", "同邮箱", "", "", "", "", "GUT@yunxi.invalid", ""],  # 11
                ["root", "越权", "", "", "", "", "", ""],  # 12
                ["guanli", "自己", "", "", "", "", "", "终审"],  # 13
                ["weg", "停用的", "", "", "", "", "", ""],  # 14
                ["mit leer", "空格", "", "", "", "", "", ""],  # 15
            ],
        ),
    )
    found = {(sheet, row): (column, reason) for sheet, row, column, reason in problems(page)}
    assert found[("单位", 3)] == ("单位代码", "必填项未填写。")
    assert found[("单位", 4)] == ("单位名称", "必填项未填写。")
    assert found[("单位", 5)] == ("类别", "“衙门”不是可选的类别。")
    assert found[("单位", 6)] == ("上级单位代码", "没有代码为“NIX”的单位。")
    assert found[("单位", 7)] == ("行政区划代码", "没有代码为“999999”的行政区划。")
    assert found[("单位", 8)] == ("排序", "应填写整数。")
    assert found[("单位", 9)] == ("单位代码", "与第 2 行重复。")
    assert found[("单位", 10)][1] == found[("单位", 11)][1] == "表中单位的上下级关系形成循环。"
    assert found[("单位", 12)] == ("上级单位代码", "“撤销的”已停用。")
    assert found[("单位", 13)] == ("单位代码", "该单位已停用，请先恢复。")
    assert found[("单位", 14)] == ("单位代码", "该单位已合并到“新局”。")
    assert found[("单位", 15)][0] == "单位名称"
    assert found[("单位", 16)] == ("上级单位代码", "没有代码为“B”的单位。")
    assert found[("人员", 3)] == ("姓名", "必填项未填写。")
    assert found[("人员", 4)][0] == "手机" and found[("人员", 5)][0] == "电子邮箱"
    assert found[("人员", 6)] == ("角色", "没有“皇帝”这个角色。")
    assert found[("人员", 7)] == ("角色", "审计员不能兼任其他角色。")
    assert found[("人员", 8)][0] == "职级"
    assert found[("人员", 9)] == ("单位代码", "没有代码为“B”的单位。")
    assert found[("人员", 10)] == ("用户名", "与第 2 行重复。")
    assert found[("人员", 11)] == ("电子邮箱", "与第 2 行重复。")
    assert found[("人员", 12)] == ("用户名", "该账号只能由超级管理员修改。")
    assert found[("人员", 13)] == ("角色", "任何人不能修改自己的角色。")
    assert found[("人员", 14)] == ("用户名", "该账号已停用，请先恢复。")
    assert found[("人员", 15)][0] == "用户名"
    assert len(found) == 27
    for reason in found.values():
        assert re.search("[一-鿿]", reason[1]), reason
    confirm(at_admin, page)
    assert set(Unit.objects.exclude(pk__in=[closed.pk, old.pk, heir.pk]).values_list("code", flat=True)) == {"A"}
    assert User.objects.filter(username="gut", unit__code="A").exists()
    assert role_keys(admin) == {"site_admin"} and User.objects.count() == 4


def test_what_was_changed_meanwhile_is_shown_again_before_it_is_written(at_admin: Client) -> None:
    page = preview(at_admin, workbook([["A", "甲局"]], None))
    make_unit("A", "抢先的局")
    answer = confirm(at_admin, page)
    assert "预览之后数据有变动" in answer.content.decode()
    assert Unit.objects.get(code="A").name == "抢先的局"
    confirm(at_admin, answer)
    assert Unit.objects.get(code="A").name == "甲局"


def test_confirming_twice_writes_once(at_admin: Client) -> None:
    page = preview(at_admin, workbook([["A", "甲局"]], [["wang", "王一"]]))
    confirm(at_admin, page)
    count = UnitEvent.objects.count()
    confirm(at_admin, page)
    assert UnitEvent.objects.count() == count and User.objects.filter(username="wang").count() == 1


def test_discarding_leaves_nothing(at_admin: Client) -> None:
    page = preview(at_admin, workbook(None, [["wang", "王一"]]))
    at_admin.post(reverse("people_import_preview", args=[page.context["batch"].pk]), {"discard": "1"})
    assert not ImportBatch.objects.exists() and User.objects.count() == 1


def test_an_import_belongs_to_who_uploaded_it(at_admin: Client) -> None:
    page = preview(at_admin, workbook(None, [["wang", "王一"]]))
    address = reverse("people_import_preview", args=[page.context["batch"].pk])
    other = Client()
    other.force_login(make_user("zweiter", "site_admin"))
    assert other.get(address).status_code == 302
    other.post(address, {"digest": page.context["batch"].digest})
    assert not User.objects.filter(username="wang").exists()


def test_all_or_nothing_is_written(at_admin: Client, monkeypatch: Any) -> None:
    from reform.people.imports import apply

    page = preview(at_admin, workbook([["A", "甲局"]], [["wang", "王一"], ["li", "李二"]]))
    write, count = apply._write_person, []

    def breaks(*args: Any) -> Any:
        count.append(1)
        if len(count) == 2:
            raise actions.PeopleError("断电")
        return write(*args)

    monkeypatch.setattr(apply, "_write_person", breaks)
    text = confirm(at_admin, page).content.decode()
    assert "未写入任何数据：断电" in text
    assert Unit.objects.count() == 0 and User.objects.count() == 1


# --- what people do to workbooks ----------------------------------------------------------------------------------


def test_merged_cells_fill_every_row_they_cover(at_admin: Client) -> None:
    make_unit("J", "教育局")
    book = workbook(None, [["w1", "一", "J"], ["w2", "二"], ["w3", "三"]])
    book["人员"].merge_cells("C2:C4")
    confirm(at_admin, preview(at_admin, book))
    assert User.objects.filter(unit__code="J").count() == 3


def test_merged_names_are_duplicates_by_row(at_admin: Client) -> None:
    book = workbook(None, [["w1", "一"], [None, "二"]])
    book["人员"].merge_cells("A2:A3")
    assert problems(preview(at_admin, book)) == [("人员", 3, "用户名", "与第 2 行重复。")]


def test_a_title_above_the_header_is_no_header(at_admin: Client) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "人员"
    page.append(["云溪县教育局人员信息表"])
    page.merge_cells("A1:H1")
    page.append(["序号", "姓名", "用户名", "备注"])
    page.append([1, "王一", "wang", "借调"])
    confirm(at_admin, preview(at_admin, book))
    assert User.objects.get(username="wang").name == "王一"


def rewritten(book: Any, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts as another program writes it."""
    source, target = io.BytesIO(packed(book)), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            changed = change(data) if item.filename == part else data
            assert item.filename != part or changed != data
            new.writestr(item, changed)
    return target.getvalue()


def with_saved_value(book: Any, cell: str, value: str) -> bytes:
    """With the last result beside a formula, as spreadsheet programs save it and openpyxl does not."""
    pattern = rf'<c r="{cell}"( s="\d+")?><f>(.*?)</f><v ?/?>(</v>)?'
    saved = rf'<c r="{cell}"\1 t="str"><f>\2</f><v>{value}</v>'
    return rewritten(book, "xl/worksheets/sheet1.xml", lambda xml: re.sub(pattern, saved, xml.decode()).encode())


def test_a_formula_counts_as_its_saved_value_and_without_one_is_refused_by_row(at_admin: Client) -> None:
    book = workbook(None, [["w1", "一", "", "=CONCATENATE(A2,B2)"], ["w2", "二", "", "=1/0"], ["w3", "三"]])
    page = preview(at_admin, with_saved_value(book, "D2", "科长"))
    assert problems(page) == [("人员", 3, "职务", "此处是公式，且没有保存计算结果。请复制后“粘贴为数值”。")]
    confirm(at_admin, page)
    assert User.objects.get(username="w1").post == "科长"
    assert User.objects.filter(username="w3").exists() and not User.objects.filter(username="w2").exists()


def test_text_that_looks_like_a_formula_is_text(at_admin: Client) -> None:
    book = workbook(None, [["w1", "一", "", "x"]])
    book["人员"]["D2"].value = "=科长"
    book["人员"]["D2"].data_type = "s"
    page = preview(at_admin, book)
    assert not problems(page)
    confirm(at_admin, page)
    assert User.objects.get(username="w1").post == "=科长"


def test_dates_and_error_values_are_refused_by_row(at_admin: Client) -> None:
    book = workbook(None, [["w1", "一", "", date(2026, 1, 2)], ["w2", "二", "", "#N/A"], [3.0, "三"], ["w4", "四"]])
    book["人员"]["D3"].data_type = "e"
    found = problems(preview(at_admin, book))
    assert [(row, column) for _sheet, row, column, _reason in found] == [(2, "职务"), (3, "职务")]


def test_numbers_lose_no_digit_and_gain_none(at_admin: Client) -> None:
    book = workbook(None, [[530101, "一", "", "", "", 13800138000.0], ["ｗ２", "二"]])
    confirm(at_admin, preview(at_admin, book))
    assert User.objects.get(username="530101").mobile == "13800138000"
    assert User.objects.filter(username="w2").exists(), "full-width letters are stored as the plain ones"


def test_sixty_five_thousand_empty_rows_are_read_quickly(at_admin: Client) -> None:
    empty = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{column}{row}" s="1"/>' for column in "ABCDEFGH") + "</row>"
        for row in range(3, 65_003)
    )
    last = '<row r="65003"><c r="A65003" t="inlineStr"><is><t>w2</t></is></c><c r="B65003" t="inlineStr"><is><t>二</t></is></c></row>'
    content = rewritten(
        workbook(None, [["w1", "一"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", (empty + last + "</sheetData>").encode()),
    )
    start = time.perf_counter()
    shown = preview(at_admin, content)
    took = time.perf_counter() - start
    assert [change.identity for change in shown.context["plan"].people] == ["w1", "w2"]
    assert shown.context["plan"].people[1].number == 65_003
    assert took < 15, f"{took:.1f} s"


def test_a_wrong_note_of_the_size_of_the_sheet_loses_no_row(at_admin: Client) -> None:
    content = rewritten(
        workbook(None, [["w1", "一"], ["w2", "二"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml),
    )
    assert len(preview(at_admin, content).context["plan"].people) == 2


def test_five_thousand_rows_go_in_and_one_more_is_refused(at_admin: Client) -> None:
    rows = [[f"p{number}", f"人{number}"] for number in range(5001)]
    assert "超过 5000 行" in refusal(at_admin, workbook(None, rows))


def test_english_titles_and_own_columns_are_understood(at_admin: Client) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "People"
    page.append(["Remark", "Full name", "User name*", "Roles"])
    page.append(["x", "王一", "wang", "编辑 , 初审"])
    confirm(at_admin, preview(at_admin, book))
    assert role_keys(User.objects.get(username="wang")) == {"editor", "first_review"}


def test_english_names_of_units_come_in_and_are_compared(at_admin: Client) -> None:
    rows = [["C", "云溪县", "", "县", "", "", "", "Yunxi County"], ["J", "教育局", "", "", "C", "", "", ""]]
    confirm(at_admin, preview(at_admin, workbook(rows)))
    assert dict(Unit.objects.values_list("code", "name_en")) == {"C": "Yunxi County", "J": ""}
    rows[0][7], rows[1][7] = "Yunxi", "Education Bureau"
    page = preview(at_admin, workbook(rows))
    assert ("英文名称", "Yunxi County", "Yunxi") in [
        tuple(map(str, words)) for words in page.context["plan"].units[0].words
    ]
    confirm(at_admin, page)
    assert preview(at_admin, workbook(rows)).context["plan"].is_empty
    assert UnitEvent.objects.filter(kind="renamed").count() == 2


# --- files that are refused as a whole ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"username,name\nwang,\xe7\x8e\x8b", "名单.csv", "这不是 .xlsx 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "名单.xls", "旧版 .xls 文件或加密文件"),
        (b"PK\x03\x04 broken", "名单.xlsx", "这不是 .xlsx 文件"),
        (b"\x89PNG\r\n\x1a\n", "名单.xlsx", "这不是 .xlsx 文件"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_content(
    at_admin: Client, content: bytes, name: str, message: str
) -> None:
    assert message in refusal(at_admin, content, name)


def test_a_docx_and_a_damaged_workbook_are_refused(at_admin: Client) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("word/document.xml", "<w/>")
    assert "这不是 .xlsx 文件" in refusal(at_admin, out.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("xl/workbook.xml", "<broken")
    assert "文件已损坏" in refusal(at_admin, out.getvalue())
    good = packed(workbook(None, [["w1", "一"]]))
    assert refusal(at_admin, good[: len(good) // 2])


def test_a_file_that_is_too_large_is_refused(at_admin: Client) -> None:
    assert "超过 5 MB" in refusal(at_admin, b"PK\x03\x04" + bytes(5 * 1024 * 1024))


def test_a_file_that_unfolds_to_gigabytes_is_refused(at_admin: Client) -> None:
    source, target = io.BytesIO(packed(workbook(None, [["w1", "一"]]))), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item, old.read(item))
        with new.open("xl/media/bomb.bin", "w", force_zip64=True) as part:
            for _times in range(201):
                part.write(bytes(1024 * 1024))
    assert len(target.getvalue()) < 1024 * 1024
    assert "文件内容过大" in refusal(at_admin, target.getvalue())


def test_entities_that_unfold_without_end_are_refused(at_admin: Client) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    content = rewritten(
        workbook(None, [["w1", "一"]]),
        "xl/workbook.xml",
        lambda xml: (bomb + "]>").encode() + re.sub(rb"^<\?xml[^>]*>", b"", xml).replace(b"<sheets>", b"<sheets>&j;"),
    )
    start = time.perf_counter()
    assert "文件已损坏" in refusal(at_admin, content)
    assert time.perf_counter() - start < 5


def test_a_wrong_sheet_and_missing_or_double_columns_are_said(at_admin: Client) -> None:
    assert "没有名为“单位”、“人员”的工作表" in refusal(at_admin, workbook(None, [["w", "一"]], sheet="Sheet1"))
    book = openpyxl.Workbook()
    book.active.title = "人员"
    book.active.append(["姓名", "手机"])
    assert "没有“用户名”列" in refusal(at_admin, book)
    book.active.append(["用户名", "姓名", "姓名"])
    assert "“姓名”列重复" in refusal(at_admin, book)


def test_nothing_chosen_and_other_roles(at_admin: Client) -> None:
    assert at_admin.post(reverse("people_import"), {}).context["form"].errors["file"]
    for role in ("editor", "final_review", "auditor", "emergency"):
        client = Client()
        client.force_login(make_user(f"r-{role}", role))
        assert upload(client, workbook(None, [["w1", "一"]])).status_code == 302
    assert not ImportBatch.objects.exists()


# --- first passwords ----------------------------------------------------------------------------------------------


def test_new_people_get_a_link_or_a_slip(at_admin: Client, django_capture_on_commit_callbacks: Any) -> None:
    done = confirm(
        at_admin, preview(at_admin, workbook(None, [["mit", "有邮箱", "", "", "", "", "m@y.cn"], ["ohne", "没有"]]))
    )
    address = done.redirect_chain[-1][0]
    with django_capture_on_commit_callbacks(execute=True):
        at_admin.post(address, {"activation": "1"})
    assert [letter.to for letter in mail.outbox] == [["m@y.cn"]]
    slips = at_admin.post(address, {"print": "1"}).content.decode()
    passwords = re.findall(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){2})</code>", slips)
    assert len(passwords) == 1 and "没有" in slips and "有邮箱" not in slips
    client = Client()
    answer = client.post("/accounts/login/", {"login": "ohne", "password": passwords[0]})
    assert answer.status_code == 302 and SignIn.objects.filter(user__username="ohne", result="success").exists()
    assert [user.username for user in at_admin.get(address).context["people"]] == ["mit"]
    assert len(re.findall("<code>[a-z2-9]{4}-", at_admin.post(address, {"all": "1"}).content.decode())) == 1


def test_rows_are_forgotten_after_a_day(at_admin: Client) -> None:
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    preview(at_admin, workbook(None, [["wang", "王一"]]))
    ImportBatch.objects.update(at=timezone.now() - timedelta(hours=25))
    call_command("prune_sign_ins")
    assert not ImportBatch.objects.exists()
