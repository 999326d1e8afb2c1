"""The vendored typefaces (site/static/vendor/noto), measured and drawn without asking what the machine has."""

from functools import lru_cache
from itertools import groupby

from django.conf import settings
from PIL import ImageFont
from PIL.ImageDraw import ImageDraw

FOLDER = settings.ROOT / "site" / "static" / "vendor" / "noto"
SONG = "noto-serif-sc-chinese-simplified-700-normal.woff"
SANS = "noto-sans-sc-chinese-simplified-400-normal.woff"
BOLD = "noto-sans-sc-chinese-simplified-700-normal.woff"
# Rare characters, signs and the scripts of other languages, for whatever the three above do not have.
REST = "noto-sans-sc-rest-400.woff"
# Full-width signs whose left half is empty, and those whose right half is.
OPENING, CLOSING = "（《“‘【〈「『〔", "，。、；：？！）》”’】〉」』〕"
PROBE = 24


@lru_cache(maxsize=48)
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """A typeface at a size in pixels. Unpacking one takes up to 80 ms, hence the memory."""
    return ImageFont.truetype(str(FOLDER / face), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8_000)
def has(face: str, character: str) -> bool:
    """Whether the typeface can draw the character: what it cannot looks like the sign for nothing."""
    if character.isspace():
        return True
    probe = font(face, PROBE)
    return bytes(probe.getmask(character)) != bytes(probe.getmask("\uffff"))


def runs(face: str, text: str) -> list[tuple[str, str]]:
    """The text as stretches, each with the typeface that can draw it."""
    return [
        (name, "".join(characters))
        for name, characters in groupby(text, lambda character: face if has(face, character) else REST)
    ]


def length(face: str, size: int, text: str) -> float:
    """How wide the text is in pixels."""
    return sum(font(name, size).getlength(part) for name, part in runs(face, text))


def visible_length(face: str, size: int, line: str) -> float:
    """As `length`, without the empty halves of signs at both ends, which may hang over the edge."""
    hanging = bool(line) and line[-1] in CLOSING and length(face, size, line[-1]) > size * 0.9
    return length(face, size, line) - overhang(face, size, line) - hanging * size / 2


def overhang(face: str, size: int, line: str) -> float:
    """The empty half in front of a line: drawn that far to the left, the line stands flush with the others."""
    return size / 2 if line and line[0] in OPENING and length(face, size, line[0]) > size * 0.9 else 0


def draw(canvas: ImageDraw, place: tuple[float, float], face: str, size: int, text: str, colour: str) -> None:
    """Draws one line from the left end of its baseline."""
    x, y = place
    for name, part in runs(face, text):
        canvas.text((x, y), part, font=font(name, size), fill=colour, anchor="ls")
        x += font(name, size).getlength(part)
