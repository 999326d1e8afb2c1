"""What the person who asked does: sends, adds, corrects, withdraws, says whether it helped. They come with their receipt code.

No account and no name is needed. In the events the person is nobody (`user` None); what they wrote stands in the concern
and in its notes, where erasure finds it.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import events, mailing
from ..contacts import Details
from ..likeness import matter_of, terms_of
from ..models import Concern, ConcernMail, ConcernTerm, FollowUp
from ..models.public import Attachment, Submission
from ..states import State
from . import clocks, contacts
from .logging import take_in
from .moving import move
from .writing import NotPossible, locked, write_note

SITE_ERROR = "site_error"  # its clock has three working days (rules/clocks.yaml)
OPEN_TO_CORRECTION = frozenset({State.LOGGED, State.DISPATCHED, State.IN_WORK, State.RETURNED})


@transaction.atomic
def submit(
    *,
    kind: str,
    subject: str,
    text: str,
    details: Details,
    notice: str,
    may_publish: bool,
    by_mail: bool = False,
    page: str = "",
    attachments: Sequence[Attachment] = (),
) -> Concern:
    """Takes in what came through the public form. `kind` is one of `Concern.Kind`, or `site_error` with the page's address.

    An accusation is restricted from the first moment.
    """
    error = kind == SITE_ERROR
    concern = Concern(
        channel=Concern.Channel.WEB,
        kind=Concern.Kind.QUESTION if error else kind,
        source=SITE_ERROR if error else "",
        received_at=timezone.now(),
        subject=subject.strip(),
        text=text.strip(),
        restricted=kind == Concern.Kind.ACCUSATION,
    )
    take_in(concern)
    Submission.objects.create(concern=concern, notice=notice, may_publish=may_publish, by_mail=by_mail, page=page[:500])
    Attachment.objects.filter(pk__in=[item.pk for item in attachments]).update(concern=concern, draft="")
    events.append(concern, "asked", None, {"notice": notice, "files": len(attachments), "may_publish": may_publish})
    clocks.begin(concern)
    if details:
        contacts.keep(concern, details)
    if by_mail:
        mailing.to_person(concern, ConcernMail.Kind.RECEIPT, f"receipt:{concern.pk}")
    return concern


@transaction.atomic
def add(concern: Concern, text: str) -> None:
    """A remark of the person. Possible as long as the concern is there. Raises `NotPossible`."""
    concern = _there(concern)
    events.append(concern, "remark", None, write_note(concern, "remark", None, text))


@transaction.atomic
def correct(concern: Concern, subject: str, text: str) -> None:
    """The person puts their words right; the earlier ones are kept as a note until erasure. Raises `NotPossible`."""
    concern = _there(concern)
    if concern.state not in OPEN_TO_CORRECTION:
        raise NotPossible(_("The answer is on its way already. Add a remark instead."))
    if (concern.subject, concern.text) == (subject.strip(), text.strip()):
        return
    before = write_note(concern, "corrected", None, f"{concern.subject}\n{concern.text}")
    concern.subject, concern.text = subject.strip(), text.strip()
    concern.matter = matter_of(subject, text)
    concern.save(update_fields=["subject", "text", "matter"])
    ConcernTerm.objects.filter(concern=concern).delete()
    _keep_terms(concern)
    events.append(concern, "corrected", None, before)


def withdraw(concern: Concern) -> None:
    """The person no longer wants it handled. Raises `NotPossible`."""
    move(concern, "withdraw", None)


@transaction.atomic
def say_solved(concern: Concern) -> None:
    """The person says that it is settled. Raises `NotPossible` before there is an answer."""
    concern = _answered(concern)
    FollowUp.objects.create(concern=concern, responded=True, solved=True, at=timezone.now())
    events.append(concern, "said_solved", None)


@transaction.atomic
def say_unsolved(concern: Concern, text: str) -> None:
    """The person says what is still open, and the concern begins again. Raises `NotPossible`."""
    concern = _answered(concern)
    FollowUp.objects.create(concern=concern, responded=True, solved=False, at=timezone.now())
    move(concern, "reopen", None, reason=text)


def change_contact(concern: Concern, details: Details) -> None:
    """The person gives other details, or takes them away. Raises `NotPossible`."""
    contacts.keep(_there(concern), details)


def _there(concern: Concern) -> Concern:
    concern = locked(concern)
    if hasattr(concern, "tombstone"):
        raise NotPossible(_("This concern has been erased."))
    return concern


def _answered(concern: Concern) -> Concern:
    concern = _there(concern)
    if concern.state not in {State.ANSWERED, State.CLOSED}:
        raise NotPossible(_("There is no answer yet."))
    return concern


def _keep_terms(concern: Concern) -> None:
    ConcernTerm.objects.bulk_create([ConcernTerm(concern=concern, term=term) for term in terms_of(concern.matter)])
