"""Bars as the template draws them: positions in an SVG of fixed width. The table under it has the same numbers."""

from dataclasses import dataclass

WIDTH, LABEL, ROW, BAR = 720, 180, 30, 18
COLUMNS, HEIGHT = 680, 160

# Its name, how long its bar is, and what is written at it.
Row = tuple[str, int, str]


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    x: float
    y: float
    width: float
    height: float

    @property
    def end(self) -> float:
        """Where its value is written."""
        return self.x + self.width + 6


@dataclass(frozen=True)
class Chart:
    """`title` says what is shown; `bars` lie (one a row) or stand (one a column)."""

    title: str
    bars: list[Bar]
    width: int
    height: int
    lying: bool


def lying(title: str, rows: list[Row]) -> Chart:
    """One bar a row, for things with names."""
    most = max([number for _name, number, _text in rows], default=0) or 1
    space = WIDTH - LABEL - 60
    bars = [
        Bar(name, text, LABEL, place * ROW + (ROW - BAR) / 2, round(space * number / most, 1), BAR)
        for place, (name, number, text) in enumerate(rows)
    ]
    return Chart(title, bars, WIDTH, max(len(rows), 1) * ROW, True)


def standing(title: str, rows: list[Row]) -> Chart:
    """One bar a column, for days or months in order."""
    most = max([number for _name, number, _text in rows], default=0) or 1
    step = COLUMNS / max(len(rows), 1)
    bars = [
        Bar(name, text, round(20 + place * step, 1), round(HEIGHT - HEIGHT * number / most + 10, 1),
            round(min(step * 0.7, 60), 1), round(HEIGHT * number / most, 1))
        for place, (name, number, text) in enumerate(rows)
    ]  # fmt: skip
    return Chart(title, bars, WIDTH, HEIGHT + 20, False)
