"""Questions in Word files: numbered, with options A–H, “答案：” and “解析：”, as teachers have always typed them."""

import io
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from . import tidy
from .chinese import Written, item_of, kind_of
from .item import Item, Reading, UnreadableQuestions

HEADING = re.compile(r"(?:[一二三四五六七八九十]+|第[一二三四五六七八九十]+(?:部分|大题))\s*[、．.：:]\s*")
ANSWER = re.compile(r"[【\[]?\s*(?:正确|参考|标准)?答案\s*[】\]]?\s*[：:]?\s*")
FEEDBACK = re.compile(r"[【\[]?\s*(?:答案|试题)?(?:解析|详解|分析|说明)\s*(?:[】\]]\s*[：:]?|[：:])\s*")
LABELLED = {
    "category": re.compile(r"[【\[]?\s*(?:分类|知识点|章节|主题)\s*[】\]]?\s*[：:]\s*"),
    "difficulty": re.compile(r"[【\[]?\s*难度\s*[】\]]?\s*[：:]\s*"),
    "source": re.compile(r"[【\[]?\s*(?:来源|出处)\s*[】\]]?\s*[：:]\s*"),
    "kind": re.compile(r"[【\[]?\s*题型\s*[】\]]?\s*[：:]\s*"),
    "name": re.compile(r"[【\[]?\s*(?:题名|名称)\s*[】\]]?\s*[：:]\s*"),
    "tolerance": re.compile(r"[【\[]?\s*(?:误差|容差)\s*[】\]]?\s*[：:]\s*"),
    "tags": re.compile(r"[【\[]?\s*标签\s*[】\]]?\s*[：:]\s*"),
}
BARE_ANSWER = re.compile(r"[【\[]?\s*(?:正确|参考|标准)?答案\s*(?:[】\]]|[：:]|\s+[A-H对错√×]|$)")


def read(data: bytes) -> Reading:
    """All questions of a .docx; `line` is the number of the paragraph. Raises `UnreadableQuestions`."""
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
    except Exception as error:  # python-docx raises whatever a broken file makes it
        raise UnreadableQuestions(_("The file is damaged.")) from error
    reading = Reading()
    lines: list[tuple[int, str]] = []
    numbers = _Numbers(document)
    place = 0
    for element in body.iterchildren():
        if element.tag == qn("w:p"):
            place += 1
            text = tidy.lettered(numbers.before(element) + Paragraph(element, document).text)
            if element.findall(f".//{qn('w:drawing')}") or element.findall(f".//{qn('w:pict')}"):
                reading.refuse(place, _("The picture in this paragraph was left out: put it in by hand."))
            lines += [(place, part) for part in text.split("\n")]
        elif element.tag == qn("w:tbl"):
            place += 1
            reading.refuse(place, _("The table was left out. Questions in tables come in by the xlsx template."))
    for written in _questions(lines, reading):
        item, reasons = item_of(written)
        if item:
            reading.items.append(item)
        for reason in reasons:
            reading.refuse(written.line, reason)
    reading.problems.sort(key=lambda problem: problem.line)
    return reading


def _questions(lines: list[tuple[int, str]], reading: Reading) -> Iterator[Written]:
    """The stretches of a question each. Text that belongs to none is named."""
    begins = _begins([text for _line, text in lines])
    heading_kind = category = ""
    current: Written | None = None
    part = "stem"
    for place, (line, text) in enumerate(lines):
        text = text.strip()
        if begins[place]:
            if current:
                yield current
            current = Written(line, heading_kind, text, category=category)
            part = "stem"
            continue
        if (found := HEADING.match(text)) and kind_of(text[found.end() :]) and len(text) < 60:
            if current:
                yield current
            current, heading_kind = None, text[found.end() :]
            continue
        label = next((name for name, pattern in LABELLED.items() if pattern.match(text)), None)
        if label:
            value = text[LABELLED[label].match(text).end() :].strip()  # type: ignore[union-attr]
            if current:
                setattr(current, label, value)
            elif label == "category":
                category = value
            continue
        if current is None:
            if place and text:  # the first line may be the title of the file
                reading.refuse(line, _("This stands before the first question: %(text)s") % {"text": text[:40]})
            continue
        if BARE_ANSWER.match(text) and not current.answer:
            part, text = "answer", text[ANSWER.match(text).end() :]  # type: ignore[union-attr]
            # “答案：C 解析：……” in one line.
            pieces = re.split(r"(?=[【\[]?(?:答案)?解析\s*[】\]：:])", text, maxsplit=1)
            text = pieces[0].strip()
            if len(pieces) == 2:
                current.answer, part, text = text, "feedback", FEEDBACK.sub("", pieces[1], count=1)
        elif found := FEEDBACK.match(text):
            part, text = "feedback", text[found.end() :]
        before = getattr(current, part)
        setattr(current, part, f"{before}\n{text}" if before else text)
    if current:
        yield current


