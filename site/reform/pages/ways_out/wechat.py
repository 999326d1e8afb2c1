"""A copy of an article for the editor of a WeChat account (公众号): HTML with styles in every element, and plain text.

That editor keeps neither classes nor style sheets, takes links out, and fetches pictures by their addresses. So links
become numbers with a list at the end, and films a line that says where to see them.
"""

from dataclasses import dataclass
from typing import Any

import nh3
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from lxml import html
from lxml.html import HtmlElement

from ..models import BasePage
from .article import absolute_addresses, article, drop, plain_pictures

TAGS = {
    "section", "p", "span", "strong", "b", "em", "i", "sup", "sub", "br", "img", "table", "caption", "thead", "tbody",
    "tr", "th", "td", "ul", "ol", "li", "blockquote", "h2", "h3",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"style"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
RENAMED = {
    "article": "section", "div": "section", "header": "section", "figure": "section", "aside": "section",
    "dl": "section", "details": "section", "main": "section", "dt": "p", "dd": "p", "figcaption": "p", "summary": "p",
    "footer": "p", "time": "span", "small": "span", "cite": "span", "h4": "h3", "h5": "h3", "h6": "h3",
}  # fmt: skip
INK, INK_2, LINE, GROUND, RED, TINT, OK = "#1d1b18", "#5a554d", "#dcd7cd", "#f7f5f0", "#a8231a", "#f6e7e4", "#1f6b4a"
# By class, the first that an element has; then by its tag. After the LOOK, in the pixels of a phone.
BY_CLASS = {
    "kicker": f"margin:0 0 8px;color:{RED};font-weight:bold;font-size:15px",
    "standfirst": f"margin:0 0 24px;padding:14px 16px;background:{GROUND};color:{INK_2};font-size:15px;line-height:1.8",
    "facts": f"margin:0 0 20px;color:{INK_2};font-size:14px;line-height:1.8",
    "figures": f"margin:24px 0;padding:16px 0;border-top:2px solid {INK};border-bottom:2px solid {INK}",
    "callout": f"margin:24px 0;padding:14px 16px;background:{GROUND};border-left:3px solid #8b857a",
    "warning": f"margin:24px 0;padding:14px 16px;background:{TINT};border-left:3px solid {RED}",
    "tip": f"margin:24px 0;padding:14px 16px;background:{GROUND};border-left:3px solid {OK}",
    "label": "margin:0 0 4px;font-weight:bold",
    "source": f"margin:8px 0 0;color:{INK_2};font-size:13px;line-height:1.6",
    "quote": f"margin:24px 0;padding:2px 0 2px 16px;border-left:3px solid {RED};font-size:18px;line-height:1.7",
    "when": f"display:block;color:{INK_2};font-size:14px",
    "scroll": "margin:24px 0;overflow-x:auto",
    "page-card": f"margin:24px 0;padding:14px 0;border-top:1px solid {LINE};border-bottom:1px solid {LINE}",
    "file": f"margin:24px 0;padding:12px 0;border-top:1px solid {LINE};border-bottom:1px solid {LINE}",
    "about": f"display:block;color:{INK_2};font-size:14px;line-height:1.7",
    "type": f"margin-right:8px;color:{INK_2};font-size:12px",
    "size": f"margin-left:8px;color:{INK_2};font-size:12px",
    "credit": f"margin-left:8px;color:{INK_2}",
    "notes": f"margin:32px 0 0;padding:12px 0 0;border-top:1px solid {LINE};color:{INK_2};font-size:13px;line-height:1.8",
    "elsewhere": f"margin:24px 0;padding:12px 16px;background:{GROUND};color:{INK_2};font-size:15px;line-height:1.8",
}
BY_TAG = {
    "p": f"margin:0 0 16px;color:{INK};font-size:16px;line-height:1.85",
    "h2": f"margin:32px 0 14px;color:{INK};font-size:19px;font-weight:bold;line-height:1.5",
    "h3": f"margin:24px 0 10px;color:{INK};font-size:17px;font-weight:bold;line-height:1.5",
    "dt": f"margin:8px 0 0;color:{INK_2};font-size:14px;line-height:1.6",
    "dd": f"margin:0 0 8px;color:{INK};font-size:16px;line-height:1.7",
    "figcaption": f"margin:6px 0 0;color:{INK_2};font-size:13px;line-height:1.6",
    "figure": "margin:24px 0",
    "footer": f"margin:6px 0 0;color:{INK_2};font-size:14px",
    "summary": f"margin:16px 0 6px;color:{INK};font-size:16px;font-weight:bold;line-height:1.6",
    "img": "display:block;width:100%;height:auto",
    "ul": "margin:0 0 16px;padding-left:24px", "ol": "margin:0 0 16px;padding-left:24px",
    "li": f"margin:0 0 8px;color:{INK};font-size:16px;line-height:1.8",
    "table": "width:100%;border-collapse:collapse;font-size:14px;line-height:1.6",
    "caption": f"padding:0 0 8px;color:{INK};font-weight:bold;text-align:left",
    "th": f"padding:8px;border:1px solid {LINE};background:{GROUND};text-align:left;font-weight:bold",
    "td": f"padding:8px;border:1px solid {LINE};text-align:left;vertical-align:top",
    "section": "margin:0", "blockquote": "margin:24px 0;padding:0", "sup": f"color:{INK_2};font-size:12px",
}  # fmt: skip
# In the block of figures the number is what is large.
IN_FIGURES = {
    "dt": f"margin:0 0 2px;color:{INK_2};font-size:14px;line-height:1.6",
    "dd": f"margin:0 0 14px;color:{RED};font-size:26px;font-weight:bold;line-height:1.4",
}
PROPERTIES = {
    part.split(":")[0].strip() for style in [*BY_CLASS.values(), *BY_TAG.values()] for part in style.split(";")
}


@dataclass(frozen=True)
class Copy:
    """The article to paste: HTML, the same in plain text, and the title, which has a field of its own there."""

    title: str
    html: str
    text: str


def copy_for_wechat(request: HttpRequest, page: BasePage) -> Copy:
    """The page, in the version given and in its language, for the editor of a WeChat account."""
    with translation.override(page.locale.language_code):
        root = article(request, page)
        for heading in root.xpath(".//h1"):
            drop(heading)
        plain_pictures(root)
        absolute_addresses(root, page.get_full_url(request) or request.build_absolute_uri("/"))
        _films(root, page.get_full_url(request) or "")
        _links(root, page.get_full_url(request) or "")
        text = plain_text(root)
        _styled(root)
        markup = html.tostring(root, encoding="unicode")
    clean = nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        filter_style_properties=PROPERTIES,
        link_rel=None,
    )
    return Copy(page.title, clean, f"{page.title}\n\n{text}")


