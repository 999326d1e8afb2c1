"""A concern is logged, classified, attached to another about the same matter, and taken apart again."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import access, events
from ..likeness import matter_of, terms_of
from ..models import Concern, ConcernTerm, LogDraft, Merge
from ..states import MOVES, State
from . import clocks
from .moving import move
from .writing import NotPossible, locked

# What staff may set of a concern, beside its text.
FACTS = ("kind", "urgency", "tone", "topic", "region", "accused_unit")
LONGEST = 20_000


def may_log(user: Any) -> bool:
    """The desk, and who takes accusations in."""
    return user.is_active and (user.has_perm(access.PERMISSIONS["concern_desk"]) or access.handles_accusations(user))


@transaction.atomic
def log(
    user: Any, *, channel: str, received_at: datetime, text: str, subject: str = "", same_as: Concern | None = None,
    **facts: Any,
) -> Concern:  # fmt: skip
    """Takes a concern in. `same_as`: one about the same matter, to which it is attached at once (+1).

    `facts`: see `FACTS`. An accusation is restricted from the first moment. Raises `PermissionDenied`, `NotPossible`.
    """
    if not may_log(user):
        raise PermissionDenied
    text = text.strip()
    if not text:
        raise NotPossible(_("There is no text."))
    if received_at > timezone.now():
        raise NotPossible(_("The time of receipt lies ahead."))
    concern = Concern(
        channel=channel, received_at=received_at, text=text[:LONGEST], subject=subject.strip()[:255], logged_by=user
    )
    for name, value in facts.items():
        if name not in FACTS:
            raise TypeError(name)
        setattr(concern, name, value)
    concern.restricted = concern.kind == Concern.Kind.ACCUSATION
    take_in(concern)
    events.append(concern, "logged", user, {"channel": concern.channel, "kind": concern.kind})
    clocks.begin(concern)
    LogDraft.objects.filter(user=user).delete()
    if same_as is not None:
        merge(concern, user, same_as)
        concern.refresh_from_db()
    return concern


def take_in(concern: Concern) -> None:
    """Saves a new concern with the words that lead to it. For everybody who makes one."""
    concern.matter = matter_of(concern.subject, concern.text)
    concern.save()
    ConcernTerm.objects.bulk_create([ConcernTerm(concern=concern, term=term) for term in terms_of(concern.matter)])


@transaction.atomic
def classify(concern: Concern, user: Any, **facts: Any) -> Concern:
    """Sets what a person confirmed of kind, urgency, tone, topic, region, accused unit; the time limits follow.

    What becomes an accusation is restricted; only who handles accusations takes that back. Raises `PermissionDenied`.
    """
    concern = locked(concern)
    if not access.sides(concern, user) & {"concern_desk", "handler", "unit_leader"}:
        raise PermissionDenied
    changed = {}
    for name in FACTS:
        if name in facts and getattr(concern, name) != facts[name]:
            changed[name] = [_plain(getattr(concern, name)), _plain(facts[name])]
            setattr(concern, name, facts[name])
    if not changed:
        return concern
    concern.restricted = concern.kind == Concern.Kind.ACCUSATION
    concern.save(update_fields=[*changed, "restricted"])
    events.append(concern, "classified", user, changed)
    if set(changed) & {"kind", "urgency"}:
        clocks.again(concern)
    return concern


def _plain(value: Any) -> Any:
    return getattr(value, "pk", value)


@transaction.atomic
def merge(concern: Concern, user: Any, into: Concern) -> Merge:
    """Attaches a concern to another about the same matter; both keep everything they have.

    An accusation is never merged with what others see. Raises `PermissionDenied`, `NotPossible`.
    """
    first, second = sorted((concern.pk, into.pk))
    rows = {row.pk: row for row in Concern.objects.select_for_update().filter(pk__in=(first, second)).order_by("pk")}
    concern, into = rows[concern.pk], rows[into.pk]
    if not access.may_see(into, user):
        raise PermissionDenied
    if concern.pk == into.pk or into.state == State.MERGED:
        raise NotPossible(_("A concern is attached to one that stands by itself."))
    if concern.restricted != into.restricted:
        raise NotPossible(_("An accusation is not attached to what others see."))
    if concern.merged.exists():
        raise NotPossible(_("Others are attached to this concern: attach them one by one, or the other way round."))
    before = concern.state
    move(concern, "merge", user, data={"into": into.pk}, merged_into=into)
    done = Merge.objects.create(concern=concern, into=into, state_before=before, by=user)
    events.append(into, "plus_one", user, {"concern": concern.pk})
    return done


@transaction.atomic
def unmerge(concern: Concern, user: Any) -> Concern:
    """Takes a merge back: the concern stands where it stood. Raises `PermissionDenied`, `NotPossible`."""
    done = Merge.objects.filter(concern=concern, undone_at=None).order_by("pk").last()
    if done is None or done.state_before not in MOVES["unmerge"].targets:
        raise NotPossible(_("This concern is not attached to another."))
    concern = move(concern, "unmerge", user, target=done.state_before, data={"into": done.into_id}, merged_into=None)
    Merge.objects.filter(pk=done.pk).update(undone_by=user, undone_at=timezone.now())
    events.append(done.into, "minus_one", user, {"concern": concern.pk})
    return concern
