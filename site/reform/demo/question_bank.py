"""The county's question bank and the quizzes of its courses."""

import random
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from reform.people.models import User
from training.actions import attempt as actions
from training.actions import import_questions
from training.bank.item import Item, Option
from training.models import (
    Attempt,
    AttemptItem,
    Enrolment,
    LessonPage,
    Question,
    QuestionCategory,
    QuestionEvent,
    Quiz,
    QuizSlot,
)

from .content_files import content

ATTEMPTS = 16  # of each quiz


def build_bank() -> None:
    """200 questions by the import that people use, checked and released by somebody else than who wrote them."""
    if Question.objects.exists():
        return
    writer, checker = User.objects.get(username="chuti"), User.objects.get(username="shenti")
    made = import_questions(items(), writer).new
    now = timezone.now()
    QuestionEvent.objects.bulk_create(
        QuestionEvent(question=row, kind=kind, user=checker, at=now) for row in made for kind in ("checked", "ready")
    )
    Question.objects.update(state=Question.State.READY)
    kept = [row.pk for number, row in enumerate(made) if number % content("questions")["exam_only"] == 0]
    Question.objects.filter(pk__in=kept).update(exam_only=True)


def items() -> list[Item]:
    """`content/questions.yaml` as the bank's import takes it: 80 choices, 80 statements, 20 multiple, 10 gaps, 10 numbers."""
    rows = content("questions")
    found: list[Item] = []

    def add(type: str, topic: str, row: dict[str, Any], **fields: Any) -> None:
        line = len(found) + 1
        fields = {"stem": row["stem"], "feedback": row["why"], "difficulty": "中", **fields}
        found.append(Item(line=line, type=type, category=f"改革培训/{topic}", identifier=f"YX-{line:03d}", **fields))

    for topic, facts in rows["facts"].items():
        for number, row in enumerate(facts):
            texts = [*row["wrong"]]
            texts.insert(number % 4, row["right"])  # as a person would type it; the quiz shuffles
            options = [Option(text, 100.0 if text == row["right"] else 0.0) for text in texts]
            right = {"options": options, "answers": [row["right"]], "single": True}
            add("multichoice", topic, row, difficulty=row["difficulty"], **right)
        for row in facts:
            add("truefalse", topic, row, stem=row["statement"], answers=[row["holds"]], difficulty=row["difficulty"])
    for row in rows["multiple"]:
        share = 100 / len(row["right"])
        first, *others = [Option(text, share) for text in row["right"]] + [Option(text) for text in row["wrong"]]
        add("multichoice", row["topic"], row, options=[*others, first], answers=row["right"], single=False)
    for row in rows["blanks"]:
        if len(row["gaps"]) > 1:
            add("multianswer", row["topic"], row, answers=row["gaps"])
        else:
            options = [Option(text, 100.0) for text in row["gaps"][0]]
            add("shortanswer", row["topic"], row, options=options, answers=row["gaps"][0])
    for row in rows["numbers"]:
        options = [Option(str(row["number"]), 100.0, tolerance=0.0)]
        add("numerical", row["topic"], row, options=options, answers=[row["number"]], tolerance=0.0, difficulty="易")
    return found


def build_quizzes() -> None:
    """A quiz for each course: so many questions from its topic, another draw for everybody."""
    organiser = User.objects.get(username="peixun")
    for row in content("courses")["quizzes"].values():
        if Quiz.objects.filter(title=row["title"]).exists():
            continue
        quiz = Quiz.objects.create(
            title=row["title"],
            introduction=row["introduction"],
            state=Quiz.State.OPEN,
            exam=True,
            minutes=row["minutes"],
            attempts=None,
            wait=0,
            layout=Quiz.Layout.ONE,
            author=organiser,
        )
        category = QuestionCategory.objects.get(path=f"改革培训/{row['topic']}")
        QuizSlot.objects.create(quiz=quiz, kind=QuizSlot.Kind.DRAW, number=row["number"], category=category, order=1)


def build_attempts() -> None:
    """Attempts of people who completed the courses, through the actions that their browsers would call; then dated back."""
    if Attempt.objects.exists():
        return
    chance = random.Random(20261124)
    for quiz in Quiz.objects.order_by("pk"):
        done = Enrolment.objects.filter(course__path__in=_courses(quiz), completed_at__isnull=False)
        for row in done.select_related("user").order_by("pk")[:ATTEMPTS]:
            attempt = actions.start(quiz, row.user)
            items = attempt.items.select_related("version")
            able = chance.uniform(0.72, 0.98)
            answers = {item.position: right_answer(item) for item in items if chance.random() < able}
            attempt = actions.submit(quiz.pk, row.user, attempt.window, answers)
            began = (
                row.completed_at - timedelta(minutes=chance.randrange(4, 10)) if row.completed_at else attempt.started
            )
            Attempt.objects.filter(pk=attempt.pk).update(started=began, closed=row.completed_at)


def _courses(quiz: Quiz) -> list[str]:
    """The paths of the courses that this quiz ends."""
    lessons = LessonPage.objects.filter(quiz=quiz, locale=Locale.get_default())
    return [lesson.course.path for lesson in lessons]


def right_answer(item: AttemptItem) -> list[Any]:
    """The key of a question in the places in which it is shown."""
    kind, content = item.version.type, item.version.content
    if kind == "multichoice":
        options = content["options"]
        return [place for place, at in enumerate(item.order) if (options[at].get("fraction") or 0) > 0]
    if kind == "truefalse":
        return [0 if content["answers"][0] else 1]
    if kind == "multianswer":
        return [gap[0] for gap in content["answers"]]
    return [str(content["options"][0]["text"])]
