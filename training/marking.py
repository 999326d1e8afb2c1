"""What an answer is worth, as a share of the question's mark. Pure functions: no database, no clock.

An answer is in shown places; `order` leads from a shown place to the place in the version (`training.responses`). The
share is from −1 to 1, None when a person must look. How much a wrong choice costs and what a part of a multiple choice is
worth are settings of the attempt.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

FULL, NOTHING = Fraction(1), Fraction(0)
CENT = Decimal("0.01")
NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?")


def share_of(
    type: str, content: Mapping[str, Any], order: Any, response: Any, rules: Mapping[str, Any]
) -> Fraction | None:
    """The share of the mark that a response earns. `rules`: `partial` ("all" or "share"), `penalty` in per cent."""
    if is_empty(response):
        return NOTHING
    if type == "multichoice":
        return _choice(content, order, response, rules)
    if type == "truefalse":
        right = bool(response[0] == 0) is bool(content["answers"][0])
        return FULL if right else _wrong(rules)
    if type == "shortanswer":
        return max(
            (_percent(option) for option in content["options"] if _accepts(option["text"], response[0])),
            default=NOTHING,
        )
    if type == "multianswer":
        return _gaps(content["answers"], response, bool(content.get("unordered")))
    if type == "numerical":
        return _number(content, response[0])
    if type == "match":
        return _pairs(content["pairs"], order, response, rules)
    if type == "ordering":
        return _sequence(order, response, rules)
    if type == "essay":
        return None
    return NOTHING


def mark_of(share: Fraction, maximum: Decimal) -> Decimal:
    """A share as a mark, to the cent."""
    exact = Decimal(share.numerator) * maximum / Decimal(share.denominator)
    return exact.quantize(CENT, ROUND_HALF_UP)


def total_of(marks: Sequence[Decimal]) -> Decimal:
    """The sum of an attempt; what wrong answers cost never takes it below nothing."""
    return max(sum(marks, Decimal(0)), Decimal(0)).quantize(CENT)


def is_empty(response: Any) -> bool:
    """Nothing was chosen or written."""
    if isinstance(response, (list, tuple)):
        return all(part is None or part == "" or (isinstance(part, str) and not part.strip()) for part in response)
    return response is None


def folded(text: str) -> str:
    """As two spellings of one answer are compared: width, case, spaces and the kind of quotation marks do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+|[。．.,，、“”\"'‘’]+$|^[“”\"'‘’]+", "", plain) or plain.strip()


def _percent(option: Mapping[str, Any]) -> Fraction:
    return max(Fraction(str(option.get("fraction") or 0)).limit_denominator(1000) / 100, NOTHING)


def _wrong(rules: Mapping[str, Any]) -> Fraction:
    return -Fraction(int(rules.get("penalty") or 0), 100)


def _choice(
    content: Mapping[str, Any], order: Sequence[int], response: Sequence[int], rules: Mapping[str, Any]
) -> Fraction:
    options = content["options"]
    chosen = {order[place] for place in response}
    right = {place for place, option in enumerate(options) if (option.get("fraction") or 0) > 0}
    if content.get("single") is not False:
        share = _percent(options[min(chosen)])
        return share if share > 0 else _wrong(rules)
    if chosen - right:
        return _wrong(rules)
    if rules.get("partial") == "share":
        # The shares of a file are rounded (33.33333): all right ones together are the whole.
        return FULL if chosen == right else min(sum((_percent(options[place]) for place in chosen), NOTHING), FULL)
    return FULL if chosen == right else NOTHING


def _accepts(pattern: str, text: str) -> bool:
    """Whether an accepted text, in which * stands for anything, fits what was written."""
    parts = [folded(part) if part.strip() else "" for part in pattern.split("*")]
    if len(parts) == 1:
        return parts[0] == folded(text)
    return re.fullmatch(".*".join(re.escape(part) for part in parts), folded(text), re.DOTALL) is not None


def _gaps(gaps: Sequence[Sequence[str]], response: Sequence[str | None], unordered: bool) -> Fraction:
    written = [text or "" for text in response]
    fits = [
        [bool(text.strip()) and any(_accepts(variant, text) for variant in gap) for gap in gaps] for text in written
    ]
    if not unordered:
        return Fraction(sum(row[place] for place, row in enumerate(fits[: len(gaps)])), len(gaps))
    return Fraction(_most(fits, len(gaps)), len(gaps))


def _most(fits: Sequence[Sequence[bool]], gaps: int) -> int:
    """How many texts find a gap of their own, each gap once (Kuhn's augmenting paths)."""
    holder: dict[int, int] = {}

    def place(text: int, tried: set[int]) -> bool:
        for gap in range(gaps):
            if fits[text][gap] and gap not in tried:
                tried.add(gap)
                if gap not in holder or place(holder[gap], tried):
                    holder[gap] = text
                    return True
        return False

    return sum(place(text, set()) for text in range(len(fits)))


def number_in(text: str) -> Decimal | None:
    """“１２,０００” → 12000; a per cent sign or a unit after the number is no part of it. None for what is no number."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace(" ", "").replace("−", "-")
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
    found = NUMBER.match(plain)
    if not found or re.search(r"[\d.+\-=*/]", plain[found.end() :]):
        return None
    return Decimal(found[0])


def _number(content: Mapping[str, Any], text: str) -> Fraction:
    value = number_in(text)
    if value is None:
        return NOTHING
    best = NOTHING
    for option in content["options"]:
        wanted = number_in(str(option["text"]))
        margin = Decimal(str(option.get("tolerance") or content.get("tolerance") or 0))
        if option["text"] == "*" or (wanted is not None and abs(value - wanted) <= margin):
            best = max(best, _percent(option))
    return best


def right_sides(pairs: Sequence[Mapping[str, str]]) -> list[str]:
    """What can be chosen in a matching question: each answer once, in the order of the version."""
    return list(dict.fromkeys(pair["answer"] for pair in pairs))


def left_sides(pairs: Sequence[Mapping[str, str]]) -> list[int]:
    """The places of pairs that ask something; one without a left side is only there to mislead."""
    return [place for place, pair in enumerate(pairs) if pair["question"].strip()]


def _pairs(
    pairs: Sequence[Mapping[str, str]],
    order: Mapping[str, Sequence[int]],
    response: Sequence[int | None],
    rules: Mapping[str, Any],
) -> Fraction:
    sides = right_sides(pairs)
    right = sum(
        chosen is not None and sides[order["right"][chosen]] == pairs[order["left"][row]]["answer"]
        for row, chosen in enumerate(response)
    )
    rows = len(order["left"])
    return Fraction(right, rows) if rules.get("partial") == "share" or right == rows else NOTHING


def _sequence(order: Sequence[int], response: Sequence[int], rules: Mapping[str, Any]) -> Fraction:
    """All or nothing, or the share of things that stand in their right place."""
    right = sum(order[shown] == place for place, shown in enumerate(response))
    return Fraction(right, len(order)) if rules.get("partial") == "share" or right == len(order) else NOTHING
