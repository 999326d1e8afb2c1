"""Keeps a page's history readable while the editor saves by itself every second.

Wagtail shows entries of one kind with one `uuid` as a single line. Saves of one person that follow each other within
`WINDOW` get the same; of each such run only the first and the last entry are kept.
"""

from datetime import timedelta
from uuid import uuid4

from wagtail.models import PageLogEntry

WINDOW = timedelta(minutes=10)
SAVED = "wagtail.edit"


def join(entry: PageLogEntry) -> None:
    """Called before an entry is written: joins it to the run that it goes on."""
    if entry.action != SAVED or entry.user_id is None:
        return
    last = PageLogEntry.objects.filter(page=entry.page_id).order_by("-timestamp", "-pk").first()
    if (
        last is not None
        and last.action == SAVED
        and last.user_id == entry.user_id
        and last.uuid
        and entry.timestamp - last.timestamp < WINDOW
    ):
        entry.uuid = last.uuid
    elif entry.uuid is None:  # saved by code, outside of a request
        entry.uuid = uuid4()


def thin(entry: PageLogEntry) -> None:
    """Called after an entry was written: drops those between the first and the last of its run."""
    if entry.action != SAVED or not entry.uuid:
        return
    run = PageLogEntry.objects.filter(page=entry.page_id, action=SAVED, uuid=entry.uuid)
    first = run.order_by("timestamp", "pk").values_list("pk", flat=True).first()
    run.exclude(pk__in=[first, entry.pk]).delete()
