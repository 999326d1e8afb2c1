"""Answers as a form without JavaScript sends them, made into the answers that a script would send."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from .models import AttemptItem
from .responses import gaps_of


def answers_in(data: QueryDict, items: Iterable[AttemptItem]) -> dict[int, Any]:
    """Position → answer for the questions that were on the page. What is no number stays as it is, and is refused later."""
    on_page = set(data.getlist("on"))
    return {item.position: _answer(data, item) for item in items if str(item.position) in on_page}


def flags_in(data: QueryDict, positions: Iterable[int]) -> dict[int, bool]:
    """Position → whether it is to be looked at again, for the questions that were on the page."""
    on_page = set(data.getlist("on"))
    return {place: f"flag{place}" in data for place in positions if str(place) in on_page}


def _answer(data: QueryDict, item: AttemptItem) -> list[Any]:
    type, name = item.version.type, f"q{item.position}"
    if type in ("multichoice", "truefalse"):
        return [_number(value) for value in data.getlist(name)]
    if type == "match":
        return [_number(data.get(f"{name}-{row}", "")) for row in range(len(item.order["left"]))]
    if type == "ordering":
        return _sequence([data.get(f"{name}-{place}", "") for place in range(len(item.order))])
    return [data.get(f"{name}-{gap}", "") or None for gap in range(gaps_of(type, item.version.content))]


def _number(value: str) -> Any:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else (value or None)


def _sequence(numbers: list[str]) -> list[int]:
    """Shown places by the numbers written beside them. Equal or missing numbers keep the shown order among themselves."""
    if not any(number.strip() for number in numbers):
        return []
    ranks = [int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 9999 for number in numbers]
    return sorted(range(len(numbers)), key=lambda place: (ranks[place], place))
