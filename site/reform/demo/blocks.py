"""From the short form of the content files to the blocks of a body. Nothing here knows what a page is about."""

import io
import math
import struct
import wave
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from docx import Document

from reform.pages.models import CustomDocument, CustomImage

from . import pictures

CREDIT = "绘图：本站"
LICENCE = "演示图片，由本站绘制"
Block = tuple[str, Any]


def library_picture(motif: str, seed: int, alt: str) -> CustomImage:
    """The picture of a motif and seed in the library; asked for again, it is the same row."""
    name = f"{motif}-{seed}"
    image = CustomImage.objects.filter(tags__name=name).first()
    if image is None:
        file = ImageFile(io.BytesIO(pictures.jpeg(motif, seed)), name=f"{name}.jpg")
        image = CustomImage(title=alt, alt=alt, credit=CREDIT, licence=LICENCE, file=file)
        image.save()
        image.tags.add(name)
    return image


def blocks(items: list[dict[str, Any]], find_page: Any) -> list[Block]:
    """The stream data for a list of single-key mappings. `find_page` gives the page of a slug or None.

    Raises `KeyError` for a block that no body has.
    """
    made = []
    for item in items:
        ((kind, value),) = item.items()
        block = MAKERS[kind](value, find_page)
        if block is not None:
            made.append((kind, block))
    return made


def _as_it_is(value: Any, _find: Any) -> Any:
    return value


def _heading(value: Any, _find: Any) -> Any:
    return {"text": value["text"], "level": value.get("level", "h2")}


def _picture(value: Any, _find: Any) -> Any:
    return {
        "image": library_picture(value["motif"], value["seed"], value["alt"]),
        "alt": value["alt"],
        "caption": value.get("caption", ""),
        "credit": value.get("credit", ""),
        "width": value.get("width", "text"),
    }


def _table(value: Any, _find: Any) -> Any:
    header, side = value.get("header_row", False), value.get("header_column", False)
    return {
        "data": [[str(cell) for cell in row] for row in value["rows"]],
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": header,
        "first_col_is_header": side,
        "table_header_choice": "both" if header and side else "row" if header else "column" if side else "neither",
        "table_caption": value["caption"],
    }


def _rows(*names: str) -> Any:
    """A list of short lists as a list of mappings."""

    def make(value: Any, _find: Any) -> Any:
        items = [dict(zip(names, map(str, row), strict=True)) for row in value["items"]]
        return {**value, "items": items}

    return make


def _document(value: Any, _find: Any) -> Any:
    found = CustomDocument.objects.filter(title=value["title"]).first()
    if found is None:
        target = io.BytesIO()
        paper = Document()
        paper.add_heading(value["title"], level=1)
        for text in value["text"]:
            paper.add_paragraph(text)
        paper.save(target)
        found = CustomDocument(title=value["title"], credit="演示文件")
        found.file.save(value["file"], ContentFile(target.getvalue()), save=False)
        found.save()
    return {"document": found, "title": value["title"]}


def _media(value: Any, _find: Any) -> Any:
    found = CustomDocument.objects.filter(title=value["title"]).first()
    if found is None:
        found = CustomDocument(title=value["title"], credit="演示录音")
        found.file.save("luyin.wav", ContentFile(_chime()), save=False)
        found.save()
    return {"title": value["title"], "file": found, "poster": None, "transcript": value["transcript"]}


def _chime() -> bytes:
    """Three soft tones, two seconds: a stand-in that is really sound, so that the player works."""
    rate, target = 8000, io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        for tone in (392.0, 494.0, 587.0):
            count = rate * 2 // 3
            samples = (
                int(7000 * math.exp(-4 * n / count) * math.sin(2 * math.pi * tone * n / rate)) for n in range(count)
            )
            sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return target.getvalue()


def _page_link(value: Any, find: Any) -> Any:
    page = find(value["slug"])
    return {"page": page} if page is not None else None


MAKERS = {
    "heading": _heading,
    "paragraph": _as_it_is,
    "picture": _picture,
    "gallery": lambda value, find: [_picture(item, find) for item in value],
    "quote": _as_it_is,
    "table": _table,
    "figures": _rows("number", "unit", "label"),
    "timeline": _rows("date", "text"),
    "steps": _rows("title", "text"),
    "question_answer": _rows("question", "answer"),
    "callout": _as_it_is,
    "columns": _as_it_is,
    "document": _document,
    "media": _media,
    "page_link": _page_link,
}
