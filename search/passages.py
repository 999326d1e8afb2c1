"""The part of a text that answers best, with the found words marked on the original."""

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .fold import fold_with_offsets
from .planner import Plan
from .segment import IS_HAN

LENGTH = 110
ENDED = re.compile(r"[。！？；.!?;][”’」』）)]*\s*$")
LINES = re.compile(r"([。！？；：:，,、][”’」』）)]*)?\s*\n\s*")


def found_words(plan: Plan) -> list[str]:
    """What is marked: phrases, words and synonyms; single characters only when nothing longer was asked."""
    words = [*plan.phrases, *(unit.word for unit in plan.units)]
    words += ["".join(run) for synonym in plan.synonyms for run in synonym.runs]
    longer = [word for word in words if len(word) > 1]
    return sorted(set(longer or words), key=len, reverse=True)


def places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """(start, end) of every found word in the original, in order, none overlapping."""
    alternatives = [
        re.escape(word) if IS_HAN.match(word) else rf"(?<![^\W_]){re.escape(word)}(?![^\W_])" for word in words
    ]
    if not alternatives:
        return []
    folded, offsets = fold_with_offsets(text)
    return [
        (offsets[match.start()], offsets[match.end() - 1] + 1) for match in re.finditer("|".join(alternatives), folded)
    ]


def marked(text: str, words: Iterable[str]) -> SafeString:
    """The whole text with the words marked, everything escaped."""
    return _mark(text, places(text, words))


def passage(text: str, words: list[str]) -> SafeString:
    """About two lines around the place where most different words stand together; the beginning when none does."""
    found = places(text, words)
    start = 0
    if found:
        best = -1.0
        for position, (first, _end) in enumerate(found):
            inside = {text[s:e] for s, e in found[position:] if e <= first + LENGTH}
            # Of equals, a sentence says more than a heading or a caption.
            worth = len(inside) + (0.5 if _in_sentence(text, first) else 0)
            if worth > best:
                best, start = worth, first
    start = _beginning(text, start)
    end = min(len(text), start + LENGTH)
    cut = [(s - start, e - start) for s, e in found if s >= start and e <= end]
    body = _mark(text[start:end].rstrip("\n"), cut)
    return format_html("{}{}{}", "…" if start else "", body, "…" if end < len(text) else "")


def _in_sentence(text: str, place: int) -> bool:
    """Whether the line at a place ends as a sentence does."""
    line = text[place : text.find("\n", place) if "\n" in text[place:] else len(text)]
    return bool(ENDED.search(line))


def _one_line(text: str) -> str:
    """Lines joined: after a sentence without a gap, after a heading or a cell with a dot."""
    return LINES.sub(lambda ends: ends[1] or " · ", text)


def _beginning(text: str, place: int) -> int:
    """The beginning of the sentence that holds the place, when it is near; else a little before it."""
    earliest = max(0, place - LENGTH // 3)
    begins = [match.end() for match in re.finditer(r"[。！？；\n]\s*", text[earliest:place])]
    if begins:
        return earliest + begins[-1]
    return earliest


def _mark(text: str, found: list[tuple[int, int]]) -> SafeString:
    parts, last = [], 0
    for start, end in found:
        parts.append((_one_line(text[last:start]), text[start:end]))
        last = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), _one_line(text[last:]))
