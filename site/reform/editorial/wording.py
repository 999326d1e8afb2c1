"""Finds wrong expressions, titles and words to avoid (规范表述). Pure functions over a compiled list."""

from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from .findings import Finding
from .personal import fold


@dataclass(frozen=True)
class Entry:
    """One line of the list. `unless`: phrases inside which `wrong` is right, as 截止 is in 截止日期."""

    wrong: str
    right: str = ""
    kind: str = "wrong"
    level: str = "must"
    source: str = ""
    unless: tuple[str, ...] = ()


class Matcher:
    """A compiled list; safe to keep and to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {_key(entry.wrong): entry for entry in entries if entry.wrong.strip()}
        # What is right is also searched for: a wrong expression inside a right one is no fault. Longest first decides.
        harmless = {
            _key(phrase) for entry in self.entries.values() for phrase in (*entry.unless, entry.right) if phrase
        }
        self.patterns = [*self.entries, *(harmless - set(self.entries))]
        self.search = AhoCorasick(self.patterns, matchkind=MatchKind.LeftmostLongest) if self.patterns else None
        self.shields = AhoCorasick(sorted(harmless)) if harmless else None

    def find(self, text: str) -> list[Finding]:
        """All places, in order, the longest expression where several start at one place. Offsets are those of `text`."""
        if self.search is None:
            return []
        folded = _key(text)
        shields = self.shields.find_matches_as_indexes(folded, overlapping=True) if self.shields is not None else []
        covered = sorted((start, end) for _number, start, end in shields)
        findings = []
        for number, start, end in self.search.find_matches_as_indexes(folded):
            entry = self.entries.get(self.patterns[number])
            if entry is None or _shielded(start, end, covered):
                continue
            findings.append(
                Finding("wording", entry.kind, entry.level, start, end, text[start:end], entry.right, entry.source)
            )
        return findings


def _key(text: str) -> str:
    """Folded for matching only: width and case, one character for one."""
    folded = fold(text)
    lowered = folded.lower()
    return lowered if len(lowered) == len(folded) else folded


def _shielded(start: int, end: int, covered: list[tuple[int, int]]) -> bool:
    """Whether a longer right phrase covers the place."""
    return any(left <= start and end <= right and right - left > end - start for left, right in covered)
