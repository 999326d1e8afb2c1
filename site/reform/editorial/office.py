"""The text of Word and Excel files (ECMA-376, transitional and strict). The caller has checked the size of the archive."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from html import unescape
from typing import Any

from lxml import etree
from openpyxl import load_workbook

from .unreadable import damaged, too_much, unknown

MAX_PART = 60 * 1024 * 1024  # a part that is held in memory as a tree
MAX_CELLS = 500_000
MAX_ROWS = 1_100_000

# Parts of each kind of file whose words stand in <t>, besides the main one.
WORD_SIDES = re.compile(r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml$|word/glossary/document\.xml$")
DRAWN = re.compile(r"(?:word|xl)/(?:charts/chart|diagrams/data|drawings/drawing|drawings/vmlDrawing)\d*\.(?:xml|vml)$")
SHEET_NOTES = re.compile(r"xl/(?:comments|threadedComments/threadedComment)\d*\.xml$|xl/comments/comment\d*\.xml$")
SHEET = re.compile(r"xl/worksheets/sheet\d*\.xml$")
RELATIONS = re.compile(r"(?:word|xl)/(?:\w+/)?_rels/[^/]+\.rels$")
LINK = re.compile(rb"""Target\s*=\s*["']((?:mailto|tel):[^"']+)""")
SIDE_LINES = re.compile(rb"<((?:\w+:)?(?:odd|even|first)(?:Header|Footer))>([^<]+)</\1>")


def read(archive: zipfile.ZipFile, data: bytes) -> Iterator[str]:
    """The lines of a docx or xlsx. `data` is the archive as bytes.

    Raises `UnreadableFile` for another kind of archive, a bomb of entities, or too much text; whatever the parsers
    raise for a broken one.
    """
    names = sorted(archive.namelist())
    if "word/document.xml" in names:
        yield from _paragraphs(archive, "word/document.xml")
        for name in filter(WORD_SIDES.match, names):
            yield from _paragraphs(archive, name)
    elif "xl/workbook.xml" in names:
        yield from _cells(archive, names, data)
        for name in filter(SHEET_NOTES.match, names):
            yield from _runs(archive, name)
    else:
        raise unknown()
    for name in filter(DRAWN.match, names):
        yield from _runs(archive, name)
    for name in filter(RELATIONS.match, names):
        for target in LINK.findall(archive.read(name)):
            yield target.decode("utf-8", "replace").replace("%40", "@")


def _tree(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > MAX_PART:
        raise too_much()
    source = archive.read(name)
    refuse_entities(source)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    return etree.fromstring(source, parser)


def refuse_entities(source: bytes) -> None:
    """Office never writes a document type; what has one is out to blow up or to read other files."""
    if b"<!DOCTYPE" in source.replace(b"\0", b""):  # also as UTF-16
        raise damaged()


def _local(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _paragraphs(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Every paragraph of a part: those of tables and text boxes too."""
    for paragraph in _tree(archive, name).iter("{*}p"):
        # A text box is written twice, for newer and for older programs.
        if next(paragraph.iterancestors("{*}Fallback"), None) is not None:
            continue
        words, deleted = [], []
        for node in paragraph.iter("{*}t", "{*}tab", "{*}br", "{*}cr", "{*}noBreakHyphen", "{*}delText"):
            if next(node.iterancestors("{*}p"), None) is not paragraph or _local(node.getparent()) == "tabs":
                continue
            kind = _local(node)
            if kind == "delText":
                deleted.append(node.text or "")
            else:
                words.append({"t": node.text or "", "noBreakHyphen": "-"}.get(kind, " "))
        for line in ("".join(words), "".join(deleted)):
            if line.strip():
                yield line


def _runs(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """The words of drawings, charts and notes: a line for each paragraph, or for each text outside of paragraphs."""
    lines: dict[Any, list[str]] = {}
    for node in _tree(archive, name).iter("{*}t", "{*}text", "{*}v"):
        if node.text and node.text.strip():
            paragraph = next(node.iterancestors("{*}p", "{*}si", "{*}comment"), None)
            lines.setdefault(node if paragraph is None else paragraph, []).append(node.text)
    for words in lines.values():
        yield "".join(words)


def _cells(archive: zipfile.ZipFile, names: list[str], data: bytes) -> Iterator[str]:
    """Each filled row of every sheet, hidden ones too, as a line; cells are parted by tabs. Formulas: the value last shown."""
    for name in names:
        if name.endswith(".xml") and not name.startswith("xl/media/"):
            refuse_entities(archive.read(name))
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    cells = rows = 0
    try:
        for sheet in book.worksheets:
            yield sheet.title
            sheet.reset_dimensions()  # what a program noted as the size may be wrong, and rows would be lost
            for row in sheet.iter_rows(values_only=True):
                filled = [_cell(value) for value in row if value is not None]
                cells += len(filled)
                rows += 1
                if cells > MAX_CELLS or rows > MAX_ROWS:
                    raise too_much()
                if filled:
                    yield "\t".join(filled)
    finally:
        book.close()
    for name in filter(SHEET.match, names):
        for _tag, line in SIDE_LINES.findall(archive.read(name)):
            yield re.sub(
                r"&(?:[LCRPNDTAFZGBIUES]|\d+|K[0-9A-F]{6}|\"[^\"]*\")", " ", unescape(line.decode("utf-8", "replace"))
            )


def cell_text(value: object) -> str:
    """A cell as one would read it: no control characters, no spaces around it; an empty one is “”."""
    if value is None:
        return ""
    text = _cell(value).replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff]", "", text).strip()


def _cell(value: object) -> str:
    # A telephone number typed as a number comes as 13800138000.0
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M") if value.time() != time() else value.strftime("%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
