"""Which paragraph is a heading. Official documents seldom use heading styles: they use 黑体 and 楷体 (GB/T 9704—2012, 7.3.3)."""

import re
from collections.abc import Iterator

from .elements import Paragraph, Run

FIGURES = "〇零一二三四五六七八九十百"
FIRST = re.compile(rf"[{FIGURES}]+、")
SECOND = re.compile(rf"[（(][{FIGURES}]+[）)]")
CHAPTER = re.compile(rf"第[{FIGURES}\d]+(编|章)(?![{FIGURES}\d]*[，。；])")
SECTION = re.compile(rf"第[{FIGURES}\d]+节")
# Any maker's: 黑体, 方正黑体_GBK, 华文黑体, STHeiti.
HEI = ("黑体", "simhei", "heiti")
KAI = ("楷体", "kaiti", "simkai")
HAN = re.compile(r"[\u4e00-\u9fff]")
LABEL = f"{FIGURES}、（）() \t\n\u3000"
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
    head, level = runs, None
    rest: list[Run] = []
    if FIRST.match(text) and _leads_in(paragraph, HEI):
        level, (head, rest) = "h2", _cut(runs, HEI)
    elif SECOND.match(text) and _leads_in(paragraph, KAI):
        level, (head, rest) = "h3", _cut(runs, KAI)
    elif _is_line(paragraph, text):
        level = "h2" if FIRST.match(text) or CHAPTER.match(text) else "h3"
    if level is None:
        yield None, runs
        return
    if len("".join(run.text for run in head).strip()) > LONGEST:
        yield None, runs
        return
    yield level, head
    if "".join(run.text for run in rest).strip():
        yield None, rest


def _is_line(paragraph: Paragraph, text: str) -> bool:
    """A numbered line of its own that stands out, 第三章 投诉处理 in the middle or 一、总体要求 all in bold."""
    if len(text) > 40 or text.rstrip().endswith(tuple("。，；：")):
        return False
    bold = all(run.bold for run in paragraph.runs if run.text.strip())
    if CHAPTER.match(text) or SECTION.match(text):
        return bold or paragraph.align == "center" or _leads_in(paragraph, HEI)
    return bold and bool(FIRST.match(text) or SECOND.match(text))


def _labelled(paragraph: Paragraph) -> list[Run]:
    """The runs with the automatic label in front, in the look of the first run."""
    if not (paragraph.label and paragraph.label.ordered and paragraph.runs):
        return paragraph.runs
    first = paragraph.runs[0]
    label = Run(paragraph.label.lead, first.bold, first.italic, "", first.font, first.size)
    return [label, *paragraph.runs]


def _is_face(run: Run, faces: tuple[str, ...]) -> bool:
    font = run.font.lower().replace(" ", "")
    return any(face in font for face in faces)


def _leads_in(paragraph: Paragraph, faces: tuple[str, ...]) -> bool:
    """Whether the words that follow the number are set in one of the faces."""
    words = [run for run in paragraph.runs if HAN.search(run.text.strip(LABEL))]
    return bool(words) and _is_face(words[0], faces)


def _cut(runs: list[Run], faces: tuple[str, ...]) -> tuple[list[Run], list[Run]]:
    """The heading and the text that runs on after it in another face."""
    for at, run in enumerate(runs):
        if HAN.search(run.text.strip(LABEL)) and not _is_face(run, faces):
            before, rest = runs[:at], runs[at:]
            if at and run.text.lstrip().startswith("。"):  # its full stop is in the face of the text
                rest = [run.saying(run.text.lstrip()[1:]), *rest[1:]]
            return before, rest
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
        cut = [run.saying(run.text[:left])] if left else []
        return [*head, *cut], [run.saying(run.text[left:]), *runs[at + 1 :]]
    return head, []
