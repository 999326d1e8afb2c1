"""Reads an uploaded workbook into raw rows: text by column, with the number of the row and what is wrong with a cell."""

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from .columns import SHEETS, Sheet

MOST_ROWS = 5000
# What the compressed file may unfold to; a sheet of 65,000 formatted rows is some 30 MB.
MOST_BYTES = 200 * 1024 * 1024
HEADER_WITHIN = 10
HEADER_WIDTH = 40
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)["']""")


class WorkbookError(Exception):
    """The file as a whole cannot be read; `str()` says why, to the user."""


@dataclass
class Row:
    """One filled row. `cells` by column key; `problems` as (column key or "", reason)."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)


def read_workbook(file: IO[bytes]) -> dict[str, list[Row]]:
    """Rows by sheet key ("units", "people"), as they stand, formulas by their saved values, merged cells filled.

    Raises `WorkbookError` for what is no xlsx, is too large, or has neither sheet.
    """
    _check_container(file)
    try:
        formulas = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        values = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise WorkbookError(_("The workbook is damaged and cannot be opened.")) from error
    try:
        found = {}
        for sheet in SHEETS:
            page = next((page for page in formulas.worksheets if _plain(page.title) in sheet.titles()), None)
            if page is not None:
                found[sheet.key] = _read_sheet(file, sheet, page, values[page.title])
    except WorkbookError:
        raise
    except Exception as error:
        raise WorkbookError(_("The workbook is damaged and cannot be opened.")) from error
    finally:
        formulas.close()
        values.close()
    if not found:
        names = "、".join(f"“{sheet.title}”" for sheet in SHEETS)
        raise WorkbookError(_("No sheet is named %(names)s. Use the template.") % {"names": names})
    return found


def _check_container(file: IO[bytes]) -> None:
    file.seek(0)
    start = file.read(8)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise WorkbookError(_("This is an old .xls or a password-protected file. Save it as .xlsx without a password."))
    try:
        with zipfile.ZipFile(file) as container:
            names = set(container.namelist())
            size = sum(item.file_size for item in container.infolist())
    except zipfile.BadZipFile as error:
        raise WorkbookError(_("This is not an .xlsx workbook. Save it as “Excel workbook (.xlsx)”.")) from error
    if "xl/workbook.xml" not in names:
        raise WorkbookError(_("This is not an .xlsx workbook. Save it as “Excel workbook (.xlsx)”."))
    if size > MOST_BYTES:
        raise WorkbookError(_("The workbook is too large. Keep only the sheets to import."))


def _read_sheet(file: IO[bytes], sheet: Sheet, page: Any, cached: Any) -> list[Row]:
    for reader in (page, cached):
        reader.reset_dimensions()  # what a program noted as the size of the sheet may be wrong, and rows would be lost
    head, columns = _header(sheet, page)
    merged = _merged(file, page, max(columns))
    inside = {number for number, _column in merged}
    filled: dict[int, dict[int, Any]] = {}
    formulas: dict[int, list[int]] = {}
    for number, cells in enumerate(page.iter_rows(min_row=head + 1, max_col=max(columns)), start=head + 1):
        found = {}
        for position in columns:
            cell = cells[position - 1] if position <= len(cells) else None
            if cell is None or cell.value is None:
                continue
            found[position] = cell.value
            if cell.data_type == "f":
                formulas.setdefault(number, []).append(position)
        if found or number in inside:
            filled[number] = found
    if formulas:
        _take_saved_values(cached, max(columns), formulas, filled)
    rows = []
    for number, found in filled.items():
        row = Row(number)
        for position, key in columns.items():
            value = found.get(position)
            if value is None and position in formulas.get(number, ()):
                row.problems.append((key, _("A formula without a saved value. Paste it as a value.")))
            anchor = merged.get((number, position))
            if anchor and anchor[0] > head:
                value = filled.get(anchor[0], {}).get(anchor[1])
            text = _text(value, key, row)
            if text:
                row.cells[key] = text
        if row.cells or row.problems:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise WorkbookError(
                _("“%(sheet)s” has more than %(most)d rows. Import it in parts.")
                % {"sheet": sheet.title, "most": MOST_ROWS}
            )
    return rows


def _take_saved_values(
    cached: Any, width: int, formulas: dict[int, list[int]], filled: dict[int, dict[int, Any]]
) -> None:
    """Puts the result that the spreadsheet program saved in the place of each formula, or nothing."""
    last = max(formulas)
    for number, values in enumerate(
        cached.iter_rows(min_row=1, max_row=last, max_col=width, values_only=True), start=1
    ):
        for position in formulas.get(number, ()):
            filled[number][position] = values[position - 1] if position <= len(values) else None


def _header(sheet: Sheet, page: Any) -> tuple[int, dict[int, str]]:
    """The row of titles and which column holds what: a line with the sheet's name may stand above."""
    titles = {title: column.key for column in sheet.columns for title in column.titles()}
    required = {column.key for column in sheet.columns if column.required}
    best: dict[int, str] = {}
    for number, cells in enumerate(
        page.iter_rows(min_row=1, max_row=HEADER_WITHIN, max_col=HEADER_WIDTH, values_only=True), start=1
    ):
        found: dict[int, str] = {}
        for position, value in enumerate(cells, start=1):
            key = titles.get(_plain(str(value)).rstrip("*").strip()) if value is not None else None
            if key:
                if key in found.values():
                    column = next(column for column in sheet.columns if column.key == key)
                    raise WorkbookError(
                        _("“%(sheet)s” has the column “%(column)s” twice.")
                        % {"sheet": sheet.title, "column": column.title}
                    )
                found[position] = key
        if required <= set(found.values()):
            return number, found
        if len(found) > len(best):
            best = found
    missing = "、".join(
        f"“{column.title}”" for column in sheet.columns if column.required and column.key not in best.values()
    )
    raise WorkbookError(
        _("“%(sheet)s” has no column %(missing)s in its first rows. Use the template.")
        % {"sheet": sheet.title, "missing": missing}
    )


