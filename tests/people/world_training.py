"""What the admin pages of the bank, quizzes and marking are about: a quiz with one written answer that waits."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from reform.people.models import User
from training.actions import attempt as actions
from training.actions import import_questions
from training.bank.item import Item
from training.models import PaperArchive, QuestionImport, Quiz, QuizSlot

from .makers import make_user


def training_rows(owner: User) -> dict[str, Any]:
    """Keys of `World.rows` below `training/`."""
    question = import_questions([Item(1, "essay", "谈谈“一窗通办”的体会", answers=["三点"])]).new[0]
    version = question.newest
    quiz = Quiz.objects.create(title="测验", state="open", opens=timezone.now())
    QuizSlot.objects.create(quiz=quiz, kind="version", version=version)
    learner = make_user("xueyuan", "learner", name="学员")
    attempt = actions.start(quiz, learner)
    actions.submit(quiz.pk, learner, attempt.window, {1: ["少跑腿"]})
    papers = PaperArchive(quiz=quiz, sha256="0" * 64, last_step=0, attempts=1)
    papers.file.save("papers.zip", ContentFile(b"PK"), save=False)
    papers.save()
    return {
        "training/papers/pk": papers.pk,
        "training/questions/pk": question.pk,
        "training/questions/new/kind": "single",
        "training/questions/format": "xlsx",
        "training/questions/import/pk": QuestionImport.objects.create(by=owner, file_name="x.xlsx").pk,
        "training/quizzes/pk": quiz.pk,
        "training/quizzes/action": "publish",
        "training/attempts/pk": attempt.pk,
        "training/marking/quiz": quiz.pk,
        "training/marking/version": version.pk if version else 0,
        "training/marking/answers/pk": attempt.items.get().pk,
    }
