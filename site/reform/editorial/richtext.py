"""Rich text as plain words, each character with its place in the HTML, so that a word can be replaced between the tags."""

import re
from html import escape, unescape

TOKEN = re.compile(r"<[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|[^<&]|[<&]", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
ENDS_LINE = re.compile(r"</(?:p|li|h[1-6]|tr|td|div|blockquote)>|<br[ />]", re.IGNORECASE)


def read(html: str) -> tuple[str, list[tuple[int, int]]]:
    """The words, and for each character the stretch of `html` that makes it. A paragraph or line ends as a line."""
    text: list[str] = []
    places: list[tuple[int, int]] = []
    for token in TOKEN.finditer(html):
        piece = token[0]
        if piece.startswith("<") and len(piece) > 1:
            if ENDS_LINE.match(piece) and text and text[-1] != "\n":
                text.append("\n")
                places.append((token.end(), token.end()))
            continue
        words = unescape(piece)
        text.extend(words)
        places.extend([token.span()] * len(words))
    while text and text[-1] == "\n":
        text.pop()
        places.pop()
    return "".join(text), places


def plain(html: str) -> str:
    """Rich text as words: those of `read`, many times as fast, since nobody asks for their places."""
    text: list[str] = []
    end = 0
    for tag in TAG.finditer(html):
        if piece := ENTITY.sub(_character, html[end : tag.start()]):
            text.append(piece)
        end = tag.end()
        if ENDS_LINE.match(tag[0]) and text and not text[-1].endswith("\n"):
            text.append("\n")
    text.append(ENTITY.sub(_character, html[end:]))
    return "".join(text).rstrip("\n")


def _character(entity: re.Match[str]) -> str:
    return unescape(entity[0])


def replace(html: str, start: int, end: int, words: str) -> str:
    """`html` with the characters `start:end` of its words replaced; tags between them stay."""
    _text, places = read(html)
    spans = sorted(set(places[start:end]), reverse=True)
    for left, right in spans[:-1]:
        html = html[:left] + html[right:]
    left, right = spans[-1]
    return html[:left] + escape(words, quote=False) + html[right:]


def addresses(html: str) -> list[str]:
    """The mail addresses and telephone numbers behind links."""
    return [unescape(found) for found in re.findall(r"""href=["'](?:mailto|tel):([^"'?]+)""", html)]


def document_ids(html: str) -> list[int]:
    """The documents that links lead to."""
    links = re.findall(r"<a\b[^>]*>", html)
    found = [re.search(r'\bid="(\d+)"', link) for link in links if 'linktype="document"' in link]
    return [int(match[1]) for match in found if match]
