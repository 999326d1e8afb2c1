"""From what was typed to what is asked: the same plan for every engine."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .fold import fold
from .segment import IS_HAN, RUN, Segmented, Segmenter

MAX_LENGTH = 200
MAX_WORDS = 40
# Up to so many words are key words; more are a question.
FEW = 4
# Words that make a question of it and name nothing. A longer list, with function words, finds less (data/README).
QUESTION_WORDS = [
    "可不可以",
    "怎么办",
    "怎么样",
    "能不能",
    "是不是",
    "有没有",
    "为什么",
    "请问",
    "怎么",
    "怎样",
    "如何",
    "什么",
    "哪些",
    "哪个",
    "哪种",
    "哪里",
    "多少",
    "多久",
    "多长",
    "是否",
    "能否",
    "可否",
    "谁",
    "吗",
    "呢",
    "吧",
    "呀",
    "啊",
    "么",
    "几",
]
QUESTION = re.compile("|".join(QUESTION_WORDS))
QUOTED = re.compile(r"[\"“”「『＂]([^\"“”「」『』＂]{1,60})[\"“”」』＂]")
# 云改发〔2026〕3号, in whichever brackets or none, folded.
NUMBER = re.compile(r"([一-鿿]{1,12})\s*[\[(〔【《<]?\s*((?:19|20)\d\d)\s*[\])〕】》>]?\s*第?\s*(\d{1,5})\s*号")

Expand = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Unit:
    """One word of the query as alternatives: any of `choices` satisfies it. A choice is a tuple of tokens, all needed.

    Tokens name their stream: `b医保` (bigram), `u人` (character).
    """

    word: str
    choices: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Plan:
    """What an engine needs. Counters hold the typed tokens; `synonyms` those of expansions, scored at a discount."""

    text: str
    words: Counter[str] = field(default_factory=Counter)
    bigrams: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    units: tuple[Unit, ...] = ()
    required: int = 0
    phrases: tuple[str, ...] = ()
    number: str = ""
    synonyms: tuple[Segmented, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.units or self.number)


def number_key(text: str) -> str:
    """A document number as it is compared: folded, letters and digits only. Empty when there is none in `text`."""
    match = NUMBER.search(fold(text))
    return f"{match[1]}{match[2]}{int(match[3])}号" if match else ""


def without_questions(folded: str) -> str:
    """The folded text without question words; unchanged when nothing else is in it."""
    rest = QUESTION.sub(" ", folded)
    return rest if RUN.search(rest) else folded


def tokens_of(word: str) -> tuple[str, ...]:
    """The bigrams that a word needs (its character when it is one), so that segmentation may differ."""
    if not IS_HAN.match(word):
        return (f"b{word}",)
    if len(word) == 1:
        return (f"u{word}",)
    return tuple(dict.fromkeys(f"b{first}{second}" for first, second in pairwise(word)))


def plan(text: str, segmenter: Segmenter, expand: Expand | None = None) -> Plan:
    """The plan of a query. `expand` gives the synonyms of a word."""
    text = text[:MAX_LENGTH]
    folded = fold(text)
    phrases = tuple(phrase for found in QUOTED.findall(text) if (phrase := "".join(RUN.findall(fold(found)))))
    segmented = segmenter.segment_folded(without_questions(folded))
    words = list(dict.fromkeys(segmented.words))[:MAX_WORDS]
    synonyms: list[Segmented] = []
    units = []
    for word in words:
        choices = [tokens_of(word)]
        for other in expand(word) if expand else ():
            expansion = segmenter.segment(other)
            synonyms.append(expansion)
            choices.append(tuple(dict.fromkeys(token for part in expansion.words for token in tokens_of(part))))
        units.append(Unit(word, tuple(choices)))
    return Plan(
        text=text,
        words=Counter(segmented.words),
        bigrams=Counter(segmented.bigrams),
        characters=Counter(segmented.characters),
        units=tuple(units),
        required=required(len(units)),
        phrases=phrases,
        number=number_key(text),
        synonyms=tuple(synonyms),
    )


def required(units: int) -> int:
    """How many words must match: both of two, two of up to four. A longer text is a question: its best answer may share
    one word with it, and asking for more loses answers (docs/measurements.md)."""
    return min(units, 2) if units <= FEW else min(units, 1)


def relaxed(plan: Plan) -> Plan:
    """The same plan when any one word is enough."""
    return replace(plan, required=min(1, plan.required), phrases=())
