"""Figures that the office publishes tell nothing about single people: cells below five are left out.

Source: the threshold that statistical offices use for tables of counts; five is the office's own rule (issue 8).
"""

from collections.abc import Sequence

from reform.editorial.numbers.queries import FEW as SMALLEST


def publishable(count: int) -> int | None:
    """The count, or None when it is so small that it could tell who."""
    return count if count >= SMALLEST else None


def publishable_row(counts: Sequence[int]) -> list[int | None]:
    """Parts of a published total: when one part is left out, so is the next smallest, or the total would tell it.

    A zero is left out as well: that nobody asked can tell who did not.
    """
    shown = [publishable(count) for count in counts]
    if shown.count(None) == 1 and len(counts) > 1:
        smallest = min((count, place) for place, count in enumerate(counts) if shown[place] is not None)
        shown[smallest[1]] = None
    return shown
