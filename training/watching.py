"""How much of a recording was really played: arithmetic over seconds, with the server's clock as the measure.

The browser reports which stretch it played since its last report. What it says is believed only as far as that stretch
could have been played in the time that passed on the server; each second counts once, however often it is played.
"""

from collections.abc import Sequence

Span = list[float]


def credit(
    start: float, end: float, elapsed: float, length: float, fastest: float, longest_silence: float
) -> Span | None:
    """The part of [start, end] that could have been played in `elapsed` seconds; None when there is none.

    A silence longer than `longest_silence` counts as that long: who paused was not watching.
    """
    start, end = max(0.0, start), min(end, length)
    most = max(0.0, min(elapsed, longest_silence)) * fastest
    span = [round(start, 1), round(min(end, start + most), 1)]
    return span if span[1] > span[0] else None


def add(covered: Sequence[Sequence[float]], span: Sequence[float]) -> list[Span]:
    """The stretches with one more, in order, none touching another."""
    merged: list[Span] = []
    for start, end in sorted([*map(tuple, covered), (span[0], span[1])]):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged
