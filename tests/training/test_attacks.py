"""What a learner with a browser console would try: each attempt is refused, and nothing breaks."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from training import practice
from training.actions import attempt as actions
from training.actions.errors import TrainingError
from training.models import Attempt, AttemptItem, Certificate, LessonProgress, Quiz, QuizOverride, Step

from .conftest import right_answers
from .course_makers import course, lessons_of

pytestmark = pytest.mark.django_db
MakeQuiz = Callable[..., Quiz]


def save(client: Client, attempt: Attempt, body: Any) -> int:
    raw = body if isinstance(body, bytes) else json.dumps({"window": attempt.window, "number": 1, **body}).encode()
    address = reverse("training:save", args=[attempt.quiz_id])
    return client.post(address, raw, content_type="application/json").status_code


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b"\xff\xfe",
        b"null",
        b'"x"',
        {"answers": {"1": [0]}, "number": 2},  # a number ahead of its turn would block the next ones
        {"answers": {"1": [0]}, "number": 2**31},
        {"answers": {str(10**30): [0]}},
        {"answers": {"0": [0]}},
        {"answers": {"1": [[0]]}},
        {"answers": {"1": {"0": 1}}},
        {"answers": {"1": [1e400]}},
        {"answers": {"1": [True]}},
        {"answers": [1], "flags": []},
        {"answers": {"5": ["x"] * 9}},
        {},
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_breaks(
    make_quiz: MakeQuiz, learner: Any, at: Callable[[Any], Client], body: Any
) -> None:
    attempt = actions.start(make_quiz(), learner)
    assert save(at(learner), attempt, body) == 400
    assert save(at(learner), attempt, {"answers": {"1": [0]}}) == 200


def test_signs_that_no_table_takes_are_left_out(make_quiz: MakeQuiz, learner: Any, at: Callable[[Any], Client]) -> None:
    quiz = make_quiz()
    attempt = actions.start(quiz, learner)
    assert save(at(learner), attempt, {"answers": {"5": ["123\x0045\ud800"]}}) == 200
    assert attempt.items.get(position=5).response == ["12345"]
    data = {"window": attempt.window, "go": "save", "on": "5", "q5-0": "12\x00345"}
    assert at(learner).post(reverse("training:attempt", args=[quiz.pk]), data).status_code == 302
    Attempt.objects.update(deadline=timezone.now() - timedelta(hours=1))
    assert save(at(learner), attempt, {"number": 3, "answers": {"5": ["spät\x00"]}}) == 410
    assert Step.objects.get(kind="late").data == {"answers": {"5": ["spät"]}}


def test_nobody_writes_in_the_attempt_of_another(make_quiz: MakeQuiz, person: Any, at: Callable[[Any], Client]) -> None:
    quiz, victim, attacker = make_quiz(), person("learner"), person("learner")
    attempt = actions.start(quiz, victim)
    client = at(attacker)
    # With the window's secret in hand, and an attempt of their own or none.
    assert save(client, attempt, {"answers": {"1": [0]}}) == 409
    actions.start(quiz, attacker)
    assert save(client, attempt, {"answers": {"1": [0]}}) == 409
    assert client.get(reverse("training:result", args=[quiz.pk, attempt.number])).status_code == 302
    actions.submit(quiz.pk, victim, attempt.window)
    assert client.get(reverse("training:result", args=[quiz.pk, attempt.number])).status_code == 302
    assert not AttemptItem.objects.exclude(response=None).exists()


def test_a_password_is_not_tried_out(make_quiz: MakeQuiz, learner: Any, at: Callable[[Any], Client]) -> None:
    quiz = make_quiz(password="云溪2026")
    address = reverse("training:quiz_start", args=[quiz.pk])
    client = at(learner)
    assert client.post(address).status_code == 422 and not Attempt.objects.exists()
    for _try in range(6):
        text = client.post(address, {"password": "yunxi"}).content.decode()
    assert "口令错误次数过多" in text and not Attempt.objects.exists()
    assert client.post(address, {"password": "云溪2026"}).status_code == 422
    cache.clear()  # some minutes later
    assert client.post(address, {"password": "云溪2026"}).status_code == 302


def test_what_is_shown_after_closing_waits_for_the_last_who_writes(
    make_quiz: MakeQuiz, person: Any, at: Callable[[Any], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    quiz = make_quiz(
        closes=now + timedelta(hours=1), show_answers="closed", show_explanations="closed", show_marks="closed"
    )
    early, late = person("learner"), person("learner")
    QuizOverride.objects.create(quiz=quiz, user=late, closes=now + timedelta(hours=3), reason="住院")
    attempt = actions.start(quiz, early)
    actions.submit(quiz.pk, early, attempt.window, right_answers(attempt))
    pages = [reverse("training:result", args=[quiz.pk, 1]), reverse("training:quiz", args=[quiz.pk])]
    leaks = ("KEY</", "12345KEY", "XPLAIN", "12 / 12")

    def read() -> str:
        return "".join(at(early).get(page).content.decode() for page in pages)

    for hours, told in ((0.9, False), (2, False), (3.1, True)):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now + timedelta(hours=hours))
        assert any(leak in read() for leak in leaks) is told, hours
    # More time for somebody who writes keeps it shut for all.
    Attempt.objects.filter(pk=attempt.pk).update(state="done")
    other = actions.start(make_quiz(), late)
    Attempt.objects.filter(pk=other.pk).update(quiz=quiz, deadline=now + timedelta(hours=4))
    assert not any(leak in read() for leak in leaks)


def test_practice_tells_nothing_of_a_paper_in_work(
    make_quiz: MakeQuiz, learner: Any, at: Callable[[Any], Client]
) -> None:
    quiz = make_quiz()
    attempt = actions.start(quiz, learner)
    asked = attempt.items.get(position=3).version.question_id
    assert practice.draw(learner, None, False) is None and practice.item(learner, asked, 1) is None
    client = at(learner)
    data = {"question": asked, "seed": 1, "on": "1", "q1": "0"}
    assert client.post(reverse("training:practice"), data).status_code == 302
    actions.submit(quiz.pk, learner, attempt.window)
    assert practice.item(learner, asked, 1) is not None


def test_the_address_of_a_quiz_opens_no_lesson(home: Any, make_quiz: MakeQuiz, learner: Any) -> None:
    from training.actions import course as courses

    quiz = make_quiz()
    page = course(home, {}, {"kind": "quiz", "quiz": quiz})
    first, _second = lessons_of(page)
    with pytest.raises(TrainingError, match="一窗通办入门"):
        actions.start(quiz, learner)
    enrolment = courses.enrol(learner, page)
    with pytest.raises(TrainingError, match="先学完"):
        actions.start(quiz, learner)
    LessonProgress.objects.create(enrolment=enrolment, lesson=first, done_at=timezone.now())
    assert actions.start(quiz, learner).number == 1


def test_numbers_of_certificates_are_not_tried_out_by_who_has_signed_in(
    learner: Any, person: Any, at: Callable[[Any], Client]
) -> None:
    client = at(learner)
    for name in ("certificate", "paper"):
        statuses = {
            client.get(reverse(f"training:{name}", args=[f"2026-AAAA-{number:04}"])).status_code for number in range(40)
        }
        assert 429 in statuses, name
    assert not Certificate.objects.exists()
    organiser = at(person("organiser"))
    assert {organiser.get(reverse("training:certificate", args=["2026-A"])).status_code for _n in range(40)} == {404}


def test_exceptions_are_for_organisers_alone(make_quiz: MakeQuiz, person: Any, at: Callable[[Any], Client]) -> None:
    from training.actions.quiz import add_exception

    quiz = make_quiz()
    for role in ("learner", "marker", "question_writer", "auditor"):
        with pytest.raises(PermissionDenied):
            add_exception(QuizOverride(quiz=quiz, user=person("learner"), extra_minutes=60, reason="x"), person(role))
    client = at(person("learner"))
    client.post(f"/admin/training/quizzes/{quiz.pk}/exceptions/", {"extra_minutes": 60, "reason": "x"})
    assert not QuizOverride.objects.exists()
