"""Filters of the quiz pages."""

from django import template
from django.utils.translation import gettext_lazy as _

from ..bank.kinds import KINDS

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


@register.filter
def kind_words(kind: str) -> object:
    """A type of question in words."""
    return KINDS.get(kind, "")


EVENTS = {
    "imported": _("imported"),
    "created": _("created"),
    "described": _("topic, difficulty or tags changed"),
    "edited": _("new version"),
    "check": _("checked"),
    "checked": _("checked"),
    "ready": _("released"),
    "release": _("released"),
    "return": _("back to draft"),
    "retire": _("retired"),
    "revive": _("taken up again"),
    "exam_only": _("kept for exams"),
    "not_exam_only": _("for practice too"),
}


@register.filter
def event_words(kind: str) -> object:
    """An event of a question in words."""
    return EVENTS.get(kind, kind)
