"""A small released bank, a quiz over it, and people who learn."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from training.actions import import_questions
from training.bank.files import read
from training.models import Question, Quiz, QuizSlot

GIFT = """
$CATEGORY: 改革/放管服

一个窗口受理几类事项？{=全部KEY ~一类 ~两类 ~三类####解析XPLAIN甲}

哪些是“一次告知”的内容？{~%50%材料KEY ~%50%时限KEY ~%-100%人情 ~%-100%关系####解析XPLAIN乙}

受理以后可以再次要求补正。{F####解析XPLAIN丙}

审批时限是几个工作日？{#5:1####解析XPLAIN丁}

本县改革热线是____。{=12345KEY =一二三四五KEY####解析XPLAIN戊}

把机构和职责连起来。{=改革办KEY -> 统筹 =政务服务局KEY -> 受理 =司法局KEY -> 审核}

"""


@pytest.fixture
def organiser(person: Any) -> Any:
    return person("organiser")


@pytest.fixture
def desk(organiser: Any) -> Client:
    client = Client()
    client.force_login(organiser)
    return client


@pytest.fixture
def bank(db: None) -> list[Question]:
    """Six released questions, one of each type that marks itself but ordering."""
    questions = import_questions(read(GIFT.encode(), "gift").items).new
    Question.objects.update(state=Question.State.READY)
    return questions


@pytest.fixture
def make_quiz(bank: list[Question]) -> Callable[..., Quiz]:
    """A published quiz of the whole bank, a mark of 2 each, not shuffled unless told."""

    def make(**fields: Any) -> Quiz:
        fields = {"title": "放管服测验", "shuffle_questions": False, "shuffle_options": False, "minutes": 30, **fields}
        quiz = Quiz.objects.create(state=Quiz.State.OPEN, **fields)
        for order, question in enumerate(bank):
            QuizSlot.objects.create(quiz=quiz, order=order, kind="latest", question=question, mark=2)
        return quiz

    return make


@pytest.fixture
def learner(person: Callable[..., Any]) -> Any:
    return person("learner")


@pytest.fixture
def at(client: Client) -> Callable[[Any], Client]:
    """A browser for a person."""

    def browser(user: Any) -> Client:
        found = Client()
        found.force_login(user)
        return found

    return browser


# What `bank` and `make_quiz` make, answered right, in shown places when nothing is shuffled but matching.
def right_answers(attempt: Any) -> dict[int, Any]:
    """The right answer to each question of an attempt, by its key."""
    from training.marking import right_sides

    found: dict[int, Any] = {}
    for item in attempt.items.select_related("version"):
        content, order = item.version.content, item.order
        if item.version.type == "multichoice":
            found[item.position] = [at for at, place in enumerate(order) if content["options"][place]["fraction"] > 0]
        elif item.version.type == "truefalse":
            found[item.position] = [0 if content["answers"][0] else 1]
        elif item.version.type == "match":
            sides = right_sides(content["pairs"])
            wanted = [content["pairs"][row]["answer"] for row in order["left"]]
            found[item.position] = [order["right"].index(sides.index(answer)) for answer in wanted]
        elif item.version.type == "ordering":
            found[item.position] = sorted(range(len(order)), key=lambda shown: order[shown])
        else:
            found[item.position] = [str(content["options"][0]["text"])]
    return found
