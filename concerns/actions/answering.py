"""The answer: drafted together, submitted, agreed to by the unit, released by the office, sent and frozen.

Nobody agrees to or releases what they wrote, if only a word of it.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from publicity.models import ExplainerPage, PolicyPage

from .. import access, answer_checks, mailing
from ..models import Answer, Concern, ConcernMail
from ..states import State
from .handling import lead_of
from .moving import move
from .writing import NotPossible, locked

# A lock that nobody renewed for so long is gone: the browser renews it every twenty seconds.
LOCK = timedelta(seconds=60)


class Stale(NotPossible):
    """Somebody else saved or has the draft; `str()` says who."""


def may_write(concern: Concern, user: Any) -> bool:
    """Handlers of the lead and of helping units; the desk for what the office took."""
    sides = access.sides(concern, user)
    if concern.restricted:
        return "handler" in sides
    if lead_of(concern) is None:
        return "concern_desk" in sides
    return (
        user.has_perm(access.PERMISSIONS["handler"])
        and access.may_see(concern, user)
        and access.has_dispatch(concern, user)
    )


def in_making(concern: Concern) -> Answer | None:
    """The answer that has not been sent yet."""
    return concern.answers.filter(sent_at=None).first()


def needs_unit(concern: Concern) -> bool:
    """Whether the head of a unit agrees before the office releases."""
    return not concern.restricted and lead_of(concern) is not None


def lock_holder(answer: Answer) -> Any:
    """Who has the draft open now."""
    fresh = answer.locked_at is not None and answer.locked_at > timezone.now() - LOCK
    return answer.locked_by if fresh else None


def _writable(concern: Concern, user: Any) -> Answer:
    """The draft, held. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    if not may_write(concern, user):
        raise PermissionDenied
    if concern.state != State.IN_WORK:
        raise NotPossible(_("The answer is written while the concern is being handled."))
    return Answer.objects.get_or_create(concern=concern, sent_at=None)[0]


@transaction.atomic
def open_draft(concern: Concern, user: Any, force: bool = False) -> Answer:
    """Takes the lock, or raises `Stale` when somebody has it; `force` takes it over. Raises `PermissionDenied`, `NotPossible`."""
    answer = _writable(concern, user)
    holder = lock_holder(answer)
    if holder is not None and holder != user and not force:
        raise Stale(_("%(name)s is writing this answer now.") % {"name": holder})
    answer.locked_by, answer.locked_at = user, timezone.now()
    answer.save(update_fields=["locked_by", "locked_at"])
    return answer


@transaction.atomic
def save_draft(concern: Concern, user: Any, text: str, version: int, citations: Iterable[int] | None = None) -> Answer:
    """Keeps the draft; renews the lock. `version` is what the writer started from.

    Raises `PermissionDenied`, `NotPossible`, `Stale` (another saved meanwhile: nothing is lost or overwritten).
    """
    answer = _writable(concern, user)
    holder = lock_holder(answer)
    if version != answer.version or (holder is not None and holder != user):
        name = (holder if holder != user else None) or answer.saved_by
        raise Stale(_("%(name)s changed this answer meanwhile. Copy your text, then open it again.") % {"name": name})
    now = timezone.now()
    answer.locked_by, answer.locked_at = user, now
    if text != answer.text:
        answer.text, answer.version = text[:20_000], answer.version + 1
        answer.saved_by, answer.saved_at = user, now
        answer.writers.add(user)
    answer.save()
    if citations is not None:
        answer.citations.set(citable().filter(pk__in=list(citations)))
    return answer


def citable() -> Any:
    """The explainers and policies an answer may refer to: those that everybody can read."""
    return Page.objects.live().public().type(ExplainerPage, PolicyPage)


@transaction.atomic
def submit(concern: Concern, user: Any) -> Concern:
    """Gives the draft to the head of the unit, or to the office. Raises `PermissionDenied`, `NotPossible` (empty, blocked)."""
    concern = locked(concern)
    answer = in_making(concern)
    if not may_write(concern, user):
        raise PermissionDenied
    if answer is None or not answer.text.strip():
        raise NotPossible(_("There is no answer yet."))
    if blocking := [hint.message for hint in answer_checks.hints(concern, answer.text) if hint.blocks]:
        raise NotPossible(" ".join(blocking))
    concern = move(concern, "submit", user, data={"answer": answer.pk, "version": answer.version})
    answer.submitted_by, answer.endorsed_by, answer.approved_by, answer.locked_by = user, None, None, None
    answer.save()
    unit = needs_unit(concern)
    kind, side = (ConcernMail.Kind.TO_ENDORSE, "unit_leader") if unit else (ConcernMail.Kind.TO_APPROVE, "approver")
    mailing.tell(concern, kind, mailing.on_side(concern, side), f"{kind}:{answer.pk}:{answer.version}")
    return concern


