"""The article of a page as a tree of HTML, taken from the page's own template: every kind of page has it without more.

Left out is the furniture of the web page: tools, the trail, lists of contents, what to read next. A template marks
further parts that make no sense elsewhere with the class `web-only`.
"""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from lxml import html
from lxml.html import HtmlElement

from ..models import BasePage

FURNITURE = ("trail", "tools", "toc", "after", "related", "needs-js", "web-only", "no-print", "display")
NEVER = ("script", "style", "form", "button", "nav", "template", "iframe", "object", "input", "select", "textarea")


def article(request: HttpRequest, page: BasePage) -> HtmlElement:
    """The `<article>` of the page in the active language, ready to be changed: nobody else has this tree."""
    context = page.get_context(request)
    # Without the visitor: what leaves the site must not depend on who fetches it.
    markup = render_to_string(page.get_template(request), context, request)
    tree = html.document_fromstring(markup)
    found = tree.xpath("//main//article")
    root: HtmlElement = found[0] if found else tree.xpath("//main")[0]
    for element in [*root.iter()]:
        if element is root:
            continue
        classes = str(element.get("class", "")).split() if isinstance(element.tag, str) else []
        if not isinstance(element.tag, str) or element.tag in NEVER or any(name in FURNITURE for name in classes):
            drop(element)
    return root


def drop(element: Any) -> None:
    """Takes an element out of its tree, with all that is in it; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree() if isinstance(element, HtmlElement) else element.getparent().remove(element)


def absolute_addresses(root: HtmlElement, base: str) -> None:
    """Links and pictures with the address of the site in front; a link to a place in the page leads to the page."""
    root.make_links_absolute(base, resolve_base_href=False)


def plain_pictures(root: HtmlElement) -> None:
    """A `<picture>` becomes the one `<img>` that everything can show: JPEG, in its widest size."""
    for picture in root.xpath(".//picture"):
        # The parser knows HTML 4: to it a `<source>` does not end, and the `<img>` stands inside it.
        image = next(iter(picture.xpath(".//img")), None)
        if image is None:
            drop(picture)
            continue
        widest = image.get("srcset", "").rpartition(",")[2].strip().split(" ")[0]
        if widest:
            image.set("src", widest)
        for name in ("srcset", "sizes", "loading", "decoding", "fetchpriority"):
            image.attrib.pop(name, None)
        image.tail = picture.tail
        picture.getparent().replace(picture, image)
