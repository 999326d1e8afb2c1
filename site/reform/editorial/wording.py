"""Finds wrong expressions, titles and words to avoid (规范表述). Pure functions over a compiled list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from .findings import MUST, Finding
from .folding import fold, key, lower


@dataclass(frozen=True)
class Entry:
    """One line of the list. `unless`: phrases inside which `wrong` is right, as 截止 is in 截止日期."""

    wrong: str
    right: str = ""
    kind: str = "wrong"
    level: str = MUST
    source: str = ""
    unless: tuple[str, ...] = ()


class Matcher:
    """A compiled list. Never changes, so it may be kept and shared between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {folded: entry for entry in entries if (folded := key(entry.wrong).strip())}
        self._patterns = list(self._entries)
        self._search = AhoCorasick(self._patterns) if self._patterns else None
        # For each expression the phrases that make it right, each with the place of the expression in the phrase.
        self._shields: dict[str, list[tuple[str, int]]] = defaultdict(list)
        rights = {key(entry.right) for entry in self._entries.values() if entry.right}
        for right in rights:
            # What the list itself calls right is right, also where it contains the wrong expression of another line.
            for wrong, start, end in self._occurrences(right):
                if end - start < len(right):
                    self._shields[wrong].append((right, start))
        for wrong, entry in self._entries.items():
            for phrase in map(key, entry.unless):
                start = phrase.find(wrong)
                while start >= 0:
                    self._shields[wrong].append((phrase, start))
                    start = phrase.find(wrong, start + 1)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, text: str) -> list[Finding]:
        """All places, in order, none overlapping; of expressions that overlap, the first and then the longest.

        Offsets are those of `text`.
        """
        folded = fold(text)
        lowered = lower(folded.text)
        findings: list[Finding] = []
        done = 0
        places = sorted(self._occurrences(lowered), key=lambda place: (place[1], -place[2]))
        for wrong, start, end in places:
            if start < done or self._is_right(lowered, wrong, start):
                continue
            entry = self._entries[wrong]
            left, right = folded.span(start, end)
            if text[left:right] == entry.right:  # the entry is about width or case alone
                continue
            done = end
            findings.append(
                Finding("wording", entry.kind, entry.level, left, right, text[left:right], entry.right, entry.source)
            )
        return findings

    def _occurrences(self, text: str) -> list[tuple[str, int, int]]:
        if self._search is None:
            return []
        found = self._search.find_matches_as_indexes(text, overlapping=True)
        return [(self._patterns[number], start, end) for number, start, end in found]

    def _is_right(self, text: str, wrong: str, start: int) -> bool:
        """Whether the expression stands inside a phrase in which it is right."""
        return any(
            start >= before and text.startswith(phrase, start - before)
            for phrase, before in self._shields.get(wrong, ())
        )
