"""Practice: questions from the bank with the explanation at once, and the book of wrong answers.

Only questions that are ready and not kept for exams: whatever address somebody writes, no other is drawn or marked here.
"""

import random
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from . import rulebook
from .drawing import order_for
from .marking import share_of
from .models import Attempt, AttemptItem, Mistake, Question, QuestionCategory, QuestionVersion

RULES = {"partial": "all", "penalty": 0}


def open_questions(user: Any, category: int | None = None, mistakes: bool = False) -> QuerySet[Question]:
    """What this person may practise: in a topic with those below it, or their own wrong answers."""
    found = Question.objects.filter(state=Question.State.READY, exam_only=False).exclude(kind__in=["essay", ""])
    # What is before them in a quiz, or waits for its marker, tells nothing here.
    writing = AttemptItem.objects.filter(attempt__user=user).exclude(attempt__state=Attempt.State.DONE)
    found = found.exclude(pk__in=writing.values("version__question"))
    if category is not None:
        path = QuestionCategory.objects.filter(pk=category).values_list("path", flat=True).first()
        if path is None:
            return Question.objects.none()
        found = found.filter(category__path=path) | found.filter(category__path__startswith=f"{path}/")
    if mistakes:
        found = found.filter(pk__in=Mistake.objects.filter(user=user).values("question"))
    return found


def categories() -> list[tuple[QuestionCategory, int]]:
    """The topics that have questions to practise, with how many. One query."""
    questions = Question.objects.filter(state=Question.State.READY, exam_only=False).exclude(kind__in=["essay", ""])
    counted = questions.exclude(category=None).values("category").annotate(number=Count("pk"))
    numbers = {row["category"]: row["number"] for row in counted}
    found = QuestionCategory.objects.filter(pk__in=numbers)
    return [(category, numbers[category.pk]) for category in found]


def draw(user: Any, category: int | None, mistakes: bool, but: int | None = None) -> AttemptItem | None:
    """A question by chance, another than the last one if there is another; None when there is none."""
    ids = list(open_questions(user, category, mistakes).values_list("pk", flat=True))
    if len(ids) > 1 and but in ids:
        ids.remove(but)
    return item(user, random.choice(ids), random.randrange(10**6)) if ids else None  # noqa: S311  # not a secret


def item(user: Any, question: int, seed: int) -> AttemptItem | None:
    """The question as practice shows it, in the order that the seed gives; None for one that may not be practised."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number").values("pk")[:1]
    row = open_questions(user).filter(pk=question).annotate(newest_id=Subquery(newest)).first()
    version = QuestionVersion.objects.filter(pk=row.newest_id).select_related("question").first() if row else None  # type: ignore[attr-defined]
    if version is None:
        return None
    order = order_for(version.type, version.content, True, random.Random(f"{version.pk}:{seed}"))  # noqa: S311
    shown = AttemptItem(position=1, version=version, order=order, maximum=1)
    shown.seed = seed  # type: ignore[attr-defined]  # the form sends it back
    return shown


@transaction.atomic
def answer(user: Any, shown: AttemptItem, response: Any) -> bool:
    """Whether the answer is right; the book of wrong answers remembers."""
    version = shown.version
    right = share_of(version.type, version.content, shown.order, response, RULES) == 1
    row = Mistake.objects.filter(user=user, question=version.question).first()
    if not right:
        if row is None:
            row, _made = Mistake.objects.get_or_create(user=user, question=version.question)
        Mistake.objects.filter(pk=row.pk).update(wrong=F("wrong") + 1, right_in_a_row=0)
    elif row is not None:
        if row.right_in_a_row + 1 >= rulebook.rules("practice")["right_to_leave"]:
            row.delete()
        else:
            Mistake.objects.filter(pk=row.pk).update(right_in_a_row=F("right_in_a_row") + 1)
    return right


def book(user: Any) -> list[tuple[Mistake, QuestionVersion]]:
    """The wrong answers of this person with the questions as they are now, the newest first. Two queries."""
    rows = list(Mistake.objects.filter(user=user, question__in=open_questions(user))[:200])
    versions = QuestionVersion.objects.filter(question__in=[row.question_id for row in rows]).order_by("number")
    newest = {version.question_id: version for version in versions}
    return [(row, newest[row.question_id]) for row in rows if row.question_id in newest]
