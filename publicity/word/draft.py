"""From the elements of a Word file to the blocks of a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

from docx.document import Document as WordDocument

from .elements import LeftOut, Paragraph, Picture, Run, Table
from .headings import LONGEST, split_heading
from .official import recognise
from .reader import read

Kind = Literal["story", "policy", "explainer"]
KINDS: tuple[Kind, ...] = ("story", "policy", "explainer")
CAPTION = re.compile(r"^图\s*[\d一二三四五六七八九十]+|^(图|照片)[：:]|^[△▲▽▼]")
TABLE_CAPTION = re.compile(r"^(附?表)\s*[\d一二三四五六七八九十]+([—\-–－.．]\d+)?")
SIMPLE_LABEL = re.compile(r"^(\d+)[.．、]?$")


@dataclass
class Draft:
    """What an import makes of a file. A picture block's `image` is the SHA-256 of the picture's bytes."""

    kind: Kind
    title: str
    blocks: list[dict[str, Any]]
    pictures: list[Picture]
    left_out: list[LeftOut]
    fields: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The form that `import_document --json` prints."""
        return {
            "kind": self.kind,
            "title": self.title,
            "fields": self.fields,
            "blocks": self.blocks,
            "pictures": [
                {
                    "digest": picture.digest,
                    "name": picture.name,
                    "content_type": picture.content_type,
                    "bytes": len(picture.data),
                    "alt": picture.alt,
                    "caption": picture.caption,
                }
                for picture in self.pictures
            ],
            "left_out": [{"kind": item.kind, "text": item.text} for item in self.left_out],
            "warnings": self.warnings,
        }


def make_draft(document: WordDocument, kind: Kind, name: str = "") -> Draft:
    """The draft of `kind` that `document` gives. `name` (the file's, without ending) is the title of last resort."""
    content = read(document)
    elements: list[Paragraph | Table] = list(content.elements)
    fields: dict[str, Any] = {}
    warnings: list[str] = []
    left_out = list(content.left_out)
    title = ""
    if kind == "policy":
        official, elements, extra = recognise(elements)
        title, fields, warnings = official.title, official.fields(), official.warnings
        left_out += extra
    if not title:
        title, elements = _take_title(elements)
    blocks, pictures = _blocks(elements)
    if content.footnotes:
        items = "".join(f"<li>{escape(note, quote=False)}</li>" for note in content.footnotes)
        blocks.append({"type": "heading", "value": {"text": "注释", "level": "h2"}})
        blocks.append({"type": "paragraph", "value": f"<ol>{items}</ol>"})
    return Draft(kind, title or content.core_title.strip() or name, blocks, pictures, left_out, fields, warnings)


def _take_title(elements: list[Paragraph | Table]) -> tuple[str, list[Paragraph | Table]]:
    """The title and the rest: a Title style, else the first lines if they look like one."""
    for at, element in enumerate(elements[:6]):
        if isinstance(element, Paragraph) and element.style.lower() in {"title", "标题"} and element.text:
            return element.shown, elements[:at] + elements[at + 1 :]
    words = [
        (at, e) for at, e in enumerate(elements) if not (isinstance(e, Paragraph) and not e.shown and not e.pictures)
    ]
    at, first = words[0] if words else (0, None)
    if not isinstance(first, Paragraph):
        return "", elements
    text = first.shown
    following = next((e for _at, e in words[1:4] if isinstance(e, Paragraph) and e.shown), None)
    stands_out = (
        first.outline == 0
        or first.align == "center"
        or (following is not None and first.size > following.size > 0)
        or all(run.bold for run in first.runs if run.text.strip())
    )
    numbered = next(iter(split_heading(first)))[0] is not None and first.outline is None
    if text and len(text) <= LONGEST and not text.endswith(("。", "；", "：")) and stands_out and not numbered:
        return text, elements[:at] + elements[at + 1 :]
    return "", elements


