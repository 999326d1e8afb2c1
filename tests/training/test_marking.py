"""What an answer is worth: bounds, the order of options, parts, spellings; draws; deadlines."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.deadlines import terms
from training.drawing import NotEnough, Place, draw, order_for
from training.marking import mark_of, number_in, right_sides, share_of, total_of
from training.responses import BadResponse, clean, plain

ALL, SHARE = {"partial": "all", "penalty": 0}, {"partial": "share", "penalty": 0}
LIMITED = settings(max_examples=60, deadline=None)


@st.composite
def choices(draw_: Any) -> tuple[dict[str, Any], list[int]]:
    """A multiple choice and what somebody chose of it, in places of the version."""
    right = draw_(st.lists(st.booleans(), min_size=2, max_size=8).filter(any))
    share = round(100 / sum(right), 5)
    options = [{"text": str(place), "fraction": share if good else 0.0} for place, good in enumerate(right)]
    chosen = draw_(st.lists(st.integers(0, len(right) - 1), unique=True))
    return {"options": options, "single": False}, chosen


@LIMITED
@given(choices(), st.randoms(use_true_random=False), st.sampled_from([ALL, SHARE]), st.integers(0, 100))
def test_the_order_of_options_never_matters_and_shares_are_bounded(
    case: tuple[dict[str, Any], list[int]], chance: random.Random, rules: dict[str, Any], penalty: int
) -> None:
    content, chosen = case
    rules = {**rules, "penalty": penalty}
    plain = list(range(len(content["options"])))
    mixed = chance.sample(plain, len(plain))
    first = share_of("multichoice", content, plain, sorted(chosen), rules)
    again = share_of("multichoice", content, mixed, sorted(mixed.index(place) for place in chosen), rules)
    assert first == again and first is not None
    assert -Fraction(penalty, 100) <= first <= 1
    right = {place for place, option in enumerate(content["options"]) if option["fraction"] > 0}
    assert (first == 1) == (set(chosen) == right)
    if set(chosen) - right:
        assert first == -Fraction(penalty, 100)
    elif chosen and rules["partial"] == "share":
        assert abs(first - Fraction(len(chosen), len(right))) < Fraction(1, 1000)


@pytest.mark.parametrize(
    ("type", "content", "order", "response", "rules", "share"),
    [
        ("truefalse", {"answers": [False]}, [], [1], ALL, 1),
        ("truefalse", {"answers": [False]}, [], [0], {"penalty": 50}, Fraction(-1, 2)),
        ("shortanswer", {"options": [{"text": "接诉即办", "fraction": 100}]}, [], ["「接诉即办」"], ALL, 0),
        ("shortanswer", {"options": [{"text": "接诉即办", "fraction": 100}]}, [], ["“接诉 即办”。"], ALL, 1),
        ("shortanswer", {"options": [{"text": "ABC123", "fraction": 100}]}, [], ["ａｂｃ１２３"], ALL, 1),
        ("shortanswer", {"options": [{"text": "*窗通办*", "fraction": 50}]}, [], ["一窗通办改革"], ALL, Fraction(1, 2)),
        ("multianswer", {"answers": [["12", "十二"], ["208"]]}, [], ["十二", None], ALL, Fraction(1, 2)),
        ("multianswer", {"answers": [["甲"], ["乙"]]}, [], ["乙", "甲"], ALL, 0),
        ("multianswer", {"answers": [["甲"], ["乙"]], "unordered": True}, [], ["乙", "甲"], ALL, 1),
        ("multianswer", {"answers": [["甲"], ["乙"]], "unordered": True}, [], ["甲", "甲"], ALL, Fraction(1, 2)),
        ("multianswer", {"answers": [["甲", "乙"], ["甲"]], "unordered": True}, [], ["甲", "乙"], ALL, 1),
        ("numerical", {"options": [{"text": "3.14", "fraction": 100, "tolerance": 0.01}]}, [], ["３．１５"], ALL, 1),
        ("numerical", {"options": [{"text": "3.14", "fraction": 100, "tolerance": 0.01}]}, [], ["3.16"], ALL, 0),
        ("numerical", {"options": [{"text": "12000", "fraction": 100}]}, [], ["12,000元"], ALL, 1),
        ("numerical", {"options": [{"text": "12", "fraction": 100}]}, [], ["12-13"], ALL, 0),
        ("ordering", {"answers": ["a", "b", "c"]}, [2, 0, 1], [1, 2, 0], ALL, 1),
        ("ordering", {"answers": ["a", "b", "c"]}, [2, 0, 1], [1, 0, 2], SHARE, Fraction(1, 3)),
        ("ordering", {"answers": ["a", "b", "c"]}, [2, 0, 1], [1, 0, 2], ALL, 0),
        ("essay", {"answers": ["要点"]}, [], ["写了一些"], ALL, None),
        ("essay", {"answers": ["要点"]}, [], ["  "], ALL, 0),
        ("multichoice", {"options": [{"text": "a", "fraction": 100}, {"text": "b", "fraction": 50}]}, [1, 0], [0], ALL, Fraction(1, 2)),
    ],
)  # fmt: skip
def test_each_type(type: str, content: Any, order: Any, response: Any, rules: Any, share: Any) -> None:
    assert share_of(type, content, order, response, rules) == share


@LIMITED
@given(st.lists(st.sampled_from("甲乙丙丁"), min_size=2, max_size=6), st.randoms(use_true_random=False), st.data())
def test_matching_counts_right_rows_whatever_is_mixed(answers: list[str], chance: random.Random, data: Any) -> None:
    content = {"pairs": [{"question": str(row), "answer": answer} for row, answer in enumerate(answers)]}
    order = order_for("match", content, True, chance)
    sides = right_sides(content["pairs"])
    chosen = [data.draw(st.integers(0, len(sides) - 1)) for _row in answers]
    right = sum(sides[order["right"][c]] == answers[order["left"][row]] for row, c in enumerate(chosen))
    assert share_of("match", content, order, chosen, SHARE) == Fraction(right, len(answers))
    assert share_of("match", content, order, chosen, ALL) == int(right == len(answers))


def test_what_must_be_sorted_is_never_shown_sorted() -> None:
    for seed in range(60):
        for number in (2, 3):
            shown = order_for("ordering", {"answers": list("abc")[:number]}, False, random.Random(seed))
            assert shown != list(range(number)) and sorted(shown) == list(range(number))


@pytest.mark.parametrize(
    ("type", "order", "posted"),
    [
        ("multichoice", [0, 1], [2]),
        ("multichoice", [0, 1], [-1]),
        ("multichoice", [0, 1], [True]),
        ("multichoice", [0, 1], [0, 0]),
        ("multichoice", [0, 1], [0, 1]),
        ("multichoice", [0, 1], ["0"]),
        ("multichoice", [0, 1], "0"),
        ("multichoice", [0, 1], {"0": 1}),
        ("ordering", [0, 1, 2], [0, 1]),
        ("match", {"left": [0, 1], "right": [0, 1]}, [0]),
        ("shortanswer", [], ["a", "b"]),
        ("shortanswer", [], [1]),
        ("truefalse", [], [0, 1]),
    ],
)
def test_what_is_no_answer_is_refused(type: str, order: Any, posted: Any) -> None:
    with pytest.raises(BadResponse):
        clean(type, {"options": [], "answers": ["a"]}, order, posted)


def test_texts_are_cut_and_empty_answers_are_none() -> None:
    assert clean("shortanswer", {}, [], ["x" * 999]) == ["x" * 200]
    assert clean("shortanswer", {}, [], plain({1: [" \x00"]})[1]) is None
    assert clean("multichoice", {"options": []}, [0, 1], []) is None


def test_marks_are_rounded_once_and_a_sum_is_never_below_nothing() -> None:
    assert mark_of(Fraction(1, 3), Decimal(2)) == Decimal("0.67")
    assert mark_of(Fraction(1), Decimal("2.50")) == Decimal("2.50")
    assert total_of([Decimal("-3"), Decimal("1")]) == 0
    assert (number_in("－１２．５％"), number_in("约12"), number_in("1e3")) == (Decimal("-12.5"), None, Decimal(1000))


# --- Draws ----------------------------------------------------------------------------------------------------------


@LIMITED
@given(
    st.lists(st.tuples(st.integers(1, 4), st.sets(st.integers(1, 12), max_size=10)), min_size=1, max_size=5), st.text()
)
def test_draws_repeat_nothing_and_fail_only_when_nothing_fits(rules: list[tuple[int, set[int]]], seed: str) -> None:
    places = [Place(number, tuple(sorted(found)), Decimal(1)) for number, found in rules]
    try:
        drawn = draw(places, seed)
    except NotEnough:
        # Hall: some rules together want more than they have.
        subsets = [[p for at, p in enumerate(places) if bits >> at & 1] for bits in range(1, 1 << len(places))]
        assert any(sum(p.number for p in some) > len(set().union(*(p.candidates for p in some))) for some in subsets)
        return
    questions = [question for question, _mark in drawn]
    assert len(set(questions)) == len(questions) == sum(place.number for place in places)
    at = 0
    for place in places:
        assert set(questions[at : at + place.number]) <= set(place.candidates)
        at += place.number
    assert draw(places, seed) == drawn


def test_a_draw_is_even() -> None:
    places = [Place(2, tuple(range(6)), Decimal(1))]
    counts = [0] * 6
    for seed in range(600):
        for question, _mark in draw(places, str(seed)):
            counts[question] += 1
    assert all(150 < count < 250 for count in counts)


# --- Deadlines ------------------------------------------------------------------------------------------------------

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTES = st.integers(1, 600)


@LIMITED
@given(
    st.none() | MINUTES, st.none() | MINUTES, st.lists(st.tuples(st.integers(0, 60), st.none() | MINUTES), max_size=3)
)
def test_the_deadline_is_the_earlier_end_and_exceptions_only_give(
    minutes: int | None, closes_in: int | None, exceptions: list[tuple[int, int | None]]
) -> None:
    after = lambda m: NOON + timedelta(minutes=m) if m else None  # noqa: E731
    quiz = SimpleNamespace(opens=None, closes=after(closes_in), minutes=minutes, attempts=1, wait=10)
    rows = [SimpleNamespace(extra_minutes=more, extra_attempts=0, closes=after(later)) for more, later in exceptions]
    plain, given_ = terms(quiz, []).deadline(NOON), terms(quiz, rows).deadline(NOON)
    ends = [end for end in (after(minutes), after(closes_in)) if end]
    assert plain == min(ends, default=None)
    assert (plain is None) == (given_ is None) and (plain is None or (given_ is not None and given_ >= plain))
    assert terms(quiz, rows).next_start(NOON) == NOON + timedelta(minutes=10)
