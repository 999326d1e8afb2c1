"""Which columns the list has, and which somebody wants to see. No column holds contact details; the matter has no names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reform.pages.templatetags.look import long_moment

from ..models import Concern, ListColumns


@dataclass(frozen=True)
class Column:
    """`value` as it is shown; `plain` as a file holds it."""

    key: str
    label: str | Promise
    value: Callable[[Concern], Any]
    plain: Callable[[Concern], Any] | None = None


COLUMNS = [
    Column("state", _("state"), lambda row: row.get_state_display()),
    Column("topic", _("topic"), lambda row: row.topic or ""),
    Column("region", _("region"), lambda row: row.region or ""),
    Column("unit", _("lead unit"), lambda row: row.unit or ""),
    Column("handler", _("handler"), lambda row: row.handler or ""),
    Column("channel", _("channel"), lambda row: row.get_channel_display()),
    Column("kind", _("kind"), lambda row: row.get_kind_display()),
    Column("urgency", _("urgency"), lambda row: row.get_urgency_display()),
    Column("received", _("received on"), lambda row: long_moment(row.received_at), lambda row: row.received_at),
    Column("due", _("due"), lambda row: long_moment(row.due) if row.due else "", lambda row: row.due),
    Column(
        "answered",
        _("answered on"),
        lambda row: long_moment(row.answered_at) if row.answered_at else "",
        lambda row: row.answered_at,
    ),
]
BY_KEY = {column.key: column for column in COLUMNS}
DEFAULT = ("state", "topic", "unit", "received", "due")
# What the list reads of each row: never the texts.
NEEDED = (
    "state", "channel", "kind", "urgency", "received_at", "due", "answered_at", "subject",
    "topic__name", "region__name", "unit__name", "unit__short_name", "unit__name_en", "handler__name", "handler__username",
)  # fmt: skip


def chosen_by(user: Any) -> list[Column]:
    """The columns somebody chose, in the order of the list, or the usual ones."""
    row = ListColumns.objects.filter(user=user).first()
    keys = row.columns if row else DEFAULT
    return [column for column in COLUMNS if column.key in keys]


def choose(user: Any, keys: list[str]) -> None:
    """Remembers them; none at all brings the usual ones back."""
    known = [key for key in keys if key in BY_KEY]
    if known:
        ListColumns.objects.update_or_create(user=user, defaults={"columns": known})
    else:
        ListColumns.objects.filter(user=user).delete()
