"""What administrators do to the search; each checks who asks."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from reform.people.models import User

from . import indexing
from .models import Outbox


@transaction.atomic
def retry_given_up(by: User, pks: Iterable[int] | None = None) -> int:
    """Lets the worker try again what it gave up: these rows, or all. Returns how many. Raises `PermissionDenied`."""
    if not by.has_perm("search.retry_outbox"):
        raise PermissionDenied
    rows = Outbox.objects.filter(dead=True)
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    chosen = list(rows)
    for row in chosen:
        log(instance=row, action="search.retry", user=by, data={"page": row.page, "error": row.error})
    return indexing.retry_dead(row.pk for row in chosen)
