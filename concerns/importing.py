"""Reads the lists that hotlines hand over: xlsx, or CSV in UTF-8 or GB 18030, by a mapping of columns."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from reform.editorial.extract import MAX_BYTES, UnreadableFile, decode, open_office
from reform.editorial.office import cell_text

FIELDS = ("source_number", "received_at", "subject", "text", "answer", "answered_at")
HEADS = Path(__file__).with_name("rules") / "heads.yaml"
HEAD_WITHIN = 10
MOST_COLUMNS = 200
MOST_ROWS = 200_000
LONGEST = 100_000
DATE = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<hour>\d{1,2})\s*[:：时点]\s*(?:(?P<minute>\d{1,2})\s*(?:[:：分]\s*(?:(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?)?)?)?$"
)
Heads = Mapping[str, str | list[str]]


class UnreadableList(ValueError):
    """The file as a whole cannot be read; `str()` says why, to the user."""


@dataclass
class Entry:
    """One row that can be taken in. Times carry the zone of the site."""

    row: int
    source_number: str
    received_at: datetime
    text: str
    subject: str = ""
    answer: str = ""
    answered_at: datetime | None = None


@dataclass
class Listing:
    """What a file held. `columns` is the mapping that was used, for the next time."""

    columns: dict[str, list[str]]
    read: int = 0
    entries: list[Entry] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)


def read(data: bytes, mapping: Heads | None = None) -> Listing:
    """All rows of the file. `mapping`: our field → a head or a list of heads to join; what it leaves out is guessed.

    Raises `UnreadableList` for what is no list, a mapping that names unknown fields or heads, or too many rows.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableList(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
    rows = _sheet(data) if data[:4] == b"PK\x03\x04" else _csv(data)
    wanted = _wanted(mapping or {})
    beginning: list[tuple[int, list[Any]]] = []
    for number, cells in rows:
        beginning.append((number, cells))
        columns = _columns(cells, wanted)
        if columns and "text" in columns:
            break
        if len(beginning) >= HEAD_WITHIN:
            columns = None
            break
    else:
        columns = None
    if not columns:
        raise UnreadableList(_missing(wanted, beginning))
    heads = [_plain(cell) for cell in beginning[-1][1]]
    listing = Listing({name: [heads[place] for place in places] for name, places in columns.items()})
    _take(listing, rows, columns)
    return listing


def first_row(data: bytes) -> list[str]:
    """The heads of a list as they are written: the row among the first ones with most of them. Raises `UnreadableList`."""
    if len(data) > MAX_BYTES:
        raise UnreadableList(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
    rows = _sheet(data) if data[:4] == b"PK\x03\x04" else _csv(data)
    best: list[str] = []
    known = {head for heads in _known().values() for head in heads}
    for _number, (_row, cells) in zip(range(HEAD_WITHIN), rows, strict=False):
        heads = [cell_text(cell) for cell in cells if cell_text(cell)]
        if not best or sum(_plain(head) in known for head in heads) > sum(_plain(head) in known for head in best):
            best = heads
    if not best:
        raise UnreadableList(_("The list is empty."))
    return list(dict.fromkeys(best))


def _take(listing: Listing, rows: Iterator[tuple[int, list[Any]]], columns: dict[str, list[int]]) -> None:
    seen: dict[str, int] = {}
    for number, cells in rows:
        if not any(cell_text(cell) for cell in cells):
            continue
        listing.read += 1
        if listing.read > MOST_ROWS:
            raise UnreadableList(_("The list has more than %(most)d rows. Import it in parts.") % {"most": MOST_ROWS})
        try:
            entry = _entry(number, cells, columns)
        except ValueError as error:
            listing.errors.append((number, str(error)))
            continue
        first = seen.setdefault(entry.source_number, number)
        if entry.source_number and first != number:
            reason = _("The number %(number)s stands in row %(row)d already.")
            listing.errors.append((number, reason % {"number": entry.source_number, "row": first}))
        else:
            listing.entries.append(entry)


# --- Columns --------------------------------------------------------------------------------------------------------


@cache
def _known() -> dict[str, list[str]]:
    return {name: [_plain(head) for head in heads] for name, heads in yaml.safe_load(HEADS.read_text("utf-8")).items()}


def _plain(value: Any) -> str:
    return re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", "" if value is None else str(value))).casefold()


def _wanted(mapping: Heads) -> dict[str, list[str]]:
    """The mapping with each head in its plain form. Raises `UnreadableList`."""
    if unknown := [name for name in mapping if name not in FIELDS]:
        raise UnreadableList(
            _("The mapping names “%(name)s”; our fields are %(fields)s.")
            % {"name": unknown[0], "fields": "、".join(FIELDS)}
        )
    wanted = {name: [heads] if isinstance(heads, str) else list(heads) for name, heads in mapping.items()}
    return {name: [_plain(head) for head in heads if _plain(head)] for name, heads in wanted.items()}


def _columns(cells: list[Any], wanted: dict[str, list[str]]) -> dict[str, list[int]] | None:
    """Field → places of its columns in this row of heads; None when a head of the mapping is not among them."""
    heads = [_plain(cell) for cell in cells]
    columns: dict[str, list[int]] = {}
    for name, names in wanted.items():
        if any(head not in heads for head in names):
            return None
        if names:
            columns[name] = [heads.index(head) for head in names]
    taken = {place for places in columns.values() for place in places}
    for name, known in _known().items():
        if name in wanted:
            continue
        place = next((heads.index(head) for head in known if head in heads and heads.index(head) not in taken), None)
        if place is not None:
            columns[name] = [place]
            taken.add(place)
    return columns


def _missing(wanted: dict[str, list[str]], beginning: list[tuple[int, list[Any]]]) -> str:
    present = {_plain(cell) for _number, cells in beginning for cell in cells}
    for heads in wanted.values():
        for head in heads:
            if head not in present:
                return _("The list has no column “%(head)s”.") % {"head": head}
    return _("No column for the text was found in the first rows. Name it in the mapping.")


# --- Rows -----------------------------------------------------------------------------------------------------------


def _csv(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        text = decode(data)
    except UnreadableFile as error:
        raise UnreadableList(_("This is no .xlsx and no CSV file.")) from error
    line = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(10 * LONGEST)
    try:
        yield from ((reader.line_num, row[:MOST_COLUMNS]) for row in reader)
    except csv.Error as error:
        raise UnreadableList(_("Line %(line)d of the CSV file cannot be read.") % {"line": reader.line_num}) from error


def _sheet(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        open_office(data, "xl/workbook.xml").close()
    except UnreadableFile as error:
        raise UnreadableList(str(error)) from error
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), book.worksheets[0])
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
            yield number, list(cells)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise UnreadableList(_("The workbook is damaged and cannot be opened.")) from error


def _entry(number: int, cells: list[Any], columns: dict[str, list[int]]) -> Entry:
    """Raises `ValueError` with the reason."""

    def raw(name: str) -> Any:
        places = columns.get(name, [])
        return cells[places[0]] if places and places[0] < len(cells) else None

    def text(name: str) -> str:
        parts = [cell_text(cells[place]) for place in columns.get(name, []) if place < len(cells)]
        return "\n".join(part for part in parts if part)

    body, subject = text("text"), text("subject")
    if not body and not subject:
        raise ValueError(_("There is no text."))
    if len(body) > LONGEST:
        raise ValueError(_("The text is longer than %(most)d characters.") % {"most": LONGEST})
    source_number = text("source_number").replace("\n", " ")
    if "source_number" in columns and not source_number:
        raise ValueError(_("There is no number of the source."))
    if len(source_number) > 100:
        raise ValueError(_("The number of the source is too long."))
    received = _moment(raw("received_at")) if "received_at" in columns else timezone.now()
    if received is None:
        raise ValueError(_("There is no time of receipt."))
    answered = _moment(raw("answered_at"))
    if answered and answered < received:
        raise ValueError(_("It was answered before it was received."))
    return Entry(number, source_number, received, body or subject, subject[:255], text("answer"), answered)


def _moment(cell: Any) -> datetime | None:
    """A time in the zone of the site; None for an empty cell. Raises `ValueError` for what is no time or lies ahead."""
    if cell is None or not str(cell).strip():
        return None
    naive: datetime
    if isinstance(cell, datetime):
        naive = cell.replace(tzinfo=None)
    elif isinstance(cell, date):
        naive = datetime.combine(cell, time())
    elif isinstance(cell, int | float) and 20_000 < cell < 80_000:
        naive = datetime(1899, 12, 30) + timedelta(days=float(cell))  # a spreadsheet's count of days
    else:
        found = DATE.match(unicodedata.normalize("NFKC", str(cell)).strip())
        if not found:
            raise ValueError(_("This is no time: %(text)s") % {"text": str(cell)[:40]})
        parts = {name: int(value) for name, value in found.groupdict().items() if value}
        try:
            naive = datetime(**parts)  # type: ignore[arg-type]
        except ValueError as error:
            raise ValueError(_("This is no time: %(text)s") % {"text": str(cell)[:40]}) from error
    moment = timezone.make_aware(naive)
    if moment > timezone.now() + timedelta(days=1):
        raise ValueError(_("The time lies ahead: %(text)s") % {"text": str(cell)[:40]})
    return moment
