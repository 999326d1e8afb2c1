"""The xlsx template: Chinese heads, one row a question. In, out, and the empty template."""

import io
import re
import unicodedata
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, range_boundaries

from reform.editorial.office import cell_text

from .chinese import Written, item_of
from .item import FULL, Item, Reading, UnreadableQuestions

# Field → the head of our template, then what people's own lists call it.
HEADS: dict[str, tuple[str, ...]] = {
    "kind": ("题型", "类型", "题目类型", "试题类型", "type"),
    "name": ("题名", "名称", "name"),
    "stem": ("题干", "题目", "试题", "问题", "题目内容", "试题内容", "题干内容", "内容", "stem", "question"),
    "answer": ("答案", "正确答案", "参考答案", "标准答案", "正确选项", "answer"),
    "tolerance": ("误差", "容差", "tolerance"),
    "feedback": ("解析", "答案解析", "试题解析", "题目解析", "说明", "feedback", "analysis"),
    "category": ("分类", "题库", "知识点", "章节", "主题", "category"),
    "difficulty": ("难度", "难易程度", "difficulty"),
    "source": ("来源", "出处", "source"),
    "tags": ("标签", "tags"),
}
OPTION = re.compile(r"(?:选项|答案选项|option)?\s*([A-H]|[1-8一二三四五六七八])(?:选项)?$", re.IGNORECASE)
LETTERS = "ABCDEFGH"
MOST_ROWS = 5_000
MOST_COLUMNS = 60
HEAD_WITHIN = 10


def read(data: bytes) -> Reading:
    """All questions of the first sheet that has a column 题干; `line` is the row. Raises `UnreadableQuestions`."""
    try:
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise UnreadableQuestions(_("The workbook is damaged and cannot be opened.")) from error
    try:
        for sheet in values.worksheets:
            sheet.reset_dimensions()
            head = _head(sheet)
            if head:
                formulas[sheet.title].reset_dimensions()
                return _rows(sheet, formulas[sheet.title], *head, _merged(data, sheet))
    except UnreadableQuestions:
        raise
    except Exception as error:
        raise UnreadableQuestions(_("The workbook is damaged and cannot be opened.")) from error
    finally:
        values.close()
        formulas.close()
    raise UnreadableQuestions(_("No sheet has the columns 题干 and 答案 in its first rows. Use the template."))


def _plain(value: Any) -> str:
    return re.sub(r"[\s*＊]", "", unicodedata.normalize("NFKC", str(value))).casefold()


def _head(sheet: Any) -> tuple[int, dict[int, str]] | None:
    """(row, column → field or “option A”) of the row of heads; None where there is none."""
    names = {_plain(name): field for field, known in HEADS.items() for name in known}
    for number, cells in enumerate(
        sheet.iter_rows(max_row=HEAD_WITHIN, max_col=MOST_COLUMNS, values_only=True), start=1
    ):
        found: dict[int, str] = {}
        for position, value in enumerate(cells):
            if value is None:
                continue
            plain = _plain(value)
            if field := names.get(plain):
                if field not in found.values():
                    found[position] = field
            elif match := OPTION.match(plain):
                place = "abcdefgh12345678一二三四五六七八".index(match[1].casefold()) % 8
                found[position] = f"option {LETTERS[place]}"
        if "stem" in found.values():
            return number, found
    return None


# What people write once for several rows, in one merged cell.
SHARED = {"kind", "category", "difficulty", "source", "tags"}


def _merged(data: bytes, sheet: Any) -> dict[tuple[int, int], int]:
    """(row, column from 0) → the row that holds the value, of cells that were merged down a column.

    Read from the sheet's own part: openpyxl keeps no merged cells when it reads a sheet row by row.
    """
    found: dict[tuple[int, int], int] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as pack, pack.open(sheet._worksheet_path) as part:
        for _event, element in etree.iterparse(part, tag="{*}mergeCell", resolve_entities=False, no_network=True):
            left, top, right, bottom = range_boundaries(element.get("ref"))
            if top and bottom and left and left == right and bottom - top < MOST_ROWS:
                found |= {(row, left - 1): top for row in range(top + 1, bottom + 1)}
            element.clear()
    return found


def _rows(sheet: Any, formulas: Any, head: int, columns: dict[int, str], merged: dict[tuple[int, int], int]) -> Reading:
    reading, above = Reading(), dict[tuple[int, int], Any]()
    filled = 0
    width = max(columns) + 1
    pairs = zip(
        sheet.iter_rows(min_row=head + 1, max_col=width, values_only=True),
        formulas.iter_rows(min_row=head + 1, max_col=width, values_only=True),
        strict=True,
    )
    for number, (cells, raw) in enumerate(pairs, start=head + 1):
        if all(value is None or not str(value).strip() for value in raw):
            continue
        filled += 1
        if filled > MOST_ROWS:
            raise UnreadableQuestions(
                _("The sheet has more than %(most)d rows. Import it in parts.") % {"most": MOST_ROWS}
            )
        if any(
            value is None and isinstance(raw[place], str) and raw[place].startswith("=")
            for place, value in enumerate(cells)
        ):
            reading.refuse(number, _("A formula without a saved value. Paste it as a value."))
            continue
        row = {columns[place]: _text(value) for place, value in enumerate(cells) if place in columns}
        for place, field in columns.items():
            if field in SHARED:
                above[number, place] = row.get(field, "")
                row[field] = row.get(field) or above.get((merged.get((number, place), 0), place), "")
        options = [row.pop(f"option {letter}", "") for letter in LETTERS]
        while options and not options[-1]:
            options.pop()
        written = Written(number, options=options, **row)
        item, reasons = item_of(written)
        if item:
            reading.items.append(item)
        for reason in reasons:
            reading.refuse(number, reason)
    return reading


