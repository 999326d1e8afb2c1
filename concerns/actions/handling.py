"""Dispatch, acceptance, objection, decision; recusal; call-back. Each hop keeps its time."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reform.people.models import Unit, User

from .. import access, events, mailing
from ..models import Clock, Concern, ConcernMail, Dispatch, FollowUp, Recusal
from ..models.handling import GONE
from ..states import State
from .moving import move
from .writing import NotPossible, locked, write_note


def lead_of(concern: Concern) -> Dispatch | None:
    """The hop the concern is with now."""
    return concern.dispatches.filter(lead=True).exclude(answer__in=GONE).order_by("pk").last()


@transaction.atomic
def take(concern: Concern, user: Any) -> Concern:
    """The office answers it itself. A unit whose objection was open is out of it. Raises `PermissionDenied`, `NotPossible`."""
    concern = move(locked(concern), "take", user, unit=user.unit, handler=user)
    _let_go(concern, user, Dispatch.Answer.UPHELD)
    return concern


@transaction.atomic
def dispatch(concern: Concern, user: Any, unit: Unit, helpers: Iterable[Unit] = (), note: str = "") -> Dispatch:
    """Gives a concern to a lead unit and helpers. Giving it to another unit than the one that objected upholds the objection.

    Accusations are not dispatched: they stay with who handles them. Raises `PermissionDenied`, `NotPossible`.
    """
    concern = locked(concern)
    helpers = [helper for helper in helpers if helper != unit]
    if concern.restricted:
        raise NotPossible(_("An accusation is not dispatched to a unit. Name the staff who handle it."))
    for each in (unit, *helpers):
        if not each.active or each.merged_into_id:
            raise NotPossible(_("The unit “%(unit)s” is closed.") % {"unit": each})
    current = lead_of(concern)
    if concern.state == State.RETURNED and current is not None and current.unit_id == unit.pk:
        raise NotPossible(_("This unit objected: overrule the objection with a reason, or choose another unit."))
    concern = move(
        concern, "dispatch", user, reason=note, unit=unit, handler=None,
        data={"unit": unit.pk, "helpers": [helper.pk for helper in helpers]},
    )  # fmt: skip
    _let_go(concern, user, Dispatch.Answer.UPHELD)
    now = timezone.now()
    until = Clock.objects.filter(concern=concern, rule="objection", stopped_at=None).order_by("pk").last()
    row = Dispatch.objects.create(
        concern=concern, unit=unit, by=user, at=now, object_until=until.due if until else None
    )
    for helper in helpers:
        Dispatch.objects.create(concern=concern, unit=helper, lead=False, by=user, at=now)
    people = mailing.on_side(concern, "handler", "unit_leader")
    mailing.tell(concern, ConcernMail.Kind.DISPATCHED, people, f"dispatch:{row.pk}")
    return row


def _let_go(concern: Concern, user: Any, answer: str) -> None:
    """Ends the hops there are: an objection is decided, the rest is taken back."""
    now = timezone.now()
    open_hops = concern.dispatches.exclude(answer__in=GONE)
    open_hops.filter(answer=Dispatch.Answer.OBJECTED).update(answer=answer, decided_by=user, decided_at=now)
    open_hops.update(answer=Dispatch.Answer.RECALLED, decided_by=user, decided_at=now)


@transaction.atomic
def accept(concern: Concern, user: Any) -> Concern:
    """The lead unit accepts; the one who does it handles it. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    hop = lead_of(concern)
    concern = move(concern, "accept", user, handler=user)
    if hop:
        Dispatch.objects.filter(pk=hop.pk).update(
            answer=Dispatch.Answer.ACCEPTED, answered_by=user, answered_at=timezone.now()
        )
    return concern


@transaction.atomic
def object_to(concern: Concern, user: Any, reason: str) -> Concern:
    """The lead unit says why it is not the one, within the time the rule gives, once a dispatch.

    Raises `PermissionDenied`, `NotPossible`.
    """
    concern = locked(concern)
    hop = lead_of(concern)
    if hop and access.may(concern, user, "object"):
        if hop.answer == Dispatch.Answer.OVERRULED:
            raise NotPossible(_("The office has decided about the objection: the unit handles it."))
        if hop.object_until and hop.object_until < timezone.now():
            raise NotPossible(_("The time for objections is over."))
    concern = move(concern, "object", user, reason=reason, data={"dispatch": hop.pk if hop else None})
    if hop:
        Dispatch.objects.filter(pk=hop.pk).update(
            answer=Dispatch.Answer.OBJECTED, answered_by=user, answered_at=timezone.now()
        )
    mailing.tell(
        concern, ConcernMail.Kind.OBJECTED, mailing.on_side(concern, "concern_desk"), f"objected:{hop and hop.pk}"
    )
    return concern


