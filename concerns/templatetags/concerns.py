"""What public templates show of concerns."""

from django import template

from ..codes import grouped as in_groups

register = template.Library()


@register.filter
def grouped(code: str) -> str:
    """A receipt code as people read it out."""
    return in_groups(code)
