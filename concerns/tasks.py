"""What takes longer than a request: the import of a list, by the job worker."""

import base64

from django.core.cache import cache
from django_tasks import task

from reform.people.encryption import seal, unseal
from reform.people.models import User

from .actions import import_list
from .importing import Heads, UnreadableList, read

PURPOSE = "list of concerns"
# A list waits so long for its confirmation; it is sealed meanwhile, since it is full of personal data.
WAITS = 3600


def keep(user: User, data: bytes, source: str) -> None:
    """Puts a list aside until it is confirmed; one a person."""
    cache.set(_key(user.pk), {"source": source, "sealed": seal(base64.b64encode(data).decode(), PURPOSE)}, WAITS)


def kept(user_id: int) -> tuple[str, bytes] | None:
    """The source and the list that was put aside."""
    row = cache.get(_key(user_id))
    return (row["source"], base64.b64decode(unseal(row["sealed"], PURPOSE))) if row else None


def forget(user_id: int) -> None:
    cache.delete(_key(user_id))


def progress(user_id: int) -> dict[str, object] | None:
    """`done`, `all`, and in the end `new`, `existing` or `error`."""
    return cache.get(f"{_key(user_id)}:progress")


def say(user_id: int, **told: object) -> None:
    cache.set(f"{_key(user_id)}:progress", told, WAITS)


@task()
def take_in(user_id: int, mapping: Heads) -> None:
    """Imports the list this person put aside. Twice does nothing the second time."""
    found = kept(user_id)
    if found is None:
        return
    source, data = found
    try:
        listing = read(data, mapping)
    except UnreadableList as error:
        say(user_id, error=str(error))
        return
    total = len(listing.entries)
    user = User.objects.get(pk=user_id)
    done = import_list(
        source, listing.entries, listing.columns, lambda count: say(user_id, done=count, all=total), user
    )
    say(user_id, done=total, all=total, new=done.new, existing=done.existing)
    forget(user_id)


def _key(user_id: int) -> str:
    return f"concern-import:{user_id}"
