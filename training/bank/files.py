"""One door for all formats: bytes in, questions and problems out."""

from django.utils.translation import gettext as _

from reform.editorial.extract import MAX_BYTES, UnreadableFile, open_archive

from . import columns, gift, moodlexml, word
from .cleaning import clean
from .item import Item, Reading, UnreadableQuestions

FORMATS = ("xlsx", "docx", "gift", "moodlexml")


def read(data: bytes, format: str) -> Reading:
    """The questions in `data`, which is a file of one of `FORMATS`. Raises `UnreadableQuestions` when nothing can be read."""
    if len(data) > MAX_BYTES:
        raise UnreadableQuestions(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
    if format in ("xlsx", "docx"):
        reading = _office(data, format)
    else:
        text = _text(data)
        reading = gift.read(text) if format == "gift" else moodlexml.read(text)
    for item in reading.items:
        clean(item)
    return reading


def _office(data: bytes, format: str) -> Reading:
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableQuestions(
            _("Old or password-protected Office files cannot be read. Save it as .docx or .xlsx.")
        )
    try:
        names = set(open_archive(data).namelist())
    except UnreadableFile as error:
        raise UnreadableQuestions(str(error)) from error
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnreadableQuestions(_("The file carries macros. Save it without them."))
    if ("xl/workbook.xml" if format == "xlsx" else "word/document.xml") not in names:
        raise UnreadableQuestions(_("This is no .%(format)s file.") % {"format": format})
    return columns.read(data) if format == "xlsx" else word.read(data)


def _text(data: bytes) -> str:
    """UTF-8, or GB 18030 as older Chinese programs write."""
    if b"\x00" in data:
        raise UnreadableQuestions(_("This is no text file."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableQuestions(_("This is no text file."))


def write(items: list[Item], format: str) -> tuple[bytes, list[Item]]:
    """The file, and the questions that this format cannot hold, which are not in it."""
    able = {"gift": gift.can_write, "moodlexml": moodlexml.can_write}.get(format, columns.can_write)
    kept = [item for item in items if able(item)]
    if format in ("gift", "moodlexml"):
        data = (gift.write(kept) if format == "gift" else moodlexml.write(kept)).encode()
    else:
        data = columns.write(kept) if format == "xlsx" else word.write(kept)
    return data, [item for item in items if not able(item)]
