"""Moodle's XML format, in and out ("Moodle XML format", MoodleDocs). No document type, no entities, no network."""

import re
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from .item import FULL, Item, Option, Reading, UnreadableQuestions, problems_of

KINDS = {
    "multichoice": "multichoice",
    "truefalse": "truefalse",
    "shortanswer": "shortanswer",
    "numerical": "numerical",
    "matching": "match",
    "ordering": "ordering",
    "essay": "essay",
    "description": "description",
}
# Parts of a question that have no place here; each is named when it is there.
LEFT_OUT = (
    "correctfeedback",
    "partiallycorrectfeedback",
    "incorrectfeedback",
    "hint",
    "usecase",
    "units",
    "graderinfo",
    "responsetemplate",
)
EMPTY = ("", "0")
FORMATS = {"html": "html", "markdown": "markdown", "moodle_auto_format": "plain", "plain_text": "plain"}


def read(text: str) -> Reading:
    """All questions of the file; `line` is where a question's element begins. Raises `UnreadableQuestions`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        quiz = etree.fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", lambda found: "\n" * found[0].count("\n"), text).encode(), parser
        )
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise UnreadableQuestions(
            _("Line %(line)d: the XML is broken (%(reason)s).") % {"line": line, "reason": error.msg}
        ) from error
    if quiz.getroottree().docinfo.doctype:
        raise UnreadableQuestions(
            _("The file declares a document type or entities, which Moodle never writes. It was not read.")
        )
    if quiz.tag != "quiz":
        raise UnreadableQuestions(_("This is no Moodle XML: its first element is not <quiz>."))
    reading = Reading()
    category = ""
    for element in quiz:
        if not isinstance(element.tag, str):
            continue  # a comment
        line = element.sourceline or 1
        if element.tag != "question":
            reading.refuse(line, _("<%(name)s> is no question.") % {"name": element.tag})
        elif element.get("type") == "category":
            category = _text(element, "category/text")
        elif element.get("type") not in KINDS:
            reading.refuse(
                line, _("Questions of the type “%(type)s” cannot be imported.") % {"type": element.get("type") or "—"}
            )
        else:
            _take(reading, element, line, category)
    return reading


def _take(reading: Reading, element: Any, line: int, category: str) -> None:
    try:
        item = _item(element, line, category)
    except ValueError as error:
        reading.refuse(line, str(error))
        return
    if element.findall(".//file"):
        item.notes.append(_("Its pictures were left out: put them in by hand."))
    if left := [
        name for name in LEFT_OUT if any(part.xpath("string()").strip() not in EMPTY for part in element.findall(name))
    ]:
        item.notes.append(
            _("Left out, since questions here have no such thing: %(names)s.") % {"names": "、".join(left)}
        )
    reasons = problems_of(item)
    for reason in reasons:
        reading.refuse(line, reason)
    if not reasons:
        reading.items.append(item)


def _text(element: Any, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _item(element: Any, line: int, category: str) -> Item:
    """Raises `ValueError` with the reason."""
    kind = KINDS[element.get("type")]
    asked = element.find("questiontext")
    format = FORMATS.get(asked.get("format", "html") if asked is not None else "html", "html")
    item = Item(
        line,
        kind,
        _text(element, "questiontext/text"),
        name=_text(element, "name/text"),
        feedback=_text(element, "generalfeedback/text"),
        category=category,
        format=format,
        identifier=_text(element, "idnumber"),
        tags=[
            tag.strip() for tag in (part.findtext("text") or "" for part in element.findall("tags/tag")) if tag.strip()
        ],
    )
    if kind == "match":
        item.pairs = [(_text(pair, "text"), _text(pair, "answer/text")) for pair in element.findall("subquestion")]
        item.pairs = [pair for pair in item.pairs if any(pair)]
        return item
    if kind == "ordering":
        item.answers = [_text(answer, "text") for answer in element.findall("answer")]
        return item
    if kind in ("essay", "description"):
        return item
    item.options = [_option(answer, kind) for answer in element.findall("answer")]
    right = [option for option in item.options if option.fraction > 0]
    if kind == "multichoice":
        item.single = _text(element, "single").lower() not in ("false", "0")
        item.answers = [option.text for option in right if option.fraction >= FULL or not item.single]
    elif kind == "truefalse":
        item.options.sort(key=lambda option: option.text.lower() != "true")
        item.answers = [option.text.lower() == "true" for option in right]
    elif kind == "numerical":
        numbers = [float(option.text) for option in right if option.text != "*"]
        item.answers = [int(number) if number.is_integer() else number for number in numbers]
        item.tolerance = next((option.tolerance for option in right if option.text != "*"), None)
    else:
        item.answers = [option.text for option in right]
    return item


def _option(answer: Any, kind: str) -> Option:
    try:
        fraction = float(answer.get("fraction", "0"))
        tolerance = float(answer.findtext("tolerance") or 0) if kind == "numerical" else None
        if kind == "numerical" and _text(answer, "text") != "*":
            float(_text(answer, "text"))
    except ValueError as error:
        raise ValueError(
            _("This is no number: %(text)s") % {"text": str(error).split(":")[-1].strip(" '")[:40]}
        ) from error
    if not -FULL <= fraction <= FULL:
        raise ValueError(_("A share must be between −100 and 100 per cent."))
    return Option(_text(answer, "text"), fraction, _text(answer, "feedback/text"), tolerance)


# --- Out ------------------------------------------------------------------------------------------------------------


def can_write(item: Item) -> bool:
    """Whether the format has this type; several gaps would be a cloze question, which we do not write."""
    return item.type in KINDS.values()


def write(items: list[Item]) -> str:
    """The questions as Moodle XML."""
    quiz = etree.Element("quiz")
    category = ""
    names = {ours: theirs for theirs, ours in KINDS.items()}
    for item in items:
        if item.category != category:
            category = item.category
            _put(etree.SubElement(quiz, "question", type="category"), "category", category)
        element = etree.SubElement(quiz, "question", type=names[item.type])
        format = {"plain": "plain_text"}.get(item.format, item.format)
        _put(element, "name", item.name)
        _put(element, "questiontext", item.stem, format=format)
        _put(element, "generalfeedback", item.feedback, format=format)
        etree.SubElement(element, "idnumber").text = item.identifier
        _answers(element, item, format)
        if item.tags:
            tags = etree.SubElement(element, "tags")
            for tag in item.tags:
                _put(tags, "tag", tag)
    return etree.tostring(quiz, encoding="unicode", pretty_print=True)


def _put(parent: Any, name: str, text: str, **attributes: str) -> Any:
    element = etree.SubElement(parent, name, **attributes)
    etree.SubElement(element, "text").text = re.sub(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    return element


def _answers(element: Any, item: Item, format: str) -> None:
    if item.type == "multichoice":
        etree.SubElement(element, "single").text = "true" if item.single else "false"
    for question, answer in item.pairs:
        _put(_put(element, "subquestion", question, format=format), "answer", answer)
    if item.type == "ordering":
        for answer in item.answers:
            _put(element, "answer", answer, fraction="100")
    for option in item.options:
        part = _put(element, "answer", option.text, fraction=f"{option.fraction:g}", format=format)
        _put(part, "feedback", option.feedback, format=format)
        if option.tolerance is not None:
            etree.SubElement(part, "tolerance").text = repr(option.tolerance)
