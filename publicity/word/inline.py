"""The runs of a paragraph: text, links, fields, notes, signs, equations; pictures and text boxes on the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from .drawings import drawn
from .elements import LeftOut, Picture, Run
from .equations import EQUATIONS, one_line
from .fields import Field, is_web
from .styles import Look, Styles
from .symbols import FONTS, STAND_IN, is_private, sign_of
from .xml import ALTERNATE, DELETED, SYMBOL_16, TRANSPARENT, WORDS, chosen, is_gone

BREAKS = {qn("w:br"), qn("w:cr")}
TABS = {qn("w:tab"), qn("w:ptab")}
NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
DRAWINGS = {qn("w:drawing"), qn("w:pict"), qn("w:object")}


@dataclass
class Line:
    """One paragraph as it is read."""

    look: Look
    runs: list[Run] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


@dataclass
class Inline:
    """Reads the inline content of one part (the text, or the notes). `note` gives the mark of a note, by kind and id."""

    part: Any
    styles: Styles
    left_out: list[LeftOut]
    met: set[Any]
    note: Callable[[str, str], str]
    fields: list[Field] = field(default_factory=list)

    def line(self, elements: list[Any], look: Look) -> Line:
        """The content of one `w:p`, or of several that a deleted paragraph mark made one."""
        line = Line(look)
        hidden: list[str] = []
        for element in elements:
            own = self.styles.paragraph(element)
            line.runs += [run for run in self._children(element, own, "", line, hidden) if run.text]
        if "".join(hidden).strip():
            self.left_out.append(LeftOut("hidden", "".join(hidden)))
        self.fields.clear()  # a link over several paragraphs is kept in its first
        line.runs = joined(line.runs)
        return line

    def _children(self, parent: Any, look: Look, link: str, line: Line, hidden: list[str]) -> Iterator[Run]:
        for child in parent.iterchildren():
            tag = child.tag
            if tag == qn("w:r"):
                yield from self._run(child, look, link, line, hidden)
            elif tag == qn("w:hyperlink"):
                yield from self._children(child, look, self._target(child) or link, line, hidden)
            elif tag == qn("w:fldSimple"):
                target = self._kept(Field(child.get(qn("w:instr"), ""), shows=True).link)
                yield from self._children(child, look, target or link, line, hidden)
            elif tag == qn("w:sdt"):
                if is_placeholder(child):
                    self._leave_out("placeholder", child)
                elif (content := child.find(qn("w:sdtContent"))) is not None:
                    yield from self._children(content, look, link, line, hidden)
            elif tag in TRANSPARENT:
                yield from self._children(child, look, link, line, hidden)
            elif tag == ALTERNATE:
                yield from self._children(chosen(child), look, link, line, hidden)
            elif tag in EQUATIONS:
                text = one_line(child, self.met)
                self.left_out.append(LeftOut("equation", text))
                yield Run(text, font=look.font, size=look.size)
            elif tag not in DELETED and tag != qn("w:pPr"):
                # Text stands here in a broken file only.
                yield Run("".join(self._text(node, look) for node in child.iter(*WORDS) if not is_gone(node)))

    def _run(self, run: Any, look: Look, link: str, line: Line, hidden: list[str]) -> Iterator[Run]:
        style = self.styles.run(run, look)
        for text in self._pieces(run, style, line):
            if not text:
                continue
            if style.hidden:
                hidden.append(text)
                continue
            if style.struck and text.strip():
                self.left_out.append(LeftOut("strikethrough", text))
            target = link or self._field_link()
            yield Run(text, style.bold, style.italic, target, style.font, style.size, style.script)

    def _pieces(self, parent: Any, style: Look, line: Line) -> Iterator[str]:
        for child in parent.iterchildren():
            tag = child.tag
            if tag == qn("w:t"):
                yield self._text(child, style)
            elif tag in TABS:
                yield "\t"
            elif tag in BREAKS:
                yield "\n"
            elif tag == qn("w:noBreakHyphen"):
                yield "-"
            elif tag == qn("w:sym"):
                yield self._symbol(child.get(qn("w:char"), ""), child.get(qn("w:font"), ""))
            elif tag == f"{SYMBOL_16}symEx":
                yield self._symbol(child.get(f"{SYMBOL_16}char", ""), child.get(f"{SYMBOL_16}font", ""))
            elif tag == qn("w:fldChar"):
                yield self._field(child.get(qn("w:fldCharType"), ""))
            elif tag == qn("w:instrText"):
                if self.fields:
                    self.fields[-1].instruction += child.text or ""
            elif tag in NOTES:
                yield self.note(NOTES[tag], child.get(qn("w:id"), ""))
            elif tag == qn("w:ruby"):
                yield self._ruby(child, style, line)
            elif tag == ALTERNATE:
                yield from self._pieces(chosen(child), style, line)
            elif tag in DRAWINGS:
                found = drawn(child, self.part)
                line.pictures += found.pictures
                line.boxes += found.boxes
                self.left_out += found.left_out

    def _text(self, node: Any, style: Look) -> str:
        self.met.add(node)
        text = node.text or ""
        if style.latin.lower() in FONTS:
            return "".join(sign_of(ord(mark), style.latin) or self._unknown(mark, style.latin) for mark in text)
        return "".join(self._unknown(mark, style.latin) if is_private(mark) else mark for mark in text)

    def _unknown(self, mark: str, font: str) -> str:
        """A letter of a symbol font that is none of ours stays; a code that only its font can show is named."""
        if not is_private(mark):
            return mark
        self.left_out.append(LeftOut("symbol", f"{font} U+{ord(mark):04X}".strip()))
        return STAND_IN

    def _symbol(self, code: str, font: str) -> str:
        try:
            number = int(code, 16)
            sign = sign_of(number, font)
        except (ValueError, OverflowError):
            number, sign = 0, ""
        if not sign:
            self.left_out.append(LeftOut("symbol", f"{font} {code}".strip()))
        return sign or STAND_IN

    def _field(self, kind: str) -> str:
        if kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].shows = True
            self._kept(self.fields[-1].link)
        elif kind == "end" and self.fields:
            sign = self.fields.pop().sign
            if len(sign) > 1:
                self.left_out.append(LeftOut("equation", sign))
            return sign
        return ""

    def _field_link(self) -> str:
        return next((f.link for f in reversed(self.fields) if is_web(f.link)), "")

    def _ruby(self, ruby: Any, style: Look, line: Line) -> str:
        base, reading = ruby.find(qn("w:rubyBase")), ruby.find(qn("w:rt"))
        texts = [
            "".join("".join(self._pieces(run, style, line)) for run in part.iter(qn("w:r"))) if part is not None else ""
            for part in (base, reading)
        ]
        if texts[1].strip():
            self.left_out.append(LeftOut("ruby", f"{texts[0]}（{texts[1]}）"))
        return texts[0]

    def _target(self, hyperlink: Any) -> str:
        key, anchor = hyperlink.get(qn("r:id"), ""), hyperlink.get(qn("w:anchor"), "")
        relation = self.part.rels.get(key)
        target = relation.target_ref if relation is not None and relation.is_external else ""
        return self._kept(f"{target}#{anchor}" if anchor and "#" not in target else target)

    def _kept(self, target: str) -> str:
        """The target if a page may link to it; any other is named. Places of the table of contents are left out anyway."""
        if target and not is_web(target) and not target.startswith("#_Toc"):
            self.left_out.append(LeftOut("link", target))
        return target if is_web(target) else ""

    def _leave_out(self, kind: str, element: Any) -> None:
        nodes = [node for node in element.iter(*WORDS) if not is_gone(node)]
        self.met.update(nodes)
        text = "".join(node.text or "" for node in nodes)
        if text.strip():
            self.left_out.append(LeftOut(kind, text))


def is_placeholder(sdt: Any) -> bool:
    """Whether a content control only asks for words (单击此处输入文字)."""
    mark = sdt.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    return mark is not None and mark.get(qn("w:val"), "1") not in {"0", "false", "off"}


def joined(runs: list[Run]) -> list[Run]:
    """Neighbours of the same look as one run: Word splits a sentence wherever the spelling checker passed."""
    result: list[Run] = []
    for run in runs:
        if result and result[-1] == run.saying(result[-1].text):
            result[-1] = run.saying(result[-1].text + run.text)
        else:
            result.append(run)
    return result
