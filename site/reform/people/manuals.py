"""The manuals in `docs/`, readable in the admin: an office without a way out to the internet has them too."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

DOCS = Path(settings.ROOT) / "docs"
IMAGES = DOCS / "images"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def titles() -> dict[str, str]:
    """Name → title of each manual. Those for the office are in Chinese; what is for developers is not, and is left out."""
    found = {}
    for path in sorted(DOCS.glob("*.md")):
        first = path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ").strip()
        if path.stem != "index" and CHINESE.search(first):
            found[path.stem] = first
    return found


@cache
def html(name: str) -> str:
    """A manual as HTML that may be shown as it is: the text is the project's own, and raw HTML in it stays text.

    Raises `KeyError` for a name that is not a manual.
    """
    if name not in titles():
        raise KeyError(name)
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # The page has its title from the admin.
    tokens = parser.parse((DOCS / f"{name}.md").read_text(encoding="utf-8").partition("\n")[2])
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slugify(tokens[number + 1].content, allow_unicode=True))
        for child in token.children or ():
            _lead_here(child)
    return str(parser.renderer.render(tokens, parser.options, {}))


def _lead_here(token: Token) -> None:
    """Links between manuals and pictures get addresses of the admin; links to files of the source are plain words."""
    if token.type == "image":
        picture = Path(str(token.attrGet("src"))).stem
        token.attrSet("src", reverse("people_manuals:picture", args=[picture]))
    if token.type == "link_open":
        page, _hash, place = str(token.attrGet("href")).partition("#")
        if not page:
            return
        name = page.removesuffix(".md")
        if name in titles():
            token.attrSet("href", reverse("people_manuals:page", args=[name]) + (f"#{place}" if place else ""))
        else:
            token.tag = "span"
            token.attrs = {}
