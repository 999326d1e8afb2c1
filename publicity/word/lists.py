"""Lists, and lists inside lists, of which a browser would show the same labels as Word did."""

import re
from dataclasses import dataclass

from .elements import Paragraph

SIMPLE_LABEL = re.compile(r"^(\d+)[.．、]?$")


@dataclass(frozen=True)
class Item:
    """One item: how deep it stands in Word, `ul` or `ol`, its words as HTML."""

    level: int
    tag: str
    html: str


def list_tag(paragraph: Paragraph, before: list[Item]) -> str:
    """`ul` for bullets, `ol` for 1. 2. 3. that a browser would count alike after the items `before`, else empty.

    Other labels (一、 （一） 第一条, or a list that goes on at 4 after a paragraph) are words of the text and stay in it.
    """
    if not paragraph.label:
        return ""
    if not paragraph.label.ordered:
        return "ul"
    match = SIMPLE_LABEL.match(paragraph.label.text.strip())
    return "ol" if match and int(match[1]) in {1, _next(paragraph.label.level, before)} else ""


def starts_again(paragraph: Paragraph, before: list[Item]) -> bool:
    """Whether an item that `list_tag` took begins a list of its own at 1."""
    label = paragraph.label
    return bool(label and label.ordered and label.text.strip(" .．、") == "1" and _next(label.level, before) != 1)


def _next(level: int, before: list[Item]) -> int:
    """The number a browser would give the next item of this level."""
    count = 0
    for item in before:
        if item.level < level:
            count = 0
        elif item.level == level:
            count = count + 1 if item.tag == "ol" else 0
    return count + 1


def list_html(items: list[Item]) -> str:
    """The items as lists; deeper ones inside the item above them."""
    html = ""
    while items:
        first = items[0]
        size = next((at for at, i in enumerate(items) if i.level < first.level or _turns(first, i)), len(items))
        html += f"<{first.tag}>{_inside(items[:size])}</{first.tag}>"
        items = items[size:]
    return html


def _turns(first: Item, item: Item) -> bool:
    return item.level == first.level and item.tag != first.tag


def _inside(items: list[Item]) -> str:
    html = ""
    while items:
        size = next((at for at, i in enumerate(items[1:], 1) if i.level <= items[0].level), len(items))
        html += f"<li>{items[0].html}{list_html(items[1:size])}</li>"
        items = items[size:]
    return html
