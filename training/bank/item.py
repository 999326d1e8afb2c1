"""The shape that a question has on its way between a file and the bank."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

# Moodle's names of question types, and what they are called here.
TYPES = {
    "multichoice": "单选、多选",
    "truefalse": "判断",
    "shortanswer": "填空",
    "multianswer": "填空（几个空）",
    "numerical": "数值",
    "match": "匹配",
    "ordering": "排序",
    "essay": "简答",
    "description": "说明文字",
}
FULL = 100.0


@dataclass
class Option:
    """A choice, or an accepted answer. `fraction` is the share of the mark in per cent, from −100 to 100."""

    text: str
    fraction: float = 0.0
    feedback: str = ""
    tolerance: float | None = None  # of a number, each way

    def to_json(self) -> dict[str, Any]:
        shown = {"text": self.text, "fraction": self.fraction, "feedback": self.feedback}
        return shown if self.tolerance is None else {**shown, "tolerance": self.tolerance}


@dataclass
class Item:
    """One question. `line` is where it begins in its file: a line, a row, or a paragraph, from 1.

    `format` tells what `stem`, options and feedback are: "plain" (line breaks count), "html" or "markdown".
    `answers` is what the key says in short: the right choices, the accepted texts, numbers, true or false.
    """

    line: int
    type: str
    stem: str
    name: str = ""
    options: list[Option] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    tolerance: float | None = None
    pairs: list[tuple[str, str]] = field(default_factory=list)
    feedback: str = ""
    category: str = ""
    single: bool | None = None
    format: str = "plain"
    identifier: str = ""
    tags: list[str] = field(default_factory=list)
    difficulty: str = ""
    source: str = ""
    unordered: bool = False  # of several gaps: the texts may stand in any of them
    rubric: list[str] = field(default_factory=list)  # what a marker looks for in a written answer, one line each
    notes: list[str] = field(default_factory=list)  # what a person should look at; it does not keep the question out

    def to_json(self) -> dict[str, Any]:
        """The keys that `import_questions --json` promises, and what we know besides."""
        return {
            "line": self.line,
            "type": self.type,
            "name": self.name,
            "stem": self.stem,
            "options": [option.to_json() for option in self.options],
            "answers": self.answers,
            "tolerance": self.tolerance,
            "pairs": [{"question": question, "answer": answer} for question, answer in self.pairs],
            "feedback": self.feedback,
            "category": self.category,
            "single": self.single,
            "format": self.format,
            "identifier": self.identifier,
            "tags": self.tags,
            "difficulty": self.difficulty,
            "source": self.source,
            "unordered": self.unordered,
            "rubric": self.rubric,
            "notes": self.notes,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Item":
        """The item that `to_json` told of; keys that are missing have their defaults."""
        found = cls(data.get("line", 1), data["type"], data["stem"])
        for name, value in data.items():
            if name == "options":
                found.options = [Option(**option) for option in value]
            elif name == "pairs":
                found.pairs = [(pair["question"], pair["answer"]) for pair in value]
            elif hasattr(found, name):
                setattr(found, name, value)
        return found


@dataclass(frozen=True)
class Problem:
    """What kept something in a file from coming in. `message` is for the person who chose the file."""

    line: int
    message: str


@dataclass
class Reading:
    """What was read from a file: questions in order, and what was not understood."""

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))


class UnreadableQuestions(ValueError):
    """The file as a whole cannot be read; `str()` says why, to the user."""


def problems_of(item: Item) -> list[str]:
    """Why this question could not be marked as it stands; empty when it could. Rules as Moodle's editing forms have them.

    What is only odd is added to the item's notes.
    """
    found = []
    if not item.stem.strip():
        found.append(_("The question has no text."))
    if item.type == "multichoice":
        texts = [option.text.strip() for option in item.options]
        double = [option for option in item.options if texts.count(option.text.strip()) > 1]
        if len(texts) < 2:
            found.append(_("A choice needs at least two options."))
        if not all(texts):
            found.append(_("An option is empty (a picture?)."))
        if any(option.fraction > 0 for option in double):
            found.append(_("A right option is there twice."))
        elif double:
            item.notes.append(_("Two wrong options are the same."))
        total = sum(option.fraction for option in item.options if option.fraction > 0)
        if item.single and not any(abs(option.fraction - FULL) < 0.01 for option in item.options):
            found.append(_("No option is right."))
        elif item.single is False and abs(total - FULL) > 1:
            found.append(_("The shares of the right options do not add up to 100 %."))
    elif item.type in ("shortanswer", "numerical"):
        if not any(abs(option.fraction - FULL) < 0.01 for option in item.options):
            found.append(_("No answer gets the full mark."))
        elif any(option.fraction > 0 and not option.text.strip() for option in item.options):
            found.append(_("An accepted answer is empty."))
    elif item.type == "match":
        if len(item.pairs) < 2:
            found.append(_("Matching needs at least two pairs."))
    elif item.type == "ordering":
        if len(item.answers) < 2:
            found.append(_("Ordering needs at least two items."))
    elif item.type == "truefalse" and not (len(item.answers) == 1 and isinstance(item.answers[0], bool)):
        found.append(_("It does not say whether the statement is true."))
    return found
