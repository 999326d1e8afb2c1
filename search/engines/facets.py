"""Facets of embedded engines: one packed string a document, so that equal ones are counted together."""

import json
from collections import Counter
from typing import Any

from ..documents import Entry
from .base import Request

# Between a facet's name and its value, and between two of them: neither stands in a code, slug or year.
IS, AND = "\t", "\n"


def pack(entry: Entry) -> str:
    """Facets as one string: equal ones are counted together."""
    return AND.join(f"{name}{IS}{value}" for name, values in sorted(entry.facets.items()) for value in values)


def _pairs(packed: str) -> list[str]:
    if packed.startswith("{"):
        # Written before 2026-11-24; a rebuild writes it anew.
        return [f"{name}{IS}{value}" for name, values in json.loads(packed).items() for value in values]
    return packed.split(AND)


def filter_rows(
    rows: list[tuple[Any, ...]], request: Request
) -> tuple[list[tuple[Any, ...]], dict[str, dict[str, int]]]:
    """Applies the filters and counts pages by facet, each facet without its own filter.

    Tens of thousands of rows match a common word: everything is done once for equal strings.
    """
    wanted = {name: {f"{name}{IS}{value}" for value in values} for name, values in request.filters.items() if values}
    together = Counter({row[1]: row[5] for row in rows}.values())
    counted: Counter[str] = Counter()
    once: list[str] = []
    allowed = set()
    own: dict[str, Counter[str]] = {name: Counter() for name in wanted}
    for packed, number in together.items():
        pairs = _pairs(packed)
        failing = [name for name, values in wanted.items() if values.isdisjoint(pairs)]
        if not failing:
            allowed.add(packed)
            # Most strings stand once: those are counted all at once.
            if number == 1:
                once += pairs
            else:
                for pair in pairs:
                    counted[pair] += number
        elif len(failing) == 1:
            own[failing[0]].update(dict.fromkeys(pairs, number))
    counted.update(once)
    counts: dict[str, dict[str, int]] = {name: {} for name in request.count}
    for pair, number in counted.items():
        name, _, value = pair.partition(IS)
        if name in counts:
            counts[name][value] = number
    for name in wanted.keys() & counts.keys():
        for pair, number in own[name].items():
            facet, _, value = pair.partition(IS)
            if facet == name:
                counts[name][value] = counts[name].get(value, 0) + number
    if wanted:
        # A page's entries may differ from the one that was counted for it.
        allowed |= {
            packed
            for packed in {row[5] for row in rows} - together.keys()
            if not any(values.isdisjoint(_pairs(packed)) for values in wanted.values())
        }
        rows = [row for row in rows if row[5] in allowed]
    return rows, counts
