"""The command and the action: what comes in, what does not, and who may."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from training.actions import import_questions
from training.bank import gift
from training.models import Question, QuestionCategory, QuestionVersion

pytestmark = pytest.mark.django_db

TEXT = "$CATEGORY: $course$/top/改革/放管服\n\n::一::一个窗口？{=对的~错的}\n\n二{T}\n"


def run(path: Path, *options: str, format: str = "gift") -> dict[str, Any]:
    out = io.StringIO()
    try:
        call_command("import_questions", path, "--format", format, "--json", *options, stdout=out)
    except SystemExit as stop:
        assert stop.code == 1
    return json.loads(out.getvalue())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "questions.gift"
    path.write_text(TEXT)
    return path


def test_a_dry_run_shows_and_writes_nothing(file: Path) -> None:
    shown = run(file, "--dry-run")
    first = shown["questions"][0]
    assert set(first) >= {
        "line",
        "type",
        "name",
        "stem",
        "options",
        "answers",
        "tolerance",
        "pairs",
        "feedback",
        "category",
    }
    assert first["options"][0] == {"text": "对的", "fraction": 100.0, "feedback": ""}
    assert shown["errors"] == []
    assert not Question.objects.exists()


def test_questions_come_in_once(file: Path) -> None:
    assert (run(file)["new"], run(file)["new"], run(file)["existing"]) == (2, 0, 2)
    assert Question.objects.count() == 2
    assert QuestionCategory.objects.get().path == "改革/放管服"
    version = QuestionVersion.objects.get(stem="一个窗口？")
    assert (version.number, version.type, version.question.state) == (1, "multichoice", "draft")
    assert version.content["options"][0]["fraction"] == 100
    assert version.question.events.get().kind == "imported"


def test_with_an_error_nothing_comes_in(file: Path) -> None:
    file.write_text(TEXT + "\n坏{=甲 ~乙\n")
    shown = run(file)
    assert [error["line"] for error in shown["errors"]] == [7]
    assert all(error["message"] for error in shown["errors"])
    assert not Question.objects.exists()


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, file: Path) -> None:
    assert run(file, format="moodlexml")["errors"]
    with pytest.raises(CommandError):
        call_command("import_questions", file, "--format", "xlsx", stdout=io.StringIO())
    with pytest.raises(CommandError):
        call_command("import_questions", tmp_path / "no", "--format", "gift", stdout=io.StringIO())


def test_spaces_and_width_make_no_new_question() -> None:
    import_questions(gift.read("“一窗通办”是什么？{=甲~乙}").items)
    done = import_questions(gift.read("“一窗 通办” 是什么?{~乙=甲}").items)
    assert (len(done.new), len(done.known)) == (0, 1)


def test_only_who_may_add_questions(person: Any) -> None:
    with pytest.raises(PermissionDenied):
        import_questions(gift.read("甲{T}").items, person("editor"))
    assert not Question.objects.exists()


def test_a_version_never_changes() -> None:
    (question,) = import_questions(gift.read("甲{T}").items).new
    version = question.newest
    assert version is not None
    version.stem = "乙"
    with pytest.raises(ValidationError):
        version.save()
