"""The share poster (分享海报): a picture of 1080 × 1440 with cover, title, summary, date, name of the site and a QR code.

Drawn by Pillow with the vendored typefaces, so it is the same on a machine without any font.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import segno
from PIL import Image, ImageDraw

from . import lines
from .typeface import BOLD, SANS, SONG, draw, length, overhang, visible_length

# Raised when the drawing changes, so that kept posters are drawn anew.
DESIGN = 1
WIDTH, HEIGHT, MARGIN = 1080, 1440, 84
MEASURE = WIDTH - 2 * MARGIN
INK, INK_2, LINE, GROUND, PAPER, RED = "#1d1b18", "#5a554d", "#dcd7cd", "#f7f5f0", "#ffffff", "#a8231a"
FOOT = 1182  # where the line above the name and the code is
CODE = 176
TITLE_SIZES = (84, 76, 68, 62, 56, 50, 44)


@dataclass(frozen=True)
class Cover:
    """A picture: how to read its bytes, its version, where its focus is (0–1), the line that must stand below it."""

    read: Callable[[], bytes] = field(repr=False)
    version: str = ""
    focus: tuple[float, float] = (0.5, 0.5)
    note: str = ""


@dataclass(frozen=True)
class Poster:
    """What a poster says. All texts are in the page's language; `address` is what the code leads to."""

    title: str
    summary: str
    kicker: str
    date: str
    site: str
    seal: str
    hint: str
    address: str
    cover: Cover | None = None


def jpeg(poster: Poster) -> bytes:
    """The poster as a JPEG file that messengers show unchanged."""
    image = paint(poster)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=90, subsampling=0, optimize=True)
    return target.getvalue()


def paint(poster: Poster) -> Image.Image:
    """The poster as a picture in memory."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    picture = _opened(poster.cover) if poster.cover else None
    if poster.cover and picture:
        _with_cover(image, canvas, poster, poster.cover, picture)
    else:
        _of_words(canvas, poster)
    _foot(image, canvas, poster)
    return image


def _with_cover(
    image: Image.Image, canvas: ImageDraw.ImageDraw, poster: Poster, cover: Cover, picture: Image.Image
) -> None:
    """The picture as wide as the poster, the words below. A long title takes from the picture's height."""
    note = 44 if cover.note else 0
    summary = lines.fill(poster.summary, MEASURE, partial(visible_length, SANS, 34))[:3]
    height, size, title = _fitting(poster.title, FOOT - note - 194 - len(summary) * 34 * 1.72)
    image.paste(_cropped(picture, cover.focus, (WIDTH, height)), (0, 0))
    y = float(height)
    if cover.note:
        draw(canvas, (WIDTH - MARGIN - length(SANS, 24, cover.note), y + 40), SANS, 24, cover.note, INK_2)
        y += note
    y = _kicker(canvas, poster.kicker, y + 60)
    y = _lines(canvas, title, y, SONG, size, 1.32, INK)
    _summary(canvas, poster.summary, y + 26, 34, FOOT - 36)


def _fitting(title: str, room: float) -> tuple[int, int, list[str]]:
    """(height of the picture, size of the title, its lines) such that both together fit into the room."""
    for size, lowest, most in (
        (84, 570, 2),
        (76, 560, 2),
        (68, 550, 2),
        (62, 500, 3),
        (56, 480, 3),
        (50, 420, 4),
        (44, 360, 7),
    ):
        found = _title(title, size)
        if len(found) <= most:
            for height in range(690, lowest - 1, -20):
                if height + len(found) * size * 1.32 <= room:
                    return height, size, found
    return 360, 44, found[:7]


def _of_words(canvas: ImageDraw.ImageDraw, poster: Poster) -> None:
    """Without a picture the title is the picture: a sheet of paper with a strong rule."""
    canvas.rectangle((0, 0, WIDTH, FOOT), fill=GROUND)
    canvas.rectangle((0, 0, WIDTH, 20), fill=RED)
    for size in (112, 104, 96, *TITLE_SIZES):
        title = _title(poster.title, size)
        if len(title) * size * 1.34 <= 560:
            break
    summary = lines.fill(poster.summary, MEASURE, partial(visible_length, SANS, 38))[:7]
    block = len(title) * size * 1.34 + (len(summary) * 38 * 1.72 + 76 if summary else 0)
    y = _kicker(canvas, poster.kicker, max(170.0, (FOOT - block) * 0.4))
    y = _lines(canvas, title[:12], y, SONG, size, 1.34, INK)
    if poster.summary:
        canvas.rectangle((MARGIN, y + 34, MARGIN + 96, y + 39), fill=RED)
        _summary(canvas, poster.summary, y + 76, 38, FOOT - 60)


