"""Foreign text made harmless: HTML keeps what a question needs, plain text loses what only an attack would hold."""

import re

import nh3
from django.utils.translation import gettext as _

from .item import Item

TAGS = {
    *("p", "br", "b", "i", "em", "strong", "u", "s", "sub", "sup", "ul", "ol", "li", "span", "div", "h3", "h4"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption", "pre", "code", "blockquote"),
}
BLOCK = re.compile(r"<\s*(script|style|iframe|object|svg|noscript)\b.*?(?:<\s*/\s*\1\s*>|$)", re.IGNORECASE | re.DOTALL)
TAG = re.compile(
    r"<\s*/?\s*(?:script|style|iframe|object|embed|svg|link|meta|base|form)\b[^>]*(?:>|$)"
    r"|<[a-z/!][^>]*?(?:\son\w+\s*=|javascript:|data:text)[^>]*(?:>|$)",
    re.IGNORECASE,
)


def clean(item: Item) -> Item:
    """The item with every text made harmless, in place; a note says when something was taken out."""
    taken = False

    def safe(text: str) -> str:
        nonlocal taken
        after = cleaned_html(text) if item.format in ("html", "markdown") else _plain(text)
        taken = taken or bool(TAG.search(text) or BLOCK.search(text) or "<img" in text.lower())
        return after

    item.stem, item.feedback = safe(item.stem), safe(item.feedback)
    item.name, item.category = _plain(item.name), _plain(item.category)
    for option in item.options:
        option.text, option.feedback = safe(option.text), safe(option.feedback)
    item.pairs = [(safe(left), safe(right)) for left, right in item.pairs]
    item.answers = [safe(answer) if isinstance(answer, str) else answer for answer in item.answers]
    if taken:
        item.notes.append(_("Scripts, frames or foreign pictures in its text were removed."))
    return item


def cleaned_html(text: str) -> str:
    """The HTML with what a question needs and nothing else."""
    if "<" not in text:
        return text
    return nh3.clean(text, tags=TAGS, attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}})


def _plain(text: str) -> str:
    before = None
    while before != text:
        before, text = text, TAG.sub("", BLOCK.sub("", text))
    return text
