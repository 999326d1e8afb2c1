"""The bank in the admin: entry, versions, the second pair of eyes, import with preview, export, use."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from training.actions import bank as actions
from training.actions.errors import TrainingError
from training.bank.files import read
from training.bank.item import Item, Option
from training.bank.versions import item_of
from training.models import Question, QuestionImport, QuestionPicture, QuestionVersion

from .conftest import GIFT

pytestmark = pytest.mark.django_db
At = Callable[[Any], Client]


def form(**changed: Any) -> dict[str, Any]:
    """What the form of a single choice sends."""
    data = {
        "stem": "窗口几点开门？",
        "format": "plain",
        "category": "服务",
        "difficulty": "easy",
        "source": "",
        "tags": "窗口、时间",
    }
    data |= {"feedback": "见告示", "options-TOTAL_FORMS": "4", "options-INITIAL_FORMS": "0"}
    for place, text in enumerate(["九点", "十点", "十一点", ""]):
        data[f"options-{place}-text"] = text
    return {**data, "options-0-right": "on", **changed}


def test_a_question_is_written_checked_by_another_and_released(at: At, person: Any) -> None:
    writer, checker = person("question_writer"), person("question_checker")
    answer = at(writer).post(reverse("training_admin:question_new", args=["single"]), form())
    question = Question.objects.get()
    assert answer.headers["Location"] == reverse("training_admin:question", args=[question.pk])
    version = question.newest
    assert version is not None and [option["fraction"] for option in version.content["options"]] == [100, 0, 0]
    assert (question.kind, question.difficulty, question.tags, str(question.category)) == (
        "single",
        "easy",
        "窗口、时间",
        "服务",
    )
    address = reverse("training_admin:question", args=[question.pk])
    assert at(writer).post(address, {"move": "check"}).status_code in (302, 403)
    both = person("question_writer", "question_checker")
    own = actions.create_question(Item(1, "truefalse", "己见", answers=[True]), both)
    with pytest.raises(PermissionDenied):
        actions.move_question(own, "check", both)
    for move, state in (("check", "checked"), ("release", "ready")):
        at(checker).post(address, {"move": move})
        question.refresh_from_db()
        assert question.state == state
    with pytest.raises(TrainingError):
        actions.move_question(question, "retire", checker)
    page = at(checker).get(address).content.decode()
    assert "发布可用" in page and "九点" in page and "第 1 版" not in page
    assert [event.kind for event in question.events.all()] == ["release", "check", "created"]


def test_an_edit_is_the_next_version_and_a_draft_again(at: At, person: Any, bank: list[Question]) -> None:
    writer, question = person("question_writer"), bank[0]
    address = reverse("training_admin:question_edit", args=[question.pk])
    page = at(writer).get(address).content.decode()
    assert "一个窗口受理几类事项" in page and "全部KEY" in page
    data = form(stem="一个窗口受理几类事项（新）？", **{"options-0-text": "全部", "options-INITIAL_FORMS": "3"})
    at(writer).post(address, {**data, "sure": "1"})
    question.refresh_from_db()
    assert question.state == "draft" and [row.number for row in question.versions.all()] == [2, 1]
    assert QuestionVersion.objects.get(question=question, number=1).stem == "一个窗口受理几类事项？"
    at(writer).post(address, {**data, "sure": "1", "difficulty": "hard"})
    question.refresh_from_db()
    assert question.versions.count() == 2 and question.difficulty == "hard"


@pytest.mark.parametrize(
    ("kind", "data", "type", "answers"),
    [
        ("truefalse", {"answer-truth": "no"}, "truefalse", [False]),
        ("blank", {"answer-gaps": "十二/12\n二百零八"}, "multianswer", [["十二", "12"], ["二百零八"]]),
        ("blank", {"answer-gaps": "十二/12"}, "shortanswer", ["十二", "12"]),
        ("number", {"answer-number": "3.14", "answer-tolerance": "0.01"}, "numerical", [3.14]),
        ("order", {}, "ordering", ["九点", "十点", "十一点"]),
        ("essay", {"answer-model": "要点", "answer-rubric": "一（2分）\n二（3分）"}, "essay", ["要点"]),
        ("multiple", {"options-1-right": "on"}, "multichoice", ["九点", "十点"]),
    ],
)
def test_each_type_can_be_written_and_comes_back(
    at: At, person: Any, kind: str, data: Any, type: str, answers: Any
) -> None:
    browser = at(person("question_writer"))
    browser.post(reverse("training_admin:question_new", args=[kind]), form(**data))
    question = Question.objects.get()
    version = question.newest
    assert version is not None and (version.type, question.kind, version.content["answers"]) == (type, kind, answers)
    page = browser.get(reverse("training_admin:question_edit", args=[question.pk])).content.decode()
    assert str(answers[0] if type == "essay" else "窗口几点") in page
    assert Item.from_json({**version.content, "type": type, "stem": version.stem}).to_json() == {
        **item_of(version).to_json(),
        "category": "",
        "difficulty": "",
        "tags": [],
    }


def test_pairs_are_written_too(at: At, person: Any) -> None:
    data = {f"options-{place}-other": text for place, text in enumerate(["甲", "乙", "丙"])}
    at(person("question_writer")).post(reverse("training_admin:question_new", args=["match"]), form(**data))
    version = Question.objects.get().newest
    assert version is not None and version.content["pairs"][1] == {"question": "十点", "answer": "乙"}


def test_what_cannot_be_marked_is_said_and_the_form_stays(at: At, person: Any) -> None:
    data = form()
    del data["options-0-right"]
    answer = at(person("question_writer")).post(reverse("training_admin:question_new", args=["single"]), data)
    assert "没有正确选项" in answer.content.decode() or answer.status_code == 200
    assert "窗口几点开门" in answer.content.decode() and not Question.objects.exists()


def test_the_same_question_is_shown_at_entry(at: At, person: Any, bank: list[Question]) -> None:
    browser = at(person("question_writer"))
    data = form(stem="一个窗口，受理几类事项呢？")
    page = browser.post(reverse("training_admin:question_new", args=["single"]), data).content.decode()
    assert "已有相同或相近" in page and f"/questions/{bank[0].pk}/" in page and Question.objects.count() == 6
    browser.post(reverse("training_admin:question_new", args=["single"]), {**data, "sure": "1"})
    assert Question.objects.count() == 7


def test_a_picture_comes_with_words_and_only_as_a_picture(at: At, person: Any) -> None:
    browser, stream = at(person("question_writer")), io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")
    address = reverse("training_admin:question_new", args=["single"])
    for name, data in (("a.png", b"<svg onload=x>"), ("a.svg", stream.getvalue())):
        browser.post(address, form(**{"picture-file": SimpleUploadedFile(name, data), "picture-alt": "图"}))
        assert not Question.objects.exists()
    picture = SimpleUploadedFile("答案.png", stream.getvalue())
    browser.post(address, form(**{"picture-file": picture, "picture-alt": "窗口分布图"}))
    found = QuestionPicture.objects.get()
    question = found.question
    item = Item.from_json(
        {**question.newest.content, "type": "multichoice", "stem": f"看图 [[{found.pk}|{found.alt}]]"}
    )
    actions.edit_question(question, item, person("question_writer"))
    page = browser.get(reverse("training_admin:question", args=[question.pk])).content.decode()
    assert f'src="{reverse("training:picture", args=[found.pk])}" alt="窗口分布图"' in page


def test_scripts_in_a_text_never_reach_a_page(at: At, person: Any) -> None:
    writer = person("question_writer")
    nasty = '看<script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:x">甲</a>'
    for format in ("plain", "html", "markdown"):
        item = Item(1, "multichoice", f"{format}{nasty}", single=True, format=format)
        item.options = [Option(f"甲{nasty}", 100), Option("乙")]
        question = actions.create_question(item, writer)
        page = at(writer).get(reverse("training_admin:question", args=[question.pk])).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and 'href="javascript' not in page


def test_import_shows_what_it_read_and_writes_after_confirmation(at: At, person: Any) -> None:
    writer = person("question_writer")
    browser = at(writer)
    file = SimpleUploadedFile("q.txt", (GIFT + "\n坏题{=甲 ~乙\n").encode())
    answer = browser.post(reverse("training_admin:import"), {"format": "gift", "file": file})
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "读出 6 题，其中新题 6 题；1 处未能识别" in page and not Question.objects.exists()
    assert at(person("question_writer")).get(answer.headers["Location"]).status_code == 404
    browser.post(answer.headers["Location"], {"chosen": "1", "item": ["0", "2"]})
    assert Question.objects.count() == 2 and QuestionImport.objects.get().done
    assert browser.post(answer.headers["Location"], {"everything": "1"}).status_code == 404
    file = SimpleUploadedFile("q.txt", GIFT.encode())
    answer = browser.post(reverse("training_admin:import"), {"format": "gift", "file": file})
    assert "其中新题 4 题" in browser.get(answer.headers["Location"]).content.decode()
    browser.post(answer.headers["Location"], {"everything": "1"})
    assert Question.objects.count() == 6


def test_a_file_that_is_none_is_refused_with_a_word(at: At, person: Any) -> None:
    file = SimpleUploadedFile("q.xlsx", b"PK nothing")
    answer = at(person("question_writer")).post(reverse("training_admin:import"), {"format": "xlsx", "file": file})
    assert answer.status_code == 200 and "error" in answer.content.decode() and not QuestionImport.objects.exists()


@pytest.mark.parametrize("format", ["xlsx", "docx", "gift", "moodlexml"])
def test_what_is_exported_comes_in_as_the_same(at: At, person: Any, bank: list[Question], format: str) -> None:
    browser = at(person("question_writer"))
    address = reverse("training_admin:questions")
    answer = browser.post(address, {"all": "1", "export": format})
    items = read(answer.content, format).items
    assert len(items) >= 4
    file = SimpleUploadedFile("q", answer.content)
    answer = browser.post(reverse("training_admin:import"), {"format": format, "file": file})
    assert "其中新题 0 题" in browser.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_the_template_reads_as_its_example(at: At, person: Any, format: str) -> None:
    answer = at(person("question_writer")).get(reverse("training_admin:import_template", args=[format]))
    assert [item.type for item in read(answer.content, format).items] == ["multichoice"]


def test_the_list_filters_counts_and_steps_for_many(at: At, person: Any, bank: list[Question]) -> None:
    writer, checker = person("question_writer"), person("question_checker")
    Question.objects.update(state="draft")
    browser, address = at(checker), reverse("training_admin:questions")
    assert "草稿（6）" in browser.get(address).content.decode()
    page = browser.get(address, {"kind": "truefalse"}).content.decode()
    assert "再次要求补正" in page and "一个窗口受理" not in page
    browser.post(address, {"question": [bank[0].pk, bank[1].pk], "move": "check"})
    assert Question.objects.filter(state="checked").count() == 2
    browser.post(f"{address}?state=checked", {"all": "1", "move": "release"})
    assert Question.objects.filter(state="ready").count() == 2
    assert at(writer).post(address, {"all": "1", "move": "check"}).status_code in (302, 403)
    assert Question.objects.filter(state="draft").count() == 4


def test_the_list_costs_the_same_for_many(at: At, person: Any, bank: list[Question]) -> None:
    browser, address = at(person("question_checker")), reverse("training_admin:questions")
    browser.get(address)
    counts = []
    for query in ({"kind": "truefalse"}, {}):
        with CaptureQueriesContext(connection) as queries:
            browser.get(address, query)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
