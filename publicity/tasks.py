"""Reading a Word file and making its draft: at once for small files, by the job worker for large ones."""

import contextlib
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from .importing import make_page, store_pictures
from .models import WordImport
from .word.draft import Draft, make_draft
from .word.package import UnreadableWordFile, open_word

LARGE = 3 * 1024 * 1024
KEPT_DAYS = 7


@task()
def read_word(import_id: str) -> None:
    """Reads the file of an import. What cannot be read leaves its reason in `problem`."""
    row = WordImport.objects.filter(pk=import_id, state=WordImport.State.WAITING).first()
    if row is None:
        return
    try:
        row.draft = draft_of(row).to_json()
    except UnreadableWordFile as error:
        row.state, row.problem = WordImport.State.FAILED, str(error)
        forget_file(row)
    else:
        row.state, row.total = WordImport.State.READ, len(row.draft["pictures"])
    row.save()


@task()
def make_draft_page(import_id: str) -> None:
    """Makes the page of a confirmed import, counting pictures as they are stored."""
    row = WordImport.objects.select_related("by", "column").filter(pk=import_id, state=WordImport.State.MAKING).first()
    if row is None:
        return
    try:
        _make(row)
    except (UnreadableWordFile, PermissionDenied, ValidationError, OSError) as error:
        # What was read a minute ago: the column is gone, the right was taken away, the disk is full.
        WordImport.objects.filter(pk=row.pk).update(state=WordImport.State.FAILED, problem=_said(error))
    forget_file(row)


def _make(row: WordImport) -> None:
    draft = draft_of(row)
    draft.title, draft.fields = row.draft["title"], row.draft["fields"]

    def progress(done: int, total: int) -> None:
        WordImport.objects.filter(pk=row.pk).update(done=done, total=total)

    images = store_pictures(draft, progress)
    with transaction.atomic():
        row.page = make_page(draft, row.column, row.by, images)
        row.draft["left_out"] = draft.to_json()["left_out"]
        row.state, row.done = WordImport.State.DONE, row.total
        row.save()


def _said(error: Exception) -> str:
    if isinstance(error, UnreadableWordFile):
        return str(error)
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("The draft could not be made. Try again, or ask an administrator.")


def draft_of(row: WordImport) -> Draft:
    """What the file of an import holds. Raises `UnreadableWordFile`."""
    with row.file.open("rb") as stream, override("zh-hans"):
        return make_draft(open_word(stream.read()), row.kind, row.name.rsplit(".", 1)[0])  # type: ignore[arg-type]


def start(row: WordImport, job: Any) -> None:
    """Does the job now when the file is small, else leaves it to the worker."""
    if row.file.size <= LARGE:
        job.func(str(row.pk))
    else:
        transaction.on_commit(lambda: job.enqueue(str(row.pk)))


def forget_file(row: WordImport) -> None:
    """What was read is on its page now, or of no use."""
    with contextlib.suppress(OSError):
        row.file.delete(save=False)
    WordImport.objects.filter(pk=row.pk).update(file="")


def prune() -> int:
    """Deletes imports nobody confirmed for a week, with their files; how many."""
    old = list(WordImport.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)))
    for row in old:
        forget_file(row)
        row.delete()
    return len(old)
