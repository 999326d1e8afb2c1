"""The figures of `question_statistics` against formulas computed in another way, and against cases whose answer is plain."""

import io
import json
import math
import statistics as stdlib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from training.statistics import drawn_statistics, question_statistics, quiz_statistics

TABLE = st.integers(2, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 10).map(float), min_size=width, max_size=width), min_size=4, max_size=30
    )
)


@given(TABLE)
def test_against_the_standard_library(marks: list[list[float]]) -> None:
    width = len(marks[0])
    totals = [sum(row) for row in marks]
    quiz = quiz_statistics(marks, [10.0] * width)
    assert quiz.mean == pytest.approx(stdlib.mean(totals))
    assert quiz.median == pytest.approx(stdlib.median(totals))
    assert quiz.standard_deviation == pytest.approx(stdlib.stdev(totals), abs=1e-7)
    questions = question_statistics(marks, [10.0] * width)
    for place, question in enumerate(questions):
        column = [row[place] for row in marks]
        rest = [total - mark for total, mark in zip(totals, column, strict=True)]
        assert question.facility == pytest.approx(10 * stdlib.mean(column))
        assert question.standard_deviation == pytest.approx(10 * stdlib.stdev(column), abs=1e-7)
        if len(set(column)) > 1 and len(set(rest)) > 1:
            assert question.discrimination_index == pytest.approx(100 * stdlib.correlation(column, rest), abs=1e-6)
            assert question.discriminative_efficiency is not None
            assert question.discriminative_efficiency <= 100 + 1e-9
        else:
            assert question.discrimination_index is None
    weights = [question.effective_weight for question in questions if question.effective_weight is not None]
    assert not weights or sum(weights) == pytest.approx(100)
    if len(set(totals)) > 1:
        parts = sum(stdlib.variance(row[place] for row in marks) for place in range(width))
        alpha = 100 * width / (width - 1) * (1 - parts / stdlib.variance(totals))
        assert quiz.coefficient_of_internal_consistency == pytest.approx(alpha, abs=1e-6)
        assert quiz.standard_error == pytest.approx(math.sqrt(max(0, 1 - alpha / 100)) * stdlib.stdev(totals), abs=1e-6)


def test_the_bias_corrected_moments() -> None:
    """Skewness and kurtosis as spreadsheets give them (SKEW, KURT)."""
    marks = [[float(value)] for value in (3, 4, 5, 2, 3, 4, 5, 6, 4, 7)]
    quiz = quiz_statistics(marks, [10.0])
    assert quiz.skewness == pytest.approx(0.359543071)
    assert quiz.kurtosis == pytest.approx(-0.151799637)
    assert quiz.coefficient_of_internal_consistency is None


def test_the_same_marks_everywhere_agree_wholly() -> None:
    marks = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]
    one, two = question_statistics(marks, [2.0, 2.0])
    assert one == two
    assert (one.facility, one.effective_weight) == (50.0, pytest.approx(50.0))
    assert one.discrimination_index == pytest.approx(100)
    assert one.discriminative_efficiency == pytest.approx(100)
    assert quiz_statistics(marks, [2.0, 2.0]).coefficient_of_internal_consistency == pytest.approx(100)


@pytest.mark.parametrize("marks", [[], [[1.0, None]], [[1.0, 1.0], [1.0, 1.0]]])
def test_nothing_is_made_up_where_there_is_no_spread(marks: list[list[float | None]]) -> None:
    for question in question_statistics(marks, [1.0, 1.0]):
        assert question.discrimination_index is None
        assert question.discriminative_efficiency is None


