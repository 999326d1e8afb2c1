"""The divisions and numbered articles of a document's text, each with an anchor: `#第十二条`, `#第三章`, `#一`; in English
`#article-12`, `#chapter-3`. An article answers to its name in both, so a link to one language leads to its place in the
other.

One reading serves the page (ids in the HTML), the list of contents and the search (each article is an entry).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

from .word.counting import chinese_number, read_number

FIGURES = "〇零一二三四五六七八九十百千"
ARTICLE = re.compile(rf"第\s*(?:[{FIGURES}]+|\d+)\s*条(?:之[{FIGURES}]+)?")
DIVISION = re.compile(rf"第\s*(?:[{FIGURES}]+|\d+)\s*(?:分编|部分|编|章|节)")
ENGLISH = re.compile(r"(Article|Chapter|Part|Section)\s+(\d+|[IVXLC]+)\b")
PLAIN_NUMBER = re.compile(rf"第([{FIGURES}]+|\d+)(条|章|节)")
NAMES = {"条": "article", "章": "chapter", "节": "section"}
CHINESE_NAMES = {english: mark for mark, english in NAMES.items()}
ITEM = re.compile(rf"([{FIGURES}]+)、")
PARAGRAPH = re.compile(r"<p(?P<attributes>(?: [^>]*)?)>(?P<inner>.*?)</p>", re.DOTALL)
HEADING = re.compile(r"<(?P<tag>h[23]) id=\"[^\"]*\">(?P<words>.*?)</(?P=tag)>", re.DOTALL)
LEADING = re.compile(r"(?P<before>(?:\s|\u3000|<(?:b|strong)>)*)")


@dataclass(frozen=True)
class Division:
    """A heading. `level` is 2 or 3."""

    title: str
    anchor: str
    level: int


@dataclass(frozen=True)
class Article:
    """A numbered article with all its paragraphs, and the heading it stands under."""

    number: str
    anchor: str
    text: str
    division: str = ""


@dataclass(frozen=True)
class Outline:
    divisions: list[Division]
    articles: list[Article]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """(anchor, words) for the list of contents: the sections; without any, the articles."""
        top = [(item.anchor, item.title) for item in self.divisions if item.level == 2]
        if top:
            return top
        return [(item.anchor, f"{item.number} {item.text[:16]}") for item in self.articles]


class Anchors:
    """Gives each number its anchor; a number that comes again (an attachment counts anew) gets -2, -3.

    `aliases`: anchor → the name of the same article in the other language, when nothing else on the page has it.
    """

    def __init__(self) -> None:
        self._met: dict[str, int] = {}
        self.aliases: dict[str, str] = {}

    def take(self, words: str) -> str:
        name = ENGLISH.sub(lambda match: f"{match[1].lower()}-{_arabic(match[2])}", words)
        name = re.sub(r"\s+", "", name)
        self._met[name] = self._met.get(name, 0) + 1
        if self._met[name] > 1:
            return f"{name}-{self._met[name]}"
        alias = _in_the_other_language(name)
        if alias and alias not in self._met:
            self._met[alias] = 1
            self.aliases[name] = alias
        return name

    def mark(self, anchor: str) -> str:
        """The place of the alias, to stand inside of what has the anchor; empty when there is none."""
        return f'<span id="{self.aliases[anchor]}"></span>' if anchor in self.aliases else ""


def _arabic(figures: str) -> int:
    """12 or XII."""
    if figures.isdigit():
        return int(figures)
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[letter] for letter in figures]
    after = [*values[1:], 0]
    return sum(-value if value < following else value for value, following in zip(values, after, strict=True))


def _in_the_other_language(name: str) -> str:
    if match := PLAIN_NUMBER.fullmatch(name):
        number = int(match[1]) if match[1].isdigit() else read_number(match[1])
        return f"{NAMES[match[2]]}-{number}" if number else ""
    english, _dash, number_text = name.partition("-")
    if english in CHINESE_NAMES and number_text.isdigit():
        return f"第{chinese_number(int(number_text))}{CHINESE_NAMES[english]}"
    return ""


def number_of(text: str) -> str:
    """The number that a paragraph begins with, 第十二条, 三 or Article 12; empty when it has none."""
    text = text.lstrip()
    if (match := ENGLISH.match(text)) and match[1] == "Article":
        return match[0]
    if match := ARTICLE.match(text):
        return re.sub(r"\s+", "", match[0])
    match = ITEM.match(text)
    return match[1] if match else ""


def heading_name(text: str) -> str:
    """What a heading is linked by: 第三章 or 一 when it is numbered, else its words."""
    text = text.strip()
    if match := ENGLISH.match(text) or DIVISION.match(text):
        return match[0]
    match = ITEM.match(text)
    return match[1] if match else re.sub(r"\s+", "-", text)


def outline(body: Iterable[Any]) -> Outline:
    """The structure of a body of blocks, with the anchors that `marked` writes."""
    anchors, divisions, articles = Anchors(), [], []
    division = ""
    parts: list[str] | None = None
    for child in body:
        if child.block_type == "heading":
            words = child.value["text"].strip()
            division, parts = words, None
            divisions.append(Division(words, anchors.take(heading_name(words)), int(child.value["level"][1:])))
        elif child.block_type == "paragraph":
            for paragraph in PARAGRAPH.finditer(child.value.source):
                text = _plain(paragraph["inner"])
                number = number_of(text)
                if number:
                    rest = text.lstrip()[len(number) :].lstrip("、. \u3000")
                    articles.append(Article(number, anchors.take(number), rest, division))
                    parts = [rest]
                elif parts is not None and text:
                    parts.append(text)
                    last = articles[-1]
                    articles[-1] = Article(last.number, last.anchor, "\n".join(parts), last.division)
    return Outline(divisions, articles)


def marked(html: str, kind: str, anchors: Anchors) -> str:
    """The rendered HTML of a block (`heading` or `paragraph`) with an id at each number, which links to itself."""
    if kind == "heading":
        return HEADING.sub(lambda match: _heading(match, anchors), html, count=1)
    if kind == "paragraph":
        return PARAGRAPH.sub(lambda match: _paragraph(match, anchors), html)
    return html


def _heading(match: re.Match[str], anchors: Anchors) -> str:
    words = unescape(match["words"])
    taken = anchors.take(heading_name(words))
    anchor = taken.replace('"', "&quot;").replace("<", "&lt;")
    return f'<{match["tag"]} id="{anchor}">{anchors.mark(taken)}{match["words"]}</{match["tag"]}>'


def _paragraph(match: re.Match[str], anchors: Anchors) -> str:
    inner = match["inner"]
    number = number_of(_plain(inner))
    if not number:
        return match[0]
    anchor = anchors.take(number)
    also = anchors.mark(anchor)
    before = LEADING.match(inner)
    at = before.end() if before else 0
    shown = ENGLISH.match(inner, at) or ARTICLE.match(inner, at) or ITEM.match(inner, at)
    if shown is None:  # broken up by tags: the paragraph is still the place
        return f'<p{match["attributes"]} id="{anchor}">{also}{inner}</p>'
    link = f'<a class="article-number" href="#{anchor}">{shown[0].strip()}</a>'
    return f'<p{match["attributes"]} id="{anchor}">{also}{inner[:at]}{link}{inner[shown.end() :]}</p>'


def _plain(html: str) -> str:
    return unescape(re.sub(r"<br ?/?>", "\n", re.sub(r"<(?!br)[^>]+>", "", html))).strip()
