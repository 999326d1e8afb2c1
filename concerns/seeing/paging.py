"""Pages by key: the thousandth page costs what the first one does, and nothing is skipped when rows are added."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from ..models import Concern

SIZE = 50


@dataclass(frozen=True)
class Slice:
    """`ids` in order; `after` and `before` are the keys that lead on and back, empty where there is nothing."""

    ids: list[int]
    after: str
    before: str


# order → (field, whether it falls). The id decides between equals and always falls with it.
FIELDS = {"received": ("received_at", True), "due": ("due", False), "number": (None, True)}


def key_of(row: tuple[Any, ...]) -> str:
    return "_".join(str(value.timestamp()) if isinstance(value, datetime) else str(value) for value in row)


def _read(key: str, order: str) -> tuple[Any, int] | None:
    """The value and the id of a key; None for what is no key of this order."""
    *rest, last = key.split("_")
    try:
        number = int(last)
        if order == "number":
            return None if rest else (None, number)
        (moment,) = rest
        return datetime.fromtimestamp(float(moment), UTC), number
    except (ValueError, OverflowError, OSError):
        return None


def page(concerns: QuerySet[Concern], order: str, after: str = "", before: str = "", size: int = SIZE) -> Slice:
    """The ids from one key on, or those before one. Order: `received`, `due` (those that have a due date) or `number`."""
    field, falls = FIELDS[order]
    if order == "due":
        concerns = concerns.filter(due__isnull=False)
    key, back = (_read(before, order), True) if before else (_read(after, order), False)
    if key is None:
        back = False
    down = falls != back
    ahead, sign = ("lt", "-") if down else ("gt", "")
    if key:
        value, number = key
        if field:
            # The first condition is the one an index serves.
            concerns = concerns.filter(
                Q(**{f"{field}__{ahead}e": value}), Q(**{f"{field}__{ahead}": value}) | Q(**{f"pk__{ahead}": number})
            )
        else:
            concerns = concerns.filter(**{f"pk__{ahead}": number})
    names = [field, "pk"] if field else ["pk"]
    rows = list(concerns.order_by(*(f"{sign}{name}" for name in names)).values_list(*names)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    if not rows:
        return Slice([], "", "")
    onward = more if not back else True
    backward = more if back else bool(key)
    return Slice([row[-1] for row in rows], key_of(rows[-1]) if onward else "", key_of(rows[0]) if backward else "")
