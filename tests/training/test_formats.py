"""Questions from Chinese Word and Excel files and from Moodle XML; out and in again; hostile files."""

import io
import json
import zipfile
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from training.bank import columns, files
from training.bank.chinese import Written, item_of
from training.bank.files import read, write
from training.bank.item import Item, UnreadableQuestions

from ..data import FOLDER, needs
from .items import items, plain


def docx(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# --- Word -----------------------------------------------------------------------------------------------------------

PAPER = (
    "改革知识测试卷",
    "一、单项选择题（每题 2 分）",
    "1. “一窗通办”的含义是（　　）",
    "A. 一个窗口受理",
    "B. 一个部门办理    C. 一天办完",
    "答案：A",
    "解析：前台综合受理，",
    "后台分类审批。",
    "2．河长制由（ B ）首创。",
    "A．甲县　B．云溪县",
    "二、多项选择题",
    "3、下列说法正确的有：",
    "A、甲",
    "B、乙",
    "C、丙",
    "【答案】AC",
    "【解析】见文件。1. 甲对；",
    "三、判断题",
    "4. 村务每季度公开一次。",
    "答案：√",
    "四、填空题",
    "5. 全县有____个乡镇，____个村。",
    "答案：12/十二；208",
    "五、简答题",
    "6. 说说林权改革的三个步骤。",
    "参考答案：确权、登记、流转。",
    "知识点：林改",
    "难度：中",
)


def test_a_paper_in_word() -> None:
    reading = read(docx(*PAPER), "docx")
    assert [problem.message for problem in reading.problems] == []
    one, two, three, four, five, six = reading.items
    assert (one.line, one.type, one.single, one.answers) == (3, "multichoice", True, ["一个窗口受理"])
    assert one.stem == "“一窗通办”的含义是（　　）"
    assert [option.text for option in one.options] == ["一个窗口受理", "一个部门办理", "一天办完"]
    assert one.feedback == "前台综合受理，后台分类审批。"
    assert (two.stem, two.answers) == ("河长制由（　　）首创。", ["云溪县"])
    assert (three.single, three.answers) == (False, ["甲", "丙"])
    assert three.feedback.startswith("见文件")
    assert (four.type, four.answers) == ("truefalse", [True])
    assert (five.type, five.answers) == ("multianswer", [["12", "十二"], ["208"]])
    assert (six.type, six.category, six.difficulty) == ("essay", "林改", "中")


def test_words_own_numbering_counts() -> None:
    document = Document()
    document.add_paragraph("林权证由谁发？", style="List Number")
    for text in ("A．县政府", "B．村委会", "答案：A"):
        document.add_paragraph(text)
    number = document.paragraphs[0].style.element.pPr.numPr.numId.val
    properties = document.paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = number
    stream = io.BytesIO()
    document.save(stream)
    (item,) = read(stream.getvalue(), "docx").items
    assert (item.stem, item.answers) == ("林权证由谁发？", ["县政府"])


def test_what_cannot_come_in_is_named_by_its_paragraph() -> None:
    document = Document()
    for line in ("1. 没有答案的题", "A. 甲", "B. 乙", "2. 选错字母的题", "A. 甲", "B. 乙", "答案：D"):
        document.add_paragraph(line)
    document.add_table(1, 1).cell(0, 0).text = "表里的题"
    stream = io.BytesIO()
    document.save(stream)
    reading = read(stream.getvalue(), "docx")
    assert reading.items == []
    assert [problem.line for problem in reading.problems] == [1, 4, 8]


# --- Excel ----------------------------------------------------------------------------------------------------------


def test_the_template_comes_in_as_it_goes_out() -> None:
    (item,) = read(columns.template(), "xlsx").items
    assert (item.line, item.answers, item.category) == (2, ["一个"], "放管服")


def test_a_list_with_its_own_heads() -> None:
    reading = read(
        xlsx(
            ("2026 年题库",),
            ("序号", "类型", "题目", "A", "B", "C", "正确答案", "答案解析", "分值"),
            (1, "单选题", "首问负责制由谁负责？", "首位接待人", "科长", None, "a", "见制度", 2),
            (2, "判断题", "节假日不办公。", None, None, None, "错", None, 1),
            (3, "数值题", "圆周率（两位小数）", None, None, None, "3.14±0.01", None, 1),
            (4, "排序题", "按先后排列", "受理", "审批", "发证", None, None, 1),
            (5, "连线题", "连一连", "镇长→张三", "县长→李四", None, None, None, 1),
            (6, "填空题", "林改始于____年", None, None, None, 2003, None, 1),
            (7, "看图题", "什么？", None, None, None, "A", None, 1),
            (8, "单选题", "缺答案", "甲", "乙", None, None, None, 1),
        ),
        "xlsx",
    )
    assert [item.type for item in reading.items] == [
        "multichoice",
        "truefalse",
        "numerical",
        "ordering",
        "match",
        "shortanswer",
    ]
    assert (reading.items[2].answers, reading.items[2].tolerance) == ([3.14], 0.01)
    assert reading.items[3].answers == ["受理", "审批", "发证"]
    assert reading.items[4].pairs == [("镇长", "张三"), ("县长", "李四")]
    assert [problem.line for problem in reading.problems] == [9, 10]


def test_a_formula_without_a_value_and_a_sheet_without_heads() -> None:
    reading = read(xlsx(("题干", "A", "B", "答案"), ("=1+1", "甲", "乙", "A")), "xlsx")
    assert [problem.line for problem in reading.problems] == [2]
    with pytest.raises(UnreadableQuestions):
        read(xlsx(("甲", "乙"), ("1", "2")), "xlsx")


@needs("questions")
@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_a_real_and_untidy_bank_comes_in(format: str) -> None:
    (path,) = (FOLDER / "questions").glob("*.json")
    bank = json.loads(path.read_text())["example"]
    assert len(bank) == 320
    if format == "xlsx":
        rows = [(row["question"], "".join(row["answer"]), row["analysis"]) for row in bank]
        data = xlsx(("题干", "答案", "解析"), *rows)
    else:
        lines = []
        for row in bank:
            lines += [row["question"], f"答案：{''.join(row['answer'])}", f"解析：{row['analysis']}"]
        data = docx(*(line for line in "\n".join(lines).split("\n")))
    reading = read(data, format)
    by_hand = len(bank) - len(reading.items)
    assert by_hand <= 3, reading.problems
    if format == "docx":
        return
    for row, item in zip(bank, reading.items, strict=True):
        assert len(item.options) == 4
        right = [place for place, option in enumerate(item.options) if option.fraction == 100]
        assert right == ["ABCD".index(row["answer"][0])]
        assert not any(mark in item.stem for mark in ("\nA．", "（ 　　）"))


# --- Moodle XML -----------------------------------------------------------------------------------------------------

XML = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/改革</text></category></question>
  <question type="multichoice">
    <name><text>一</text></name>
    <questiontext format="html"><text><![CDATA[<p>选<script>alert(1)</script><img src=x onerror=alert(1)></p>]]></text></questiontext>
    <single>true</single>
    <answer fraction="100" format="html"><text>对的</text><feedback><text>好</text></feedback></answer>
    <answer fraction="0"><text>错的</text><feedback><text></text></feedback></answer>
  </question>
  <question type="cloze"><name><text>二</text></name></question>
  <question type="numerical">
    <questiontext format="plain_text"><text>多少？</text></questiontext>
    <answer fraction="100"><text>12.5</text><tolerance>0.5</tolerance></answer>
  </question>
</quiz>"""


def test_moodle_xml() -> None:
    reading = read(XML.encode(), "moodlexml")
    choice, number = reading.items
    assert (choice.line, choice.category, choice.answers) == (4, "$course$/改革", ["对的"])
    assert choice.stem == "<p>选</p>"
    assert choice.notes
    assert (number.answers, number.tolerance) == ([12.5], 0.5)
    assert [(problem.line, "cloze" in problem.message) for problem in reading.problems] == [(11, True)]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>',
        '<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>',
        "<quiz><question>",
        "<html/>",
        "",
    ],
)
def test_hostile_or_broken_xml_is_refused(text: str) -> None:
    with pytest.raises(UnreadableQuestions):
        read(text.encode(), "moodlexml")


@pytest.mark.parametrize("format", files.FORMATS)
def test_what_is_no_such_file_is_refused(format: str) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        name = "xl/workbook.xml" if format == "xlsx" else "word/document.xml"
        archive.writestr(name, b"<a>" + b" " * 60_000_000 + b"</a>")
    macros = io.BytesIO(docx("1. 甲", "答案：对"))
    with zipfile.ZipFile(macros, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    for data in (
        b"\x00\x01\x02",
        bomb.getvalue(),
        macros.getvalue(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    ):
        with pytest.raises(UnreadableQuestions):
            read(data, format)


@pytest.mark.parametrize(
    "attack",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href='javascript:x'>"],
)
def test_scripts_do_not_come_in(attack: str) -> None:
    for format, data in (
        ("gift", f"[html]<p>问{attack.replace('=', chr(92) + '=').replace(':', chr(92) + ':')}</p>{{T}}".encode()),
        ("gift", f"问{attack.replace('=', chr(92) + '=').replace(':', chr(92) + ':')}{{T}}".encode()),
        ("xlsx", xlsx(("题干", "答案"), (f"问{attack}", "对"))),
        ("docx", docx(f"1. 问{attack}", "答案：对")),
    ):
        (item,) = read(data, format).items
        assert not any(word in item.stem.lower() for word in ("script", "onerror", "onload", "<img", "<svg"))
        assert item.stem.replace("<p>", "").startswith("问")


# --- Out and in again -----------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(st.lists(items(), min_size=1, max_size=4), st.sampled_from(files.FORMATS))
def test_import_export_import_is_the_identity(made: list[Item], format: str) -> None:
    data, _left = write(made, format)
    first = read(data, format)
    again, left = write(first.items, format)
    assert left == []
    second = read(again, format)
    assert [plain(item) for item in second.items] == [plain(item) for item in first.items]


@given(st.text(alphabet="A．.、BCD①②（）() \n\u3000甲乙丙。答案：解析对12", max_size=120), st.text(max_size=10))
def test_any_row_becomes_a_question_or_reasons(stem: str, answer: str) -> None:
    item, reasons = item_of(Written(1, stem=stem, answer=answer))
    assert (item is None) == bool(reasons)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from([*PAPER, "1. 题", "A. 甲", "答案：", "解析：", "", "乙", "99. 尾"]), max_size=25))
def test_no_line_of_a_word_file_is_lost_silently(lines: list[str]) -> None:
    reading = read(docx(*lines), "docx")
    numbered = [number for number, line in enumerate(lines, start=1) if line.startswith("1. 题")]
    told = {item.line for item in reading.items} | {problem.line for problem in reading.problems}
    assert all(any(line <= number for line in told) for number in numbered)