def _begins(texts: list[str]) -> list[bool]:
    """For each line, whether a question begins there: numbered, and with an answer before the next number, or next in count."""
    answered = [bool(BARE_ANSWER.match(text.strip()) or tidy.ANSWERED.search(text)) for text in texts]
    numbers = [found and int(found[1]) for found in map(tidy.NUMBERED.match, texts)]
    followed = [False] * len(texts)
    below = False
    for place in range(len(texts) - 1, -1, -1):
        below = below or answered[place]
        if numbers[place] is not None:
            followed[place], below = below, False
    begins, last, complete = [], 0, True
    for place, number in enumerate(numbers):
        begin = number is not None and (followed[place] or (complete and number == last + 1))
        if begin and number is not None:
            last, complete = number, answered[place]
        complete = complete or answered[place]
        begins.append(begin)
    return begins


class _Numbers:
    """Word's automatic numbers, which are no text: “1.” and “A.” before the paragraphs that have them."""

    def __init__(self, document: Any) -> None:
        self.counts: dict[tuple[str, int], int] = {}
        self.formats: dict[tuple[str, int], str] = {}
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        kinds = {kind.get(qn("w:abstractNumId")): kind for kind in numbering.findall(qn("w:abstractNum"))}
        for number in numbering.findall(qn("w:num")):
            kind = kinds.get(number.find(qn("w:abstractNumId")).get(qn("w:val")))
            for level in kind.findall(qn("w:lvl")) if kind is not None else ():
                format = level.find(qn("w:numFmt"))
                if format is not None:
                    key = (number.get(qn("w:numId")), int(level.get(qn("w:ilvl"))))
                    self.formats[key] = format.get(qn("w:val"))

    def before(self, element: Any) -> str:
        properties = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None or properties.find(qn("w:numId")) is None:
            return ""
        level = properties.find(qn("w:ilvl"))
        key = (properties.find(qn("w:numId")).get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0)
        format = self.formats.get(key)
        if format not in ("decimal", "upperLetter"):
            return ""
        count = self.counts[key] = self.counts.get(key, 0) + 1
        for other in self.counts:
            if other[0] == key[0] and other[1] > key[1]:
                self.counts[other] = 0
        if format == "decimal":
            # A question begins: lettered lists of their own start anew.
            for other, kind in self.formats.items():
                if kind == "upperLetter":
                    self.counts[other] = 0
            return f"{count}．"
        return f"{chr(64 + min(count, 26))}．"


def write(items: list[Item]) -> bytes:
    """The questions as a .docx that `read` understands, and people can print."""
    from .columns import cells

    document = Document()
    category = ""
    for number, item in enumerate(items, start=1):
        row = cells(item)
        if item.category != category:
            category = item.category
        document.add_paragraph(f"{number}．{row['stem']}")
        for place, option in enumerate(row["options"]):
            document.add_paragraph(f"{chr(65 + place)}．{option}")
        document.add_paragraph(f"答案：{row['answer']}")
        for label, key in (
            ("题型", "kind"),
            ("题名", "name"),
            ("分类", "category"),
            ("难度", "difficulty"),
            ("来源", "source"),
            ("误差", "tolerance"),
            ("标签", "tags"),
            ("解析", "feedback"),
        ):
            if row[key]:
                document.add_paragraph(f"{label}：{row[key]}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
