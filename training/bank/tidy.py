"""Puts untidy Chinese question text in order: broken lines, stray spaces, options that stand inside the stem."""

import re

# Ideographs, their punctuation and full-width forms: between two of these a space means nothing.
WIDE = (
    "\u2e80-\u303f\u3105-\u9fff\uf900-\ufaff\uff01-\uff60\u2018\u2019\u201c\u201d\u2014\u2026\u2190-\u21ff\u2460-\u24ff"
)
LISTED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
# A line that begins so is a piece of its own.
PIECE = re.compile(rf"[{LISTED}]|[A-H]\s*[．.、:：]|[（(]\s*[A-H]\s*[)）]|[（(]\d{{1,2}}[)）]|材料[一二三四五]|注[：:]")
MARK = re.compile(
    r"(?<![A-Za-z])(?:[（(]\s*([A-H])\s*[)）]|([A-H])\s*[．.、:：]|(?m:^)[ \t\u3000]*([A-H])(?:[)）]|[ \t\u3000]+(?=\S)))"
)
# Letters of options as some keyboards write them: full-width anywhere before a mark, small at the beginning of a line.
FULL_WIDTH = re.compile(r"[Ａ-Ｈ](?=\s*[．.、:：)）])|(?<=[（(])[Ａ-Ｈ]|(?m:^)[Ａ-Ｈ](?=[ \t\u3000])")
SMALL = re.compile(r"(?m:^)([ \t\u3000]*[（(]?\s*)([a-h])(?=\s*[．.、:：)）])")
OWN_LETTER = re.compile(r"\s*[（(]?\s*([A-Ha-h])\s*[．.、:：)）]\s*")
# “8．2014年” is a numbered question, “3.14” is none.
NUMBERED = re.compile(r"\s*(?:第\s*)?(\d{1,4})\s*(?:[．、)）]|\.(?!\d{1,3}(?!\d))|题[：:．.、]?)\s*")
POINTS = re.compile(r"\s*[（(]\s*\d+(?:\.\d+)?\s*分\s*[)）]\s*")
EMPTY = re.compile(r"([（(])[\s\u3000_＿]*([)）])")
ANSWERED = re.compile(r"[（(][\s\u3000]*([A-H]{1,8}|[√×✓✗对错])[\s\u3000]*[)）]")


def joined(text: str) -> str:
    """The text with the lines joined that were broken in the middle of a sentence.

    What begins a piece keeps its line, and an empty line is a break that somebody meant.
    """
    text = re.sub(r"[ \t\u00a0\u3000]+", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(rf" +(?=[{LISTED}])", "\n", text)
    lines = [line.strip() for line in text.split("\n")]
    longest = max((len(line) for line in lines), default=0)
    pieces: list[str] = []
    last = ""
    for line in lines:
        if not line:
            last = ""
            continue
        ends = not last or (last[-1] in "。！？；：" and len(last) < longest - 3)
        if ends or PIECE.match(line):
            pieces.append(line)
        else:
            pieces[-1] += (" " if _latin(pieces[-1][-1]) and _latin(line[0]) else "") + line
        last = line
    return spaced("\n".join(pieces))


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def spaced(text: str) -> str:
    """The text without the spaces that stand beside Chinese characters, and with the gap to fill written as （　　）."""
    text = re.sub(r"[ \t\u00a0\u3000]+", " ", text)
    text = re.sub(rf"(?<=[{WIDE}]) +(?=\S)|(?<=\S) +(?=[{WIDE}])", "", text)
    text = re.sub(r"(?<=\d[.．]) +(?=\d)", "", text)
    text = EMPTY.sub("（　　）", text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def unnumbered(text: str) -> str:
    """The stem without its number and its points in brackets: “3．（4分）……”."""
    before = None
    while before != text:
        before = text
        for pattern in (NUMBERED, POINTS):
            if found := pattern.match(text):
                text = text[found.end() :]
    return text


def lettered(text: str) -> str:
    """The text with the letters of its options as A, B, C …"""
    return FULL_WIDTH.sub(lambda found: chr(ord(found[0]) - ord("Ａ") + 65), text)


def without_letters(options: list[str]) -> list[str]:
    """Options in cells of their own that begin with their own letter all the same: “A．一个” → “一个”."""
    marks = [OWN_LETTER.match(lettered(option)) for option in options if option]
    letters = [chr(65 + place) for place, option in enumerate(options) if option]
    if len(marks) < 2 or [mark[1].upper() if mark else "" for mark in marks] != letters:
        return options
    return [OWN_LETTER.sub("", lettered(option), count=1) if option else "" for option in options]


def split_options(text: str) -> tuple[str, list[str]]:
    """(stem, options) of a text that holds both: the last run of A, B, C … in it. No options: an empty list."""
    text = lettered(text)
    stem, options = _split(text)
    if not options:
        stem, options = _split(SMALL.sub(lambda found: found[1] + found[2].upper(), text))
    return (stem, options) if options else (text, [])


def _split(text: str) -> tuple[str, list[str]]:
    marks = [(found.start(), found.end(), found[1] or found[2] or found[3]) for found in MARK.finditer(text)]
    for first in range(len(marks) - 1, -1, -1):
        if marks[first][2] != "A":
            continue
        run = [marks[first]]
        for mark in marks[first + 1 :]:
            if ord(mark[2]) == ord(run[-1][2]) + 1:
                run.append(mark)
        if len(run) < 2:
            continue
        ends = [mark[0] for mark in run[1:]] + [len(text)]
        options = [joined(text[mark[1] : end]).replace("\n", "") for mark, end in zip(run, ends, strict=True)]
        return text[: run[0][0]].rstrip(), options
    return text, []
