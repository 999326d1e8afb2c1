"""The labels of automatic lists (一、 （一） 1.), which Word computes and never writes into the text."""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from .counting import format_number


@dataclass(frozen=True)
class Level:
    """One level of a list definition. `legal`: all figures of the label are Arabic. `restart`: see `w:lvlRestart`."""

    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    legal: bool = False
    restart: int | None = None


@dataclass
class Label:
    """The computed label of one paragraph: `text` as Word shows it, `ordered` false for bullets."""

    text: str
    level: int
    ordered: bool

    @property
    def lead(self) -> str:
        """The label with the gap that Word's tab leaves: none after 一、 （一） 1., a wide one after 第一条."""
        text = self.text.strip()
        if text and text[-1].isascii() and text[-1].isalnum():
            return f"{text} "
        return f"{text}\u3000" if text and "\u4e00" <= text[-1] <= "\u9fff" else text


@dataclass
class Numbering:
    """Counts through a document in reading order. `label()` must be called once for each numbered paragraph."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    own_levels: dict[tuple[str, int], Level] = field(default_factory=dict)
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
        styles: dict[str, str] = {}  # a list style → the definition it holds
        links: dict[str, str] = {}  # a definition that is only a pointer → the list style it points to
        for definition in root.iterchildren(qn("w:abstractNum")):
            key = definition.get(qn("w:abstractNumId"))
            numbering.levels[key] = {
                _int(item.get(qn("w:ilvl"))): _level(item) for item in definition.iterchildren(qn("w:lvl"))
            }
            if style := _value(definition, "w:styleLink", ""):
                styles[style] = key
            if link := _value(definition, "w:numStyleLink", ""):
                links[key] = link
        for number in root.iterchildren(qn("w:num")):
            key = number.get(qn("w:numId"))
            abstract = _value(number, "w:abstractNumId", "")
            numbering.abstract[key] = styles.get(links.get(abstract, ""), abstract)
            for override in number.iterchildren(qn("w:lvlOverride")):
                level = _int(override.get(qn("w:ilvl")))
                start, own = override.find(qn("w:startOverride")), override.find(qn("w:lvl"))
                if own is not None:
                    numbering.own_levels[key, level] = _level(own)
                if start is not None:
                    numbering.overrides[key, level] = _int(start.get(qn("w:val")), 1)
        return numbering

    def label(self, number: str, level: int) -> Label | None:
        """The label of the next paragraph with this numId and level; None when the list is not defined."""
        abstract = self.abstract.get(number)
        definition = self._definition(number, level)
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
            below = self._definition(number, deeper)
            if below is None or below.restart is None or below.restart > level:
                del counters[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            step = self._definition(number, at) or Level()
            return format_number(counters.get(at, step.start), "decimal" if definition.legal else step.format)

        return Label(re.sub(r"%([1-9])", shown, definition.text), level, ordered=True)

    def _definition(self, number: str, level: int) -> Level | None:
        return self.own_levels.get((number, level)) or self.levels.get(self.abstract.get(number, ""), {}).get(level)


def _level(item: Any) -> Level:
    legal, restart = item.find(qn("w:isLgl")), item.find(qn("w:lvlRestart"))
    # A format that only newer programs know stands in an alternative with one that all know.
    number = next(item.iter(qn("w:numFmt")), None)
    return Level(
        format=number.get(qn("w:val"), "decimal") if number is not None else "decimal",
        text=_value(item, "w:lvlText", ""),
        start=_int(_value(item, "w:start", "1"), 1),
        legal=legal is not None and legal.get(qn("w:val"), "1") not in {"0", "false", "off"},
        restart=_int(restart.get(qn("w:val")), 0) if restart is not None else None,
    )


def _int(text: str | None, default: int = 0) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


def _value(element: Any, child: str, default: str) -> str:
    found = element.find(qn(child))
    return default if found is None else found.get(qn("w:val"), default)
