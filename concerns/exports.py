"""Every export and every action on many concerns leaves an event: who, what, how many, by which filters. For all of the app."""

from typing import Any

from . import events
from .models import ConcernEvent


def note_export(
    user: Any, what: str, count: int, *, filters: dict[str, Any] | None = None, columns: list[str] | None = None
) -> ConcernEvent:
    """Notes that a file with concerns left the system. Call it in the view or job that makes the file, before it is given out.

    `filters`: as in the address, names and values; what somebody searched for is left out, since it may be a name.
    """
    kept = {name: value for name, value in (filters or {}).items() if name not in {"q", "text", "search"} and value}
    data = {
        "what": what,
        "count": count,
        "filters": kept,
        "columns": columns or [],
        "searched": bool((filters or {}).get("q")),
    }
    return events.append(None, "exported", user, data)


def note_bulk(user: Any, what: str, ids: list[int]) -> ConcernEvent:
    """Notes an action on many concerns at once, by their ids; each of them has its own event beside it."""
    return events.append(None, "bulk", user, {"what": what, "count": len(ids), "concerns": sorted(ids)})
