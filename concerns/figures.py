"""Figures that the office publishes tell nothing about single people: cells below five are left out.

Source: the threshold that statistical offices use for tables of counts; five is the office's own rule (issue 8).
"""

from collections.abc import Sequence

from reform.editorial.numbers.queries import FEW as SMALLEST


def publishable(count: int) -> int | None:
    """The count, or None when it is so small that it could tell who."""
    return count if count >= SMALLEST else None


def publishable_row(counts: Sequence[int]) -> list[int | None]:
    """Parts of a published total: what is left out must not follow from the rest.

    A single part left out would be the total less the others, and several would be as small as they are together: so the
    next smallest are left out as well until it is neither. A zero is left out too: that nobody asked can tell who did not.
    """
    shown = [publishable(count) for count in counts]
    rest = sorted((count, place) for place, count in enumerate(counts) if shown[place] is not None)
    hidden = [count for count, part in zip(counts, shown, strict=True) if part is None]
    while hidden and rest and (len(hidden) == 1 or sum(hidden) < SMALLEST):
        count, place = rest.pop(0)
        shown[place] = None
        hidden.append(count)
    return shown


def publishable_rate(yes: int, whole: int) -> tuple[int, int] | None:
    """A rate in percent, as (from, to), equal where it can be told. None below five.

    Where fewer than five said yes, or no, only the tenth it lies in is told, or the rate would tell how many.
    """
    if whole < SMALLEST:
        return None
    share = 100 * yes / whole
    if yes >= SMALLEST and whole - yes >= SMALLEST:
        return round(share), round(share)
    tenth = min(int(share // 10), 9)
    return tenth * 10, tenth * 10 + 10
