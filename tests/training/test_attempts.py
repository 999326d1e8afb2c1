"""An attempt from start to receipt: the clock, windows, saves, lateness, marks, what organisers and markers may do."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.editorial.review.test_killed import database_url
from training.actions import attempt as actions
from training.actions import marking, organising, regrading
from training.actions.errors import AttemptClosed, StaleWindow, TrainingError
from training.actions.quiz import add_exception
from training.models import Attempt, Question, QuestionVersion, Quiz, QuizOverride, QuizSlot, Step
from training.responses import BadResponse
from training.signals import attempt_finished
from training.standings import standing, standing_of

from .conftest import right_answers

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
MakeQuiz = Callable[..., Quiz]


@pytest.fixture
def heard() -> Any:
    """(attempt, passed) as it was sent."""
    found: list[tuple[int, bool]] = []

    def hear(sender: Any, attempt: Attempt, passed: bool, **kwargs: Any) -> None:
        assert connection.in_atomic_block
        found.append((attempt.pk, passed))

    attempt_finished.connect(hear)
    yield found
    attempt_finished.disconnect(hear)


def kinds(attempt: Attempt) -> list[str]:
    return list(attempt.steps.order_by("number").values_list("kind", flat=True))


def move_clock(monkeypatch: pytest.MonkeyPatch, **ahead: int) -> None:
    later = timezone.now() + timedelta(**ahead)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)


def sit(quiz: Quiz, user: Any, **change: Any) -> Attempt:
    """A whole attempt: all right but what `change` (q1=…) says."""
    attempt = actions.start(quiz, user)
    answers = right_answers(attempt) | {int(name[1:]): value for name, value in change.items()}
    actions.save(quiz.pk, user, attempt.window, 1, answers)
    return actions.submit(quiz.pk, user, attempt.window)


def test_all_right_is_full_and_passed_and_told_once(make_quiz: MakeQuiz, learner: Any, heard: list[Any]) -> None:
    quiz = make_quiz()
    attempt = sit(quiz, learner)
    assert (attempt.state, attempt.mark, attempt.maximum, attempt.passed) == ("done", 12, 12, True)
    assert kinds(attempt) == ["start", "save", "submit", "result"]
    again = actions.submit(quiz.pk, learner, attempt.window)
    assert (again.pk, again.receipt) == (attempt.pk, attempt.receipt) and len(attempt.receipt) == 14
    assert heard == [(attempt.pk, True)] and standing(quiz, learner).percent == 100


def test_nothing_given_is_nothing_and_failed(make_quiz: MakeQuiz, learner: Any, heard: list[Any]) -> None:
    quiz = make_quiz()
    attempt = actions.start(quiz, learner)
    done = actions.submit(quiz.pk, learner, attempt.window)
    assert (done.mark, done.passed, heard) == (0, False, [(done.pk, False)])


def test_what_was_shown_is_frozen(make_quiz: MakeQuiz, bank: list[Question], learner: Any) -> None:
    quiz = make_quiz(shuffle_questions=True, shuffle_options=True, penalty=0)
    attempt = actions.start(quiz, learner)
    before = list(attempt.items.values_list("version", "order"))
    first = attempt.items.get(position=1).version
    QuestionVersion.objects.create(question=first.question, number=2, type=first.type, stem="新", content=first.content)
    Quiz.objects.update(penalty=100, minutes=1, pass_percent=100)
    attempt = Attempt.objects.get()
    assert (attempt.settings["penalty"], attempt.settings["minutes"], attempt.settings["pass_percent"]) == (0, 30, "60")
    assert list(attempt.items.values_list("version", "order")) == before
    assert attempt.deadline == attempt.started + timedelta(minutes=30)


def test_two_people_get_other_orders_and_the_same_sum(make_quiz: MakeQuiz, person: Any) -> None:
    quiz = make_quiz(shuffle_questions=True)
    attempts = [actions.start(quiz, person("learner")) for _person in range(6)]
    papers = {tuple(a.items.order_by("position").values_list("version", flat=True)) for a in attempts}
    assert len(papers) > 1 and {a.maximum for a in attempts} == {12}


def test_a_second_start_goes_on_and_the_first_window_is_stale(make_quiz: MakeQuiz, learner: Any) -> None:
    quiz = make_quiz()
    first = actions.start(quiz, learner)
    actions.save(quiz.pk, learner, first.window, 1, {1: [0]})
    second = actions.start(quiz, learner)
    assert first.pk == second.pk and first.window != second.window
    for stale in (
        lambda: actions.save(quiz.pk, learner, first.window, 2, {1: [1]}),
        lambda: actions.submit(quiz.pk, learner, first.window),
        lambda: actions.save(quiz.pk, learner, "", 2, {1: [1]}),
    ):
        with pytest.raises(StaleWindow):
            stale()
    assert second.items.get(position=1).response == [0]
    assert kinds(second) == ["start", "save", "window"]


def test_the_same_save_is_written_once_and_another_under_its_number_is_refused(
    make_quiz: MakeQuiz, learner: Any
) -> None:
    quiz = make_quiz()
    attempt = actions.start(quiz, learner)
    one = actions.save(quiz.pk, learner, attempt.window, 1, {1: [0]}, {2: True})
    assert actions.save(quiz.pk, learner, attempt.window, 1, {1: [0]}, {2: True}) == one
    assert attempt.steps.filter(kind="save").count() == 1
    with pytest.raises(StaleWindow):
        actions.save(quiz.pk, learner, attempt.window, 1, {1: [2]})
    actions.save(quiz.pk, learner, attempt.window, 2, {1: []})
    assert attempt.items.get(position=1).response is None and attempt.items.get(position=2).flagged


def test_bad_answers_change_nothing(make_quiz: MakeQuiz, learner: Any) -> None:
    quiz = make_quiz()
    attempt = actions.start(quiz, learner)
    for answers in ({1: [0], 2: [99]}, {1: [0], 77: [0]}, {4: [0]}):
        with pytest.raises(BadResponse):
            actions.save(quiz.pk, learner, attempt.window, 1, answers)
    assert kinds(attempt) == ["start"] and attempt.items.get(position=1).response is None


def test_within_grace_counts_and_beyond_is_evidence(
    make_quiz: MakeQuiz, learner: Any, monkeypatch: pytest.MonkeyPatch, heard: list[Any]
) -> None:
    quiz = make_quiz(minutes=10, grace=30)
    attempt = actions.start(quiz, learner)
    move_clock(monkeypatch, minutes=10, seconds=20)
    assert actions.save(quiz.pk, learner, attempt.window, 1, {1: [0]}).left == 0
    move_clock(monkeypatch, seconds=30)
    with pytest.raises(AttemptClosed):
        actions.save(quiz.pk, learner, attempt.window, 2, {3: [1]})
    attempt.refresh_from_db()
    assert (attempt.state, attempt.mark, attempt.closed) == ("done", 2, attempt.deadline)
    assert kinds(attempt) == ["start", "save", "late", "close", "result"]
    assert attempt.steps.get(kind="late").data == {"answers": {"3": [1]}}
    assert attempt.items.get(position=3).response is None
    with pytest.raises(AttemptClosed):
        actions.save(quiz.pk, learner, attempt.window, 3, {3: [1]})
    assert actions.submit(quiz.pk, learner, attempt.window, {3: [1]}).mark == 2
    assert len(heard) == 1


def test_the_job_closes_what_was_forgotten(make_quiz: MakeQuiz, person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    quiz = make_quiz(minutes=10)
    forgotten = actions.start(quiz, person("learner"))
    endless = actions.start(make_quiz(minutes=None), person("learner"))
    call_command("close_attempts")
    assert not Attempt.objects.exclude(state="open").exists()
    move_clock(monkeypatch, hours=1)
    call_command("close_attempts")
    forgotten.refresh_from_db()
    endless.refresh_from_db()
    assert (forgotten.state, forgotten.closed, endless.state) == ("done", forgotten.deadline, "open")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "draft"}, "没有开放"),
        ({"opens": timezone.now() + timedelta(days=9)}, "开放"),
        ({"closes": timezone.now() - timedelta(days=1)}, "截止"),
        ({"password": "yunxi"}, "口令"),
    ],
)
def test_when_it_cannot_start_it_says_why(make_quiz: MakeQuiz, learner: Any, fields: Any, words: str) -> None:
    quiz = make_quiz()
    for name, value in fields.items():
        setattr(quiz, name, value)
    with pytest.raises(TrainingError, match=words):
        actions.start(quiz, learner, "wrong" if "password" in fields else "")
    assert not Attempt.objects.exists()
    if "password" in fields:
        assert actions.start(quiz, learner, "yunxi").number == 1


def test_attempts_waiting_time_and_exceptions(
    make_quiz: MakeQuiz, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner, organiser = person("learner"), person("organiser")
    quiz = make_quiz(attempts=2, wait=60)
    sit(quiz, learner)
    with pytest.raises(TrainingError, match="可以再次作答"):
        actions.start(quiz, learner)
    move_clock(monkeypatch, minutes=61)
    sit(quiz, learner)
    move_clock(monkeypatch, minutes=61)
    with pytest.raises(TrainingError, match="次数"):
        actions.start(quiz, learner)
    add_exception(
        QuizOverride(quiz=quiz, user=learner, extra_attempts=1, extra_minutes=15, reason="视力不便"), organiser
    )
    third = actions.start(quiz, learner)
    assert third.number == 3 and third.deadline == third.started + timedelta(minutes=45)
    with pytest.raises(PermissionDenied):
        add_exception(QuizOverride(quiz=quiz, user=learner, extra_attempts=1, reason="x"), learner)
    with pytest.raises(PermissionDenied):
        add_exception(QuizOverride(quiz=quiz, user=organiser, extra_attempts=1, reason="x"), organiser)


def test_a_unit_above_gives_its_exception_to_all_below(make_quiz: MakeQuiz, person: Any) -> None:
    from reform.people.models import Unit

    top = Unit.add_root(instance=Unit(code="A", name="县"))
    below = top.add_child(instance=Unit(code="B", name="乡"))
    quiz = make_quiz(minutes=10)
    QuizOverride.objects.create(quiz=quiz, unit=top, extra_minutes=5, reason="停电")
    inside, outside = actions.start(quiz, person("learner", unit=below)), actions.start(quiz, person("learner"))
    assert inside.deadline == inside.started + timedelta(minutes=15)
    assert outside.deadline == outside.started + timedelta(minutes=10)


@pytest.mark.parametrize(("counts", "percent"), [("best", 90), ("last", 40), ("first", 50), ("mean", 60)])
def test_which_attempt_counts(counts: str, percent: int) -> None:
    rows = [(1, Decimal(5), Decimal(10)), (2, Decimal(9), Decimal(10)), (3, Decimal(4), Decimal(10))]
    found = standing_of(counts, Decimal(60), rows)
    assert (found.percent, found.passed) == (percent, percent >= 60)
    assert standing_of(counts, Decimal(60), []).percent is None


def test_forward_only_takes_answers_to_the_open_question_alone(make_quiz: MakeQuiz, learner: Any) -> None:
    quiz = make_quiz(forward_only=True)
    attempt = actions.start(quiz, learner)
    actions.save(quiz.pk, learner, attempt.window, None, {1: [0]})
    actions.go_to(quiz.pk, learner, attempt.window, 2)
    actions.save(quiz.pk, learner, attempt.window, None, {1: [1], 3: [1]})
    actions.go_to(quiz.pk, learner, attempt.window, 9)
    attempt.refresh_from_db()
    assert attempt.place == 2
    assert [item.response for item in attempt.items.order_by("position")][:3] == [[0], None, None]


def test_a_rule_draws_what_is_released_and_not_kept_for_exams(make_quiz: MakeQuiz, bank: Any, learner: Any) -> None:
    from training.slots import faults

    quiz = make_quiz()
    quiz.slots.all().delete()
    QuizSlot.objects.create(quiz=quiz, kind="draw", number=6, category=bank[0].category)
    assert faults(quiz) == []
    Question.objects.filter(pk=bank[1].pk).update(exam_only=True)
    assert len(faults(quiz)) == 1
    with pytest.raises(TrainingError):
        actions.start(quiz, learner)
    quiz.exam = True
    assert faults(quiz) == [] and actions.start(quiz, learner).items.count() == 6


def test_who_does_not_learn_does_not_start(make_quiz: MakeQuiz, person: Any) -> None:
    with pytest.raises(PermissionDenied):
        actions.start(make_quiz(), person("editor"))


def test_the_table_holds_one_open_attempt_a_person(make_quiz: MakeQuiz, learner: Any) -> None:
    attempt = actions.start(make_quiz(), learner)
    attempt.pk, attempt.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt.save(force_insert=True)
    step = Step.objects.get()
    with pytest.raises(TypeError):
        step.save()
    with pytest.raises(TypeError):
        step.delete()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_starts_and_submits_side_by_side_give_one(make_quiz: MakeQuiz, learner: Any, tmp_path: Path) -> None:
    quiz = make_quiz(attempts=1)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "reform.settings.test",
        "DATABASE_URL": database_url(tmp_path),
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
    }
    command = [sys.executable, "-m", "tests.training.together", str(quiz.pk), str(learner.pk)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert len(set(told["started"])) == 1 and " 1 " in told["started"][0], told
    assert len(set(told["done"])) == 1 and "-" in told["done"][0], told
    assert len(told["heard"]) == told["steps"].count("submit") == told["steps"].count("result") == 1


# --- Organisers -----------------------------------------------------------------------------------------------------


def test_an_organiser_extends_hands_in_and_reopens_with_a_reason(
    make_quiz: MakeQuiz, person: Any, heard: list[Any]
) -> None:
    learner, organiser = person("learner"), person("organiser")
    quiz = make_quiz()
    attempt = actions.start(quiz, learner)
    before = attempt.deadline
    with pytest.raises(TrainingError):
        organising.extend(attempt, organiser, 10, " ")
    for nobody in (learner, person("marker"), person("question_writer")):
        with pytest.raises(PermissionDenied):
            organising.extend(attempt, nobody, 10, "停电")
    assert organising.extend(attempt, organiser, 10, "停电").deadline == before + timedelta(minutes=10)
    actions.save(quiz.pk, learner, attempt.window, 1, {1: [0]})
    done = organising.hand_in(attempt, organiser, "人已离开")
    assert (done.state, done.mark) == ("done", 2)
    again = organising.reopen(done, organiser, 5, "误交卷")
    assert (again.state, again.mark) == ("open", None) and again.window != attempt.window
    window = actions.start(quiz, learner).window
    actions.save(quiz.pk, learner, window, 2, right_answers(again))
    assert actions.submit(quiz.pk, learner, window).mark == 12
    assert [passed for _pk, passed in heard] == [False, True]
    assert attempt.steps.get(kind="reopen").by == organiser


# --- Markers --------------------------------------------------------------------------------------------------------


@pytest.fixture
def essay_quiz(make_quiz: MakeQuiz) -> MakeQuiz:
    from training.actions import import_questions
    from training.bank.item import Item

    def make(**fields: Any) -> Quiz:
        quiz = make_quiz(**fields)
        question = import_questions([Item(1, "essay", "谈谈体会", answers=["三点"])]).new[0]
        quiz.slots.all().delete()
        QuizSlot.objects.create(quiz=quiz, kind="version", version=question.newest, mark=10)
        return quiz

    return make


def test_a_written_answer_waits_for_its_mark(essay_quiz: MakeQuiz, person: Any, heard: list[Any]) -> None:
    learner, marker = person("learner"), person("marker")
    attempt = sit_essay(essay_quiz(), learner)
    assert (attempt.state, attempt.mark, heard) == ("marking", None, [])
    item = attempt.items.get()
    for bad in (Decimal(-1), Decimal("10.01")):
        with pytest.raises(TrainingError):
            marking.give_mark(item, marker, bad)
    with pytest.raises(PermissionDenied):
        marking.give_mark(item, learner, Decimal(5))
    marking.give_mark(item, marker, Decimal(7), "有条理")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.mark, heard) == ("done", 7, [(attempt.pk, True)])
    with pytest.raises(TrainingError):
        marking.give_mark(item, marker, Decimal(8))


def sit_essay(quiz: Quiz, user: Any) -> Attempt:
    attempt = actions.start(quiz, user)
    return actions.submit(quiz.pk, user, attempt.window, {1: ["一窗通办，少跑腿。"]})


def test_two_markers_agree_or_a_third_decides(essay_quiz: MakeQuiz, person: Any) -> None:
    quiz = essay_quiz(two_markers=True)
    one, two, three = person("marker"), person("marker"), person("marker")
    near, far = sit_essay(quiz, person("learner")), sit_essay(quiz, person("learner"))
    marking.give_mark(near.items.get(), one, Decimal(7))
    with pytest.raises(TrainingError):
        marking.give_mark(near.items.get(), one, Decimal(7))
    marking.give_mark(near.items.get(), two, Decimal(8))
    marking.give_mark(far.items.get(), one, Decimal(2))
    marking.give_mark(far.items.get(), two, Decimal(9))
    far.refresh_from_db()
    assert far.state == "marking"
    marking.give_mark(far.items.get(), three, Decimal(6))
    marks = [Attempt.objects.get(pk=attempt.pk).mark for attempt in (near, far)]
    assert marks == [Decimal("7.50"), Decimal(6)]


# --- Regrading ------------------------------------------------------------------------------------------------------


def corrected(question: Question) -> None:
    """A next version whose key is the second option."""
    old = question.newest
    assert old is not None
    options = [{**option, "fraction": 100.0 * (place == 1)} for place, option in enumerate(old.content["options"])]
    content = {**old.content, "options": options}
    QuestionVersion.objects.create(question=question, number=2, type=old.type, stem=old.stem, content=content)


def test_a_corrected_key_is_tried_then_applied(
    make_quiz: MakeQuiz, bank: list[Question], person: Any, heard: list[Any]
) -> None:
    organiser, quiz = person("organiser"), make_quiz()
    good, other = sit(quiz, person("learner")), sit(quiz, person("learner"), q1=[1], q2=[2], q3=[0], q4=["9"])
    assert (good.mark, other.mark, other.passed) == (12, 4, False)
    corrected(bank[0])
    decisions = {bank[0].pk: "newest"}
    changes = regrading.dry_run(quiz, organiser, decisions)
    assert [(c.before, c.after) for c in changes] == [(12, 10), (4, 6)]
    assert Attempt.objects.get(pk=good.pk).mark == 12
    with pytest.raises(TrainingError):
        regrading.apply(quiz, organiser, decisions, "")
    with pytest.raises(PermissionDenied):
        regrading.dry_run(quiz, person("learner"), decisions)
    del heard[:]
    record = regrading.apply(quiz, organiser, decisions, "答案有误")
    good.refresh_from_db()
    assert (good.mark, len(record.changes), len(heard)) == (10, 2, 2)
    assert kinds(good)[-1] == "regrade" and good.steps.last().data["before"] == "12.00"
    assert regrading.dry_run(quiz, organiser, decisions) == []


def test_a_voided_question_is_given_or_left_out(make_quiz: MakeQuiz, bank: list[Question], person: Any) -> None:
    organiser, quiz = person("organiser"), make_quiz()
    attempt = sit(quiz, person("learner"), q1=[1])
    full = regrading.dry_run(quiz, organiser, {bank[0].pk: "full"})
    assert [(c.before, c.after, c.maximum) for c in full] == [(10, 12, 12)]
    regrading.apply(quiz, organiser, {bank[0].pk: "out"}, "题目作废")
    attempt.refresh_from_db()
    assert (attempt.mark, attempt.maximum, attempt.passed) == (10, 10, True)


def test_a_regrade_is_the_same_as_fresh_marking(make_quiz: MakeQuiz, bank: list[Question], person: Any) -> None:
    """Every answer that was possible, marked by the corrected key after the fact and from the start."""
    organiser, quiz = person("organiser"), make_quiz()
    people = [person("learner") for _place in range(4)]
    for place, learner in enumerate(people):
        sit(quiz, learner, q1=[place])
    corrected(bank[0])
    regrading.apply(quiz, organiser, {bank[0].pk: "newest"}, "答案有误")
    fresh = make_quiz()
    for place, learner in enumerate(people):
        again = sit(fresh, learner, q1=[place])
        assert again.mark == Attempt.objects.get(quiz=quiz, user=learner).mark


def test_another_shape_does_not_fit(make_quiz: MakeQuiz, bank: list[Question], person: Any) -> None:
    quiz = make_quiz()
    sit(quiz, person("learner"))
    old = bank[0].newest
    assert old is not None
    content = {**old.content, "options": old.content["options"][:2]}
    QuestionVersion.objects.create(question=bank[0], number=2, type=old.type, stem=old.stem, content=content)
    with pytest.raises(TrainingError):
        regrading.dry_run(quiz, person("organiser"), {bank[0].pk: "newest"})
