"""The results of a quiz as tables: for statistics, hints, regrading, exports."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .models import Attempt, AttemptItem, QuestionVersion, Quiz
from .statistics import QuestionStatistics, QuizStatistics, drawn_statistics, question_statistics, quiz_statistics

ENOUGH = 10


@dataclass(frozen=True)
class Table:
    """Attempts × questions. `enough`: statistics mean something from ten attempts on. `papers`: the same marks by the places
    of each paper, which are as many for everybody where questions are drawn."""

    questions: list[QuestionVersion]
    maximum: list[float]
    marks: list[list[float | None]]
    papers: list[list[float]]

    @property
    def enough(self) -> bool:
        return len(self.marks) >= ENOUGH and len(self.questions) > 0

    def figures(self) -> list[QuestionStatistics]:
        """Of each question, over those who were asked it."""
        drawn = any(mark is None for row in self.marks for mark in row)
        return (drawn_statistics if drawn else question_statistics)(self.marks, self.maximum)

    def whole(self) -> QuizStatistics:
        """Of the quiz. Papers of unequal length (a question that does not count any more) are filled up with nothing."""
        width = max((len(paper) for paper in self.papers), default=0)
        return quiz_statistics([[*paper, *[0.0] * (width - len(paper))] for paper in self.papers], [1.0] * width)


def table_of(quiz: Quiz) -> Table:
    """The marks of finished attempts. Where questions are drawn, one that somebody was not asked is None for them."""
    rows = (
        AttemptItem.objects.filter(attempt__quiz=quiz, attempt__state=Attempt.State.DONE)
        .exclude(verdict=AttemptItem.Verdict.OUT)
        .order_by("attempt", "position")
        .values_list("attempt", "version__question", "version", "mark", "maximum")
    )
    by_attempt: dict[int, dict[int, float]] = defaultdict(dict)
    maximum: dict[int, float] = {}
    newest: dict[int, int] = {}
    for attempt, question, version, mark, most in rows:
        by_attempt[attempt][question] = float(mark or 0)
        maximum[question] = float(most)
        newest[question] = max(version, newest.get(question, 0))
    questions = list(maximum)
    versions = QuestionVersion.objects.in_bulk(newest.values())
    return Table(
        [versions[newest[question]] for question in questions],
        [maximum[question] for question in questions],
        [[marks.get(question) for question in questions] for marks in by_attempt.values()],
        [list(marks.values()) for marks in by_attempt.values()],
    )


def questions_of(quiz: Quiz) -> list[tuple[QuestionVersion, bool]]:
    """What finished attempts were asked: the version shown last of each question, and whether there is a newer one."""
    items = AttemptItem.objects.filter(attempt__quiz=quiz, attempt__state=Attempt.State.DONE)
    versions = QuestionVersion.objects.filter(pk__in=items.values("version")).order_by("question", "number")
    shown = {version.question_id: version for version in versions}
    latest: dict[int, int] = {}
    for question, number in QuestionVersion.objects.filter(question__in=shown).values_list("question", "number"):
        latest[question] = max(number, latest.get(question, 0))
    return [(version, latest[question] > version.number) for question, version in shown.items()]


def hints(figures: QuestionStatistics) -> list[str]:
    """What the figures of a question ask its author to look at, in plain words."""
    found = []
    if figures.discrimination_index is not None and figures.discrimination_index < 0:
        found.append(_("Those with good results mostly get it wrong: check the key."))
    elif figures.discrimination_index is not None and figures.discrimination_index < 20:
        found.append(_("It hardly tells strong from weak: is its wording clear?"))
    if figures.facility is not None and figures.facility > 95:
        found.append(_("Nearly everybody gets it right: it may be too easy."))
    if figures.facility is not None and figures.facility < 20:
        found.append(_("Nearly nobody gets it right: was it taught, and is the key right?"))
    return found


def distractors(quiz: Quiz, shown: Iterable[QuestionVersion]) -> dict[int, list[dict[str, Any]]]:
    """Version → each option of a choice with how often it was chosen, in the order of the version. One query."""
    choices = {version.pk: version for version in shown if version.type in ("multichoice", "truefalse")}
    counts: dict[int, Counter[int]] = {pk: Counter() for pk in choices}
    totals: Counter[int] = Counter()
    rows = AttemptItem.objects.filter(attempt__quiz=quiz, attempt__state=Attempt.State.DONE, version__in=list(choices))
    for pk, order, response in rows.values_list("version", "order", "response").iterator():
        totals[pk] += 1
        counts[pk].update(order[place] if order else place for place in response or [])
    return {
        pk: [
            {
                "text": text,
                "right": right,
                "count": counts[pk][place],
                "percent": 100 * counts[pk][place] / totals[pk] if totals[pk] else 0,
            }
            for place, (text, right) in enumerate(_options(version))
        ]
        for pk, version in choices.items()
    }


def _options(version: QuestionVersion) -> list[tuple[str, bool]]:
    """(text, whether it is right) of each option."""
    if version.type == "truefalse":
        right = bool(version.content["answers"][0])
        return [(_("True"), right), (_("False"), not right)]
    return [(option["text"], (option.get("fraction") or 0) > 0) for option in version.content["options"]]
