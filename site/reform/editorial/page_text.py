"""All the text of a page, piece by piece, so that a finding can be shown beside the field it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.core.cache import cache
from django.db import models
from django.utils.html import strip_tags
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from .extract import UnreadableFile, text_of

READABLE = {"docx", "xlsx", "pdf", "txt", "md", "csv"}
PAGE_FIELDS = {"title", "seo_title", "search_description"}
# Fields of Wagtail's own bookkeeping, which nobody reads.
SKIP = {"slug", "url_path", "path", "draft_title", "expired", "locked", "translation_key"}


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `field` is the model field; `where` names the place inside it; `document` a file's title.

    `path` is the place as the page editor marks it (`data-contentpath`, from the field inwards).
    """

    field: str
    where: str
    text: str
    document: str = ""
    path: tuple[str, ...] = ()


def pieces(page: Page) -> Iterator[Piece]:
    """Every text a reader (or a screen reader) of the page can meet, the attached files' included."""
    yield from _fields(page)
    for relation in _child_relations(page):
        for number, child in enumerate(getattr(page, relation).all(), start=1):
            yield from _fields(child, number, relation)
    for document in documents(page):
        yield from _document(document)


def documents(page: Page) -> list[AbstractDocument]:
    """The files that the page's blocks offer."""
    found: dict[int, AbstractDocument] = {}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for _where, _path, value in _leaves(getattr(page, field.name)):
                if isinstance(value, AbstractDocument):
                    found[value.pk] = value
    return list(found.values())


def _child_relations(page: Page) -> list[str]:
    names = []
    for relation in page._meta.related_objects:
        if isinstance(relation.field, ParentalKey) and relation.related_model._meta.app_label not in {"wagtailcore"}:
            names.append(relation.get_accessor_name())
    return [name for name in names if name]


def _fields(instance: models.Model, number: int = 0, relation: str = "") -> Iterator[Piece]:
    """The texts of a model's own fields; of a child object when `relation` names where it hangs."""
    for field in instance._meta.get_fields():
        name = getattr(field, "name", "")
        if name in SKIP or not isinstance(field, models.CharField | models.TextField | StreamField):
            continue
        if getattr(field, "choices", None) or (field.model is Page and name not in PAGE_FIELDS):
            continue
        value = getattr(instance, name)
        label = str(field.verbose_name)
        if relation:
            label = f"{instance._meta.verbose_name} {number} · {label}"
        if isinstance(field, StreamField):
            yield from _stream(value, name)
        elif value:
            text = plain(str(value)) if isinstance(field, RichTextField) else str(value)
            yield Piece(relation or name, label, text, path=(relation or name,))


def _stream(value: Any, name: str) -> Iterator[Piece]:
    for where, path, leaf in _leaves(value):
        if isinstance(leaf, RichText):
            leaf = plain(leaf.source)
        if isinstance(leaf, str) and leaf.strip():
            yield Piece(name, where, leaf, path=(name, *path))


def _leaves(value: Any, where: str = "", path: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """(place, path, value) for each end of a stream value. A place reads like `3 · 图片 · 图注`."""
    if isinstance(value, blocks.StreamValue):
        for number, child in enumerate(value, start=1):
            yield from _leaves(child.value, f"{number} · {child.block.label}", (*path, child.id or ""))
    elif isinstance(value, blocks.StructValue):
        for name, child in value.items():
            block = value.block.child_blocks[name]
            if not isinstance(block, blocks.ChoiceBlock):
                yield from _leaves(child, f"{where} · {block.label}", (*path, name))
    elif isinstance(value, blocks.list_block.ListValue):
        for number, bound in enumerate(value.bound_blocks, start=1):
            yield from _leaves(bound.value, f"{where} {number}", (*path, bound.id or ""))
    elif isinstance(value, dict):  # a table
        for row in value.get("data") or []:
            yield where, path, "\t".join(str(cell) for cell in row if cell)
        if value.get("table_caption"):
            yield where, path, value["table_caption"]
    else:
        yield where, path, value


def plain(html: str) -> str:
    """Rich text as words; a paragraph or line ends as a line."""
    for tag in ("</p>", "</li>", "<br/>", "<br>", "</h2>", "</h3>", "</h4>"):
        html = html.replace(tag, f"{tag}\n")
    return unescape(strip_tags(html)).strip("\n")


def _document(document: AbstractDocument) -> Iterator[Piece]:
    if document.file_extension.lower() not in READABLE:
        return
    key = f"document-text:{document.get_file_hash()}"
    text = cache.get(key)
    if text is None:
        with document.open_file() as file:
            data = file.read()
        try:
            text = text_of(data)
        except UnreadableFile:
            text = ""
        cache.set(key, text, 24 * 3600)
    if text:
        yield Piece("", document.title, text, document=document.title)