def _films(root: HtmlElement, address: str) -> None:
    """A film or recording cannot be pasted: a line says where it is."""
    for film in root.xpath(".//video | .//audio"):
        name = film.get("aria-label") or ""
        line = html.Element("p", {"class": "elsewhere"})
        words = _("Watch the film “%(name)s” on our site: %(address)s")
        if film.tag == "audio":
            words = _("Listen to “%(name)s” on our site: %(address)s")
        line.text = words % {"name": name, "address": address}
        film.addprevious(line)
        drop(film)


def _links(root: HtmlElement, own: str) -> None:
    """Each link becomes its words and a number; the addresses stand in a list at the end, each once."""
    numbers: dict[str, int] = {}
    for link in root.xpath(".//a"):
        address = link.get("href") or ""
        here = address.partition("#")[0] == own
        if address.startswith(("http://", "https://")) and not here and (link.text_content() or "").strip():
            number = html.Element("sup")
            number.text = f"[{numbers.setdefault(address, len(numbers) + 1)}]"
            link.append(number)
        if link.get("class", "").split()[:1] in (["file"], ["page-card"]):
            link.tag = "section"  # a card keeps its frame
            link.attrib.pop("href", None)
        else:
            link.drop_tag()
    if numbers:
        notes = html.Element("section", {"class": "notes"})
        for address, number in numbers.items():
            line = html.Element("p", {"class": "source"})
            line.text = f"[{number}] {address}"
            notes.append(line)
        root.append(notes)


def _styled(root: HtmlElement) -> None:
    """Styles into the elements, and names that WeChat knows."""
    figures = {*root.xpath(".//*[contains(concat(' ', @class, ' '), ' figures ')]//dl//*[self::dt or self::dd]")}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        classes = element.get("class", "").split()
        if "visually-hidden" in classes or "print-only" in classes:
            element.text = None
            element.clear(keep_tail=True)
            element.tag = "span"
            continue
        # The last class says most: `callout warning`.
        style = next((BY_CLASS[name] for name in reversed(classes) if name in BY_CLASS), BY_TAG.get(element.tag, ""))
        if element in figures:
            style = IN_FIGURES[element.tag]
        kept = {name: element.get(name) for name in ("src", "alt", "colspan", "rowspan") if element.get(name)}
        element.attrib.clear()
        for name, value in kept.items():
            element.set(name, value)
        element.tag = RENAMED.get(element.tag, element.tag)
        if style or element.tag in BY_TAG:
            element.set("style", style or BY_TAG[element.tag])


BLOCKS = {
    "p", "section", "div", "article", "header", "figure", "figcaption", "blockquote", "footer", "h2", "h3", "h4", "dl",
    "dt", "dd", "ul", "ol", "li", "table", "caption", "tr", "details", "summary", "aside",
}  # fmt: skip


def plain_text(root: HtmlElement) -> str:
    """The words of the tree, a paragraph a line; list entries with their mark, cells of a row apart by tabs."""
    lines: list[str] = [""]

    def write(words: str | None) -> None:
        words = " ".join((words or "").split("\n"))
        if words.strip():
            lines[-1] += words if lines[-1] else words.lstrip()
        elif words and lines[-1]:
            lines[-1] += " "

    def walk(element: Any) -> None:
        if not isinstance(element.tag, str):
            return
        block = element.tag in BLOCKS
        if block and lines[-1].strip():
            lines.append("")
        if element.tag == "li":
            siblings = [item for item in element.getparent() if item.tag == "li"]
            lines[-1] += f"{siblings.index(element) + 1}. " if element.getparent().tag == "ol" else "· "
        if element.tag == "br":
            lines.append("")
        if element.tag in {"td", "th"} and lines[-1].strip():
            lines[-1] += "\t"
        if element.tag == "img" and element.get("alt"):
            lines[-1] += _("[Picture: %(words)s]") % {"words": element.get("alt")}
        write(element.text)
        for child in element:
            walk(child)
            write(child.tail)
        if block and lines[-1].strip():
            lines.append("")

    walk(root)
    kept = ["\t".join(" ".join(cell.split()) for cell in line.split("\t")) for line in lines if line.strip()]
    return "\n".join(kept) + "\n"
