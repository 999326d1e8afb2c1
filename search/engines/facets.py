"""Facets of embedded engines: one packed string a document, so that equal ones are counted together."""

import json
from collections import Counter
from typing import Any

from ..documents import Entry
from .base import Request


def pack(entry: Entry) -> str:
    """Facets as one string: equal ones are counted together."""
    return json.dumps(
        {name: list(values) for name, values in sorted(entry.facets.items()) if values}, ensure_ascii=False
    )


def filter_rows(
    rows: list[tuple[Any, ...]], request: Request
) -> tuple[list[tuple[Any, ...]], dict[str, dict[str, int]]]:
    """Applies the filters and counts pages by facet, each facet without its own filter."""
    packed = {row[1]: row[5] for row in rows}
    parsed = {text: json.loads(text) for text in set(packed.values()) | {row[5] for row in rows}}
    wanted = {name: set(values) for name, values in request.filters.items() if values}

    def passes(facets: dict[str, list[str]], but: str = "") -> bool:
        return all(name == but or values & set(facets.get(name, ())) for name, values in wanted.items())

    counts: dict[str, dict[str, int]] = {}
    together = Counter(packed.values())
    for name in request.count:
        counter: Counter[str] = Counter()
        for text, number in together.items():
            if passes(parsed[text], but=name):
                for value in parsed[text].get(name, ()):
                    counter[value] += number
        counts[name] = dict(counter)
    if wanted:
        allowed = {text for text, facets in parsed.items() if passes(facets)}
        rows = [row for row in rows if row[5] in allowed]
    return rows, counts