@transaction.atomic
def insist(concern: Concern, user: Any, reason: str) -> Concern:
    """The office overrules the objection: the unit has it again and cannot object. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    hop = lead_of(concern)
    concern = move(concern, "insist", user, reason=reason, data={"dispatch": hop.pk if hop else None})
    if hop:
        now = timezone.now()
        Dispatch.objects.filter(pk=hop.pk).update(answer=Dispatch.Answer.OVERRULED, decided_by=user, decided_at=now)
        people = mailing.on_side(concern, "handler", "unit_leader")
        mailing.tell(concern, ConcernMail.Kind.DISPATCHED, people, f"insisted:{hop.pk}")
    return concern


@transaction.atomic
def recall(concern: Concern, user: Any, reason: str) -> Concern:
    """The office takes it back from the unit. Raises `PermissionDenied`, `NotPossible`."""
    concern = move(concern, "recall", user, reason=reason, handler=None)
    _let_go(concern, user, Dispatch.Answer.UPHELD)
    return concern


def reject(concern: Concern, user: Any, because: str, reason: str) -> Concern:
    """Does not accept it, for one of the reasons of `Concern.Rejection` and in words. Raises `PermissionDenied`, `NotPossible`."""
    if because not in Concern.Rejection.values:
        raise NotPossible(_("Choose why it is not accepted."))
    return move(concern, "reject", user, reason=reason, data={"because": because}, rejected_because=because)


@transaction.atomic
def reopen(concern: Concern, user: Any, reason: str) -> Concern:
    """Works on it again; what was sent stays as it was sent. `user` None: the person. Raises as `move`."""
    concern = move(concern, "reopen", user, reason=reason, rejected_because="", handler=None)
    if user is not None:
        _let_go(concern, user, Dispatch.Answer.UPHELD)
    return concern


@transaction.atomic
def recuse(concern: Concern, user: Any, who: User) -> Recusal:
    """Keeps somebody out of a concern (回避): themselves, or whom the desk names. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    sides = access.sides(concern, user)
    if not sides or (who != user and not sides & {"concern_desk", "approver"}):
        raise PermissionDenied
    done, made = Recusal.objects.get_or_create(concern=concern, user=who, defaults={"by": user})
    if made:
        if concern.handler_id == who.pk:
            concern.handler = None
            concern.save(update_fields=["handler"])
        events.append(concern, "recused", user, {"user": who.pk})
    return done


@transaction.atomic
def name_staff(concern: Concern, user: Any, who: User) -> Concern:
    """Lets one more person see an accusation. Nobody of the accused unit. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    if not concern.restricted or "concern_desk" not in access.sides(concern, user):
        raise PermissionDenied
    if concern.accused_unit and concern.accused_unit.path in access.unit_paths(who):
        raise NotPossible(_("Nobody of the accused unit is named."))
    concern.named.add(who)
    events.append(concern, "named", user, {"user": who.pk})
    return concern


@transaction.atomic
def remark(concern: Concern, user: Any, text: str) -> Concern:
    """A note for those who handle it. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    if not access.sides(concern, user):
        raise PermissionDenied
    if not text.strip():
        raise NotPossible(_("There is no text."))
    events.append(concern, "noted", user, write_note(concern, "noted", user, text))
    return concern


@transaction.atomic
def follow_up(
    concern: Concern, user: Any, responded: bool | None, solved: bool | None, satisfied: bool | None, note: str = ""
) -> FollowUp:
    """What the person said when called back. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    if "concern_desk" not in access.sides(concern, user):
        raise PermissionDenied
    if concern.state not in {State.ANSWERED, State.CLOSED}:
        raise NotPossible(_("People are called back after the answer."))
    said = {"responded": responded, "solved": solved, "satisfied": satisfied}
    done = FollowUp.objects.create(concern=concern, by=user, at=timezone.now(), **said)
    events.append(concern, "followed_up", user, said | write_note(concern, "followed_up", user, note))
    return done


def close(concern: Concern, user: Any) -> Concern:
    """Settles what was answered. Raises `PermissionDenied`, `NotPossible`."""
    return move(concern, "close", user)


def withdraw(concern: Concern, user: Any, reason: str = "") -> Concern:
    """The person (`user` None) does not want it any longer, or the desk notes that they said so. Raises as `move`."""
    return move(concern, "withdraw", user, reason=reason)
