"""The county's question bank and the quizzes of its courses."""

from django.utils import timezone

from reform.people.models import User
from training.actions import import_questions
from training.models import Question, QuestionCategory, QuestionEvent, Quiz, QuizSlot

from .content import questions
from .content_files import content


def build_bank() -> None:
    """200 questions by the import that people use, checked and released by somebody else than who wrote them."""
    if Question.objects.exists():
        return
    writer, checker = User.objects.get(username="chuti"), User.objects.get(username="shenti")
    made = import_questions(questions.items(), writer).new
    now = timezone.now()
    QuestionEvent.objects.bulk_create(
        QuestionEvent(question=row, kind=kind, user=checker, at=now) for row in made for kind in ("checked", "ready")
    )
    Question.objects.update(state=Question.State.READY)
    kept = [row.pk for number, row in enumerate(made) if number % questions.EXAM_ONLY == 0]
    Question.objects.filter(pk__in=kept).update(exam_only=True)


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