def _blocks(elements: Sequence[Paragraph | Table]) -> tuple[list[dict[str, Any]], list[Picture]]:
    blocks: list[dict[str, Any]] = []
    pictures: dict[str, Picture] = {}
    text: list[str] = []
    items: list[str] = []
    list_tag = ""

    def close_list() -> None:
        nonlocal list_tag
        if items:
            text.append(f"<{list_tag}>{''.join(items)}</{list_tag}>")
            items.clear()
        list_tag = ""

    def close_text() -> None:
        close_list()
        if text:
            blocks.append({"type": "paragraph", "value": "".join(text)})
            text.clear()

    skip: set[int] = set()
    for at, element in enumerate(elements):
        if at in skip:
            continue
        following = elements[at + 1] if at + 1 < len(elements) else None
        if isinstance(element, Table):
            close_text()
            blocks.append({"type": "table", "value": _table(element)})
            continue
        if isinstance(following, Table) and not following.caption and _is_caption(element, TABLE_CAPTION):
            following.caption = element.shown
            continue
        if element.text:
            parts = list(split_heading(element))
            tag = _list_tag(element, len(items) if list_tag == "ol" else 0)
            if len(parts) == 1 and parts[0][0] is None and tag:
                if tag != list_tag or _starts_again(element):
                    close_list()
                    list_tag = tag
                items.append(f"<li>{_html(element.runs)}</li>")
            else:
                close_list()
                for level, runs in parts:
                    if level is None:
                        text += [f"<p>{html}</p>" for html in [_html(runs)] if html]
                    else:
                        close_text()
                        words = " ".join("".join(run.text for run in runs).split()).removesuffix("。")
                        blocks.append({"type": "heading", "value": {"text": words, "level": level}})
        if element.pictures:
            close_text()
            caption = ""
            if isinstance(following, Paragraph) and not following.pictures and _is_caption(following, CAPTION):
                caption = following.shown
                skip.add(at + 1)
            for picture in element.pictures:
                picture.caption = caption
                known = pictures.setdefault(picture.digest, picture)
                known.alt = known.alt or picture.alt
                value = {
                    "image": picture.digest,
                    "alt": picture.alt,
                    "caption": caption,
                    "credit": "",
                    "width": "text",
                }
                blocks.append({"type": "picture", "value": value})
    close_text()
    return blocks, list(pictures.values())


def _is_caption(paragraph: Paragraph, pattern: re.Pattern[str]) -> bool:
    text = paragraph.shown
    if not text or len(text) > 200:
        return False
    return paragraph.style.lower() in {"caption", "题注"} or bool(pattern.match(text) and len(text) <= 100)


def _list_tag(paragraph: Paragraph, before: int) -> str:
    """`ul` for bullets, `ol` for 1. 2. 3. that a browser would count alike after `before` items, else empty.

    Other labels (一、 （一） 第一条, or a list that goes on at 4 after a paragraph) are words of the text and stay in it.
    """
    if not paragraph.label:
        return ""
    if not paragraph.label.ordered:
        return "ul"
    match = SIMPLE_LABEL.match(paragraph.label.text.strip())
    return "ol" if match and int(match[1]) in {1, before + 1} else ""


def _starts_again(paragraph: Paragraph) -> bool:
    return bool(paragraph.label and paragraph.label.ordered and paragraph.label.text.strip().rstrip(".．、") == "1")


def _html(runs: list[Run]) -> str:
    """Rich text as the editor stores it: links, bold, italic, line breaks; nothing of Word's styles."""
    html = ""
    for run in runs:
        words = escape(run.text, quote=False).replace("\t", " ").replace("\n", "<br/>")
        if words.strip():
            if run.bold:
                words = f"<b>{words}</b>"
            if run.italic:
                words = f"<i>{words}</i>"
            if run.link:
                words = f'<a href="{escape(run.link)}">{words}</a>'
        html += words
    return html.strip()


def _table(table: Table) -> dict[str, Any]:
    """The value of Wagtail's table block."""
    header = table.header or _looks_like_header(table)
    return {
        "data": table.rows,
        # The cells that a merge covers stay in the data and are hidden, as the table editor stores them.
        "cell": [
            {"row": at_row, "col": at_column, "className": "", "hidden": True}
            for row, column, height, width in table.merges
            for at_row in range(row, row + height)
            for at_column in range(column, column + width)
            if (at_row, at_column) != (row, column)
        ],
        "mergeCells": [
            {"row": row, "col": column, "rowspan": height, "colspan": width}
            for row, column, height, width in table.merges
        ],
        "first_row_is_table_header": header,
        "first_col_is_header": False,
        "table_header_choice": "row" if header else "",
        "table_caption": table.caption,
    }


def _looks_like_header(table: Table) -> bool:
    """A first row of short words without figures over at least one more row."""
    if len(table.rows) < 2:
        return False
    first = [cell for cell in table.rows[0] if cell]
    return bool(first) and all(len(cell) <= 20 and not re.search(r"\d{2,}", cell) for cell in first)
