"""The types of questions as people of this house call them, and the difficulty as a word in a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .item import Item

KINDS = {
    "single": _("single choice"),
    "multiple": _("multiple choice"),
    "truefalse": _("true or false"),
    "blank": _("fill in"),
    "number": pgettext_lazy("type of question", "number"),
    "match": _("matching"),
    "order": _("ordering"),
    "essay": _("written answer"),
}
_BY_TYPE = {
    "truefalse": "truefalse",
    "shortanswer": "blank",
    "multianswer": "blank",
    "numerical": "number",
    "match": "match",
    "ordering": "order",
    "essay": "essay",
}
_DIFFICULTIES = {
    "easy": ("易", "容易", "简单", "较易", "低", "1", "easy"),
    "medium": ("中", "中等", "一般", "适中", "2", "medium"),
    "hard": ("难", "困难", "较难", "高", "3", "hard"),
}


def kind_of(item: Item) -> str:
    """A key of `KINDS`; empty for what nobody can answer (an explanation between questions)."""
    if item.type == "multichoice":
        return "multiple" if item.single is False else "single"
    return _BY_TYPE.get(item.type, "")


def difficulty_of(text: str) -> str:
    """A value of `Question.Difficulty`, or empty when the word is none of those people use."""
    word = text.strip().casefold()
    return next((key for key, words in _DIFFICULTIES.items() if word in words), "")
