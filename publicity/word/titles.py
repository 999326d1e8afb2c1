"""Titles: often set over two or three lines, by a soft break or as paragraphs of one look."""

import re

from .elements import Paragraph

BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)
SUBTITLE = re.compile(r"^(——|—|[（(]|\d|[\d〇○零一二三四五六七八九]{4}\s*年)")
STOPS = ("。", "；", "：", "！", "？")


def one_line(text: str) -> str:
    """The lines of a title as one; no blank between Chinese characters where a line ended."""
    return BETWEEN_HAN.sub("", " ".join(text.split()))


def goes_on(first: Paragraph, second: Paragraph) -> bool:
    """Whether `second` is the next line of the title that `first` began: in the middle, as large, in the same face."""
    if not (first.align == second.align == "center") or second.pictures or not second.text:
        return False
    looks = [next((r for r in paragraph.runs if r.text.strip()), None) for paragraph in (first, second)]
    if looks[0] is None or looks[1] is None or first.size != second.size:
        return False
    same = (looks[0].font, looks[0].bold) == (looks[1].font, looks[1].bold)
    return (
        same and not SUBTITLE.match(second.shown) and not first.text.endswith(STOPS) and not second.text.endswith(STOPS)
    )
