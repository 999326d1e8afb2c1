"""Reads a wording list from xlsx: each row judged before anything is written. Pure but for the last function."""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from wagtail.log_actions import log

from .folding import near
from .models import WordingEntry

MAX_ROWS = 20_000
MAX_BYTES = 10 * 1024 * 1024
# The heads of the template, which the import looks for by name: columns may stand in any order.
HEADS = {
    "错误表述": "wrong",
    "规范写法": "right",
    "类别": "kind",
    "级别": "level",
    "例外词语": "unless",
    "来源": "source",
    "备注": "note",
}
KINDS = {"不规范": "wrong", "姓名职务": "title", "不宜使用": "avoid"}
LEVELS = {"必改": "must", "建议": "advice"}


class UnreadableList(ValueError):
    """The file is no wording list; `str()` says why, to the user."""


@dataclass
class Row:
    """One line of the file. `errors` are sentences; `state` is new, changed, same or bad."""

    number: int
    values: dict[str, str]
    errors: list[str] = field(default_factory=list)
    state: str = "new"


def read(data: bytes) -> list[Row]:
    """All rows with anything in them. Raises `UnreadableList`."""
    if len(data) > MAX_BYTES:
        raise UnreadableList(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableList(_("This is not an Excel file (.xlsx).")) from error
    for sheet in book.worksheets:
        lines = sheet.iter_rows(values_only=True)
        columns = _columns(next(lines, ()))
        if columns:
            return _rows(lines, columns)
    raise UnreadableList(_("No sheet has the heads of the template (%(heads)s).") % {"heads": "、".join(HEADS)})


def _columns(head: Any) -> dict[int, str]:
    found = {
        at: HEADS[str(cell).strip()] for at, cell in enumerate(head) if cell is not None and str(cell).strip() in HEADS
    }
    return found if "wrong" in found.values() else {}


def _rows(lines: Any, columns: dict[int, str]) -> list[Row]:
    rows: list[Row] = []
    seen: dict[str, tuple[int, str]] = {}
    known = {entry.wrong: entry for entry in WordingEntry.objects.all()}
    alike = {near(wrong): wrong for wrong in known}
    for number, line in enumerate(lines, start=2):
        values = {name: _text(line[at]) if at < len(line) else "" for at, name in columns.items()}
        if not any(values.values()):
            continue
        if len(rows) >= MAX_ROWS:
            raise UnreadableList(_("The list has more than %(limit)d rows.") % {"limit": MAX_ROWS})
        row = Row(number, values)
        _judge(row)
        wrong = row.values["wrong"]
        first, spelling = seen.setdefault(near(wrong), (number, wrong))
        if first != number and spelling == wrong:
            row.errors.append(_("The same expression stands in row %(row)d.") % {"row": first})
        elif first != number:
            row.errors.append(
                _("Row %(row)d has “%(other)s”, which differs in width, case or spaces alone.")
                % {"row": first, "other": spelling}
            )
        elif wrong not in known and (other := alike.get(near(wrong))):
            row.errors.append(
                _("The list has “%(other)s”, which differs in width, case or spaces alone.") % {"other": other}
            )
        row.state = "bad" if row.errors else _state(row, known.get(wrong))
        rows.append(row)
    return rows


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _judge(row: Row) -> None:
    """Turns the words of the file into ours and lets the model judge the rest."""
    values = row.values
    for name, words in (("kind", KINDS), ("level", LEVELS)):
        given = values.get(name) or next(iter(words))
        if given not in words:
            row.errors.append(
                _("“%(value)s” is not one of %(choices)s.") % {"value": given, "choices": "、".join(words)}
            )
        values[name] = words.get(given, "")
    if row.errors:
        return
    try:
        WordingEntry(**values).full_clean(validate_unique=False)
    except ValidationError as error:
        row.errors += error.messages


def _state(row: Row, entry: WordingEntry | None) -> str:
    if entry is None:
        return "new"
    return "same" if all(getattr(entry, name) == value for name, value in row.values.items()) else "changed"


@transaction.atomic
def write(rows: list[dict[str, str]], user: Any, file: str = "") -> tuple[int, int]:
    """(new, changed) after writing the confirmed rows. Running it again changes nothing. Raises `PermissionDenied`.

    Each entry's history says from which file it was read in, and by whom.
    """
    if not user.has_perm("editorial.add_wordingentry"):
        raise PermissionDenied
    new = changed = 0
    for values in rows:
        entry = WordingEntry.objects.filter(wrong=values["wrong"]).first()
        if entry is None:
            entry = WordingEntry.objects.create(**values)
            new += 1
        elif any(getattr(entry, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(entry, name, value)
            entry.save()
            changed += 1
        else:
            continue
        # A number of its own: Wagtail takes the entries of one request for one event, and would show the last alone.
        log(entry, "editorial.wording_imported", user=user, uuid=uuid4(), data={"file": file})
    return new, changed


def template() -> bytes:
    """An empty list with its heads and two rows that show how."""
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("用语库")
    sheet.append(list(HEADS))
    sheet.append(["按装", "安装", "不规范", "必改", "", "《现代汉语词典》", ""])
    sheet.append(["截止", "截至", "不规范", "建议", "截止日期、截止时间", "《现代汉语词典》", "“截止”不带宾语"])
    for letter, width in zip("ABCDEFG", (18, 18, 12, 10, 24, 30, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
