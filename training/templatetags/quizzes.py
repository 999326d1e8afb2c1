"""Filters of the quiz pages."""

from django import template

register = template.Library()


@register.filter
def clock(seconds: int) -> str:
    """1122 → 18:42, 4000 → 1:06:40."""
    hours, rest = divmod(max(int(seconds), 0), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


@register.filter
def points(value: object) -> str:
    """A mark without empty decimals: 2.00 → 2, 0.50 → 0.5, 10.00 → 10."""
    text = f"{value:f}" if hasattr(value, "normalize") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
