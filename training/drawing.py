"""What an attempt asks and in which order: seeded, so that the same seed gives the same paper. Pure functions."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .marking import left_sides, right_sides


class NotEnough(Exception):
    """The bank cannot fill the places. `places`: indexes of the rules that could not be filled."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = list(places)
        super().__init__(self.places)


@dataclass(frozen=True)
class Place:
    """One slot of a quiz: how many questions out of which (ids of questions), and what each is worth."""

    number: int
    candidates: tuple[int, ...]
    mark: Decimal


def draw(places: Sequence[Place], seed: str) -> list[tuple[int, Decimal]]:
    """(question, mark) in the order of the places; no question twice. Raises `NotEnough`.

    Rules overlap: a question that one rule takes may be the only one left for another. So it is a matching: each wanted
    seat takes a random candidate, and pushes another seat on to a free one where needed (Kuhn).
    """
    chance = random.Random(seed)  # noqa: S311 — the seed is secret and from `secrets`; the same paper must come again
    seats = [place for place, rule in enumerate(places) for _seat in range(rule.number)]
    wishes = {place: chance.sample(rule.candidates, len(rule.candidates)) for place, rule in enumerate(places)}
    taken: dict[int, int] = {}  # question → seat
    missing = set()
    # The tighter rule first: fewer seats have to move.
    for seat in sorted(range(len(seats)), key=lambda seat: len(wishes[seats[seat]])):
        if not _seated(seat, seats, wishes, taken):
            missing.add(seats[seat])
    if missing:
        raise NotEnough(sorted(missing))
    by_seat = {seat: question for question, seat in taken.items()}
    return [(by_seat[seat], places[place].mark) for seat, place in enumerate(seats)]


def _seated(seat: int, seats: Sequence[int], wishes: Mapping[int, Sequence[int]], taken: dict[int, int]) -> bool:
    """Finds a question for the seat, moving others if it must. Without recursion: a bank may be large."""
    came_from: dict[int, int] = {}  # question → the seat that wants it
    queue, seen_seats = [seat], {seat}
    while queue:
        wanting = queue.pop(0)
        for question in wishes[seats[wanting]]:
            if question in came_from:
                continue
            came_from[question] = wanting
            holder = taken.get(question)
            if holder is None:
                _move(question, came_from, taken, seat)
                return True
            if holder not in seen_seats:
                seen_seats.add(holder)
                queue.append(holder)
    return False


def _move(question: int, came_from: Mapping[int, int], taken: dict[int, int], seat: int) -> None:
    while True:
        wanting = came_from[question]
        before = next((held for held, holder in taken.items() if holder == wanting), None)
        taken[question] = wanting
        if wanting == seat or before is None:
            return
        question = before


def order_for(type: str, content: Mapping[str, Any], shuffle: bool, chance: random.Random) -> Any:
    """How the parts of a question are shown: see `training.responses`. What must be sorted is never shown sorted."""
    if type == "multichoice":
        return _mixed(len(content["options"]), shuffle, chance)
    if type == "match":
        left = left_sides(content["pairs"])
        # The right sides are always mixed: in the order of the file they would be the key.
        right = _mixed(len(right_sides(content["pairs"])), True, chance)
        return {"left": chance.sample(left, len(left)) if shuffle else left, "right": right}
    if type == "ordering":
        number = len(content["answers"])
        order = _mixed(number, True, chance)
        return order if order != list(range(number)) else [*order[1:], order[0]]
    return []


def _mixed(number: int, shuffle: bool, chance: random.Random) -> list[int]:
    places = list(range(number))
    if shuffle:
        chance.shuffle(places)
    return places
