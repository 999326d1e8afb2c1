"""Question files as strangers really have them: what each format leaves open, and what must be said instead of dropped."""

import io
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook

from training.bank import gift
from training.bank.files import read
from training.bank.item import Item

HEADS = ("题型", "题干", "选项A", "选项B", "选项C", "答案", "分类")


def xlsx(*rows: tuple[Any, ...], merge: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merge:
        book.active.merge_cells(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def docx(text: str) -> bytes:
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def options(item: Item) -> list[str]:
    return [option.text for option in item.options]


# --- GIFT -----------------------------------------------------------------------------------------------------------


def one(text: str) -> Item:
    (item,) = gift.read(text).items
    return item


def test_gift_by_its_rules() -> None:
    assert one("::甲\\:乙:: a\\=b \\~ \\# \\{c\\} {=x\\=y#好\\#的 ~z}").stem == "a=b ~ # {c}"
    missing = one("Grant is {~buried =entombed ~living} in his tomb.")
    assert missing.stem == "Grant is _____ in his tomb." and missing.answers == ["entombed"]
    several = one("哪些？{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}")
    assert (several.single, several.answers) == (False, ["a", "b", "c"])
    assert one("选{=甲~%25%乙}").options[1].fraction == 25
    number = one("几？{#\n=1822:0#对\n=%50%1822:2#接近\n~#都不是\n}")
    assert [(option.text, option.tolerance, option.fraction) for option in number.options] == [
        ("1822", 0.0, 100.0), ("1822", 2.0, 50.0), ("*", None, 0.0)
    ]  # fmt: skip
    assert one("几？{#-3..-1}").answers == [-2] and one("几？{#1e3:10}").answers == [1000]
    match = one("配{=甲 -> 一 =乙 -> 二 = -> 三}")
    assert match.pairs == [("甲", "一"), ("乙", "二"), ("", "三")]
    assert one("谈{####看法}").feedback == "看法" and one("只是说明").type == "description"
    assert [one(f"真{{{word}}}").answers for word in ("T", "true", "F", "FALSE")] == [[True], [True], [False], [False]]
    assert one("[markdown]**真**{T}").format == "markdown" and one("[html]<b>真</b>{T}").format == "html"
    assert one("词{=一 =%0%二}").answers == ["一"]


@pytest.mark.parametrize(
    "text", ["填{=}", "填{= =甲}", "判{T}又{F}", "数{#}", "数{#1..2:3}", "选{=甲\\}", "选{1:SA:=甲}"]
)
def test_gift_that_means_nothing_is_named(text: str) -> None:
    reading = gift.read(f"好{{T}}\n\n{text}")
    assert [problem.line for problem in reading.problems] == [3] and len(reading.items) == 1


# --- xlsx -----------------------------------------------------------------------------------------------------------


def test_what_was_merged_down_a_column_holds_for_all_its_rows() -> None:
    rows = (("题库",), HEADS, ("多选", "一？", "甲", "乙", None, "A", "林改"), (None, "二？", "甲", "乙", None, "AB", None),
            ("单选", "三？", "甲", "乙", None, "B", None))  # fmt: skip
    first, second, third = read(xlsx(*rows, merge=("A1:G1", "A3:A4", "G3:G4")), "xlsx").items
    assert (first.single, second.single, third.single) == (False, False, True)
    assert [item.category for item in (first, second, third)] == ["林改", "林改", ""]


def test_cells_with_letters_numbers_and_marks_of_truth() -> None:
    marks = (
        ("对", True),
        ("√", True),
        ("T", True),
        (True, True),
        ("Ｔ", True),
        ("错", False),
        ("×", False),
        ("F", False),
    )
    rows = [("判断", f"第{place}句", None, None, None, mark, None) for place, (mark, _truth) in enumerate(marks)]
    assert [item.answers for item in read(xlsx(HEADS, *rows), "xlsx").items] == [[truth] for _mark, truth in marks]
    reading = read(
        xlsx(
            HEADS, ("单选", "几？", "A．一", "B、二", "C. 三", "Ｂ", None), ("单选", "多少？", 1, 2.0, "3", "c", None)
        ),
        "xlsx",
    )
    assert [options(item) for item in reading.items] == [["一", "二", "三"], ["1", "2", "3"]]
    assert [item.answers for item in reading.items] == [["二"], ["3"]]


@pytest.mark.parametrize(("data", "format"), [(xlsx(HEADS), "xlsx"), (docx("只有标题"), "docx")])
def test_a_file_without_a_question_says_so(data: bytes, format: str) -> None:
    reading = read(data, format)
    assert not reading.items and reading.problems


# --- Word -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "answer", "right"),
    [
        ("Ａ．甲　　Ｂ．乙　　Ｃ．丙", "答案：B", "乙"),
        ("A、甲  B、乙\nC、丙", "【答案】C", "丙"),
        ("(A) 甲 (B) 乙 (C) 丙", "答案:A、C", "甲丙"),
        ("a．甲\nb．乙\nc．丙", "参考答案：ac", "甲丙"),
        ("（Ａ）甲\n（Ｂ）乙\n（Ｃ）丙", "正确答案：ＡＢＣ", "甲乙丙"),
    ],
)
def test_options_and_answers_as_people_type_them(lines: str, answer: str, right: str) -> None:
    reading = read(docx(f"1．哪些对？\n{lines}\n{answer}\n解析：如题。"), "docx")
    (item,) = reading.items
    assert (item.stem, options(item), item.feedback) == ("哪些对？", ["甲", "乙", "丙"], "如题。")
    assert "".join(item.answers) == right and not reading.problems


def test_small_letters_in_a_sentence_are_no_options() -> None:
    (item,) = read(docx("1．方案 a. 与方案 b. 相比，哪个省钱？\n答案：方案 a"), "docx").items
    assert item.type == "shortanswer" and "a." in item.stem and not item.answers[1:]


# --- Moodle XML -----------------------------------------------------------------------------------------------------


def test_what_moodle_has_and_we_have_not_is_named() -> None:
    text = """<quiz><question type="shortanswer"><questiontext><text><![CDATA[<!DOCTYPE html> 是什么？]]></text></questiontext>
<answer fraction="100"><text>文档类型</text></answer><usecase>1</usecase><hint><text>看开头</text></hint></question></quiz>"""
    (item,) = read(text.encode(), "moodlexml").items
    assert item.answers == ["文档类型"] and any("hint、usecase" in note for note in item.notes)
    assert not one("甲{T}").notes
