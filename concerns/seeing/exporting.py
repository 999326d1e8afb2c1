"""The list as a file, made by the worker: facts of each concern and none of its words, since words may name somebody.

Accusations are in no file. The row of `ListExport` and an event on the chain stay as the log; the file goes after a week.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from reform.pages.sheets import workbook

from .. import access, events
from ..models import Concern, ListExport
from ..queries import visible_to
from . import columns
from .filters import FilterForm, narrowed

MOST_ROWS = 200_000
KEPT_DAYS = 7


@transaction.atomic
def ask(user: Any, form: FilterForm) -> ListExport:
    """Writes down who wants what, and leaves the making to the worker. The form is valid."""
    export = ListExport.objects.create(by=user, query=form.chosen, words=form.words[:300])
    events.append(None, "export_asked", user, {"export": export.pk, "query": _without_words(form.chosen)})
    transaction.on_commit(lambda: make.enqueue(export.pk))
    return export


def _without_words(query: dict[str, str]) -> dict[str, str]:
    """What was searched for may be somebody's name: the event says only that there was a search."""
    return query | {"q": "*"} if "q" in query else query


@task()
def make(export_id: int) -> None:
    """Makes the file with what its owner may see now."""
    export = ListExport.objects.select_related("by").filter(pk=export_id, state=ListExport.State.WAITING).first()
    if export is None:
        return
    form = FilterForm(export.query)
    with override("zh-hans"):
        if not access.staff(export.by) or not form.is_valid():
            ListExport.objects.filter(pk=export.pk).update(state=ListExport.State.FAILED)
            return
        found = narrowed(visible_to(export.by), form.cleaned_data, export.by).filter(restricted=False)
        counted = _Counted(found)
        headings = [_("number of the concern"), *(column.label for column in columns.COLUMNS)]
        data = workbook([(_("Concerns"), headings, counted)])
    export.file.save("list.xlsx", ContentFile(data), save=False)
    export.state, export.rows = ListExport.State.DONE, counted.number
    with transaction.atomic():
        export.save(update_fields=["file", "state", "rows"])
        events.append(None, "exported", export.by, {"export": export.pk, "rows": export.rows})


class _Counted:
    """The rows for the file, a few at a time, and how many there were."""

    def __init__(self, found: QuerySet[Concern]) -> None:
        self.found, self.number = found, 0

    def __iter__(self) -> Iterator[list[Any]]:
        rows = (
            self.found.select_related("topic", "region", "unit", "handler")
            .only(*columns.NEEDED)
            .order_by("-received_at", "-pk")[:MOST_ROWS]
        )
        for row in rows.iterator(chunk_size=2000):
            self.number += 1
            yield [row.number, *((column.plain or column.value)(row) for column in columns.COLUMNS)]


def fetch(export: ListExport, user: Any) -> bytes:
    """The file, for whoever asked for it; each time is an event. Raises `FileNotFoundError`."""
    if export.by_id != user.pk or export.state != ListExport.State.DONE:
        raise FileNotFoundError
    with export.file.open("rb") as stream:
        data: bytes = stream.read()
    with transaction.atomic():
        events.append(None, "export_fetched", user, {"export": export.pk})
        ListExport.objects.filter(pk=export.pk).update(fetched=export.fetched + 1)
    return data


def prune() -> int:
    """Deletes the files of a week ago; how many."""
    old = ListExport.objects.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).exclude(
        state=ListExport.State.GONE
    )
    gone = 0
    for export in old:
        export.forget()
        gone += 1
    return gone
