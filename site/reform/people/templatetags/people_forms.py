"""Fields as the account pages show them."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def without_placeholder(field: BoundField) -> SafeString:
    """The field's input: the label above says what goes in, so the library's grey repetition inside is left out."""
    return field.as_widget(attrs={"placeholder": False})  # type: ignore[dict-item]
