"""Rows and merged cells: Word says for each cell how it goes on, the table block which cells it covers."""

from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from .elements import Table
from .xml import count_of

WIDEST = 200  # columns; a broken file may claim any number


@dataclass
class Rows:
    """A table under construction: `begin` a row, `add` its cells, `finished`."""

    header: bool = False
    rows: list[list[str]] = field(default_factory=list)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    going_on: dict[int, tuple[int, int]] = field(default_factory=dict)  # column → the cell above that it continues
    last: tuple[int, int] | None = None  # the cell at the left, for `w:hMerge`

    def begin(self, row: Any) -> None:
        """The next `w:tr`."""
        properties = row.find(qn("w:trPr"))
        if not self.rows:
            self.header = properties is not None and properties.find(qn("w:tblHeader")) is not None
        self.rows.append([""] * min(count_of(properties, "w:gridBefore"), WIDEST))
        self.last = None

    def add(self, cell: Any, text: str) -> None:
        """The next `w:tc` of the row, with its words."""
        properties = cell.find(qn("w:tcPr"))
        row, column = len(self.rows) - 1, len(self.rows[-1])
        width = min(max(count_of(properties, "w:gridSpan"), 1), WIDEST)
        down, along = _merge(properties, "w:vMerge"), _merge(properties, "w:hMerge")
        columns = range(column, column + width)
        if along == "continue" and self.last is not None:
            height, wide = self.spans[self.last]
            self.spans[self.last] = (height, wide + width)
            text = self._append(self.last, text)
        elif down == "continue" and column in self.going_on:
            top = self.going_on[column]
            self.spans[top] = (row - top[0] + 1, self.spans[top][1])
            text = self._append(top, text)
            self.last = None
        else:
            self.spans[row, column] = (1, width)
            self.last = (row, column)
            for covered in columns:
                self.going_on.pop(covered, None)
            if down:
                self.going_on[column] = (row, column)
        self.rows[-1] += [text] + [""] * (width - 1)

    def finished(self, element: Any) -> Table | None:
        """The table; None when it has no cell. `element` may say what it is about (its alternative text)."""
        columns = max((len(row) for row in self.rows), default=0)
        if not columns:
            return None
        merges = [(*at, height, width) for at, (height, width) in self.spans.items() if height > 1 or width > 1]
        about = element.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
        caption = about.get(qn("w:val"), "") if about is not None else ""
        return Table([row + [""] * (columns - len(row)) for row in self.rows], merges, self.header, caption)

    def _append(self, at: tuple[int, int], text: str) -> str:
        """Words in a covered cell go into the one that covers it; what stays in the cell is nothing."""
        row, column = at
        self.rows[row][column] = "\n".join(filter(None, [self.rows[row][column], text]))
        return ""


def _merge(properties: Any, name: str) -> str:
    """`restart`, `continue` (which is what a merge without a value means), or empty."""
    merge = properties.find(qn(name)) if properties is not None else None
    if merge is None:
        return ""
    return "restart" if merge.get(qn("w:val")) == "restart" else "continue"
