"""BM25 as Lucene computes it, for engines that do not, and the steps that rank candidates on every engine."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .engines.base import Candidate
from .planner import Plan
from .segment import IS_HAN
from .weights import Weights

STREAMS = ("w", "b", "u")
TITLE_STREAMS = ("x", "y", "z")


@lru_cache(maxsize=4096)
def lucene_length(length: int) -> int:
    """The length of a field as Lucene remembers it: exact below 24, then with four significant bits."""
    if length < 24:
        return length
    rest = length - 24
    bits = rest.bit_length()
    if bits < 4:
        return length
    shift = bits - 4
    return 24 + ((rest >> shift) << shift)


def idf(documents: int, frequency: int) -> float:
    """Rarity of a term, as Lucene computes it. Never negative."""
    return math.log(1 + (max(documents, frequency) - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True)
class Stats:
    """Figures of an index: documents, mean length of each stream, documents that hold each asked token."""

    documents: int
    lengths: Mapping[str, float]
    frequencies: Mapping[str, int]
    titled: int = 0

    def idf(self, token: str) -> float:
        total = self.titled if token[0] in TITLE_STREAMS else self.documents
        return idf(total, self.frequencies.get(token, 0))


@dataclass(frozen=True)
class Term:
    """A token to be scored in one stream."""

    stream: str
    text: str
    weight: float


def terms(plan: Plan, stats: Stats, weights: Weights) -> list[Term]:
    """What to score, each with idf × (k1 + 1) × its boosts."""
    collected: dict[tuple[str, str], float] = defaultdict(float)
    boosts = {"w": weights.words, "b": weights.bigrams, "u": weights.characters}
    parts = [(1.0, plan.words, plan.bigrams, plan.characters)]
    parts += [
        (weights.synonym, Counter(set(s.words)), Counter(set(s.bigrams)), Counter(set(s.characters)))
        for s in plan.synonyms
    ]
    for discount, *counters in parts:
        for stream, title, counter in zip(STREAMS, TITLE_STREAMS, counters, strict=True):
            for token, times in counter.items():
                collected[stream, token] += discount * times * boosts[stream]
                if weights.title:
                    collected[title, token] += discount * times * boosts[stream] * weights.title
    return [
        Term(stream, token, boost * stats.idf(stream + token) * (weights.k1 + 1))
        for (stream, token), boost in collected.items()
    ]


def coverage(plan: Plan, stats: Stats, weights: Weights) -> dict[str, float]:
    """For each distinct character of the query its share of the rarity of all, times the weight."""
    rarity = {character: stats.idf(f"u{character}") for character in plan.characters}
    whole = sum(rarity.values())
    return {character: weights.coverage * value / whole for character, value in rarity.items()} if whole else {}


class Scorer:
    """Scores stored segmentations (`Segmented` in its text form) for one plan."""

    def __init__(self, plan: Plan, stats: Stats, weights: Weights) -> None:
        self._stats, self._weights = stats, weights
        self._coverage = coverage(plan, stats, weights)
        self._terms: dict[str, list[tuple[str, str, float]]] = {stream: [] for stream in STREAMS + TITLE_STREAMS}
        self._characters = {character for term in terms(plan, stats, weights) for character in term.text}
        for term in terms(plan, stats, weights):
            han = IS_HAN.match(term.text)
            # Words are counted between blanks; in the other streams Chinese is counted in the joined text.
            spaced = term.stream in "wx" or not han
            self._terms[term.stream].append((f" {term.text} " if spaced else term.text, term.text, term.weight))

    def explain(self, title: str, body: str, lengths: Sequence[int]) -> dict[str, float]:
        """The score in its parts: each stream of the whole text, of the title, and coverage (`cover`)."""
        cover, self._coverage = self._coverage, {}
        parts = {}
        try:
            for place, stream in enumerate(STREAMS + TITLE_STREAMS):
                stored = body if place < len(STREAMS) else title
                parts[stream] = self._streams([stream], stored, [lengths[place]], cover=False) if stored else 0.0
        finally:
            self._coverage = cover
        parts["cover"] = self.score(title, body, lengths) - sum(parts.values())
        return parts

    def score(self, title: str, body: str, lengths: Sequence[int]) -> float:
        """`lengths` of the streams w, b, u of the body, then of the title."""
        total = self._streams(STREAMS, body, lengths[:3], cover=True)
        # Most titles hold nothing of what was asked.
        if title and not self._characters.isdisjoint(title):
            total += self._streams(TITLE_STREAMS, title, lengths[3:], cover=False)
        return total

    def _streams(self, streams: Sequence[str], stored: str, lengths: Sequence[int], cover: bool) -> float:
        joined = stored.replace(" ", "")
        spaced = " " + stored.replace("\n", " ").replace(" ", "  ") + " "
        weights, total = self._weights, 0.0
        for stream, length in zip(streams, lengths, strict=True):
            b = weights.b_characters if stream in "uz" else weights.b
            mean = self._stats.lengths.get(stream) or 1.0
            norm = weights.k1 * (1 - b + b * lucene_length(length) / mean)
            for needle, text, weight in self._terms[stream]:
                times = (spaced if needle[0] == " " else joined).count(needle)
                if times:
                    total += weight * times / (times + norm)
                    if cover and stream == "u":
                        total += self._coverage.get(text, 0.0)
        return total


def prior(citations: int, words: int, weights: Weights) -> float:
    """What being cited by others adds, for a query of so many words."""
    return weights.citations * min(1.0, words / weights.citation_words) * math.log1p(citations)


def rank(candidates: Iterable[Candidate], plan: Plan, weights: Weights) -> list[Candidate]:
    """Adds what needs all candidates at once — parent grouping, citations — and sorts, best first."""
    ranked = list(candidates)
    families: dict[str, list[float]] = defaultdict(list)
    for candidate in ranked:
        if candidate.parent:
            families[candidate.parent].append(candidate.score)
    bonus = {}
    for parent, scores in families.items():
        best = sorted(scores, reverse=True)[: weights.parent_best]
        bonus[parent] = weights.parent * sum(best) / weights.parent_best
    for candidate in ranked:
        cited = prior(candidate.citations, len(plan.units), weights)
        candidate.score += bonus.get(candidate.parent, 0.0) + cited
    ranked.sort(key=lambda candidate: (-candidate.score, candidate.key))
    return ranked
