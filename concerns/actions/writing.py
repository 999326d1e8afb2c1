"""What every action needs: the row held, notes kept, errors in words."""

from typing import Any

from .. import events
from ..models import Concern, Note


class ConcernError(Exception):
    """`str()` says to the user what is wrong."""


class NotPossible(ConcernError):
    """The step is not possible now."""


def locked(concern: Concern) -> Concern:
    """The row as it is now, held until the transaction ends."""
    return Concern.objects.select_for_update().get(pk=concern.pk)


def write_note(concern: Concern, kind: str, user: Any, text: str) -> dict[str, Any]:
    """Keeps what somebody wrote and returns what the event says of it."""
    text = text.strip()
    if not text:
        return {}
    note = Note.objects.create(concern=concern, event=kind, text=text, by=user)
    return {"note": note.pk, "digest": events.digest(concern, text)}
