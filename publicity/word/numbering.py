"""The labels of automatic lists (一、 （一） 1.), which Word computes and never writes into the text."""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

DIGITS = "〇一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五. Up to 9999; larger ones stay Arabic."""
    if not 0 < number < 10_000:
        return str(number)
    text, pending_zero = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if pending_zero else "") + DIGITS[digit] + unit
            pending_zero = False
        elif text:
            pending_zero = True
    return text.removeprefix("一") if 10 <= number < 20 else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        while number >= value:
            text, number = text + letters, number - value
    return text


def _letters(number: int) -> str:
    # Word repeats the letter after z: aa, bb, …
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def format_number(number: int, style: str) -> str:
    """`number` in one of Word's number formats (ST_NumberFormat); an unknown format gives Arabic figures."""
    match style:
        case "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCounting":
            return chinese_number(number)
        case "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand":
            return "".join(DIGITS[int(digit)] for digit in str(number))
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 0 < number <= 20:
            return CIRCLED[number - 1]
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
        case "decimalZero":
            return f"{number:02d}"
        case "lowerLetter" if number > 0:
            return _letters(number)
        case "upperLetter" if number > 0:
            return _letters(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case "none":
            return ""
    return str(number)


@dataclass
class Level:
    """One level of a list definition."""

    format: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass
class Label:
    """The computed label of one paragraph: `text` as Word shows it, `ordered` false for bullets."""

    text: str
    level: int
    ordered: bool


@dataclass
class Numbering:
    """Counts through a document in reading order. `label()` must be called once for each numbered paragraph."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: Any) -> "Numbering":
        """Reads numbering.xml; a document without it has no lists."""
        numbering = cls()
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")),
            None,
        )
        root = getattr(part, "element", None)
        if root is None:
            return numbering
        for definition in root.iterchildren(qn("w:abstractNum")):
            levels = {}
            for item in definition.iterchildren(qn("w:lvl")):
                levels[_int(item.get(qn("w:ilvl")))] = Level(
                    format=_value(item, "w:numFmt", "decimal"),
                    text=_value(item, "w:lvlText", ""),
                    start=_int(_value(item, "w:start", "1"), 1),
                )
            numbering.levels[definition.get(qn("w:abstractNumId"))] = levels
        for number in root.iterchildren(qn("w:num")):
            key = number.get(qn("w:numId"))
            numbering.abstract[key] = _value(number, "w:abstractNumId", "")
            for override in number.iterchildren(qn("w:lvlOverride")):
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    level = _int(override.get(qn("w:ilvl")))
                    numbering.overrides[key, level] = _int(start.get(qn("w:val")), 1)
        return numbering

    def label(self, number: str, level: int) -> Label | None:
        """The label of the next paragraph with this numId and level; None when the list is not defined."""
        abstract = self.abstract.get(number)
        definition = self.levels.get(abstract or "", {}).get(level)
        if abstract is None or definition is None or number == "0":
            return None
        if definition.format == "bullet":
            return Label("•", level, ordered=False)
        counters = self.counters.setdefault(abstract, {})
        if number not in self.seen:
            self.seen.add(number)
            for (key, at), start in self.overrides.items():
                if key == number:
                    counters[at] = start - 1
        counters[level] = counters.get(level, definition.start - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            step = self.levels[abstract].get(at, Level())
            return format_number(counters.get(at, step.start), step.format)

        return Label(re.sub(r"%([1-9])", shown, definition.text), level, ordered=True)


def _int(text: str | None, default: int = 0) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


def _value(element: Any, child: str, default: str) -> str:
    found = element.find(qn(child))
    return default if found is None else found.get(qn("w:val"), default)
