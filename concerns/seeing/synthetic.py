"""Synthetic concerns for measuring: Chinese, seeded, with repeats of the same matter and personal data in their texts.

Nobody is meant: names, numbers and villages are put together by a random number generator from `rules/synthetic.yaml`.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..likeness import matter_of, terms_of
from ..states import State

RULES = Path(__file__).parents[1] / "rules" / "synthetic.yaml"
SOURCE = "synthetic"
REPEATS = 0.15
CHANNELS = (["phone", "hotline", "web", "letter", "visit", "meeting", "media"], [30, 35, 20, 5, 6, 3, 1])
KINDS = (["question", "help", "suggestion", "complaint"], [40, 25, 10, 25])
TONES = (["neutral", "worried", "dissatisfied", "positive"], [55, 20, 22, 3])
OPEN_STATES = ([State.LOGGED, State.DISPATCHED, State.IN_WORK, State.IN_REVIEW, State.APPROVED, State.RETURNED],
               [20, 25, 35, 10, 6, 4])  # fmt: skip
DONE_STATES = ([State.CLOSED, State.ANSWERED, State.REJECTED], [90, 7, 3])


@dataclass(frozen=True)
class Made:
    """One concern, before it has an id. `topic`, `region`, `unit` are ids or None."""

    number: int
    fields: dict[str, Any]
    matter: str
    terms: tuple[str, ...]


@cache
def rules() -> dict[str, Any]:
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))


@cache
def _matter(text: str) -> tuple[str, tuple[str, ...]]:
    matter = matter_of("", text)
    return matter, tuple(terms_of(matter))


def make(
    count: int, seed: int, now: datetime, days: int, open_share: float,
    topics: list[int], regions: list[tuple[int, str]], units: list[int],
) -> Iterator[Made]:  # fmt: skip
    """`count` concerns of the last `days` days, in the order they were received. The same seed makes the same ones."""
    dice = random.Random(seed)  # noqa: S311 - to come out the same each time is the purpose
    themes = rules()["themes"]
    earlier: list[tuple[int, str, Any]] = []
    step = timedelta(days=days) / max(count, 1)
    for number in range(count):
        received = now - step * (count - number)
        if earlier and dice.random() < REPEATS:
            theme, matter, region = dice.choice(earlier)
        else:
            theme = dice.randrange(len(themes))
            words = themes[theme]
            matter = f"{dice.choice(words['words'])}{dice.choice(words['matters'])}，{dice.choice(words['asks'])}？"
            region = dice.choice(regions) if regions else None
            earlier.append((theme, matter, region))
            del earlier[:-50]
        fields: dict[str, Any] = {
            "channel": _one(dice, CHANNELS),
            "kind": _one(dice, KINDS),
            "tone": _one(dice, TONES),
            "urgency": "urgent" if dice.random() < 0.03 else "normal",
            "received_at": received,
            "topic": topics[theme % len(topics)] if topics else None,
            "region": region[0] if region else None,
            "unit": None,
            "due": None,
            "answered_at": None,
        }
        open_now = dice.random() < open_share
        fields["state"] = _one(dice, OPEN_STATES if open_now else DONE_STATES)
        if fields["state"] != State.LOGGED and units:
            fields["unit"] = units[(theme * 3 + dice.randrange(3)) % len(units)]
        if open_now:
            # Most are in time, some are late.
            fields["due"] = now + timedelta(hours=dice.randint(-72, 720))
        else:
            fields["answered_at"] = min(received + timedelta(hours=dice.expovariate(1 / 90) + 1), now)
        fields["text"], plain = _text(dice, matter, region[1] if region else "")
        yield Made(number, fields, *_matter(plain))


def _one(dice: random.Random, choice: tuple[list[Any], list[int]]) -> Any:
    return dice.choices(*choice)[0]


def _text(dice: random.Random, matter: str, region: str) -> tuple[str, str]:
    """The text, and the same without the person: what its matter follows from, of which there are few."""
    words = rules()
    opening = dice.choice(words["openings"]).format(r=region, matter=matter)
    closing = dice.choice(words["closings"])
    person = {
        "name": dice.choice(words["names"]),
        "mobile": f"13{dice.randrange(10**9):09d}",
        "village": dice.choice(words["villages"]),
        "number": dice.randint(1, 12),
        "door": dice.randint(1, 99),
        "card": _card(dice),
    }
    text = dice.choice(words["persons"]).format(**person) + opening + closing.format(**person)
    return text, opening


def _card(dice: random.Random) -> str:
    """An identity number with a true check digit, of an area that does not exist."""
    body = (
        f"999999{dice.randint(1950, 2005)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}{dice.randrange(1000):03d}"
    )
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
