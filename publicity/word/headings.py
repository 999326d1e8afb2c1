"""Which paragraph is a heading. Official documents seldom use heading styles: they use 黑体 and 楷体 (GB/T 9704—2012, 7.3.3)."""

import re
from collections.abc import Iterator

from .elements import Paragraph, Run

FIRST = re.compile(r"[一二三四五六七八九十百]+、")
SECOND = re.compile(r"[（(][一二三四五六七八九十百]+[）)]")
HEI = ("黑体", "simhei", "heiti", "hei")
KAI = ("楷体", "kaiti", "simkai", "kai")
LONGEST = 80  # as the heading block allows
SENTENCE_ENDS = "。！？；"


def split_heading(paragraph: Paragraph) -> Iterator[tuple[str | None, list[Run]]]:
    """(level or None, runs) for each part: most paragraphs give one; a run-in heading（一）… gives two.

    Level is `h2` or `h3`, the levels of the site's heading block.
    """
    if paragraph.outline is not None and 0 < len(paragraph.shown) <= LONGEST:
        yield ("h2" if paragraph.outline == 0 else "h3"), _labelled(paragraph)
        return
    runs = _labelled(paragraph)
    text = "".join(run.text for run in runs).lstrip()
    level = None
    if FIRST.match(text) and _leads_in(paragraph, HEI):
        level, faces = "h2", HEI
    elif SECOND.match(text) and _leads_in(paragraph, KAI):
        level, faces = "h3", KAI
    if level is None:
        yield None, runs
        return
    head, rest = _cut(runs, faces)
    if len("".join(run.text for run in head).strip()) > LONGEST:
        yield None, runs
        return
    yield level, head
    if "".join(run.text for run in rest).strip():
        yield None, rest


def _labelled(paragraph: Paragraph) -> list[Run]:
    """The runs with the automatic label in front, in the look of the first run."""
    if not (paragraph.label and paragraph.label.ordered and paragraph.runs):
        return paragraph.runs
    first = paragraph.runs[0]
    label = Run(paragraph.label.text, first.bold, first.italic, "", first.font, first.size)
    return [label, *paragraph.runs]


def _is_face(font: str, faces: tuple[str, ...]) -> bool:
    return font.lower().startswith(faces)


def _leads_in(paragraph: Paragraph, faces: tuple[str, ...]) -> bool:
    """Whether the words that follow the number are set in one of the faces."""
    words = [run for run in paragraph.runs if run.text.strip("一二三四五六七八九十百、（）() \t\n")]
    return bool(words) and _is_face(words[0].font, faces)


def _cut(runs: list[Run], faces: tuple[str, ...]) -> tuple[list[Run], list[Run]]:
    """The heading and the text that runs on after it in another face."""
    for at, run in enumerate(runs):
        label = not run.text.strip("一二三四五六七八九十百、（）() \t\n")
        if not label and not _is_face(run.font, faces):
            return runs[:at], runs[at:]
    text = "".join(run.text for run in runs)
    end = min((text.find(mark) for mark in SENTENCE_ENDS if mark in text[:-1]), default=-1)
    if end < 0 or end == len(text.rstrip()) - 1:
        return runs, []
    # All in one face, yet more than one sentence: the first is the heading.
    head: list[Run] = []
    left = end + 1
    for at, run in enumerate(runs):
        if left >= len(run.text):
            head.append(run)
            left -= len(run.text)
            continue
        cut = [
            Run(part, run.bold, run.italic, run.link, run.font, run.size) for part in (run.text[:left], run.text[left:])
        ]
        return [*head, *(cut[:1] if left else [])], [cut[1], *runs[at + 1 :]]
    return head, []
