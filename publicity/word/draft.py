"""What an import makes of a Word file: title, fields, blocks, pictures, and what was left out."""

from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument

from .blocks import html_of, make_blocks
from .elements import LeftOut, Paragraph, Picture, Table
from .headings import LONGEST, split_heading
from .official import recognise
from .reader import read
from .titles import goes_on, one_line

Kind = Literal["story", "policy", "explainer"]
KINDS: tuple[Kind, ...] = ("story", "policy", "explainer")


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
    _raise_headings(elements)
    blocks, pictures, extra = make_blocks(elements)
    left_out += extra
    if content.footnotes:
        items = "".join(f"<li>{html_of(note)}</li>" for note in content.footnotes)
        blocks.append({"type": "heading", "value": {"text": _("Notes"), "level": "h2"}})
        blocks.append({"type": "paragraph", "value": f"<ol>{items}</ol>"})
    return Draft(kind, title or content.core_title.strip() or name, blocks, pictures, left_out, fields, warnings)


def _take_title(elements: list[Paragraph | Table]) -> tuple[str, list[Paragraph | Table]]:
    """The title and the rest: a Title style, else the first lines if they look like one."""
    for at, element in enumerate(elements[:6]):
        if isinstance(element, Paragraph) and element.style.lower() in {"title", "标题"} and element.text:
            return one_line(element.shown), [*elements[:at], *_only_pictures(element), *elements[at + 1 :]]
    words = [
        (at, e) for at, e in enumerate(elements) if not (isinstance(e, Paragraph) and not e.shown and not e.pictures)
    ]
    at, first = words[0] if words else (0, None)
    if not isinstance(first, Paragraph):
        return "", elements
    text = one_line(first.shown)
    following = next((e for _at, e in words[1:4] if isinstance(e, Paragraph) and e.shown), None)
    stands_out = (
        first.outline == 0
        or first.align == "center"
        or (following is not None and first.size > following.size > 0)
        or all(run.bold for run in first.runs if run.text.strip())
    )
    numbered = next(iter(split_heading(first)))[0] is not None and first.outline is None
    if not (text and len(text) <= LONGEST and not text.endswith(("。", "；", "：")) and stands_out and not numbered):
        return "", elements
    second = elements[at + 1] if at + 1 < len(elements) else None
    if isinstance(second, Paragraph) and goes_on(first, second):
        longer = one_line(f"{first.shown}\n{second.shown}")
        if len(longer) <= LONGEST:
            return longer, [*elements[:at], *_only_pictures(first), *elements[at + 2 :]]
    return text, [*elements[:at], *_only_pictures(first), *elements[at + 1 :]]


def _only_pictures(paragraph: Paragraph) -> list[Paragraph]:
    """What stays of a paragraph whose words went somewhere else."""
    return [Paragraph([], pictures=paragraph.pictures)] if paragraph.pictures else []


def _raise_headings(elements: list[Paragraph | Table]) -> None:
    """Where the first heading style was the title's, sections begin one lower: they move up, no level is skipped."""
    styled = [e for e in elements if isinstance(e, Paragraph) and e.outline is not None and e.text]
    highest = min((paragraph.outline or 0 for paragraph in styled), default=0)
    for paragraph in styled:
        paragraph.outline = (paragraph.outline or 0) - highest
