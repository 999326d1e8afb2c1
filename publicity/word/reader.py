"""Walks the XML of a Word file in reading order. Every `w:t` ends in an element, a footnote or the list of what was left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.oxml import parse_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .elements import Content, LeftOut, Paragraph, Picture, Run, Table
from .equations import EQUATIONS
from .inline import Inline, is_placeholder
from .numbering import Numbering
from .styles import Styles
from .tables import Rows
from .xml import ALTERNATE, DELETED, TRANSPARENT, VML, WORDS, chosen, is_deleted_part, is_gone, words_of


def read(document: WordDocument) -> Content:
    """Everything the file holds, in order. Reads only; raises nothing for odd XML: what is unknown is named as left out."""
    file = _File(document)
    elements = list(file.reader(document.part).blocks(document.element.body))
    file.leave_out_the_rest()
    return Content(elements, file.left_out, file.footnotes, document.core_properties.title or "")


@dataclass
class _File:
    """What all readers of one file share."""

    document: WordDocument
    left_out: list[LeftOut] = field(default_factory=list)
    footnotes: list[list[Run]] = field(default_factory=list)
    met: set[Any] = field(default_factory=set)  # the words that went somewhere
    used: set[tuple[str, str]] = field(default_factory=set)  # the notes that were

    def __post_init__(self) -> None:
        self.styles = Styles.of(self.document)
        self.numbering = Numbering.of(self.document)
        self.note_parts: dict[str, tuple[Any, Any]] = {}
        for kind in ("footnote", "endnote"):
            for part, root in self._related(f"/{kind}s"):
                self.note_parts[kind] = (part, root)

    def reader(self, part: Any) -> "_Reader":
        return _Reader(self, part)

    def note(self, kind: str, identifier: str) -> str:
        """Reads a note where it is referred to; its mark, empty when there is no such note."""
        part, root = self.note_parts.get(kind, (None, None))
        note = next((n for n in self._notes(root, kind) if n.get(qn("w:id"), "") == identifier), None)
        if note is None:
            return ""
        if (kind, identifier) in self.used:  # referred to twice, or by itself in a broken file
            return ""
        self.used.add((kind, identifier))
        self.footnotes.append([])
        at = len(self.footnotes)
        for element in self.reader(part).blocks(note):
            if isinstance(element, Table):
                runs = [Run(element.text)]
            else:
                runs = element.runs
                self.left_out += [LeftOut("picture", picture.alt or picture.name) for picture in element.pictures]
            if runs and "".join(run.text for run in runs).strip():
                self.footnotes[at - 1] += [Run("\n"), *runs] if self.footnotes[at - 1] else runs
        return f"〔{at}〕"

    def leave_out(self, kind: str, element: Any, always: bool = False) -> None:
        nodes = [node for node in element.iter(*WORDS) if not is_gone(node)]
        self.met.update(nodes)
        text = "".join(node.text or "" for node in nodes)
        if text.strip() or always:
            self.left_out.append(LeftOut(kind, text))

    def leave_out_the_rest(self) -> None:
        """Comments, margins, notes nobody refers to, and text that stands where no text may stand (broken files)."""
        for node in self.document.element.body.iter(*WORDS):
            if node not in self.met and (node.text or "").strip() and not is_gone(node):
                self.left_out.append(LeftOut("unknown", node.text))
        for kind, (_part, root) in self.note_parts.items():
            references = list(self.document.element.body.iter(qn(f"w:{kind}Reference")))
            gone = {ref.get(qn("w:id")) for ref in references if is_gone(ref)}
            for note in self._notes(root, kind):
                identifier = note.get(qn("w:id"), "")
                if (kind, identifier) not in self.used and identifier not in gone:
                    self.leave_out("footnote", note)
        for _part, root in self._related("/comments"):
            for comment in root.iterchildren(qn("w:comment")):
                self.leave_out("comment", comment, always=True)
        self._leave_out_margins()

    def _leave_out_margins(self) -> None:
        seen = set()
        for kind in ("header", "footer"):
            for part, root in self._related(f"/{kind}"):
                marks = [path.get("string", "") for path in root.iter(f"{VML}textpath")]  # watermarks
                pictures = [p.get("descr") or p.get("name") or "" for p in root.iter(qn("wp:docPr")) if not is_gone(p)]
                text = " ".join(
                    filter(None, [words_of(root).strip(), *marks, *(pictures if _has_picture(part) else [])])
                )
                if text and (kind, text) not in seen:
                    seen.add((kind, text))
                    self.left_out.append(LeftOut(kind, text))

    @staticmethod
    def _notes(root: Any, kind: str) -> list[Any]:
        """The notes proper; Word also keeps the lines that part them from the text among them."""
        notes = root.iterchildren(qn(f"w:{kind}")) if root is not None else ()
        return [note for note in notes if note.get(qn("w:type")) in {None, "normal"}]

    def _related(self, ending: str) -> Iterator[tuple[Any, Any]]:
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith(ending) and not relation.is_external:
                part = relation.target_part
                root = getattr(part, "element", None)
                try:
                    yield part, root if root is not None else parse_xml(part.blob)
                except Exception:  # whatever the XML of a broken part gives
                    self.left_out.append(LeftOut("unreadable_part", str(part.partname)))


@dataclass
class _Reader:
    """Reads the blocks of one part."""

    file: _File
    part: Any

    def __post_init__(self) -> None:
        file = self.file
        self.inline = Inline(self.part, file.styles, file.left_out, file.met, file.note)

    def blocks(self, parent: Any) -> Iterator[Paragraph | Table]:
        open_lines: list[Any] = []  # paragraphs whose mark was deleted: they go on in the next
        for child in parent.iterchildren():
            tag = child.tag
            if tag == qn("w:p"):
                open_lines.append(child)
                if not _mark_is_deleted(child):
                    yield from self._paragraph(open_lines)
                    open_lines = []
            elif tag in DELETED:
                continue
            else:
                if open_lines and tag in {qn("w:tbl"), qn("w:sdt"), *TRANSPARENT}:
                    yield from self._paragraph(open_lines)
                    open_lines = []
                yield from self._other(child)
        if open_lines:
            yield from self._paragraph(open_lines)

    def _other(self, child: Any) -> Iterator[Paragraph | Table]:
        tag = child.tag
        if tag == qn("w:tbl"):
            yield from self._table(child)
        elif tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if _is_contents(child):
                self.file.leave_out("contents", child)
            elif is_placeholder(child):
                self.file.leave_out("placeholder", child)
            elif content is not None:
                yield from self.blocks(content)
        elif tag in TRANSPARENT:
            yield from self.blocks(child)
        elif tag == ALTERNATE:
            yield from self.blocks(chosen(child))
        elif tag in {qn("w:altChunk"), qn("w:subDoc")}:
            relation = self.part.rels.get(child.get(qn("r:id"), ""))
            self.file.left_out.append(LeftOut("embedded_object", relation.target_ref if relation is not None else ""))
        elif tag in EQUATIONS:
            yield from self._paragraph([_in_paragraph(child)])
        else:
            self.file.leave_out("unknown", child)

    def _paragraph(self, elements: list[Any]) -> Iterator[Paragraph | Table]:
        look = self.file.styles.paragraph(elements[-1])
        if look.name.lower().startswith("toc "):
            for element in elements:
                self.file.leave_out("contents", element)
            return
        line = self.inline.line(elements, look)
        label = self.file.numbering.label(*look.number) if look.number else None
        if not any(run.text.strip() for run in line.runs):
            label = None
        yield Paragraph(line.runs, look.name, look.outline, look.align, label, line.pictures)
        for box in line.boxes:
            yield from self.blocks(box)

    def _table(self, element: Any) -> Iterator[Paragraph | Table]:
        rows = Rows()
        pictures: list[Picture] = []
        lines = [row for row in element.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is element]
        lines = [row for row in lines if not is_deleted_part(row, "w:trPr", "w:del")]
        cells = [
            [
                cell
                for cell in row.iter(qn("w:tc"))
                if next(cell.iterancestors(qn("w:tr"))) is row and not is_deleted_part(cell, "w:tcPr", "w:cellDel")
            ]
            for row in lines
        ]
        if len(cells) == 1 and len(cells[0]) == 1:
            # A one-cell table is a frame round text, not a table.
            yield from self.blocks(cells[0][0])
            return
        for row, inside in zip(lines, cells, strict=True):
            rows.begin(row)
            for cell in inside:
                text, found = self._cell(cell)
                pictures += found
                rows.add(cell, text)
        table = rows.finished(element)
        if table is not None and (table.text or not pictures):
            yield table
        if pictures:
            # A table block holds text only: its pictures follow it.
            yield Paragraph([], pictures=pictures)

    def _cell(self, cell: Any) -> tuple[str, list[Picture]]:
        lines: list[str] = []
        pictures: list[Picture] = []
        for block in self.blocks(cell):
            if isinstance(block, Table):
                if block.text:
                    self.file.left_out.append(LeftOut("nested_table", block.text))
                    lines.append(block.text)
                continue
            if block.shown:
                bullet = "• " if block.label and not block.label.ordered else ""
                lines.append(bullet + block.shown)
            pictures += block.pictures
            links = {run.link: run.text for run in block.runs if run.link and run.text.strip()}
            self.file.left_out += [LeftOut("link", f"{text} {link}") for link, text in links.items()]
        return "\n".join(lines), pictures


def _mark_is_deleted(paragraph: Any) -> bool:
    marks = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return marks is not None and any(marks.find(tag) is not None for tag in DELETED)


def _in_paragraph(element: Any) -> Any:
    """An equation that stands between paragraphs, in one of its own."""
    paragraph = OxmlElement("w:p")
    element.addprevious(paragraph)
    paragraph.append(element)
    return paragraph


def _is_contents(sdt: Any) -> bool:
    gallery = sdt.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"


def _has_picture(part: Any) -> bool:
    return any(relation.reltype.endswith("/image") for relation in part.rels.values())
