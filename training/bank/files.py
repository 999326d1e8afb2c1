"""One door for all formats: bytes in, questions and problems out."""

from django.utils.translation import gettext as _

from reform.editorial.extract import MAX_BYTES, UnreadableFile, decode, open_office

from . import columns, gift, moodlexml, word
from .cleaning import clean
from .item import Item, Reading, UnreadableQuestions

FORMATS = ("xlsx", "docx", "gift", "moodlexml")
MAIN_PARTS = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}


def read(data: bytes, format: str) -> Reading:
    """The questions in `data`, which is a file of one of `FORMATS`. Raises `UnreadableQuestions` when nothing can be read."""
    if len(data) > MAX_BYTES:
        raise UnreadableQuestions(_("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 1024 // 1024})
    try:
        if format in MAIN_PARTS:
            open_office(data, MAIN_PARTS[format]).close()
            reading = columns.read(data) if format == "xlsx" else word.read(data)
        else:
            text = decode(data)
            reading = gift.read(text) if format == "gift" else moodlexml.read(text)
    except UnreadableFile as error:
        raise UnreadableQuestions(str(error)) from error
    if format in MAIN_PARTS and not (reading.items or reading.problems):
        reading.refuse(1, _("There is no question in this file."))
    for item in reading.items:
        clean(item)
    return reading


def write(items: list[Item], format: str) -> tuple[bytes, list[Item]]:
    """The file, and the questions that this format cannot hold, which are not in it."""
    able = {"gift": gift.can_write, "moodlexml": moodlexml.can_write}.get(format, columns.can_write)
    kept = [item for item in items if able(item) and not (item.unordered or item.rubric)]
    if format in ("gift", "moodlexml"):
        data = (gift.write(kept) if format == "gift" else moodlexml.write(kept)).encode()
    else:
        data = columns.write(kept) if format == "xlsx" else word.write(kept)
    return data, [item for item in items if item not in kept]