def _kicker(canvas: ImageDraw.ImageDraw, text: str, y: float) -> float:
    """The red line above the title; returns where the title's first line begins."""
    if not text:
        return y - 20
    line = lines.clip(lines.fill(text, MEASURE, partial(length, BOLD, 32)), 1, MEASURE, partial(length, BOLD, 32))[0]
    draw(canvas, (MARGIN, y + 12), BOLD, 32, line, RED)
    return y + 34


def _title(text: str, size: int) -> list[str]:
    return lines.balance(text, MEASURE, partial(visible_length, SONG, size))


def _summary(canvas: ImageDraw.ImageDraw, text: str, y: float, size: int, bottom: float) -> None:
    measure = partial(visible_length, SANS, size)
    most = int((bottom - y) // (size * 1.72))
    filled = lines.clip(lines.fill(text, MEASURE, measure), most, MEASURE, measure)
    _lines(canvas, filled, y, SANS, size, 1.72, INK_2)


def _lines(
    canvas: ImageDraw.ImageDraw, texts: list[str], y: float, face: str, size: int, leading: float, colour: str
) -> float:
    """Draws lines from y downwards; returns where the next one would begin."""
    for text in texts:
        baseline = y + size * (leading - 1) / 2 + size * 0.88
        draw(canvas, (MARGIN - overhang(face, size, text), baseline), face, size, text, colour)
        y += size * leading
    return y


def _foot(image: Image.Image, canvas: ImageDraw.ImageDraw, poster: Poster) -> None:
    """The name of the site with its seal, the date, and the code with what to do with it."""
    canvas.rectangle((MARGIN, FOOT, WIDTH - MARGIN, FOOT + 2), fill=INK)
    code = _code(poster.address)
    left = WIDTH - MARGIN - code.width
    image.paste(code, (left, FOOT + 38))
    room = left - MARGIN - 40
    x = float(MARGIN)
    if poster.seal:
        _seal(canvas, poster.seal[:4], (MARGIN, FOOT + 38), 84)
        x += 84 + 24
    size = 44
    while size > 26 and length(SONG, size, poster.site) > room - (x - MARGIN):
        size -= 2
    draw(canvas, (x, FOOT + 38 + 42 + size * 0.38), SONG, size, poster.site, INK)
    draw(canvas, (MARGIN, FOOT + 168), SANS, 30, poster.date, INK_2)
    measure = partial(length, SANS, 30)
    hint = lines.clip(lines.fill(poster.hint, room, measure), 1, room, measure)
    draw(canvas, (MARGIN, FOOT + 212), SANS, 30, hint[0] if hint else "", INK_2)


def _seal(canvas: ImageDraw.ImageDraw, text: str, place: tuple[int, int], side: int) -> None:
    """Up to four characters in the red seal, two in a row."""
    x, y = place
    canvas.rounded_rectangle((x, y, x + side, y + side), radius=6, fill=RED)
    rows = [text[:2], text[2:]] if len(text) > 2 else [text]
    size = round(side * 0.40)
    for number, row in enumerate(rows):
        top = y + side / 2 + (number - len(rows) / 2) * size * 1.06
        start = x + (side - length(SONG, size, row)) / 2
        draw(canvas, (start, top + size * 0.91), SONG, size, row, PAPER)


def _code(address: str) -> Image.Image:
    """The QR code in dots of whole pixels; the paper around it is its quiet zone."""
    code = segno.make(address, error="m", micro=False)
    modules = len(code.matrix)
    image = Image.new("1", (modules, modules), 1)
    image.putdata([0 if dark else 1 for row in code.matrix for dark in row])
    scale = max(4, CODE // modules)
    return image.resize((modules * scale, modules * scale), Image.Resampling.NEAREST).convert("RGB")


def _opened(cover: Cover) -> Image.Image | None:
    """The picture in the colours of the poster; None when its file is lost or broken: the poster does without."""
    try:
        image: Image.Image = Image.open(io.BytesIO(cover.read()))
        image.draft("RGB", (WIDTH, WIDTH))  # a photo of 24 megapixels is read at a fraction of its size
        if image.mode in {"RGBA", "LA", "PA", "P"}:
            layer = image.convert("RGBA")
            image = Image.new("RGB", layer.size, PAPER)
            image.paste(layer, mask=layer.getchannel("A"))
        return image.convert("RGB")
    except (OSError, ValueError):
        return None


def _cropped(image: Image.Image, focus: tuple[float, float], size: tuple[int, int]) -> Image.Image:
    """The part of the picture around its focus that has the wanted shape."""
    wide, high = size
    scale = max(wide / image.width, high / image.height)
    width, height = wide / scale, high / scale
    left = min(max(image.width * focus[0] - width / 2, 0), image.width - width)
    top = min(max(image.height * focus[1] - height / 2, 0), image.height - height)
    return image.resize(size, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height), reducing_gap=2.0)
