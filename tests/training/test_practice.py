"""Practice: an explanation at once, a book of wrong answers, and never a question that is kept for exams."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from training import practice
from training.actions import import_questions
from training.bank.item import Item, Option
from training.models import Mistake, Question

pytestmark = pytest.mark.django_db
ADDRESS = "training:practice"


@pytest.fixture
def cadre(person: Any) -> Any:
    return person("learner")


@pytest.fixture
def at_cadre(cadre: Any) -> Client:
    client = Client()
    client.force_login(cadre)
    return client


@pytest.fixture
def question(db: None) -> Question:
    options = [Option("二十日", 100.0), Option("十日"), Option("三十日")]
    item = Item(
        1, "multichoice", "几日内作出决定？", options=options, answers=["二十日"], single=True,
        feedback="行政许可法第四十二条", category="改革/审批",
    )  # fmt: skip
    (made,) = import_questions([item]).new
    Question.objects.update(state=Question.State.READY)
    return Question.objects.get(pk=made.pk)


def posted(cadre: Any, question: Question, text: str, seed: int = 7) -> dict[str, Any]:
    """What the form sends when this option is chosen."""
    shown = practice.item(cadre, question.pk, seed)
    assert shown is not None
    place = next(
        number for number, at in enumerate(shown.order) if shown.version.content["options"][at]["text"] == text
    )
    return {"question": question.pk, "seed": seed, "on": "1", "q1": str(place)}


def test_nothing_of_the_key_is_sent_before_the_answer(at_cadre: Client, cadre: Any, question: Question) -> None:
    page = at_cadre.get(reverse(ADDRESS)).content.decode()
    assert "几日内作出决定" in page and "第四十二条" not in page and "正确答案" not in page
    page = at_cadre.post(reverse(ADDRESS), posted(cadre, question, "十日")).content.decode()
    assert "第四十二条" in page and "答错" in page and "二十日" in page
    page = at_cadre.post(reverse(ADDRESS), posted(cadre, question, "二十日")).content.decode()
    assert "回答正确" in page and "第四十二条" in page


def test_a_wrong_answer_stands_in_the_book_until_it_is_right_twice(
    at_cadre: Client, cadre: Any, question: Question, person: Any
) -> None:
    at_cadre.post(reverse(ADDRESS), posted(cadre, question, "十日"))
    assert "几日内作出决定" in at_cadre.get(reverse("training:mistakes")).content.decode()
    at_cadre.post(reverse(ADDRESS), posted(cadre, question, "二十日"))
    assert Mistake.objects.get().right_in_a_row == 1
    assert "几日内" in at_cadre.get(reverse(ADDRESS), {"from": "mistakes"}).content.decode()
    at_cadre.post(reverse(ADDRESS), posted(cadre, question, "二十日"))
    assert not Mistake.objects.exists()
    assert "错题已全部做对" in at_cadre.get(reverse(ADDRESS), {"from": "mistakes"}).content.decode()


def test_a_question_for_exams_is_never_drawn_nor_marked(at_cadre: Client, cadre: Any, question: Question) -> None:
    data = posted(cadre, question, "十日")
    for change in ({"exam_only": True}, {"exam_only": False, "state": "draft"}, {"state": "retired"}):
        Question.objects.update(**change)
        for query in ({}, {"topic": str(question.category_id)}, {"from": "mistakes"}):
            assert "几日内" not in at_cadre.get(reverse(ADDRESS), query).content.decode()
        answer = at_cadre.post(reverse(ADDRESS), data, follow=True).content.decode()
        assert "第四十二条" not in answer and "几日内" not in answer
    Question.objects.update(state="ready", exam_only=True)
    Mistake.objects.create(user=cadre, question=question)
    assert "几日内" not in at_cadre.get(reverse("training:mistakes")).content.decode()


def test_bad_input_is_answered(at_cadre: Client, cadre: Any, question: Question) -> None:
    data = posted(cadre, question, "十日")
    page = at_cadre.post(reverse(ADDRESS), {**data, "q1": ""}).content.decode()
    assert "请先作答" in page and "几日内" in page
    for bad in ({"q1": "99"}, {"q1": "x"}, {"seed": "x"}, {"question": "x"}, {"question": "1" * 30}):
        assert at_cadre.post(reverse(ADDRESS), {**data, **bad}).status_code in {200, 302}
    for query in ({"topic": "x"}, {"topic": "99999"}, {"but": "y"}):
        assert at_cadre.get(reverse(ADDRESS), query).status_code == 200


def test_practice_is_for_learners(client: Client, person: Any, question: Question) -> None:
    for name in (ADDRESS, "training:mistakes"):
        assert client.get(reverse(name)).status_code == 302
        outsider = Client()
        outsider.force_login(person("editor"))
        assert outsider.get(reverse(name)).status_code in {302, 403}
