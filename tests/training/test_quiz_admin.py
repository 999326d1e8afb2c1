"""Quizzes in the admin: building, publishing, exceptions, attempts, regrading, statistics, marking."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from training.actions import attempt as actions
from training.models import Attempt, Question, Quiz, QuizOverride, QuizSlot
from training.results import hints, table_of
from training.statistics import QuestionStatistics, question_statistics

from .conftest import right_answers
from .test_attempts import corrected, essay_quiz, sit, sit_essay  # noqa: F401

pytestmark = pytest.mark.django_db
At = Callable[[Any], Client]
MakeQuiz = Callable[..., Quiz]


def form(**changed: Any) -> dict[str, Any]:
    data = {
        "title": "季度测验", "grace": "30", "attempts": "2", "wait": "0", "counts": "best", "pass_percent": "60",
        "penalty": "0", "partial": "all", "layout": "all", "show_marks": "after", "show_answers": "after",
        "show_explanations": "after", "minutes": "20", "slots-TOTAL_FORMS": "1", "slots-INITIAL_FORMS": "0",
        "slots-0-kind": "draw", "slots-0-number": "3", "slots-0-mark": "2", "slots-0-order": "1",
    }  # fmt: skip
    return {**data, **changed}


def test_a_quiz_is_built_published_taken_and_archived(at: At, person: Any, bank: list[Question]) -> None:
    organiser, learner = person("organiser"), person("learner")
    browser = at(organiser)
    browser.post(reverse("training_admin:quiz_new"), form(add_questions=f"{bank[5].pk}"))
    quiz = Quiz.objects.get()
    assert (quiz.state, quiz.author, [slot.kind for slot in quiz.slots.all()]) == (
        "draft",
        organiser,
        ["draw", "latest"],
    )
    assert at(learner).get(quiz.get_absolute_url()).status_code == 404
    browser.post(reverse("training_admin:quiz_state", args=[quiz.pk, "publish"]))
    attempt = actions.start(Quiz.objects.get(), learner)
    assert attempt.items.count() == 4 and attempt.maximum == 7
    page = browser.get(reverse("training_admin:quiz", args=[quiz.pk])).content.decode()
    assert "季度测验" in page and "已发布" in page and "把机构和职责连起来" in page
    assert "季度测验" in browser.get(reverse("training_admin:quizzes")).content.decode()
    browser.post(reverse("training_admin:quiz_state", args=[quiz.pk, "archive"]))
    quiz.refresh_from_db()
    assert quiz.state == "closed"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"slots-0-number": "7"}, "需要 7 题，题库中符合条件的有 6 题"),
        ({"slots-TOTAL_FORMS": "0"}, "还没有试题"),
    ],
)
def test_what_the_bank_cannot_fill_is_not_published(at: At, person: Any, bank: Any, changed: Any, words: str) -> None:
    browser = at(person("organiser"))
    browser.post(reverse("training_admin:quiz_new"), form(**changed))
    quiz = Quiz.objects.get()
    address = reverse("training_admin:quiz_state", args=[quiz.pk, "publish"])
    assert words in browser.post(address, follow=True).content.decode()
    quiz.refresh_from_db()
    assert quiz.state == "draft"


@pytest.mark.parametrize(
    "changed",
    [
        {"show_marks": "during"},
        {"show_marks": "closed"},
        {"forward_only": "on"},
        {"add_questions": "99999"},
        {"pass_percent": "101"},
        {"opens": "2026-11-02 00:00", "closes": "2026-11-01 00:00"},
        {"slots-0-mark": "-1"},
    ],
)
def test_settings_that_do_not_fit_are_said(at: At, person: Any, bank: Any, changed: Any) -> None:
    answer = at(person("organiser")).post(reverse("training_admin:quiz_new"), form(**changed))
    assert answer.status_code == 200 and "error" in answer.content.decode() and not Quiz.objects.exists()


def test_an_organiser_makes_an_exception_and_takes_it_back(at: At, person: Any, make_quiz: MakeQuiz) -> None:
    quiz, learner, browser = make_quiz(), person("learner"), at(person("organiser"))
    address = reverse("training_admin:exceptions", args=[quiz.pk])
    data = {"person": learner.username, "extra_minutes": "10", "extra_attempts": "0", "reason": "视力不便"}
    assert browser.post(address, {**data, "person": "nobody"}).status_code == 200
    browser.post(address, data)
    row = QuizOverride.objects.get()
    assert (row.user, row.extra_minutes) == (learner, 10)
    assert "视力不便" in browser.get(address).content.decode()
    browser.post(address, {"remove": row.pk})
    assert not QuizOverride.objects.exists()
    assert {"training.exception", "training.exception_removed"} <= set(
        ModelLogEntry.objects.values_list("action", flat=True)
    )


def test_attempts_are_listed_exported_and_managed(at: At, person: Any, make_quiz: MakeQuiz) -> None:
    quiz, browser = make_quiz(), at(person("organiser"))
    done, open_one = sit(quiz, person("learner", name="王一")), actions.start(quiz, person("learner", name="李二"))
    address = reverse("training_admin:attempts", args=[quiz.pk])
    page = browser.get(address, {"state": "done"}).content.decode()
    assert "王一" in page and "李二" not in page and "12 / 12" in page
    sheet = load_workbook(filename=_file(browser.get(address, {"export": "xlsx"}))).active
    assert sheet.max_row == 3 and ModelLogEntry.objects.filter(action="training.export").exists()
    page = browser.get(reverse("training_admin:attempt", args=[open_one.pk])).content.decode()
    assert "交卷后才能" in page and "正确答案" not in page
    where = reverse("training_admin:attempt", args=[open_one.pk])
    browser.post(where, {"action": "hand_in", "reason": ""})
    assert Attempt.objects.get(pk=open_one.pk).state == "open"
    browser.post(where, {"action": "extend", "minutes": "15", "reason": "停电"})
    browser.post(where, {"action": "hand_in", "reason": "离开"})
    assert Attempt.objects.get(pk=open_one.pk).state == "done"
    assert "停电" in browser.get(where).content.decode()
    browser.post(
        reverse("training_admin:attempt", args=[done.pk]), {"action": "reopen", "minutes": "5", "reason": "误交"}
    )
    assert Attempt.objects.get(pk=done.pk).state == "open"


def _file(answer: Any) -> Any:
    import io

    return io.BytesIO(answer.content)


def test_a_regrade_is_seen_before_it_is_applied(at: At, person: Any, make_quiz: MakeQuiz, bank: list[Question]) -> None:
    quiz, browser = make_quiz(), at(person("organiser"))
    attempt = sit(quiz, person("learner", name="王一"))
    corrected(bank[0])
    address = reverse("training_admin:regrade", args=[quiz.pk])
    assert "已有新版本" in browser.get(address).content.decode()
    data = {f"question-{bank[0].pk}": "newest", "reason": "答案有误"}
    page = browser.post(address, {**data, "try": "1"}).content.decode()
    assert "1 份成绩有变动" in page and "王一" in page and "10 / 12" in page
    attempt.refresh_from_db()
    assert attempt.mark == 12
    browser.post(address, {**data, "apply": "1"})
    attempt.refresh_from_db()
    assert attempt.mark == 10 and "答案有误" in browser.get(address).content.decode()


def test_statistics_are_moodles_over_the_marks_with_hints(at: At, person: Any, make_quiz: MakeQuiz) -> None:
    quiz, browser = make_quiz(), at(person("organiser"))
    address = reverse("training_admin:statistics", args=[quiz.pk])
    for place in range(10):
        if place == 9:
            assert "目前 9 份" in browser.get(address).content.decode()
        attempt = actions.start(quiz, person("learner"))
        answers = right_answers(attempt)
        # Who knows the rest chooses the second option of the first.
        answers = {**answers, 1: [1]} if place < 5 else {1: answers[1], 3: answers[3]}
        actions.submit(quiz.pk, attempt.user, attempt.window, answers)
    table = table_of(quiz)
    assert len(table.marks) == 10 and table.maximum == [2.0] * 6
    figures = question_statistics(table.marks, table.maximum)[0]
    assert figures.facility == 50 and figures.discrimination_index < 0
    page = browser.get(address).content.decode()
    assert "多数高分者选错：检查答案。" in page and "一类" in page
    assert load_workbook(_file(browser.get(address, {"export": "xlsx"}))).active.max_row == 7


def test_hints_say_nothing_without_a_reason() -> None:
    assert hints(QuestionStatistics(60, 40, 10, 10, 45, 50)) == []
    assert len(hints(QuestionStatistics(97, 10, 10, 10, 5, 5))) == 2
    assert len(hints(QuestionStatistics(10, 10, 10, 10, None, None))) == 1


def test_a_marker_works_through_what_waits_without_names(at: At, person: Any, essay_quiz: MakeQuiz) -> None:  # noqa: F811
    quiz, marker = essay_quiz(), person("marker")
    attempts = [sit_essay(quiz, person("learner", name=name)) for name in ("王一", "李二")]
    browser = at(marker)
    page = browser.get(reverse("training_admin:marking")).content.decode()
    assert "谈谈体会" in page
    version = attempts[0].items.get().version_id
    answer = browser.get(reverse("training_admin:marking_next", args=[quiz.pk, version]))
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "少跑腿" in page and "王一" not in page and attempts[0].user.username not in page
    assert "请填写数字" in browser.post(answer.headers["Location"], {"mark": "NaN"}).content.decode()
    assert browser.post(answer.headers["Location"], {"mark": "11"}).status_code == 200
    browser.post(answer.headers["Location"], {"mark": "8", "comment": "有条理"})
    attempts[0].refresh_from_db()
    assert (attempts[0].state, attempts[0].mark) == ("done", 8)
    page = at(attempts[0].user).get(reverse("training:result", args=[quiz.pk, 1])).content.decode()
    assert "有条理" in page
    page = at(attempts[1].user).get(reverse("training:result", args=[quiz.pk, 1])).content.decode()
    assert "待阅卷" in page and "正确答案" not in page
    assert QuizSlot.objects.filter(quiz=quiz).count() == 1
