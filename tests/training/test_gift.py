"""GIFT in and out: the published samples with their trees, every rule for which there is no sample, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.bank import gift
from training.bank.item import FULL, Item

from ..data import FOLDER, needs
from .items import items, plain

TYPES = {
    "MC": "multichoice",
    "TF": "truefalse",
    "Short": "shortanswer",
    "Numerical": "numerical",
    "Matching": "match",
    "Essay": "essay",
    "Description": "description",
}


def words(part: dict[str, Any] | None) -> str:
    return part["text"] if part else ""


@needs("gift")
def test_the_published_samples_come_out_as_their_trees_say() -> None:
    samples = sorted((FOLDER / "gift").glob("*.gift"))
    assert len(samples) > 25
    for path in samples:
        compare(path)


def compare(path: Path) -> None:
    """One sample with its tree."""
    reading = gift.read(path.read_text())
    assert reading.problems == []
    tree = json.loads(path.with_suffix(".json").read_text())
    expected = [node for node in tree if node["type"] != "Category"]
    assert len(reading.items) == len(expected)
    for item, node in zip(reading.items, expected, strict=True):
        assert item.type == TYPES[node["type"]]
        assert item.stem == words(node["stem"])
        assert item.name == (node["title"] or "")
        assert item.feedback == words(node.get("globalFeedback"))
        assert item.identifier == (node.get("id") or "")
        assert item.tags == (node.get("tags") or [])
        assert item.format == {"moodle": "plain"}.get(node["stem"]["format"], node["stem"]["format"])
        if node["type"] == "TF":
            assert item.answers == [node["isTrue"]]
            assert [option.feedback for option in item.options] == [
                words(node["trueFeedback"]),
                words(node["falseFeedback"]),
            ]
        elif node["type"] == "Matching":
            assert item.pairs == [(words(pair["subquestion"]), pair["subanswer"]) for pair in node["matchPairs"]]
        elif node["type"] == "Numerical" and isinstance(node["choices"], dict):
            assert (item.answers, item.tolerance) == ([node["choices"]["number"]], node["choices"]["range"])
        elif node["type"] == "Numerical":
            assert [(float(option.text), option.tolerance) for option in item.options] == [
                (choice["text"]["number"], choice["text"]["range"]) for choice in node["choices"]
            ]
        elif "choices" in node:
            for option, choice in zip(item.options, node["choices"], strict=True):
                assert option.text == words(choice["text"])
                assert option.feedback == words(choice["feedback"])
                weight = choice["weight"]
                assert option.fraction == (weight if weight is not None else FULL if choice["isCorrect"] else 0)


def test_a_category_goes_with_the_questions_below_it() -> None:
    reading = gift.read("$CATEGORY: 改革/放管服\n\n一{T}\n\n二{F}\n\n$CATEGORY: 改革/医改\n三{T}")
    assert [(item.line, item.category) for item in reading.items] == [
        (3, "改革/放管服"),
        (5, "改革/放管服"),
        (8, "改革/医改"),
    ]


def test_blank_lines_inside_braces_separate_nothing() -> None:
    (item,) = gift.read("哪一项对？{\n=甲\n\n~乙\n// 说明\n\n~丙\n}").items
    assert [option.text for option in item.options] == ["甲", "乙", "丙"]


def test_general_feedback_and_ranges() -> None:
    one, two = gift.read("圆周率？{#3.141..3.142####小数点后三位即可}\n\n选{=甲~乙####因为甲}").items
    assert one.answers == [3.1415]
    assert one.tolerance == pytest.approx(0.0005)
    assert one.feedback == "小数点后三位即可"
    assert two.feedback == "因为甲"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("好{T}\n\n坏{=甲 ~乙", 3),
        ("好{T}\n\n坏 =甲}", 3),
        ("两个空{=一}和{=二}。", 1),
        ("多少？{#很多}", 1),
        ("多少？{#5..1}", 1),
        ("选{前言=甲~乙}", 1),
        ("选{~甲~乙}", 1),
        ("选{=%500%甲~乙}", 1),
        ("选{=%五十%甲~乙}", 1),
        ("配{=甲->一}", 1),
        ("判{T#一#二#三}", 1),
        ("选{=甲~甲}", 1),
        ("{=甲~乙}", 1),
    ],
)
def test_what_is_not_understood_is_named_by_line(text: str, line: int) -> None:
    reading = gift.read(text)
    assert [problem.line for problem in reading.problems] == [line]
    assert all(problem.message for problem in reading.problems)
    assert len(reading.items) == (1 if line == 3 else 0)


@given(st.text(alphabet="ab好~=#{}:\\%-> \n$/T[html]", max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    reading = gift.read(text)
    lines = text.count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in reading.problems)
    assert all(1 <= item.line <= lines for item in reading.items)


@given(st.lists(items().filter(gift.can_write), min_size=1, max_size=5))
def test_out_and_in_again_is_the_same(exported: list[Item]) -> None:
    reading = gift.read(gift.write(exported))
    assert reading.problems == []
    assert [plain(item) for item in reading.items] == [plain(item) for item in exported]
