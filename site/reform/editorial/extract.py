"""The plain text of a file: txt, md, docx, xlsx, pdf, told apart by content. Plain functions with hard limits.

Everything somebody who has the file can read counts: tables, headers and footers, notes, comments, text boxes, charts,
hidden sheets, tracked deletions, form fields.
"""

import io
import re
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from . import office
from .unreadable import UnreadableFile, damaged, old_office, too_much, unknown

__all__ = ["UnreadableFile", "decode", "open_office", "text_of", "text_of_file"]

MB = 1024 * 1024
MAX_BYTES = 50 * MB
MAX_TEXT = 5_000_000
MAX_PAGES = 2_000
MAX_SECONDS = 30  # for one PDF; a page is not interrupted
# Zip-like files: what they may unfold to, and how much smaller than that a large part may be.
MAX_UNPACKED = 300 * MB
MAX_PARTS = 10_000
MAX_RATIO = 250
LARGE_PART = 5 * MB
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text_of(data: bytes) -> str:
    """The text of a file; the content alone decides what it is. Lines end with \\n. Raises `UnreadableFile`."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // MB})
    return _limited(_pieces(data))


def text_of_file(path: Path) -> str:
    """`text_of` for a path. Raises `UnreadableFile` also when the file cannot be opened."""
    try:
        with path.open("rb") as file:
            return text_of(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise UnreadableFile(_("The file cannot be opened: %(reason)s") % {"reason": error.strerror}) from error


def _pieces(data: bytes) -> Iterator[str]:
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data[:4] == b"PK\x03\x04":
        return _package(data)
    if data[:8] == OLE:
        raise old_office()
    if data[:5] == b"{\\rtf":
        raise UnreadableFile(_("RTF files cannot be read. Save it as .docx."))
    return iter([decode(data)])


def _limited(pieces: Iterator[str]) -> str:
    text, length = [], 0
    for piece in pieces:
        length += len(piece) + 1
        if length > MAX_TEXT:
            raise too_much()
        text.append(piece)
    # Half of a surrogate pair (broken fonts in PDFs) can be neither printed nor stored.
    return re.sub("[\ud800-\udfff]", "\ufffd", "\n".join(text))


def decode(data: bytes) -> str:
    """Plain text in UTF-8, GB 18030 (which holds GBK and GB 2312), or UTF-16 with its mark. Raises `UnreadableFile`."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search("[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise unknown()


def _open(data: bytes) -> zipfile.ZipFile:
    """The archive of an Office file, once its sizes are found reasonable. Raises `UnreadableFile`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged() from error
    if (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or any(
            part.file_size > LARGE_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
        )
    ):
        raise UnreadableFile(_("The file unpacks to an unreasonable size and was not opened."))
    return archive


def open_office(data: bytes, main: str) -> zipfile.ZipFile:
    """An Office file that parsers may be given: of the kind whose main part is `main`, without macros and entities.

    Raises `UnreadableFile` with the reason.
    """
    if data[:8] == OLE:
        raise old_office()
    archive = _open(data)
    names = archive.namelist()
    if main not in names:
        raise unknown()
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnreadableFile(_("The file carries macros. Save it without them."))
    try:
        for name in names:
            if name.endswith((".xml", ".rels")):
                office.refuse_entities(archive.read(name))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise damaged() from error
    return archive


def _package(data: bytes, depth: int = 0) -> Iterator[str]:
    """An Office file, and one level of Office files inside it (the sheet behind a chart)."""
    archive = _open(data)
    try:
        yield from office.read(archive, data)
        for part in archive.infolist() if depth == 0 else ():
            if re.search(r"/embeddings/[^/]+\.(docx|xlsx)$", part.filename):
                yield from _package(archive.read(part), depth + 1)
    except UnreadableFile:
        raise
    except Exception as error:  # parsers raise whatever a broken file makes them
        raise damaged() from error


def _pdf(data: bytes) -> Iterator[str]:
    # pypdf takes a third of a second to load; most pages have no PDF.
    from pypdf import PdfReader

    stop = time.monotonic() + MAX_SECONDS
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(_("The PDF is protected by a password."))
        if len(reader.pages) > MAX_PAGES:
            raise too_much()
        words = 0
        for page in reader.pages:
            if time.monotonic() > stop:
                raise UnreadableFile(_("Reading the PDF takes too long."))
            text = unwrapped(page.extract_text())
            words += len(text.strip())
            yield text
            yield from _notes_of(page)
        if words == 0 and len(reader.pages):
            raise UnreadableFile(_("The PDF holds pictures of pages and no text."))
    except UnreadableFile:
        raise
    except Exception as error:  # pypdf raises whatever a broken file makes it
        raise damaged() from error


def _notes_of(page) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """Comments and filled-in form fields of a PDF page, and its mail and telephone links."""
    for reference in page.get("/Annots") or []:
        note = reference.get_object()
        for name in ("/Contents", "/V"):
            if isinstance(value := note.get(name), str) and value.strip():
                yield value
        address = (note.get("/A") or {}).get("/URI", "")
        if isinstance(address, str) and address.startswith(("mailto:", "tel:")):
            yield address


def unwrapped(text: str) -> str:
    """Lines of a PDF joined where a full line of Chinese, or a number, only went on in the next one."""
    lines = text.split("\n")
    joined = lines[:1]
    for line in lines[1:]:
        before = joined[-1].rsplit("\n", 1)[-1].rstrip(" ")
        if len(before) >= 15 and re.search(r"[一-鿿][一-鿿]$|[0-9]$", before) and _goes_on(before, line):
            joined[-1] = joined[-1].rstrip(" ") + line.lstrip(" ")
        else:
            joined.append(line)
    return "\n".join(joined)


def _goes_on(before: str, line: str) -> bool:
    first = line.lstrip(" ")[:1]
    if before[-1].isdigit():
        return first.isdigit()
    return "一" <= first <= "鿿"
