"""The plain text of a file: txt, md, docx, xlsx, pdf, told apart by content. Pure functions with hard limits."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 300
MAX_TEXT = 5_000_000
MAX_CELLS = 500_000
MAX_PAGES = 2_000
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class UnreadableFile(ValueError):
    """The file has no text that can be read; `str()` says why, to the user."""


def text_of(data: bytes, name: str = "") -> str:
    """The text of a file. The content decides what it is; `name` only tells a text file from an unknown one.

    Raises `UnreadableFile`.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
    if data[:5] == b"%PDF-":
        return _limited(_pdf(data))
    if data[:4] == b"PK\x03\x04":
        return _limited(_office(data))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableFile(_("Old or password-protected Office files cannot be read. Save it as .docx or .xlsx."))
    return _plain(data)


def text_of_file(path: Path) -> str:
    """`text_of` for a path. Raises `UnreadableFile` also when the file cannot be opened."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
        return text_of(path.read_bytes(), path.name)
    except OSError as error:
        raise UnreadableFile(_("The file cannot be opened: %(reason)s") % {"reason": error.strerror}) from error


def _limited(pieces: Iterator[str]) -> str:
    text, length = [], 0
    for piece in pieces:
        length += len(piece) + 1
        if length > MAX_TEXT:
            raise UnreadableFile(_("The file holds more text than can be checked."))
        text.append(piece)
    return "\n".join(text)


def _plain(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030") if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-16",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text.replace("\r\n", "\n")
    raise UnreadableFile(_("This is not a text, Word, Excel or PDF file."))


def _office(data: bytes) -> Iterator[str]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFile(_("The file is damaged.")) from error
    if sum(part.file_size for part in parts) > MAX_UNPACKED or any(
        part.file_size > 10_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    ):
        raise UnreadableFile(_("The file unpacks to an unreasonable size and was not opened."))
    names = {part.filename for part in parts}
    try:
        if "word/document.xml" in names:
            yield from _docx(archive, names)
        elif "xl/workbook.xml" in names:
            yield from _xlsx(data)
        else:
            raise UnreadableFile(_("This is not a text, Word, Excel or PDF file."))
    except UnreadableFile:
        raise
    except Exception as error:  # the parsers raise whatever a broken file makes them
        raise UnreadableFile(_("The file is damaged.")) from error


def _docx(archive: zipfile.ZipFile, names: set[str]) -> Iterator[str]:
    """Every paragraph of the body (tables and text boxes included), headers, footers, notes and comments."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    sides = sorted(
        n
        for n in names
        if n.startswith(("word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments"))
    )
    for name in ["word/document.xml", *(side for side in sides if side.endswith(".xml"))]:
        root = etree.fromstring(archive.read(name), parser)
        for paragraph in root.iter(f"{WORD}p"):
            if (text := _paragraph(paragraph)).strip():
                yield text


def _paragraph(paragraph: Any) -> str:
    """The words of one paragraph, without those of text boxes inside it, which are paragraphs of their own."""
    words = []
    for node in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br"):
        if next(node.iterancestors(f"{WORD}p")) is paragraph:
            words.append((node.text or "") if node.tag == f"{WORD}t" else " ")
    return "".join(words)


def _xlsx(data: bytes) -> Iterator[str]:
    """Each row with a cell in it as one line, of every sheet, hidden ones too; formulas give the value last shown."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    seen = 0
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            cells = [_cell(value) for value in row if value is not None]
            seen += len(row)
            if seen > MAX_CELLS:
                raise UnreadableFile(_("The file holds more text than can be checked."))
            if cells:
                yield "\t".join(cells)


def _cell(value: object) -> str:
    # A telephone number typed as a number comes as 13800138000.0
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _pdf(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(_("The PDF is protected by a password."))
        if len(reader.pages) > MAX_PAGES:
            raise UnreadableFile(_("The file holds more text than can be checked."))
        for page in reader.pages:
            yield page.extract_text()
    except UnreadableFile:
        raise
    except Exception as error:  # pypdf raises whatever a broken file makes it
        raise UnreadableFile(_("The file is damaged.")) from error
