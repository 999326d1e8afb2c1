"""The mails to who asked: the receipt code, and word that there is an answer. Neither carries what was asked or answered.

The queue holds the number of the concern and nothing else; the address is looked up when the mail is sent, and nobody is
written to who has taken it away meanwhile.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from publicity.digest.mails import site_name

from . import contacts, events
from .models import Concern

KINDS = ("receipt", "answered")


def queue(concern: Concern, kind: str) -> None:
    """Lets the worker send it once the present transaction is through."""
    pk = concern.pk
    transaction.on_commit(lambda: send.enqueue(pk, kind))


@task()
def send(concern_id: int, kind: str) -> None:
    """Sends one mail, when its concern is still there, an address is known and mail is wanted."""
    from .actions.contacts import details_of

    concern = Concern.objects.filter(pk=concern_id, submission__by_mail=True, tombstone=None).first()
    if concern is None:
        return
    try:
        address = details_of(concern).email
    except contacts.Unreadable:
        address = ""
    if not address:
        return
    name = site_name(settings.LANGUAGE_CODE)
    subjects = {
        "receipt": _("%(site)s: your receipt code") % {"site": name},
        "answered": _("%(site)s: your question has been answered") % {"site": name},
    }
    context = {
        "site_name": name,
        "code": grouped(concern.code),
        "status_url": settings.WAGTAILADMIN_BASE_URL + reverse("concerns:status"),
    }
    text = render_to_string(f"concerns/mail/{kind}.txt", context)
    EmailMessage(subjects[kind], text, None, [address], headers={"Auto-Submitted": "auto-generated"}).send()
    events.append(concern, f"mailed_{kind}", None)


def grouped(code: str) -> str:
    """A receipt code as people read it out: K7QM-4XRD-92AB."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
