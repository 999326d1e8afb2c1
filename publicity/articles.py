"""The divisions and numbered articles of a document's text, each with an anchor: `#第十二条`, `#第三章`, `#一`.

One reading serves the page (ids in the HTML), the list of contents and the search (each article is an entry).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

FIGURES = "〇零一二三四五六七八九十百千"
ARTICLE = re.compile(rf"第\s*(?:[{FIGURES}]+|\d+)\s*条(?:之[{FIGURES}]+)?")
DIVISION = re.compile(rf"第\s*(?:[{FIGURES}]+|\d+)\s*(?:分编|部分|编|章|节)")
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
    """Gives each number its anchor; a number that comes again (an attachment counts anew) gets -2, -3."""

    def __init__(self) -> None:
        self._met: dict[str, int] = {}

    def take(self, words: str) -> str:
        name = re.sub(r"\s+", "", words)
        self._met[name] = self._met.get(name, 0) + 1
        return name if self._met[name] == 1 else f"{name}-{self._met[name]}"


def number_of(text: str) -> str:
    """The number that a paragraph begins with, 第十二条 or 三; empty when it has none."""
    text = text.lstrip()
    if match := ARTICLE.match(text):
        return re.sub(r"\s+", "", match[0])
    match = ITEM.match(text)
    return match[1] if match else ""


def heading_name(text: str) -> str:
    """What a heading is linked by: 第三章 or 一 when it is numbered, else its words."""
    text = text.strip()
    if match := DIVISION.match(text):
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
                    rest = text.lstrip()[len(number) :].lstrip("、 \u3000")
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
    anchor = anchors.take(heading_name(words)).replace('"', "&quot;").replace("<", "&lt;")
    return f'<{match["tag"]} id="{anchor}">{match["words"]}</{match["tag"]}>'


def _paragraph(match: re.Match[str], anchors: Anchors) -> str:
    inner = match["inner"]
    number = number_of(_plain(inner))
    if not number:
        return match[0]
    anchor = anchors.take(number)
    before = LEADING.match(inner)
    at = before.end() if before else 0
    shown = ARTICLE.match(inner, at) or ITEM.match(inner, at)
    if shown is None:  # broken up by tags: the paragraph is still the place
        return f'<p{match["attributes"]} id="{anchor}">{inner}</p>'
    link = f'<a class="article-number" href="#{anchor}">{shown[0].strip()}</a>'
    return f'<p{match["attributes"]} id="{anchor}">{inner[:at]}{link}{inner[shown.end() :]}</p>'


def _plain(html: str) -> str:
    return unescape(re.sub(r"<br ?/?>", "\n", re.sub(r"<(?!br)[^>]+>", "", html))).strip()
