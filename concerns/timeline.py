"""The events of a concern in words, each with its note."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from reform.people.models import Unit, User

from .models import Answer, Concern, ConcernEvent
from .states import MOVES


@dataclass(frozen=True)
class Line:
    at: datetime
    by: Any
    label: str
    detail: str = ""
    note: str = ""


def _labels() -> dict[str, str]:
    return {
        "logged": _("Logged"),
        "asked": _("Sent through the public form"),
        "classified": _("Classified"),
        "plus_one": _("Another about the same matter was attached"),
        "minus_one": _("One that was attached stands by itself again"),
        "paused": _("Waiting for the person"),
        "resumed": _("No longer waiting"),
        "extended": _("Time limit extended"),
        "recused": _("Somebody keeps out"),
        "named": _("Staff named"),
        "noted": _("Note"),
        "remark": _("Remark of the person"),
        "corrected": _("Corrected by the person"),
        "followed_up": _("Called back"),
        "said_solved": _("The person says it is solved"),
        "contact_kept": _("Contact kept"),
        "contact_seen": _("Contact looked at"),
        "contact_erased": _("Contact erased"),
        "letter": _("Letter printed"),
        "publication_submitted": _("Publication submitted"),
        "publication_returned": _("Publication returned"),
        "published": _("Answer published"),
        "taken_down": _("Publication taken down"),
        "erased": _("Erased"),
    }


def timeline(concern: Concern) -> list[Line]:
    """The newest first. Three more queries than events, however many there are."""
    events = list(ConcernEvent.objects.filter(concern=concern).select_related("user"))
    notes = {note.pk: note.text for note in concern.notes.all()}
    units = Unit.objects.in_bulk({pk for event in events for pk in _units(event.data)})
    users = User.objects.in_bulk({event.data["user"] for event in events if "user" in event.data})
    labels = _labels()
    lines = []
    for event in events:
        label = MOVES[event.kind].label if event.kind in MOVES else labels.get(event.kind, event.kind)
        detail = _detail(event, units, users)
        lines.append(Line(event.at, event.user, str(label), detail, notes.get(event.data.get("note", 0), "")))
    return lines


def _units(data: dict[str, Any]) -> list[int]:
    return [*([data["unit"]] if "unit" in data else []), *data.get("helpers", [])]


def _detail(event: ConcernEvent, units: dict[int, Unit], users: dict[int, User]) -> str:
    data = event.data
    if "unit" in data:
        return "、".join(str(units[pk]) for pk in _units(data) if pk in units)
    if "user" in data and data["user"] in users:
        return str(users[data["user"]])
    if "days" in data:
        return _("%(count)d days") % {"count": data["days"]}
    if "way" in data:
        return str(Answer.Way(data["way"]).label)
    if "because" in data:
        return str(Concern.Rejection(data["because"]).label)
    if event.kind == "followed_up":
        words = {True: _("yes"), False: _("no"), None: _("not known")}
        names = {"responded": _("responded"), "solved": _("solved"), "satisfied": _("satisfied")}
        return "；".join(f"{names[name]}：{words[data.get(name)]}" for name in names)
    if event.kind == "classified":
        fields = {
            field.name: str(field.verbose_name)
            for field in Concern._meta.get_fields()
            if hasattr(field, "verbose_name")
        }
        return "、".join(fields.get(name, name) for name in data)
    return ""