def run(path: Path) -> dict:
    out = io.StringIO()
    call_command("question_statistics", path, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("1,2,1\n1,2,0\n0,,1\n1,1\n\n0,0,0\n")
    found = run(path)
    assert found["attempts"] == 4
    assert len(found["questions"]) == 3
    assert found["questions"][1]["facility"] == pytest.approx(100 * 3 / 8)
    assert set(found["questions"][0]) >= {
        "facility",
        "standard_deviation",
        "effective_weight",
        "discrimination_index",
        "discriminative_efficiency",
    }
    out = io.StringIO()
    call_command("question_statistics", path, stdout=out)
    assert "37.50" in out.getvalue()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "空"), ("1,0\n1,1\n", "1"), ("1,1\n1,x\n", "2"), ("1,1\n1,1,1\n", "2"), ("1,1\n1,inf\n", "2")],
)
def test_a_bad_table_is_refused_by_row(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(text)
    with pytest.raises(CommandError, match=said):
        run(path)


def test_where_questions_are_drawn_each_is_judged_by_those_who_were_asked_it() -> None:
    """Worked by hand: question 1 was asked of all but the last; three of five had it right."""
    marks: list[list[float | None]] = [
        [1, 1, None], [1, 0, None], [1, None, 1], [0, None, 0], [0, 1, None], [None, 1, 1]
    ]  # fmt: skip
    first, second, third = drawn_statistics(marks, [1.0, 1.0, 1.0])
    assert first.facility == pytest.approx(60) and second.facility == pytest.approx(75)
    assert first.standard_deviation == pytest.approx(100 * stdlib.stdev([1, 1, 1, 0, 0]))
    assert first.discrimination_index == pytest.approx(100 * stdlib.correlation([1, 1, 1, 0, 0], [1, 0, 1, 0, 1]))
    assert (first.intended_weight, first.effective_weight) == (50, None)
    assert third.facility == pytest.approx(200 / 3)


def test_a_table_by_hand() -> None:
    """Four attempts, two questions of 1 and 2: every figure worked out on paper by the formulas that Moodle publishes."""
    marks = [[1.0, 2.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]
    one, two = question_statistics(marks, [1.0, 2.0])
    # Means ½ and 1; variances ⅓ and ⅔; covariance ⅓; that with the totals ⅔ and 1.
    assert (one.facility, two.facility) == (50, 50)
    assert one.standard_deviation == pytest.approx(100 * math.sqrt(1 / 3))
    assert two.standard_deviation == pytest.approx(100 * math.sqrt(2 / 3) / 2)
    weight = math.sqrt(2 / 3) / (math.sqrt(2 / 3) + 1)
    assert one.effective_weight == pytest.approx(100 * weight) and two.effective_weight == pytest.approx(
        100 - 100 * weight
    )
    assert one.discrimination_index == pytest.approx(100 / math.sqrt(2)) == two.discrimination_index
    # The largest covariance of 0, 0, 1, 1 with 0, 1, 1, 2 is ⅓ as well.
    assert one.discriminative_efficiency == pytest.approx(100)
    quiz = quiz_statistics(marks, [1.0, 2.0])
    assert (quiz.mean, quiz.median) == (1.5, 1.5) and quiz.standard_deviation == pytest.approx(math.sqrt(5 / 3))
    # Totals 3, 2, 1, 0: alpha 2 (1 − 1 ÷ 5⁄3).
    assert quiz.coefficient_of_internal_consistency == pytest.approx(80)
    assert quiz.error_ratio == pytest.approx(100 * math.sqrt(0.2))
    assert quiz.standard_error == pytest.approx(math.sqrt(0.2 * 5 / 3))
    assert quiz.skewness == pytest.approx(0) and quiz.kurtosis == pytest.approx(-1.2)


def test_one_attempt_gives_means_and_no_spread() -> None:
    (question,) = question_statistics([[None]], [2.0])
    assert question.facility == 0 and question.standard_deviation is None and question.discrimination_index is None
    quiz = quiz_statistics([[1.0, 2.0]], [1.0, 2.0])
    assert (quiz.mean, quiz.median) == (3, 3)
    assert {quiz.standard_deviation, quiz.skewness, quiz.kurtosis, quiz.standard_error} == {None}
