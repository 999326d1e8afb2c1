"""The look of a paragraph and a run once Word's chain of styles is followed."""

from dataclasses import dataclass, field, replace
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

OFF = {"0", "false", "off"}
SCRIPTS = {"superscript": "sup", "subscript": "sub"}


@dataclass(frozen=True)
class Look:
    """How text looks. `number` is (numId, level) of an automatic list; `outline` 0–8 for heading levels.

    `font` is the East Asian face, `latin` the one of other letters; `script` is `sup` or `sub`.
    """

    name: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    hidden: bool = False
    script: str = ""
    font: str = ""
    latin: str = ""
    size: float = 0
    align: str = ""
    outline: int | None = None
    number: tuple[str, int] | None = None


@dataclass
class Styles:
    """All styles of one document."""

    elements: dict[str, Any] = field(default_factory=dict)
    default: Look = field(default_factory=Look)
    default_paragraph: str = ""
    resolved: dict[str, Look] = field(default_factory=dict)

    @classmethod
    def of(cls, document: WordDocument) -> "Styles":
        root = document.styles.element
        styles = cls()
        for style in root.iterchildren(qn("w:style")):
            key = style.get(qn("w:styleId"), "")
            styles.elements[key] = style
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) not in {None, *OFF}:
                styles.default_paragraph = key
        properties = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        styles.default = _with_run(Look(), properties)
        return styles

    def named(self, key: str, depth: int = 0) -> Look:
        """The look of a style, its ancestors first. A circle of styles, which a broken file may hold, ends after 20."""
        if key in self.resolved:
            return self.resolved[key]
        style = self.elements.get(key)
        if style is None or depth > 20:
            return self.default
        based = style.find(qn("w:basedOn"))
        look = self.named(based.get(qn("w:val"), ""), depth + 1) if based is not None else self.default
        name = style.find(qn("w:name"))
        look = replace(look, name=name.get(qn("w:val"), "") if name is not None else key)
        look = _with_paragraph(_with_run(look, style.find(qn("w:rPr"))), style.find(qn("w:pPr")))
        self.resolved[key] = look
        return look

    def paragraph(self, element: Any) -> Look:
        """The look of a `w:p`."""
        properties = element.find(qn("w:pPr"))
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        key = style.get(qn("w:val"), "") if style is not None else self.default_paragraph
        return _with_paragraph(self.named(key), properties)

    def run(self, element: Any, paragraph: Look) -> Look:
        """The look of a `w:r` inside a paragraph of look `paragraph`."""
        properties = element.find(qn("w:rPr"))
        look = paragraph
        if properties is not None:
            style = properties.find(qn("w:rStyle"))
            if style is not None and style.get(qn("w:val"), "") in self.elements:
                named = self.elements[style.get(qn("w:val"), "")]
                look = _with_run(look, named.find(qn("w:rPr")))
        return _with_run(look, properties)


def _with_run(look: Look, properties: Any) -> Look:
    if properties is None:
        return look
    fonts, raised = properties.find(qn("w:rFonts")), properties.find(qn("w:vertAlign"))
    font, latin = look.font, look.latin
    if fonts is not None:
        font = fonts.get(qn("w:eastAsia")) or ("" if fonts.get(qn("w:eastAsiaTheme")) else font)
        latin = fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or latin
    size = properties.find(qn("w:sz"))
    try:
        points = float(size.get(qn("w:val"), "0")) / 2 if size is not None else look.size
    except ValueError:
        points = look.size
    return replace(
        look,
        bold=_switch(properties, "w:b", look.bold),
        italic=_switch(properties, "w:i", look.italic),
        struck=_switch(properties, "w:strike", look.struck) or _switch(properties, "w:dstrike", inherited=False),
        hidden=_switch(properties, "w:vanish", look.hidden),
        script=look.script if raised is None else SCRIPTS.get(raised.get(qn("w:val"), ""), ""),
        font=font,
        latin=latin,
        size=points,
    )


def _with_paragraph(look: Look, properties: Any) -> Look:
    if properties is None:
        return look
    align = properties.find(qn("w:jc"))
    outline = properties.find(qn("w:outlineLvl"))
    number = properties.find(qn("w:numPr"))
    changes: dict[str, Any] = {}
    if align is not None:
        changes["align"] = align.get(qn("w:val"), "")
    if outline is not None:
        level = outline.get(qn("w:val"), "9")
        changes["outline"] = int(level) if level.isdigit() and int(level) < 9 else None
    if number is not None:
        identifier, level = number.find(qn("w:numId")), number.find(qn("w:ilvl"))
        value = identifier.get(qn("w:val"), "0") if identifier is not None else (look.number or ("0", 0))[0]
        depth = level.get(qn("w:val"), "0") if level is not None else "0"
        changes["number"] = None if value == "0" else (value, int(depth) if depth.isdigit() else 0)
    return replace(look, **changes)


def _switch(properties: Any, name: str, inherited: bool) -> bool:
    element = properties.find(qn(name))
    return inherited if element is None else element.get(qn("w:val"), "1") not in OFF
