"""The pages of a quiz by HTTP: without JavaScript, by the autosave, and what never reaches a browser before it is due."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from training.actions import attempt as actions
from training.models import Attempt, Question, QuestionPicture, Quiz

from .conftest import right_answers

pytestmark = pytest.mark.django_db
MakeQuiz = Callable[..., Quiz]
SECRETS = ("XPLAIN", "KEY-only-in-key")


def begin(browser: Client, quiz: Quiz, **data: str) -> str:
    """Presses the button; the address of the paper."""
    answer = browser.post(reverse("training:quiz_start", args=[quiz.pk]), data)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def post_json(browser: Client, quiz: Quiz, **data: Any) -> Any:
    return browser.post(reverse("training:save", args=[quiz.pk]), json.dumps(data), content_type="application/json")


def form_for(attempt: Attempt, answers: dict[int, Any], **more: Any) -> dict[str, Any]:
    """The fields that a browser without a script would send."""
    data: dict[str, Any] = {"window": attempt.window, "on": [str(place) for place in answers], **more}
    for item in attempt.items.select_related("version").filter(position__in=answers):
        given, name = answers[item.position], f"q{item.position}"
        if item.version.type in ("multichoice", "truefalse"):
            data[name] = [str(place) for place in given]
        elif item.version.type == "ordering":
            data |= {f"{name}-{place}": str(given.index(place) + 1) for place in given}
        else:
            data |= {f"{name}-{row}": "" if part is None else str(part) for row, part in enumerate(given)}
    return data


def test_a_whole_quiz_without_javascript(make_quiz: MakeQuiz, learner: Any, at: Any) -> None:
    quiz, browser = make_quiz(), at(learner)
    page = browser.get(quiz.get_absolute_url()).content.decode()
    assert "开始作答" in page and "最迟须在" in page and "6 题" in page
    address = begin(browser, quiz)
    paper = browser.get(address).content.decode()
    assert "第 1 题 / 共 6 题" in paper and "答题卡" in paper
    attempt = Attempt.objects.get()
    where = reverse("training:attempt", args=[quiz.pk])
    answer = browser.post(where, form_for(attempt, right_answers(attempt), go="review", flag3="on"))
    review = browser.get(answer.headers["Location"]).content.decode()
    assert "已答 6 题，未答 0 题" in review and "flagged" in review
    done = browser.post(where, {"window": attempt.window, "go": "submit"})
    attempt.refresh_from_db()
    result = browser.get(done.headers["Location"]).content.decode()
    assert attempt.mark == 12 and attempt.receipt in result and "通过" in result
    assert "XPLAIN" in result and "正确答案" in result
    again = browser.post(where, {"window": attempt.window, "go": "submit"})
    assert again.headers["Location"] == done.headers["Location"]


@pytest.mark.parametrize("layout", ["all", "one"])
@pytest.mark.parametrize("when", ["never", "after", "closed"])
def test_nothing_leaks_before_it_is_due(
    make_quiz: MakeQuiz, bank: Any, learner: Any, at: Any, layout: str, when: str
) -> None:
    quiz = make_quiz(layout=layout, show_marks=when, show_answers=when, show_explanations=when)
    browser = at(learner)
    pages = [browser.get(quiz.get_absolute_url()), browser.get(begin(browser, quiz))]
    attempt = Attempt.objects.get()
    saved = post_json(browser, quiz, window=attempt.window, number=1, answers={"1": [0], "5": ["无"]})
    wrong = post_json(browser, quiz, window=attempt.window, number=2, answers={"1": [1]})
    assert set(saved.json()) == set(wrong.json()) == {"saved", "number", "left"}
    for place in range(1, 7):
        pages.append(browser.get(f"{reverse('training:attempt', args=[quiz.pk])}?w={attempt.window}&q={place}"))
    pages.append(browser.get(f"{reverse('training:attempt', args=[quiz.pk])}?w={attempt.window}&review=1"))
    if when != "after":
        actions.submit(quiz.pk, learner, attempt.window)
        pages.append(browser.get(reverse("training:result", args=[quiz.pk, 1])))
        pages.append(browser.get(quiz.get_absolute_url()))
    ids = {str(item.version_id) for item in attempt.items.all()}
    for page in [*pages, saved, wrong]:
        text = page.content.decode()
        assert page.status_code == 200 and "no-store" in page.headers["Cache-Control"]
        for secret in (
            "XPLAIN",
            "12345KEY",
            "一二三四五KEY",
            "正确答案",
            "fraction",
            "得 0 分",
            "得 2 分",
            attempt.seed,
            "tolerance",
        ):
            assert secret not in text
        assert not re.search(r"(?:data-id|data-version|question_id|version_id)", text)
    assert ids


def test_what_is_shown_during_comes_for_the_checked_question_alone(make_quiz: MakeQuiz, learner: Any, at: Any) -> None:
    quiz = make_quiz(layout="one", show_marks="during", show_answers="during", show_explanations="during")
    browser = at(learner)
    address = begin(browser, quiz)
    assert "XPLAIN" not in browser.get(address).content.decode()
    attempt = Attempt.objects.get()
    where = reverse("training:attempt", args=[quiz.pk])
    answer = browser.post(where, form_for(attempt, {1: [1]}, go="check"))
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "解析XPLAIN甲" in page and "回答错误" in page
    browser.post(where, form_for(attempt, {1: [0]}, go="save"))
    assert attempt.items.get(position=1).response == [1]
    assert "XPLAIN" not in browser.get(f"{where}?w={attempt.window}&q=2").content.decode()


def test_a_question_of_an_attempt_that_shows_later_cannot_be_checked(
    make_quiz: MakeQuiz, learner: Any, at: Any
) -> None:
    quiz, browser = make_quiz(layout="one"), at(learner)
    begin(browser, quiz)
    attempt = Attempt.objects.get()
    answer = browser.post(reverse("training:attempt", args=[quiz.pk]), form_for(attempt, {1: [1]}, go="check"))
    assert answer.status_code == 403 and attempt.items.get(position=1).mark is None


def test_forward_only_shows_one_question_and_no_way_back(make_quiz: MakeQuiz, learner: Any, at: Any) -> None:
    quiz, browser = make_quiz(forward_only=True), at(learner)
    address = begin(browser, quiz)
    attempt = Attempt.objects.get()
    assert "一次告知" not in browser.get(f"{address}&q=2").content.decode()
    answer = browser.post(reverse("training:attempt", args=[quiz.pk]), form_for(attempt, {1: [0]}, go="next"))
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "一次告知" in page and "一个窗口受理" not in page
    assert "一个窗口受理" not in browser.get(f"{address}&q=1").content.decode()


def test_the_autosave_says_what_it_did(make_quiz: MakeQuiz, learner: Any, at: Any, person: Any) -> None:
    quiz, browser = make_quiz(), at(learner)
    begin(browser, quiz)
    window = Attempt.objects.get().window
    first = post_json(browser, quiz, window=window, number=1, answers={"1": [0]})
    assert first.status_code == 200 and re.fullmatch(r"\d\d:\d\d:\d\d", first.json()["saved"])
    assert (
        post_json(browser, quiz, window=window, number=1, answers={"1": [0]}).json()["saved"] == first.json()["saved"]
    )
    for bad in (
        {"window": window, "number": 2, "answers": {"1": [9]}},
        {"window": window, "number": 2, "answers": {"1": "x"}},
        {"window": window, "number": 2, "answers": {"99": [0]}},
        {"window": window, "number": 2, "answers": {}},
        {"window": window, "number": True, "answers": {"1": [0]}},
        {"window": window, "number": -1, "answers": {"1": [0]}},
        {"window": 5, "number": 2, "answers": {"1": [0]}},
        {"number": 2},
        [],
    ):
        answer = browser.post(
            reverse("training:save", args=[quiz.pk]), json.dumps(bad), content_type="application/json"
        )
        assert answer.status_code == 400, bad
    assert post_json(browser, quiz, window="0" * 16, number=2, answers={"1": [1]}).status_code == 409
    assert post_json(Client(), quiz, window=window, number=2, answers={"1": [1]}).status_code == 401
    assert post_json(at(person("learner")), quiz, window=window, number=2, answers={"1": [1]}).status_code == 409
    actions.submit(quiz.pk, learner, window)
    closed = post_json(browser, quiz, window=window, number=2, answers={"1": [1]})
    assert closed.status_code == 410 and closed.json()["result"] == reverse("training:result", args=[quiz.pk, 1])
    assert Attempt.objects.get().items.get(position=1).response == [0]


def test_a_stale_form_is_told_and_saves_nothing(make_quiz: MakeQuiz, learner: Any, at: Any) -> None:
    quiz, browser = make_quiz(), at(learner)
    begin(browser, quiz)
    old = Attempt.objects.get()
    begin(browser, quiz)
    answer = browser.post(reverse("training:attempt", args=[quiz.pk]), form_for(old, {1: [0]}), follow=True)
    assert "已在另一窗口继续" in answer.content.decode() and "在此继续" in answer.content.decode()
    assert old.items.get(position=1).response is None
    assert browser.get(f"{reverse('training:attempt', args=[quiz.pk])}?w={old.window}").status_code == 302


def test_nobody_reaches_the_attempt_of_another(make_quiz: MakeQuiz, learner: Any, person: Any, at: Any) -> None:
    quiz = make_quiz()
    attempt = actions.start(quiz, learner)
    other = at(person("learner"))
    assert other.get(reverse("training:result", args=[quiz.pk, 1])).status_code == 404
    assert other.get(f"{reverse('training:attempt', args=[quiz.pk])}?w={attempt.window}").status_code == 404
    assert other.post(reverse("training:attempt", args=[quiz.pk]), form_for(attempt, {1: [0]})).status_code == 404


@pytest.mark.parametrize("role", ["", "editor", "marker", "auditor", "organiser", "question_writer"])
def test_the_doors_of_learners_are_closed_to_others(make_quiz: MakeQuiz, person: Any, at: Any, role: str) -> None:
    quiz = make_quiz()
    browser = at(person(*filter(None, [role])))
    doors = [("get", "quiz", [quiz.pk]), ("post", "quiz_start", [quiz.pk]), ("get", "attempt", [quiz.pk])]
    doors += [("get", "result", [quiz.pk, 1])]
    for method, name, args in doors:
        address = reverse(f"training:{name}", args=args)
        assert getattr(browser, method)(address).status_code == 403
        assert getattr(Client(), method)(address).status_code == 302
    assert not Attempt.objects.exists()


def test_a_quiz_that_is_not_published_is_not_there(make_quiz: MakeQuiz, learner: Any, at: Any) -> None:
    quiz = make_quiz()
    Quiz.objects.update(state="draft")
    browser = at(learner)
    assert browser.get(quiz.get_absolute_url()).status_code == 404
    assert browser.post(reverse("training:quiz_start", args=[quiz.pk])).status_code == 404


def test_a_picture_is_for_who_has_the_question(make_quiz: MakeQuiz, bank: list[Question], person: Any, at: Any) -> None:
    quiz = make_quiz()
    found = QuestionPicture(question=bank[0], alt="窗口示意图")
    found.file.save("答案是A.png", ContentFile(b"\x89PNG"))
    assert "答案" not in found.file.name
    address = reverse("training:picture", args=[found.pk])
    sitting, other = person("learner"), person("learner")
    assert at(sitting).get(address).status_code == 404
    actions.start(quiz, sitting)
    answer = at(sitting).get(address)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/png"
    assert at(other).get(address).status_code == 404 and Client().get(address).status_code == 302
    assert at(person("question_writer")).get(address).status_code == 200
    assert at(person("question_writer")).get(reverse("training:picture", args=[uuid4()])).status_code == 404


def test_queries_do_not_grow_with_questions_or_attempts(make_quiz: MakeQuiz, person: Any, at: Any) -> None:
    """Of the paper and of a save."""
    counts = []
    for times, learner in ((1, person("learner")), (3, person("learner"))):
        quiz, browser = make_quiz(attempts=None), at(learner)
        for slot in [*quiz.slots.all()][: 2 if times == 1 else 6]:
            slot.mark = 1
            slot.save()
        if times == 1:
            quiz.slots.filter(order__gte=2).delete()
        for _time in range(times - 1):
            actions.submit(quiz.pk, learner, actions.start(quiz, learner).window)
        address = begin(browser, quiz)
        window = Attempt.objects.get(user=learner, state="open").window
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as page:
            browser.get(address)
        with CaptureQueriesContext(connection) as save:
            assert post_json(browser, quiz, window=window, number=1, answers={"1": [0]}).status_code == 200
        counts.append((len(page), len(save)))
    assert counts[0] == counts[1] and counts[0][0] <= 12 and counts[0][1] <= 10, counts


def test_a_new_account_learns_unless_something_else_is_said(at: Any, person: Any) -> None:
    page = at(person("site_admin")).get(reverse("wagtailusers_users:add")).content.decode()
    assert re.search(r'value="learner"[^>]*checked', page) and not re.search(r'value="editor"[^>]*checked', page)
