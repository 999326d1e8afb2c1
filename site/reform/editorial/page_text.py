"""All the text of a page, piece by piece, so that a finding can be shown beside the field it stands in, and corrected."""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import RichText

from . import attachments, richtext

# Of Wagtail's own fields those that readers meet: the others are bookkeeping.
PAGE_FIELDS = {"title", "slug", "seo_title", "search_description"}
SKIP = {"url_path", "path", "draft_title", "translation_key"}
Put = Callable[[Any], None]


@dataclass(frozen=True)
class Piece:
    """A stretch of text. `field` is the model field; `where` names the place inside it in words.

    `path` is the place as the page editor marks it (`data-contentpath`, from the field inwards). `document`: the title
    of the file the text is from. `problem`: why that file has no text; `hash` tells its content. `put` writes a new
    text into the page in memory; None where the text belongs to a file or picture.
    """

    field: str
    where: str
    text: str
    document: str = ""
    path: tuple[str, ...] = ()
    problem: str = ""
    hash: str = ""
    promised: bool = True
    # Of a picture's own words: `alt`, `credit` or `description`.
    part: str = ""
    put: Put | None = dataclasses.field(default=None, compare=False, repr=False)
    html: str = dataclasses.field(default="", compare=False, repr=False)

    def rewrite(self, changes: list[tuple[int, int, str]]) -> None:
        """Writes (start, end, words) into the page in memory, all counted in the text as it is. Needs `put`."""
        if self.put is None:
            raise TypeError("the text is not the page's own")
        value = self.html or self.text
        for start, end, words in sorted(changes, reverse=True):
            value = richtext.replace(value, start, end, words) if self.html else value[:start] + words + value[end:]
        self.put(value)


@dataclass(frozen=True)
class Place:
    """Where a value stands and how another is put there."""

    field: str
    where: str
    path: tuple[str, ...]
    put: Put | None

    def inner(self, where: str, name: str, put: Put | None) -> "Place":
        """A place inside this one."""
        return Place(
            self.field,
            f"{self.where} · {where}" if self.where and where else self.where or where,
            (*self.path, name),
            put,
        )


def pieces(page: Page) -> Iterator[Piece]:
    """Every text a reader (or a screen reader) of the page can meet, in its order; then the attached files' texts."""
    files: dict[int, AbstractDocument] = {}
    for place, value in _values(page):
        if isinstance(value, AbstractDocument):
            files[value.pk] = value
            yield Piece(place.field, f"{place.where} · {_('title of the file')}", value.title, path=place.path)
        elif isinstance(value, AbstractImage):
            yield from _picture(place, value)
        elif isinstance(value, RichText):
            yield from _rich(place, value.source)
            if linked := richtext.document_ids(value.source):
                files |= get_document_model().objects.in_bulk(linked)
        elif str(value).strip():
            yield Piece(place.field, place.where, str(value), path=place.path, put=place.put)
    for document in files.values():
        content = attachments.content_of(document)
        if content and (content.text or content.problem):
            yield Piece(
                "",
                document.title,
                content.text,
                document=document.title,
                problem=content.problem,
                hash=content.hash,
                promised=content.promised,
            )


def _picture(place: Place, image: AbstractImage) -> Iterator[Piece]:
    """What a picture brings along when the page has no words of its own for it."""
    where = f"{place.where}（{image.title}）"
    for name in ("alt", "credit", "description"):
        if words := getattr(image, name, ""):
            yield Piece(place.field, where, words, path=place.path, part=name)


def _rich(place: Place, html: str) -> Iterator[Piece]:
    if (text := richtext.plain(html)).strip():
        yield Piece(place.field, place.where, text, path=place.path, put=place.put, html=html)
    for address in richtext.addresses(html):
        if address not in text:
            yield Piece(place.field, f"{place.where} · {_('link')}", address, path=place.path)


def _values(page: Page) -> Iterator[tuple[Place, Any]]:
    yield from _fields(page)
    for relation in _child_relations(page):
        # The objects that the page holds in memory: what is put into them is saved with it.
        children = getattr(page, relation).get_object_list()
        # In the order in which the editor shows them.
        for number, child in enumerate(sorted(children, key=lambda child: getattr(child, "sort_order", None) or 0)):
            yield from _fields(child, relation, number)


def _child_relations(page: Page) -> list[str]:
    names = []
    for relation in page._meta.related_objects:
        if isinstance(relation.field, ParentalKey) and relation.related_model._meta.app_label not in {"wagtailcore"}:
            names.append(relation.get_accessor_name())
    return [name for name in names if name]


def _fields(instance: models.Model, relation: str = "", number: int = 0) -> Iterator[tuple[Place, Any]]:
    """The values of a model's own fields; of a child object when `relation` names where it hangs."""
    for model_field in instance._meta.get_fields():
        name = getattr(model_field, "name", "")
        if name in SKIP or (model_field.model is Page and name not in PAGE_FIELDS):
            continue
        label = str(getattr(model_field, "verbose_name", name))
        path = (relation, str(number), name) if relation else (name,)
        where = f"{instance._meta.verbose_name} {number + 1} · {label}" if relation else label
        place = Place(relation or name, where, path, _setter(instance, name))
        if isinstance(model_field, StreamField):
            yield from _leaves(getattr(instance, name), Place(name, "", (name,), None))
        elif isinstance(model_field, RichTextField):
            yield place, RichText(getattr(instance, name) or "")
        elif isinstance(model_field, models.CharField | models.TextField):
            if not model_field.choices and (value := getattr(instance, name)):
                yield place, value
        elif isinstance(model_field, models.ForeignKey) and issubclass(
            model_field.related_model, AbstractImage | AbstractDocument
        ):
            yield from [(place, value)] if (value := getattr(instance, name)) else []


def _setter(target: Any, name: str) -> Put:
    return lambda value: setattr(target, name, value)


def _item(target: Any, key: Any) -> Put:
    return lambda value: target.__setitem__(key, value)


def _leaves(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Each end of a stream value with its place, which reads like `3 · 图片 · 图注`."""
    if isinstance(value, blocks.StreamValue):
        for number, child in enumerate(value):
            inner = Place(
                place.field,
                f"{number + 1} · {child.block.label}",
                (*place.path, child.id or str(number)),
                _setter(child, "value"),
            )
            yield from _leaves(child.value, inner)
    elif isinstance(value, blocks.StructValue):
        for name, child in value.items():
            block = value.block.child_blocks[name]
            if not isinstance(block, blocks.ChoiceBlock | blocks.PageChooserBlock):
                yield from _leaves(child, place.inner(str(block.label), name, _item(value, name)))
    elif isinstance(value, blocks.list_block.ListValue):
        for number, bound in enumerate(value.bound_blocks):
            inner = place.inner(str(number + 1), bound.id or str(number), _setter(bound, "value"))
            yield from _leaves(bound.value, inner)
    elif isinstance(value, dict):
        yield from _table(value, place)
    elif isinstance(value, RichText):
        put = place.put
        yield Place(place.field, place.where, place.path, (lambda html: put(RichText(html))) if put else None), value
    elif isinstance(value, str | AbstractDocument | AbstractImage):
        yield place, value


def _table(value: dict[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    if value.get("table_caption"):
        yield place.inner(_("caption"), "caption", _item(value, "table_caption")), value["table_caption"]
    for row_number, row in enumerate(value.get("data") or []):
        for column, cell in enumerate(row):
            if cell:
                where = _("row %(row)d, column %(column)d") % {"row": row_number + 1, "column": column + 1}
                yield place.inner(where, f"{row_number}-{column}", _item(row, column)), str(cell)