def _text(value: Any) -> str:
    return ("对" if value else "错") if isinstance(value, bool) else cell_text(value)


# --- Out ------------------------------------------------------------------------------------------------------------

WIDTHS = {"stem": 60, "feedback": 40, "kind": 10, "answer": 16}
EXAMPLE = {
    "kind": "单选",
    "stem": "“一窗通办”改革以后，群众办理一件事一般要到几个窗口？",
    "option A": "一个",
    "option B": "两个",
    "option C": "三个",
    "answer": "A",
    "feedback": "前台综合受理，后台分类审批，统一窗口出件。",
    "category": "放管服",
    "difficulty": "易",
}


def fields() -> list[str]:
    """The columns of the template, in order."""
    before, after = (
        ["kind", "name", "stem"],
        ["answer", "tolerance", "feedback", "category", "difficulty", "source", "tags"],
    )
    return before + [f"option {letter}" for letter in LETTERS] + after


def template() -> bytes:
    """The empty template with one example row."""
    return _workbook([EXAMPLE])


def write(items: list[Item]) -> bytes:
    """The questions as a workbook that `read` understands."""
    rows = []
    for item in items:
        row = cells(item)
        options = row.pop("options")
        rows.append({**row, **{f"option {LETTERS[place]}": text for place, text in enumerate(options)}})
    return _workbook(rows)


def _workbook(rows: list[dict[str, str]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "试题"
    for position, field in enumerate(fields(), start=1):
        title = HEADS[field][0] if field in HEADS else f"选项{field[-1]}"
        sheet.cell(1, position, title).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(position)].width = WIDTHS.get(field, 18 if "option" in field else 12)
        for number, row in enumerate(rows, start=2):
            # As text: what begins with = is no formula.
            cell = sheet.cell(number, position)
            cell.value = row.get(field, "")
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def can_write(item: Item) -> bool:
    """Whether the template can hold the question whole: no shares of its own, no feedback for single options."""
    if item.type == "description" or item.format != "plain" or len(item.options) > len(LETTERS):
        return False
    if any(option.feedback for option in item.options):
        return False
    if item.type == "multichoice":
        right = [option.fraction for option in item.options if option.fraction]
        share = FULL if item.single else round(FULL / max(len(right), 1), 5)
        return len(right) == 1 if item.single else all(abs(part - share) < 0.01 for part in right)
    return all(option.fraction == FULL for option in item.options) or item.type == "truefalse"


def cells(item: Item) -> dict[str, Any]:
    """The parts of a question as people write them; `options` is a list."""
    kind = {
        "multichoice": "单选" if item.single else "多选",
        "truefalse": "判断",
        "shortanswer": "填空",
        "multianswer": "填空",
    }
    kind |= {"numerical": "数值", "match": "匹配", "ordering": "排序", "essay": "简答"}
    options, answer = _key(item)
    return {
        "kind": kind[item.type],
        "name": item.name,
        "stem": _broken(item.stem),
        "options": options,
        "answer": answer,
        "tolerance": f"{item.tolerance:g}" if item.tolerance else "",
        "feedback": _broken(item.feedback),
        "category": item.category,
        "difficulty": item.difficulty,
        "source": item.source,
        "tags": "、".join(item.tags),
    }


def _broken(text: str) -> str:
    """Line breaks as empty lines, which are kept when the text comes in again: see `tidy.joined`."""
    return re.sub(r"\n+", "\n\n", text)


def _key(item: Item) -> tuple[list[str], str]:
    """(options, answer) in words."""
    if item.type == "multichoice":
        letters = "".join(LETTERS[place] for place, option in enumerate(item.options) if option.fraction > 0)
        return [option.text for option in item.options], letters
    if item.type == "truefalse":
        return [], "对" if item.answers[0] else "错"
    if item.type == "match":
        return [f"{left} → {right}" for left, right in item.pairs], ""
    if item.type == "ordering":
        return list(item.answers), LETTERS[: len(item.answers)]
    if item.type == "multianswer":
        return [], "；".join("/".join(gap) for gap in item.answers)
    if item.type == "shortanswer":
        return [], "/".join(item.answers)
    return [], "".join(str(answer) for answer in item.answers)
