"""The sections an editor composes the home page from.

What the sections show is fetched for the whole page at once (`Shelf`): the number of queries does not grow with them.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.models import Page

from . import previews
from .blocks import FiguresBlock
from .own_links import page_ids_of
from .unknown import KeepingStreamBlock


class Shelf:
    """The pages that sections show: `page(id)` by choice of an editor, `newest(column id)` from columns."""

    def __init__(self, sections: StreamValue | list[Any]) -> None:
        from . import queries

        chosen: set[int] = set()
        wanted: dict[int, int] = {}
        for section in sections:
            chosen |= section.block.chosen_ids(section.value)
            for column_id, count in section.block.wanted_entries(section.value):
                wanted[column_id] = max(count, wanted.get(column_id, 0))
        columns = queries.public_columns(wanted)
        newest = {pk: list(queries.column_articles(columns[pk])[: wanted[pk]]) for pk in columns}
        rows = {page.pk for pages in newest.values() for page in pages}
        self.pages = queries.specific_by_id(chosen | rows | set(columns))
        self._newest = {pk: [page.pk for page in pages] for pk, pages in newest.items()}

    def page(self, pk: int | None) -> Any:
        """The page, or None when it is not public (any more)."""
        return self.pages.get(pk) if pk else None

    def newest(self, column_id: int, count: int) -> list[Any]:
        ids = self._newest.get(column_id, [])[:count]
        return [self.pages[pk] for pk in ids if pk in self.pages]


class Section(blocks.StructBlock):
    """A section says which pages it needs and gives them to its template."""

    def chosen_ids(self, value: Any) -> set[int]:
        return set()

    def wanted_entries(self, value: Any) -> list[tuple[int, int]]:
        return []

    def shown(self, value: Any, shelf: Shelf) -> dict[str, Any]:
        return {}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        shelf = context.get("shelf") or Shelf([self.bind(value)])
        return context | self.shown(value, shelf)


class LeadSection(Section):
    """Template context: `lead` (a page or None) and `others`."""

    lead = blocks.PageChooserBlock(label=_("lead story"))
    others = blocks.ListBlock(blocks.PageChooserBlock(), label=_("more stories"), max_num=6)

    class Meta:
        icon = "pick"
        label = _("lead stories")
        description = _("One story with a large picture, and up to six more")
        preview_value = staticmethod(previews.lead_section)
        template = "sections/lead.html"

    def chosen_ids(self, value: Any) -> set[int]:
        return {page.pk for page in [value.get("lead"), *value.get("others", [])] if page}

    def shown(self, value: Any, shelf: Shelf) -> dict[str, Any]:
        pages = [shelf.page(page.pk) for page in [value.get("lead"), *value.get("others", [])] if page]
        pages = [page for page in pages if page]
        # A lead that was withdrawn leaves its place to the next.
        return {"lead": pages[0] if pages else None, "others": pages[1:]}


class ColumnSectionItem(blocks.StructBlock):
    column = blocks.PageChooserBlock(label=_("column"), page_type="pages.ColumnPage")
    count = blocks.IntegerBlock(label=_("how many"), default=3, min_value=1, max_value=12)

    class Meta:
        icon = "list-ul"
        label = _("column")


class ColumnsSection(Section):
    """Template context: `columns`, each with `page` and `entries`."""

    items = blocks.ListBlock(ColumnSectionItem(), label=_("columns"), min_num=1, max_num=3)

    class Meta:
        icon = "list-ul"
        label = _("columns side by side")
        description = _("The newest entries of one to three columns")
        preview_value = staticmethod(previews.columns_section)
        template = "sections/columns.html"

    def wanted_entries(self, value: Any) -> list[tuple[int, int]]:
        return [(item["column"].pk, item["count"]) for item in value["items"] if item["column"]]

    def shown(self, value: Any, shelf: Shelf) -> dict[str, Any]:
        columns = [
            {"page": shelf.page(pk), "entries": shelf.newest(pk, count)} for pk, count in self.wanted_entries(value)
        ]
        return {"columns": [column for column in columns if column["page"]]}


class CardsSection(Section):
    """Template context: `column` and `entries`, its newest, with pictures."""

    column = blocks.PageChooserBlock(label=_("column"), page_type="pages.ColumnPage")
    count = blocks.ChoiceBlock(label=_("how many"), choices=[("3", "3"), ("6", "6")], default="3")

    class Meta:
        icon = "grip"
        label = _("column with pictures")
        description = _("The newest three or six entries of one column, each with its picture")
        preview_value = staticmethod(previews.cards_section)
        template = "sections/cards.html"

    def wanted_entries(self, value: Any) -> list[tuple[int, int]]:
        return [(value["column"].pk, int(value["count"]))] if value["column"] else []

    def shown(self, value: Any, shelf: Shelf) -> dict[str, Any]:
        wanted = self.wanted_entries(value)
        return {"column": shelf.page(wanted[0][0]), "entries": shelf.newest(*wanted[0])} if wanted else {}


class TopicsSection(Section):
    """Template context: `topics`, the topic pages that are public."""

    title = blocks.CharBlock(label=_("title"), max_length=30)
    topics = blocks.ListBlock(blocks.PageChooserBlock(page_type="pages.TopicPage"), label=_("topics"))

    class Meta:
        icon = "tag"
        label = _("topics")
        description = _("Special topics with title and picture")
        preview_value = staticmethod(previews.topics_section)
        template = "sections/topics.html"

    def chosen_ids(self, value: Any) -> set[int]:
        return {page.pk for page in value["topics"] if page}

    def shown(self, value: Any, shelf: Shelf) -> dict[str, Any]:
        pages = [shelf.page(page.pk) for page in value["topics"] if page]
        return {"topics": [page for page in pages if page]}


class TileItem(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=30)
    text = blocks.CharBlock(label=_("text"), max_length=80, required=False)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.CharBlock(
        label=_("or address"), required=False, help_text=_("A path on this site, such as /courses/")
    )

    class Meta:
        icon = "link"
        label = _("tile")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        errors = {}
        if not self.is_deferred_validation and bool(value["page"]) == bool(value["address"]):
            errors["page"] = ValidationError(_now("Choose a page or give an address, one of the two."))
        if value["address"] and not re.fullmatch(r"/(?!/)[^\s\\]*", value["address"]):
            errors["address"] = ValidationError(_now("Give a path that begins with one slash, such as /courses/."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        page = Page.objects.filter(pk__in=page_ids_of([value["address"] or ""])).first()
        if page is not None and not re.search("[?#]", value["address"]):
            # The page itself says how it is called, that it moved, and that it is no longer in force.
            value["page"], value["address"] = page.specific, ""
        return value


class TilesSection(Section):
    """Template context: `tiles`, each with `title`, `text` and either `page` or `address`."""

    title = blocks.CharBlock(label=_("title"), max_length=30, required=False)
    tiles = blocks.ListBlock(TileItem(), label=_("tiles"), min_num=1, max_num=6)

    class Meta:
        icon = "grip"
        label = _("entry tiles")
        description = _("Doors to what people come for, such as training and asking")
        preview_value = staticmethod(previews.tiles_section)
        template = "sections/tiles.html"

    def chosen_ids(self, value: Any) -> set[int]:
        return {tile["page"].pk for tile in value["tiles"] if tile["page"]}

    def shown(self, value: Any, shelf: Shelf) -> dict[str, Any]:
        tiles = []
        for tile in value["tiles"]:
            page = shelf.page(tile["page"].pk) if tile["page"] else None
            if page or tile["address"]:
                tiles.append({"title": tile["title"], "text": tile["text"], "page": page, "address": tile["address"]})
        return {"tiles": tiles}


class AskSection(Section):
    """Template context: `column` and `entries`, its newest answers; empty without a column."""

    title = blocks.CharBlock(label=_("title"), max_length=30)
    text = blocks.CharBlock(label=_("text"), max_length=80, required=False)
    column = blocks.PageChooserBlock(label=_("column of answers"), page_type="pages.ColumnPage", required=False)

    class Meta:
        icon = "openquote"
        label = _("ask")
        description = _("A field to ask in, beside the newest answers")
        preview_value = staticmethod(previews.ask_section)
        template = "sections/ask.html"

    def wanted_entries(self, value: Any) -> list[tuple[int, int]]:
        return [(value["column"].pk, 3)] if value["column"] else []

    def shown(self, value: Any, shelf: Shelf) -> dict[str, Any]:
        wanted = self.wanted_entries(value)
        return {"column": shelf.page(wanted[0][0]), "entries": shelf.newest(*wanted[0])} if wanted else {}


class FiguresSection(Section, FiguresBlock):
    class Meta:
        icon = "order"
        label = _("figures")
        group = ""
        template = "sections/figures.html"


class HomeBlock(KeepingStreamBlock):
    """The home page, section by section."""

    lead = LeadSection()
    columns = ColumnsSection()
    cards = CardsSection()
    topics = TopicsSection()
    tiles = TilesSection()
    ask = AskSection()
    figures = FiguresSection()
