"""Lists of hotlines come in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from .. import events
from ..importing import Entry
from ..likeness import matter_of, terms_of
from ..models import Concern, ConcernTerm, SourceMapping
from . import clocks

BATCH = 500


@dataclass(frozen=True)
class Imported:
    new: int
    existing: int


def known_numbers(source: str, entries: Sequence[Entry]) -> set[str]:
    """Those numbers of the source that are in the inbox already."""
    found: set[str] = set()
    numbers = [entry.source_number for entry in entries if entry.source_number]
    for start in range(0, len(numbers), BATCH):
        part = numbers[start : start + BATCH]
        found.update(
            Concern.objects.filter(source=source, source_number__in=part).values_list("source_number", flat=True)
        )
    return found


@transaction.atomic
def import_list(
    source: str,
    entries: Sequence[Entry],
    columns: dict[str, list[str]],
    progress: Callable[[int], None] | None = None,
    user: Any = None,
) -> Imported:
    """Takes in the entries of a hotline's list whose number is not there yet, all or none, and remembers the columns.

    An entry without a number is known again by its time and text. `progress` is called with how many are done.
    """
    known = known_numbers(source, entries)
    fresh = [entry for entry in entries if entry.source_number not in known]
    new = 0
    for start in range(0, len(fresh), BATCH):
        batch = [_concern(source, entry) for entry in fresh[start : start + BATCH] if not _present(source, entry)]
        Concern.objects.bulk_create(batch)
        ConcernTerm.objects.bulk_create(
            [ConcernTerm(concern=concern, term=term) for concern in batch for term in terms_of(concern.matter)],
            batch_size=BATCH,
        )
        clocks.begin_many(concern for concern in batch if concern.state == Concern.State.LOGGED)
        new += len(batch)
        if progress:
            progress(min(start + BATCH, len(fresh)))
    SourceMapping.objects.update_or_create(source=source, defaults={"columns": columns})
    done = Imported(new, len(entries) - new)
    events.append(None, "imported", user, {"source": source, "new": done.new, "existing": done.existing})
    return done


def _present(source: str, entry: Entry) -> bool:
    if entry.source_number:
        return False
    return Concern.objects.filter(source=source, received_at=entry.received_at, text=entry.text).exists()


def _concern(source: str, entry: Entry) -> Concern:
    return Concern(
        channel=Concern.Channel.HOTLINE,
        state=Concern.State.CLOSED if entry.answer else Concern.State.LOGGED,
        source=source,
        source_number=entry.source_number,
        received_at=entry.received_at,
        subject=entry.subject,
        text=entry.text,
        answer=entry.answer,
        answered_at=entry.answered_at,
        matter=matter_of(entry.subject, entry.text),
    )
