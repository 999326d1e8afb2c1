"""Walks the XML of a Word file in reading order. Every `w:t` ends in an element, a footnote or the list of what was left out."""

import hashlib
from collections.abc import Iterator
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import nsmap, qn

from .elements import Content, LeftOut, Paragraph, Picture, Run, Table
from .numbering import Numbering
from .styles import Look, Styles

NAMESPACES = {
    **nsmap,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
WEB_SCHEMES = ("http://", "https://", "mailto:")
DELETED = {qn("w:del"), qn("w:moveFrom")}
TRANSPARENT = {
    qn("w:ins"),
    qn("w:moveTo"),
    qn("w:smartTag"),
    qn("w:sdtContent"),
    qn("w:customXml"),
    qn("w:fldSimple"),
}


def read(document: WordDocument) -> Content:
    """Everything the file holds, in order. Reads only; raises nothing for odd XML: what is unknown is named as left out."""
    return _Reader(document).read()


class _Reader:
    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.part = document.part
        self.styles = Styles.of(document)
        self.numbering = Numbering.of(document)
        self.left_out: list[LeftOut] = []
        self.footnotes: list[str] = []
        self.notes = {kind: self._notes(kind) for kind in ("footnote", "endnote")}
        self.pictures: dict[str, Picture] = {}
        self.met: set[Any] = set()  # the w:t of the main part that went somewhere

    def read(self) -> Content:
        elements = list(self._blocks(self.document.element.body))
        self._leave_out_unmet()
        self._leave_out_comments()
        self._leave_out_margins()
        return Content(elements, self.left_out, self.footnotes, self.document.core_properties.title or "")

    # --- Blocks ---------------------------------------------------------------------------------------------------

    def _blocks(self, parent: Any) -> Iterator[Paragraph | Table]:
        for child in parent.iterchildren():
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag == qn("w:sdt"):
                if self._is_contents(child):
                    self._leave_out("contents", child)
                else:
                    content = child.find(qn("w:sdtContent"))
                    if content is not None:
                        yield from self._blocks(content)
            elif child.tag in TRANSPARENT:
                yield from self._blocks(child)
            elif child.tag in DELETED:
                continue
            elif child.tag != qn("w:sectPr"):
                self._leave_out("unknown", child)

    @staticmethod
    def _is_contents(sdt: Any) -> bool:
        gallery = sdt.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
        return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"

    def _paragraph(self, element: Any) -> Iterator[Paragraph | Table]:
        look = self.styles.paragraph(element)
        if look.name.lower().startswith("toc "):
            self._leave_out("contents", element)
            return
        boxes: list[Any] = []
        pictures: list[Picture] = []
        runs = list(self._inline(element, look, "", boxes, pictures))
        label = self.numbering.label(*look.number) if look.number and any(run.text.strip() for run in runs) else None
        yield Paragraph(_joined(runs), look.name, look.outline, look.align, label, pictures)
        for box in boxes:
            yield from self._blocks(box)

    # --- Inline ---------------------------------------------------------------------------------------------------

    def _inline(self, parent: Any, look: Look, link: str, boxes: list[Any], pictures: list[Picture]) -> Iterator[Run]:
        field_link = ""
        instruction: str | None = None
        for child in parent.iterchildren():
            if child.tag == qn("w:r"):
                mark = child.find(qn("w:fldChar"))
                kind = mark.get(qn("w:fldCharType")) if mark is not None else ""
                if kind == "begin":
                    instruction = ""
                elif kind == "separate" and instruction is not None:
                    field_link, instruction = _link_of(instruction), None
                elif kind == "end":
                    field_link, instruction = "", None
                elif instruction is not None:
                    instruction += "".join(part.text or "" for part in child.iterchildren(qn("w:instrText")))
                yield from self._run(child, look, link or field_link, boxes, pictures)
            elif child.tag == qn("w:hyperlink"):
                yield from self._inline(child, look, self._target(child) or link, boxes, pictures)
            elif child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    yield from self._inline(content, look, link, boxes, pictures)
            elif child.tag in TRANSPARENT:
                yield from self._inline(child, look, link, boxes, pictures)
            elif child.tag in {f"{{{NAMESPACES['m']}}}oMath", f"{{{NAMESPACES['m']}}}oMathPara"}:
                text = "".join(child.itertext())
                self.left_out.append(LeftOut("equation", text))
                yield Run(text)
            elif child.tag not in DELETED and child.tag != qn("w:pPr"):
                text = self._words(child)
                if text:
                    yield Run(text)

    def _run(self, run: Any, look: Look, link: str, boxes: list[Any], pictures: list[Picture]) -> Iterator[Run]:
        style = self.styles.run(run, look)
        text = ""
        for child in run.iterchildren():
            tag = child.tag
            if tag == f"{{{NAMESPACES['mc']}}}AlternateContent":
                # The choice and its fallback say the same twice: read one.
                chosen = child.find("mc:Choice", NAMESPACES)
                child = chosen if chosen is not None else child
                self._drawing(child, boxes, pictures)
            elif tag == qn("w:t"):
                self.met.add(child)
                text += child.text or ""
            elif tag == qn("w:tab"):
                text += "\t"
            elif tag in {qn("w:br"), qn("w:cr")}:
                if child.get(qn("w:type")) not in {"page", "column"}:
                    text += "\n"
            elif tag == qn("w:noBreakHyphen"):
                text += "-"
            elif tag in {qn("w:footnoteReference"), qn("w:endnoteReference")}:
                kind = "footnote" if tag == qn("w:footnoteReference") else "endnote"
                note = self.notes[kind].get(child.get(qn("w:id"), ""))
                if note is not None:
                    self.footnotes.append(note)
                    text += f"〔{len(self.footnotes)}〕"
            elif tag == qn("w:sym"):
                text += _symbol(child)
            elif tag in {qn("w:drawing"), qn("w:pict"), qn("w:object")}:
                self._drawing(child, boxes, pictures)
        if text:
            yield Run(text, style.bold, style.italic, link, style.font, style.size)

    def _target(self, hyperlink: Any) -> str:
        relation = self.part.rels.get(hyperlink.get(qn("r:id"), ""))
        target = relation.target_ref if relation is not None and relation.is_external else ""
        return target if target.lower().startswith(WEB_SCHEMES) else ""

    # --- Pictures and boxes ---------------------------------------------------------------------------------------

    def _drawing(self, element: Any, boxes: list[Any], pictures: list[Picture]) -> None:
        found = False
        for box in element.iter(qn("w:txbxContent")):
            boxes.append(box)
            found = True
        alt = next((p.get("descr") or "" for p in element.iter(qn("wp:docPr"))), "")
        references = [blip.get(qn("r:embed")) for blip in element.iter(qn("a:blip")) if not _in_box(blip, element)]
        references += [
            data.get(qn("r:id"))
            for data in element.iter(f"{{{NAMESPACES['v']}}}imagedata")
            if not _in_box(data, element)
        ]
        for reference in references:
            picture = self._picture(reference or "", alt)
            if picture is not None:
                pictures.append(picture)
            else:
                self.left_out.append(LeftOut("linked_picture", alt))
            found = True
        kinds = {"c": "chart", "dgm": "diagram"}
        for prefix, kind in kinds.items():
            if any(True for _node in element.iter(f"{{{NAMESPACES[prefix]}}}{'chart' if prefix == 'c' else 'relIds'}")):
                self.left_out.append(LeftOut(kind, alt))
                found = True
        if any(True for _node in element.iter(f"{{{NAMESPACES['o']}}}OLEObject")):
            self.left_out.append(LeftOut("embedded_object", alt))
            found = True
        if not found:
            self.left_out.append(LeftOut("drawing", alt))

    def _picture(self, reference: str, alt: str) -> Picture | None:
        part = self.part.related_parts.get(reference)
        if part is None or not part.content_type.startswith("image/"):
            return None
        digest = hashlib.sha256(part.blob).hexdigest()
        if digest not in self.pictures:
            name = str(part.partname).rsplit("/", 1)[-1]
            self.pictures[digest] = Picture(digest, name, part.content_type, part.blob, alt)
        known = self.pictures[digest]
        return Picture(digest, known.name, known.content_type, known.data, alt or known.alt)

    # --- Tables ---------------------------------------------------------------------------------------------------

    def _table(self, element: Any) -> Iterator[Paragraph | Table]:
        rows: list[list[str]] = []
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        open_merges: dict[int, tuple[int, int]] = {}  # column → the cell above that it continues
        after: list[Paragraph | Table] = []
        header = False
        lines = [row for row in element.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is element]
        lines = [row for row in lines if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
        for at, row in enumerate(lines):
            header = header or (at == 0 and row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None)
            cells: list[str] = [""] * _count(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"))
            for cell in row.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tr"))) is not row:
                    continue
                column = len(cells)
                width = max(_count(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")), 1)
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                text, extra = self._cell(cell)
                after += extra
                if merge is not None and merge.get(qn("w:val")) != "restart" and column in open_merges:
                    top = open_merges[column]
                    spans[top] = (at - top[0] + 1, spans[top][1])
                    rows[top[0]][top[1]] = "\n".join(filter(None, [rows[top[0]][top[1]], text]))
                    text = ""
                else:
                    spans[at, column] = (1, width)
                    if merge is not None:
                        open_merges[column] = (at, column)
                    else:
                        open_merges.pop(column, None)
                cells += [text] + [""] * (width - 1)
            rows.append(cells)
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        if columns == 1 and len(rows) == 1:
            # A one-cell table is a frame round text, not a table.
            yield from self._blocks(next(element.iter(qn("w:tc"))))
            return
        merges = [(*at, height, width) for at, (height, width) in spans.items() if height > 1 or width > 1]
        yield Table([row + [""] * (columns - len(row)) for row in rows], merges, header)
        yield from after

    def _cell(self, cell: Any) -> tuple[str, list[Paragraph | Table]]:
        """The text of a cell, and the pictures in it, which follow the table: a table block holds text only."""
        lines: list[str] = []
        extra: list[Paragraph | Table] = []
        for block in self._blocks(cell):
            if isinstance(block, Table):
                lines += ["\t".join(filter(None, row)) for row in block.rows]
                self.left_out.append(LeftOut("nested_table", "\n".join(lines[-len(block.rows) :])))
            else:
                if block.shown:
                    lines.append(block.shown)
                if block.pictures:
                    extra.append(Paragraph([], pictures=block.pictures))
        return "\n".join(lines), extra

    # --- What is left out -----------------------------------------------------------------------------------------

    def _words(self, element: Any) -> str:
        nodes = list(element.iter(qn("w:t")))
        self.met.update(nodes)
        return "".join(node.text or "" for node in nodes)

    def _leave_out_unmet(self) -> None:
        """Names the text that stands where no text may stand: in a broken file, not in one that Word wrote."""
        for node in self.document.element.body.iter(qn("w:t")):
            if node not in self.met and (node.text or "").strip() and not _is_gone(node):
                self.left_out.append(LeftOut("unknown", node.text))

    def _leave_out(self, kind: str, element: Any) -> None:
        text = self._words(element)
        if text.strip():
            self.left_out.append(LeftOut(kind, text))

    def _notes(self, kind: str) -> dict[str, str]:
        root = self._related(f"/{kind}s")
        notes = {}
        for note in root.iterchildren(qn(f"w:{kind}")) if root is not None else ():
            if note.get(qn("w:type")) in {None, "normal"}:
                paragraphs = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in note.iter(qn("w:p")))
                notes[note.get(qn("w:id"), "")] = "\n".join(filter(None, paragraphs)).strip()
        return notes

    def _related(self, ending: str) -> Any:
        from docx.opc.oxml import parse_xml

        for relation in self.part.rels.values():
            if relation.reltype.endswith(ending) and not relation.is_external:
                try:
                    return parse_xml(relation.target_part.blob)
                except Exception:
                    self.left_out.append(LeftOut("unreadable_part", str(relation.target_part.partname)))
        return None

    def _leave_out_comments(self) -> None:
        root = self._related("/comments")
        for comment in root.iterchildren(qn("w:comment")) if root is not None else ():
            self._leave_out("comment", comment)

    def _leave_out_margins(self) -> None:
        seen = set()
        for relation in self.part.rels.values():
            for kind in ("header", "footer"):
                if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
                    element = getattr(relation.target_part, "element", None)
                    if element is None:
                        continue
                    text = "".join(node.text or "" for node in element.iter(qn("w:t"))).strip()
                    if text and (kind, text) not in seen:
                        seen.add((kind, text))
                        self.left_out.append(LeftOut(kind, text))


def _is_gone(node: Any) -> bool:
    """Whether the text was deleted by a tracked change, or says once more for older programs what was read already."""
    for ancestor in node.iterancestors():
        if ancestor.tag in DELETED or ancestor.tag == f"{{{NAMESPACES['mc']}}}Fallback":
            return True
        if ancestor.tag == qn("w:tr") and ancestor.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            return True
    return False


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours of the same look as one run: Word splits a sentence wherever the spelling checker passed."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1] == Run(joined[-1].text, run.bold, run.italic, run.link, run.font, run.size):
            joined[-1] = Run(joined[-1].text + run.text, run.bold, run.italic, run.link, run.font, run.size)
        else:
            joined.append(run)
    return joined


def _link_of(instruction: str) -> str:
    words = instruction.split()
    if len(words) >= 2 and words[0].upper() == "HYPERLINK":
        target = words[1].strip('"')
        return target if target.lower().startswith(WEB_SCHEMES) else ""
    return ""


def _in_box(node: Any, root: Any) -> bool:
    """Whether a picture stands inside a text box of `root`: the box is read on its own, with its pictures."""
    for ancestor in node.iterancestors():
        if ancestor is root:
            return False
        if ancestor.tag == qn("w:txbxContent"):
            return True
    return False


def _symbol(element: Any) -> str:
    try:
        code = int(element.get(qn("w:char"), ""), 16)
    except ValueError:
        return ""
    # Symbol fonts map to the private use area; the page would show a box.
    return chr(code) if not 0xE000 <= code <= 0xF8FF else "•"


def _count(element: Any) -> int:
    try:
        return int(element.get(qn("w:val"), "0")) if element is not None else 0
    except ValueError:
        return 0