def _merged(file: IO[bytes], page: Any, width: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell of a merged range → its first cell, which alone holds the value. The fast reader does not tell them."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for reference in _merged_references(file, page._worksheet_path):
        left, top, right, bottom = (int(edge or 1) for edge in range_boundaries(reference))
        for row in range(top, min(bottom, top + MOST_ROWS) + 1):
            for column in range(left, min(right, width) + 1):
                found[row, column] = (top, left)
        if len(found) > MOST_ROWS * HEADER_WIDTH:
            raise WorkbookError(_("The workbook has too many merged cells. Split them and upload it again."))
    return found


def _merged_references(file: IO[bytes], path: str) -> Iterator[str]:
    """The ranges as the sheet names them (“A2:A9”). They stand behind all cells; a search is 50 times faster than parsing."""
    file.seek(0)
    with zipfile.ZipFile(file) as container, container.open(path.lstrip("/")) as source:
        tail = b""
        while chunk := source.read(1 << 20):
            text = tail + chunk
            end = 0
            for match in MERGED.finditer(text):
                end = match.end()
                yield match[1].decode()
            tail = text[max(end, len(text) - 200) :]


def _text(value: Any, key: str, row: Row) -> str:
    """A cell as text. Whole numbers lose their “.0”; what is no text in a list of people is named as a problem."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float | int):
        if float(value).is_integer():
            return str(int(value))
        return str(value)
    if isinstance(value, datetime | date | time):
        row.problems.append((key, _("A date stands here. Format the column as text and type it again.")))
        return ""
    text = unicodedata.normalize("NFC", str(value)).strip().strip("　﻿")
    if re.fullmatch(r"#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)", text):
        row.problems.append((key, _("The cell holds an error of the spreadsheet (%(error)s).") % {"error": text}))
        return ""
    return re.sub(r"[\x00-\x08\x0b-\x1f]", "", text)


def _plain(title: str) -> str:
    return unicodedata.normalize("NFKC", title).strip().casefold()
