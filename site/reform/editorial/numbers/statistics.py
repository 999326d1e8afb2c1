"""Percentiles. No Django here."""

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` (0 to 1) of the values lie, between two values in proportion; None without values.

    The method of `statistics.quantiles(…, method="inclusive")` and of spreadsheets' PERCENTILE.INC.
    Raises `ValueError` for a share outside of 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(share)
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    low, high = ordered[below], ordered[above]
    return min(max(low + (high - low) * (place - below), low), high)
