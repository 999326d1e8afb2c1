"""Statistics of a quiz and its questions as Moodle defines them ("Quiz statistics calculations", MoodleDocs).

Pure functions over a table of marks: one row an attempt, one column a question; None is a question that was not
answered, which counts as 0. Sample formulas (n − 1) throughout. Whatever a formula does not give (too few attempts,
no spread) is None.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

Marks = Sequence[Sequence[float | None]]
# A value this small beside its parts is what rounding left of nothing.
NOTHING = 1e-10


@dataclass(frozen=True)
class QuestionStatistics:
    """Per cent throughout. `facility`: mean mark of the maximum. `discrimination_index`: correlation of the question's
    marks with the marks in the rest of the quiz; `discriminative_efficiency`: the same covariance as a share of the
    largest that these marks could have given."""

    facility: float | None
    standard_deviation: float | None
    intended_weight: float | None
    effective_weight: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None


@dataclass(frozen=True)
class QuizStatistics:
    """`mean`, `median`, `standard_deviation` in marks; `coefficient_of_internal_consistency` (Cronbach's alpha) and
    `error_ratio` in per cent; `standard_error` in marks."""

    attempts: int
    mean: float | None
    median: float | None
    standard_deviation: float | None
    skewness: float | None
    kurtosis: float | None
    coefficient_of_internal_consistency: float | None
    error_ratio: float | None
    standard_error: float | None


def question_statistics(marks: Marks, maximum: Sequence[float]) -> list[QuestionStatistics]:
    """One for each question, in order. Raises `ValueError` for a row of another length than `maximum`."""
    rows = _filled(marks, maximum)
    totals = [sum(row) for row in rows]
    columns = [[row[place] for row in rows] for place in range(len(maximum))]
    covariances = [_covariance(column, totals) for column in columns]
    # Moodle: a question whose covariance with the total is negative has no effective weight, and is not in the sum.
    roots = [
        sqrt(value) if value is not None and value > 0 else None if value is None or value < -NOTHING else 0.0
        for value in covariances
    ]
    whole = sum(root for root in roots if root is not None)
    intended = sum(maximum)
    found = []
    for column, most, root in zip(columns, maximum, roots, strict=True):
        rest = [total - mark for total, mark in zip(totals, column, strict=True)]
        deviation = _deviation(column)
        found.append(
            QuestionStatistics(
                facility=100 * _mean(column) / most if column and most else None,
                standard_deviation=100 * deviation / most if deviation is not None and most else None,
                intended_weight=100 * most / intended if intended else None,
                effective_weight=100 * root / whole if root is not None and whole else None,
                discrimination_index=_percent(_covariance(column, rest), _product(deviation, _deviation(rest))),
                discriminative_efficiency=_percent(
                    _covariance(column, rest), _covariance(sorted(column), sorted(rest))
                ),
            )
        )
    return found


def drawn_statistics(marks: Marks, maximum: Sequence[float]) -> list[QuestionStatistics]:
    """The same where each attempt was asked some of the questions only: None is one that was not asked, and each question is
    judged over those who were. An effective weight is not defined then; the intended one is the share of a paper.
    """
    totals = [sum(mark or 0.0 for mark in row) for row in marks]
    paper = max(
        (sum(most for mark, most in zip(row, maximum, strict=True) if mark is not None) for row in marks), default=0
    )
    found = []
    for place, most in enumerate(maximum):
        asked = [
            (mark, total - mark) for row, total in zip(marks, totals, strict=True) if (mark := row[place]) is not None
        ]
        column, rest = [mark for mark, _rest in asked], [left for _mark, left in asked]
        deviation = _deviation(column)
        found.append(
            QuestionStatistics(
                facility=100 * _mean(column) / most if column and most else None,
                standard_deviation=100 * deviation / most if deviation is not None and most else None,
                intended_weight=100 * most / paper if paper else None,
                effective_weight=None,
                discrimination_index=_percent(_covariance(column, rest), _product(deviation, _deviation(rest))),
                discriminative_efficiency=_percent(
                    _covariance(column, rest), _covariance(sorted(column), sorted(rest))
                ),
            )
        )
    return found


def quiz_statistics(marks: Marks, maximum: Sequence[float]) -> QuizStatistics:
    """The quiz as a whole. Raises `ValueError` for a row of another length than `maximum`."""
    rows = _filled(marks, maximum)
    totals = sorted(sum(row) for row in rows)
    count = len(totals)
    if not count:
        return QuizStatistics(0, None, None, None, None, None, None, None, None)
    mean, deviation = _mean(totals), _deviation(totals)
    half = count // 2
    median = totals[half] if count % 2 else (totals[half - 1] + totals[half]) / 2
    alpha = _alpha(rows, len(maximum))
    error = None if alpha is None or alpha > 100 else 100 * sqrt(1 - alpha / 100)
    return QuizStatistics(
        count,
        mean,
        median,
        deviation,
        _skewness(totals),
        _kurtosis(totals),
        alpha,
        error,
        None if error is None or deviation is None else error / 100 * deviation,
    )


def report(marks: Marks, maximum: Sequence[float]) -> dict[str, Any]:
    """Both, as plain data: the quiz's figures and `questions`, a list in the order of the columns."""
    return {
        **asdict(quiz_statistics(marks, maximum)),
        "questions": [asdict(question) for question in question_statistics(marks, maximum)],
    }


def _filled(marks: Marks, maximum: Sequence[float]) -> list[list[float]]:
    if any(len(row) != len(maximum) for row in marks):
        raise ValueError("each row needs one mark for each question")
    return [[0.0 if mark is None else float(mark) for mark in row] for row in marks]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _covariance(left: Sequence[float], right: Sequence[float]) -> float | None:
    count = len(left)
    if count < 2:
        return None
    a, b = _mean(left), _mean(right)
    value = sum((x - a) * (y - b) for x, y in zip(left, right, strict=True)) / (count - 1)
    scale = max(max(abs(x - a) for x in left) * max(abs(y - b) for y in right), 1e-300)
    return 0.0 if abs(value) < NOTHING * scale else value


def _deviation(values: Sequence[float]) -> float | None:
    variance = _covariance(values, values)
    return None if variance is None else sqrt(max(variance, 0.0))


def _product(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left * right


def _percent(part: float | None, whole: float | None) -> float | None:
    """100 · part / whole; None where there is nothing to divide by."""
    return None if part is None or whole is None or abs(whole) < NOTHING else 100 * part / whole


def _moments(values: Sequence[float]) -> tuple[float, float, float, float]:
    """The count and the second, third and fourth central moments."""
    mean, count = _mean(values), len(values)
    second, third, fourth = (sum((value - mean) ** power for value in values) / count for power in (2, 3, 4))
    return float(count), second, third, fourth


def _skewness(values: Sequence[float]) -> float | None:
    """g₁ as k₃ / k₂^(3/2) of the unbiased cumulants."""
    count, second, third, _fourth = _moments(values)
    if count < 3 or second < NOTHING:
        return None
    k2 = count / (count - 1) * second
    k3 = count**2 / ((count - 1) * (count - 2)) * third
    return k3 / k2**1.5


def _kurtosis(values: Sequence[float]) -> float | None:
    """g₂ as k₄ / k₂² of the unbiased cumulants: 0 for a normal distribution."""
    count, second, _third, fourth = _moments(values)
    if count < 4 or second < NOTHING:
        return None
    k2 = count / (count - 1) * second
    k4 = count**2 / ((count - 1) * (count - 2) * (count - 3)) * ((count + 1) * fourth - 3 * (count - 1) * second**2)
    return k4 / k2**2


def _alpha(rows: Sequence[Sequence[float]], questions: int) -> float | None:
    """Cronbach's alpha in per cent."""
    variance = _covariance(totals := [sum(row) for row in rows], totals) if rows else None
    if questions < 2 or variance is None or variance < NOTHING:
        return None
    parts = 0.0
    for place in range(questions):
        column = [row[place] for row in rows]
        parts += _covariance(column, column) or 0.0
    return 100 * questions / (questions - 1) * (1 - parts / variance)