def _not_own(answer: Answer, user: Any) -> None:
    if answer.submitted_by_id == user.pk or answer.writers.filter(pk=user.pk).exists():
        raise NotPossible(_("You wrote in this answer: another person decides about it."))


def _reviewed(concern: Concern) -> Answer:
    answer = in_making(concern)
    if answer is None:
        raise NotPossible(_("There is no answer yet."))
    return answer


@transaction.atomic
def endorse(concern: Concern, user: Any) -> Concern:
    """The head of the unit agrees. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    if not access.may(concern, user, "endorse"):
        raise PermissionDenied
    answer = _reviewed(concern)
    _not_own(answer, user)
    concern = move(concern, "endorse", user, data={"answer": answer.pk, "version": answer.version})
    answer.endorsed_by = user
    answer.save()
    kind = ConcernMail.Kind.TO_APPROVE
    mailing.tell(concern, kind, mailing.on_side(concern, "approver"), f"{kind}:{answer.pk}:{answer.version}")
    return concern


@transaction.atomic
def send_back(concern: Concern, user: Any, reason: str) -> Concern:
    """The head of the unit or the approver returns it to who wrote it. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    answer = in_making(concern)
    concern = move(concern, "send_back", user, reason=reason, data={"answer": answer.pk if answer else None})
    return _returned(concern, answer)


@transaction.atomic
def unapprove(concern: Concern, user: Any, reason: str) -> Concern:
    """The approver takes a release back before it is sent. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    answer = in_making(concern)
    concern = move(concern, "unapprove", user, reason=reason, data={"answer": answer.pk if answer else None})
    return _returned(concern, answer)


def _returned(concern: Concern, answer: Answer | None) -> Concern:
    if answer is not None:
        answer.endorsed_by = answer.approved_by = None
        answer.save()
        writers = [user for user in answer.writers.all() if user.is_active]
        mailing.tell(concern, ConcernMail.Kind.RETURNED, writers, f"returned:{answer.pk}:{concern.events.count()}")
    return concern


@transaction.atomic
def approve(concern: Concern, user: Any) -> Concern:
    """The office releases the answer. Raises `PermissionDenied`, `NotPossible` (own words, the unit has not agreed)."""
    concern = locked(concern)
    if not access.may(concern, user, "approve"):
        raise PermissionDenied
    answer = _reviewed(concern)
    _not_own(answer, user)
    if needs_unit(concern) and answer.endorsed_by_id is None:
        raise NotPossible(_("The head of the unit has not agreed yet."))
    concern = move(concern, "approve", user, data={"answer": answer.pk, "version": answer.version})
    answer.approved_by = user
    answer.save()
    kind = ConcernMail.Kind.TO_SEND
    mailing.tell(concern, kind, mailing.on_side(concern, "concern_desk"), f"{kind}:{answer.pk}:{answer.version}")
    return concern


@transaction.atomic
def send(concern: Concern, user: Any, way: str, note: str = "") -> Concern:
    """Sends the released answer: by e-mail to the address the person left, as a letter, on the telephone with a note of it.

    From now on its text is frozen; who asked the same hears of it too. Raises `PermissionDenied`, `NotPossible`.
    """
    concern = locked(concern)
    if way not in Answer.Way.values:
        raise NotPossible(_("Choose how the answer is sent."))
    if way == Answer.Way.PHONE and not note.strip():
        raise NotPossible(_("Note when the person was told, and what they said."))
    answer = _reviewed(concern)
    if way == Answer.Way.EMAIL and not mailing.email_of(concern):
        raise NotPossible(_("The person left no e-mail address."))
    now = timezone.now()
    concern = move(
        concern, "send", user, reason=note, data={"answer": answer.pk, "version": answer.version, "way": way},
        answer=answer.text, answered_at=now,
    )  # fmt: skip
    answer.sent_by, answer.sent_at, answer.way = user, now, way
    answer.save()
    for each in (concern, *concern.merged.all()):
        if each != concern or way == Answer.Way.EMAIL:
            mailing.to_person(each, ConcernMail.Kind.ANSWER, f"answer:{answer.pk}:{each.pk}")
    return concern
