"""From the elements of a Word file to the blocks of a page's body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from .elements import LeftOut, Paragraph, Picture, Run, Table
from .headings import split_heading
from .lists import Item, list_html, list_tag, starts_again

CAPTION = re.compile(r"^图\s*[\d一二三四五六七八九十]+|^(图|照片)[：:]|^[△▲▽▼]")
TABLE_CAPTION = re.compile(r"^(附?表)\s*[\d一二三四五六七八九十]+([—\-–－.．]\d+)?")
LONGEST_CAPTION = 200  # as the picture block allows


def make_blocks(
    elements: Sequence[Paragraph | Table],
) -> tuple[list[dict[str, Any]], list[Picture], list[LeftOut]]:
    """The blocks, each picture once, and what of the elements a block cannot carry."""
    making = _Making()
    shown = [e for e in elements if isinstance(e, Table) or e.text or e.pictures]
    skip = False
    for at, element in enumerate(shown):
        after = shown[at + 1] if at + 1 < len(shown) else None
        if skip:
            skip = False
        elif isinstance(element, Table):
            making.table(element)
        elif isinstance(after, Table) and not element.pictures and _is_caption(element, TABLE_CAPTION):
            after.caption = element.shown
        else:
            making.words(element)
            if element.pictures:
                skip = isinstance(after, Paragraph) and not after.pictures and _is_caption(after, CAPTION)
                making.show(element.pictures, after.shown if skip and isinstance(after, Paragraph) else "")
    making.close_text()
    return making.blocks, list(making.pictures.values()), making.left_out


@dataclass
class _Making:
    """The blocks so far; paragraphs and lists gather until something else stands between them."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def words(self, paragraph: Paragraph) -> None:
        """Its text: a list item, a heading, or running text."""
        if not paragraph.text:
            return
        parts = list(split_heading(paragraph))
        tag = list_tag(paragraph, self.items)
        if len(parts) == 1 and parts[0][0] is None and tag:
            assert paragraph.label  # noqa: S101 - what has a tag has a label
            if starts_again(paragraph, self.items):
                self.close_list()
            self.items.append(Item(paragraph.label.level, tag, html_of(paragraph.runs)))
            return
        self.close_list()
        for level, runs in parts:
            if level is None:
                self.text += [f"<p>{html}</p>" for html in [html_of(runs)] if html]
            else:
                self.close_text()
                words = " ".join("".join(run.text for run in runs).split()).removesuffix("。")
                self.blocks.append({"type": "heading", "value": {"text": words, "level": level}})
                self.left_out += [LeftOut("link", f"{run.text} {run.link}") for run in runs if run.link]

    def show(self, pictures: list[Picture], caption: str) -> None:
        """A picture block each."""
        self.close_text()
        for picture in pictures:
            picture.caption = caption
            known = self.pictures.setdefault(picture.digest, picture)
            known.alt = known.alt or picture.alt
            value = {"image": picture.digest, "alt": picture.alt, "caption": caption, "credit": "", "width": "text"}
            self.blocks.append({"type": "picture", "value": value})

    def table(self, table: Table) -> None:
        self.close_text()
        self.blocks.append({"type": "table", "value": _table(table)})

    def close_list(self) -> None:
        if self.items:
            self.text.append(list_html(self.items))
            self.items = []

    def close_text(self) -> None:
        self.close_list()
        if self.text:
            self.blocks.append({"type": "paragraph", "value": "".join(self.text)})
            self.text = []


def _is_caption(paragraph: Paragraph, pattern: re.Pattern[str]) -> bool:
    text = paragraph.shown
    if not text or len(text) > LONGEST_CAPTION:
        return False
    return paragraph.style.lower() in {"caption", "题注"} or bool(pattern.match(text) and len(text) <= 100)


def html_of(runs: list[Run]) -> str:
    """Rich text as the editor stores it: links, bold, italic, line breaks; nothing of Word's styles."""
    html = ""
    for run in runs:
        words = escape(run.text, quote=False).replace("\t", " ").replace("\n", "<br/>")
        if words.strip():
            if run.bold:
                words = f"<b>{words}</b>"
            if run.italic:
                words = f"<i>{words}</i>"
            if run.script:
                words = f"<{run.script}>{words}</{run.script}>"
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
