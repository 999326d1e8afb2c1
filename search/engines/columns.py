"""What filters, counts and sorts, held in memory by document id, so that a question that matches tens of thousands of
documents reads no row for them. One set for each index and process; what was written since is read before each question.
"""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from ..documents import Entry

# Between a facet's name and its value, and between two of them: neither stands in a code, slug or year.
IS, AND = "\t", "\n"
KEPT = 4
DATE_DIGITS = 14


def pack(entry: Entry) -> str:
    """Facets as one string."""
    return AND.join(f"{name}{IS}{value}" for name, values in sorted(entry.facets.items()) for value in values)


def _pairs(packed: str) -> list[str]:
    if packed.startswith("{"):
        # Written before 2026-11-24; a rebuild writes it anew.
        return [f"{name}{IS}{value}" for name, values in json.loads(packed).items() for value in values]
    return packed.split(AND)


def date_number(date: str) -> int:
    """A date as a number that sorts as its text does: 2026-03-01T10:00:00 → 20260301100000. 0 for none."""
    digits = "".join(filter(str.isdecimal, date[:19]))
    return int(digits.ljust(DATE_DIGITS, "0")[:DATE_DIGITS] or 0)


@dataclass
class Columns:
    """`change` is the index's last change that is in here. Page 0: no such document, or a deleted one.

    `facets`: for each name and value the documents that have it, as a number with one bit for each.
    """

    change: int
    pages: array[int] = field(default_factory=lambda: array("q"))
    lengths: array[int] = field(default_factory=lambda: array("l"))
    dates: array[int] = field(default_factory=lambda: array("q"))
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    # Whether no page has two entries: then documents are pages.
    single: bool = True

    def put(self, rows: Iterable[tuple[int, int, bool, int, str, str]]) -> None:
        """Takes in (id, page, deleted, words, date, facets) of new and changed documents."""
        found: dict[str, list[int]] = defaultdict(list)
        changed: list[int] = []
        for pk, page, deleted, length, date, packed in rows:
            if pk >= len(self.pages):
                # Some more than needed, so that it does not grow for every new document.
                more = pk + 1 - len(self.pages) + pk // 16
                for column in (self.pages, self.lengths, self.dates):
                    column.frombytes(bytes(column.itemsize * more))
            self.pages[pk] = 0 if deleted else page
            self.lengths[pk], self.dates[pk] = length, date_number(date)
            changed.append(pk)
            if not deleted:
                for pair in _pairs(packed):
                    found[pair].append(pk)
        rest = ~self.bits(changed)
        facets = {name: {v: bits & rest for v, bits in values.items()} for name, values in self.facets.items()}
        for pair, ids in found.items():
            name, _, value = pair.partition(IS)
            if value:
                values = facets.setdefault(name, {})
                values[value] = values.get(value, 0) | self.bits(ids)
        self.facets = facets
        live = len(self.pages) - self.pages.count(0)
        self.single = live == len({*self.pages} - {0})

    def bits(self, ids: Iterable[int]) -> int:
        """One bit for each document: faster by way of digits than bit by bit."""
        digits = bytearray(b"0") * len(self.pages)
        for pk in ids:
            digits[pk] = 49  # "1"
        # Written with the first document last, as numbers are.
        digits.reverse()
        return int(digits or b"0", 2)

    def allowed(self, ids: Collection[int], filters: Mapping[str, Collection[str]]) -> list[int]:
        """Those that pass every filter: any of the values of a facet."""
        kept = list(ids)
        for name, values in filters.items():
            flags = f"{self._any(name, values):b}"[::-1].ljust(len(self.pages), "0")
            kept = [pk for pk in kept if flags[pk] == "1"]
        return kept

    def total(self, ids: Collection[int]) -> int:
        """How many pages these entries belong to."""
        return len(ids) if self.single else len({self.pages[pk] for pk in ids})

    def count(
        self, ids: Iterable[int], filters: Mapping[str, Collection[str]], names: Iterable[str]
    ) -> dict[str, dict[str, int]]:
        """Pages by facet value, each facet without its own filter. One of a page's entries speaks for it."""
        matched = self.bits(ids if self.single else {self.pages[pk]: pk for pk in ids}.values())
        counts: dict[str, dict[str, int]] = {}
        for name in names:
            scope = matched
            for other, values in filters.items():
                if other != name:
                    scope &= self._any(other, values)
            counts[name] = {
                value: number
                for value, bits in self.facets.get(name, {}).items()
                if (number := (bits & scope).bit_count())
            }
        return counts

    def _any(self, name: str, values: Iterable[str]) -> int:
        known, found = self.facets.get(name, {}), 0
        for value in values:
            found |= known.get(value, 0)
        return found


_held: OrderedDict[str, Columns] = OrderedDict()
_lock = Lock()


def columns(cursor: Any, table: str, stamp: str, change: int, *, keep: bool) -> Columns:
    """The columns of an index, as they are at `change` or later. `stamp` names the index for good: another of the same
    name has another. `keep`: not within a transaction, since what is read there may be undone.
    """
    held = _held.get(stamp)
    if held is not None and held.change == change:
        return held
    if not keep:
        return _read(cursor, table, Columns(change), -1)
    with _lock:
        held = _held.get(stamp)
        if held is not None and held.change >= change:
            return held
        known = held.change if held is not None else -1
        # Readers of this moment keep the facets they have; the arrays only grow.
        fresh = Columns(change, held.pages, held.lengths, held.dates, held.facets) if held else Columns(change)
        _held[stamp] = _read(cursor, table, fresh, known)
        _held.move_to_end(stamp)
        while len(_held) > KEPT:
            _held.popitem(last=False)
        return fresh


def _read(cursor: Any, table: str, into: Columns, after: int) -> Columns:
    where, parameters = ("WHERE change > %s", [after]) if after >= 0 else ("", [])
    cursor.execute(f"SELECT id, page, deleted, lw, date, facets FROM {table}_doc {where}", parameters)
    into.put(cursor.fetchall())
    return into
