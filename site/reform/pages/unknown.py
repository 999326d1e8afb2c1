"""Blocks that this version does not know: made by a newer version, or by a part that is not installed here.

Wagtail drops such blocks when it reads a body, and the next save loses them. `KeepingStreamBlock` wraps them instead in
an `UnknownBlock` that carries the stored data untouched, shows nothing to readers, and tells the editor what it is.
"""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter, StreamValue

NAME = "unknown"


class KeptDataInput(forms.HiddenInput):
    """Carries the stored block through the form, with a sentence where its fields would be."""

    input_type = "hidden"

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        return format_html(
            '<p class="help-block help-warning">{}</p>{}',
            _("This block was made by a newer version of the site. It is kept as it is and not shown to readers."),
            super().render(name, value, attrs, renderer),
        )

    @property
    def is_hidden(self) -> bool:
        return False


class UnknownBlock(blocks.FieldBlock):
    """Value: the stored block, a dict with `type` and `value`."""

    class Meta:
        icon = "warning"
        label = gettext_lazy("block of a newer version")
        template = "blocks/unknown.html"
        default = None

    @cached_property
    def field(self) -> forms.Field:
        return forms.CharField(required=False, widget=KeptDataInput())

    def value_from_form(self, value: str) -> Any:
        try:
            data = json.loads(value)
        except (TypeError, ValueError):
            data = None
        return data if isinstance(data, dict) and isinstance(data.get("type"), str) else None

    def value_for_form(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False) if value else ""

    def clean(self, value: Any) -> Any:
        if not value:
            raise ValidationError(_("This block holds nothing. Delete it."))
        return value

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Nothing to translate: wagtail-localize copies the block as it is."""
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        return value


class KeepingStreamBlock(blocks.StreamBlock):
    """A StreamBlock that loses no block it does not know."""

    unknown = UnknownBlock()

    def to_python(self, value: Any) -> StreamValue:
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                return super().to_python(value)
        if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
            value = [self._wrapped(child) for child in value]
        return super().to_python(value)

    def bulk_to_python(self, values: Any) -> list[StreamValue]:
        return super().bulk_to_python([[self._wrapped(child) for child in stream] for stream in values])

    def get_prep_value(self, value: Any) -> list[dict[str, Any]]:
        return [self._unwrapped(child) for child in super().get_prep_value(value)]

    def _wrapped(self, child: dict[str, Any]) -> dict[str, Any]:
        if child["type"] in self.child_blocks:
            return child
        return {"type": NAME, "value": {"type": child["type"], "value": child.get("value")}, "id": child.get("id")}

    def _unwrapped(self, child: dict[str, Any]) -> dict[str, Any]:
        if child["type"] != NAME or not child["value"]:
            return child
        return {"type": child["value"]["type"], "value": child["value"]["value"], "id": child["id"]}


class KeepingStreamBlockAdapter(StreamBlockAdapter):
    """Editors keep, move and delete unknown blocks; the picker does not offer them."""

    js_constructor = "reform.pages.KeepingStreamBlock"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["admin/keeping-stream-block.js"])


register(KeepingStreamBlockAdapter(), KeepingStreamBlock)
