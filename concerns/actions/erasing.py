"""Erases what somebody told us, wherever a copy of it lies. What remains is that there was a concern, when, and why it is gone.

Every table that can hold words of a concern is named in `WORDS` or has its own function below; a test looks for tables
that are not. Events hold no words, and the digests in them cannot be guessed any more once the salt is empty.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from .. import events, redaction
from ..models import Answer, Concern, ConcernMail, ConcernTerm, ListExport, Note, SavedFilter
from ..models.contact import Contact
from ..models.public import Submission, Tombstone
from ..states import MOVES, OPEN
from . import explaining, publishing
from .moving import move
from .writing import NotPossible, locked


def erase_for_person(concern: Concern) -> None:
    """Everything, at the wish of who asked. What is still being worked on is withdrawn first.

    Raises `NotPossible` in the short time between the release of an answer and its sending.
    """
    with transaction.atomic():
        concern = locked(concern)
        if concern.state in OPEN:
            if concern.state not in MOVES["withdraw"].sources:
                raise NotPossible(_("An answer is on its way to you. As soon as it is here, you can erase everything."))
            concern = move(concern, "withdraw", None)
        erase(concern, Tombstone.Reason.PERSON)


@transaction.atomic
def erase(concern: Concern, reason: str, rule: str = "", user: Any = None) -> bool:
    """Erases one concern; False when it is erased already. `rule` names the rule of retention."""
    concern = locked(concern)
    _stone, made = Tombstone.objects.get_or_create(concern=concern, defaults={"reason": reason, "rule": rule})
    if not made:
        return False
    # First: it compares what is public with what is still known of the person.
    _forget_exports(concern)
    explaining.forget_question(concern)
    publishing.erase_publication(concern, keep_page=reason == Tombstone.Reason.RETENTION)
    Contact.objects.filter(concern=concern).delete()
    files = 0
    for attachment in concern.attachments.all():
        attachment.delete()
        files += 1
    Note.objects.filter(concern=concern).delete()
    # Frozen for everybody else.
    Answer.objects.filter(concern=concern).update(text="")
    ConcernMail.objects.filter(concern=concern).delete()
    ConcernTerm.objects.filter(concern=concern).delete()
    Submission.objects.filter(concern=concern).update(page="", by_mail=False)
    empty = dict.fromkeys(("subject", "text", "answer", "matter", "source", "source_number", "salt"), "")
    Concern.objects.filter(pk=concern.pk).update(**empty, accused_unit=None, handler=None)
    concern.named.clear()
    events.append(concern, "erased", user, {"reason": reason, "rule": rule, "files": files})
    return True


def _forget_exports(concern: Concern) -> None:
    """Exported lists that may hold the concern are deleted (they can be made again), and so are exports and saved filters
    in which somebody searched for the person."""
    for export in ListExport.objects.filter(state=ListExport.State.DONE, at__gte=concern.created):
        export.forget()
    whole = f"{concern.subject}\n{concern.text}"
    named = [whole[span.start : span.end] for span in redaction.propose(whole) if span.end - span.start > 1]
    known = [*publishing.known_details(concern), *named]
    if not known:
        return
    for export in ListExport.objects.filter(at__gte=concern.created):
        if any(value in f"{export.query} {export.words}" for value in known):
            ListExport.objects.filter(pk=export.pk).update(query={}, words="")
    for item in SavedFilter.objects.all():
        if any(value in f"{item.query.get('q', '')} {item.name}" for value in known):
            item.delete()
