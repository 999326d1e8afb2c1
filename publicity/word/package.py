"""Opens a .docx and refuses, with a reason a person understands, what is none or is dangerous."""

import io
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as WordDocument

from .mending import mended

MAX_BYTES = 40 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024
MAX_XML = 60 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 5_000
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class UnreadableWordFile(ValueError):
    """The file cannot be imported. `str()` is the reason, in the language of the user; `code` is stable for scripts."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def open_word(data: bytes) -> WordDocument:
    """The python-docx document in `data`. Raises as `check`."""
    check(data)
    try:
        document = Document(io.BytesIO(mended(data)))
        document.element.body  # noqa: B018 - python-docx parses lazily; a missing body must fail here
    except Exception as error:  # python-docx raises whatever its XML gives
        raise UnreadableWordFile(
            "damaged", _("The file is damaged and cannot be read. Save it again in Word.")
        ) from error
    return document


def check(data: bytes) -> None:
    """Refuses what is no Word file, or is one that must not be opened, without reading its text.

    Raises `UnreadableWordFile` with code `too_large`, `empty`, `encrypted`, `old_doc`, `not_word`, `macros`, `bomb`
    or `damaged`.
    """
    if not data:
        raise UnreadableWordFile("empty", _("The file is empty."))
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise UnreadableWordFile(
            "too_large",
            _("The file is larger than %(limit)d MB. Compress its pictures in Word, or split it.") % {"limit": limit},
        )
    if data.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableWordFile(
                "encrypted", _("The file is protected by a password. Remove it in Word and try again.")
            )
        raise UnreadableWordFile(
            "old_doc", _("This is an old .doc file. Save it as .docx in Word or WPS and try again.")
        )
    _check_archive(data)


def _check_archive(data: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        code = "damaged" if data[:2] == b"PK" else "not_word"
        message = (
            _("The file is damaged and cannot be read. Save it again in Word.")
            if code == "damaged"
            else _("This is not a Word document (.docx).")
        )
        raise UnreadableWordFile(code, message) from error
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableWordFile(
            "encrypted", _("The file is protected by a password. Remove it in Word and try again.")
        )
    if "[Content_Types].xml" not in names:
        raise UnreadableWordFile("not_word", _("This is not a Word document (.docx)."))
    unpacked = sum(part.file_size for part in parts)
    suspicious = any(
        (part.file_size > MAX_XML and PurePosixPath(part.filename).suffix in {".xml", ".rels"})
        or (part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1))
        for part in parts
    )
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or suspicious:
        raise UnreadableWordFile("bomb", _("The file unpacks to an unreasonable size and was not opened."))
    try:
        types = archive.read("[Content_Types].xml")
        broken = archive.testzip()
    except Exception as error:
        raise UnreadableWordFile(
            "damaged", _("The file is damaged and cannot be read. Save it again in Word.")
        ) from error
    if broken:
        raise UnreadableWordFile("damaged", _("The file is damaged and cannot be read. Save it again in Word."))
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableWordFile(
            "macros", _("The file carries macros. Save it as a .docx without macros and try again.")
        )
    if b"wordprocessingml" not in types:
        raise UnreadableWordFile("not_word", _("This is not a Word document (.docx)."))
