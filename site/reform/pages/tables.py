"""The table block: with a caption and header cells, and cell by cell translatable."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail_localize.segments.types import StringSegmentValue

from . import previews

# The grid's own languages are not in Wagtail's copy of it: asked for any, it complains and shows English. Its menu, the
# only words it shows, is given to it.
GRID = {
    "language": "en-US",
    "contextMenu": {
        "items": {
            "row_above": {"name": gettext_lazy("Insert a row above")},
            "row_below": {"name": gettext_lazy("Insert a row below")},
            "between_rows": {"name": "---------"},
            "col_left": {"name": gettext_lazy("Insert a column on the left")},
            "col_right": {"name": gettext_lazy("Insert a column on the right")},
            "between_columns": {"name": "---------"},
            "remove_row": {"name": gettext_lazy("Remove the row")},
            "remove_col": {"name": gettext_lazy("Remove the column")},
            "before_undo": {"name": "---------"},
            "undo": {"name": gettext_lazy("Undo")},
            "redo": {"name": gettext_lazy("Redo")},
        }
    },
}


class BodyTableBlock(TableBlock):
    """A table that a screen reader can read: which cells are headers, and what it is about, must be said."""

    class Meta:
        icon = "table"
        label = gettext_lazy("table")
        description = gettext_lazy("Rows and columns, with a caption and header cells")
        template = "blocks/table.html"
        preview_value = staticmethod(previews.table)

    def get_table_options(self, table_options: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().get_table_options({**GRID, **(table_options or {})})

    def to_python(self, value: Any) -> Any:
        # Wagtail reads "" as "neither": then nobody would be asked again. What is not said stays unsaid.
        said = bool(value and (value.get("table_header_choice") or value.get("first_row_is_table_header")))
        value = super().to_python(value)
        if value and not said and not value.get("first_col_is_header"):
            value["table_header_choice"] = ""
        return value

    def clean(self, value: Any) -> Any:
        if not value or self.is_deferred_validation:
            return value
        rows = value.get("data") or []
        if not any(cell for row in rows for cell in row):
            raise ValidationError(_("The table is empty."))
        if value.get("table_header_choice", "neither") in {"", "neither"}:
            raise ValidationError(_("Say which cells are headers: the first row, the first column, or both."))
        if not (value.get("table_caption") or "").strip():
            raise ValidationError(_("Give the table a caption that says what it is about."))
        value = super().clean(value)
        value["first_row_is_table_header"] = value["table_header_choice"] in {"row", "both"}
        value["first_col_is_header"] = value["table_header_choice"] in {"col", "column", "both"}
        return value

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """For wagtail-localize: the caption and each cell with words in it."""
        if not value:
            return []
        segments = [StringSegmentValue("caption", value.get("table_caption") or "")]
        for row_number, row in enumerate(value.get("data") or []):
            segments += [
                StringSegmentValue(f"{row_number}-{column}", str(cell))
                for column, cell in enumerate(row)
                if has_words(cell)
            ]
        return [segment for segment in segments if not segment.is_empty()]

    def restore_translated_segments(self, value: Any, segments: list[StringSegmentValue]) -> Any:
        """The same table with the translated words in their places; a place that is gone is passed over."""
        value = {**value, "data": [list(row) for row in value.get("data") or []]}
        for segment in segments:
            if segment.path == "caption":
                value["table_caption"] = segment.render_text()
                continue
            row, _dash, column = segment.path.partition("-")
            if int(row) < len(value["data"]) and int(column) < len(value["data"][int(row)]):
                value["data"][int(row)][int(column)] = segment.render_text()
        return value


def has_words(cell: Any) -> bool:
    """Figures and signs are the same in every language."""
    return any(character.isalpha() for character in str(cell or ""))
