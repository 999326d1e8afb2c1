"""What is done with contacts: kept, looked at (on record each time), erased."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from .. import access, contacts, events
from ..contacts import Details, details_of
from ..models import Concern
from ..models.contact import Contact
from .writing import NotPossible, locked

PERMISSION = "concerns.look_at_contact"


def may_look(concern: Concern, user: Any) -> bool:
    """Who needs it: who may look at contacts at all, and has to do with this very concern."""
    return user.is_active and user.has_perm(PERMISSION) and access.may_see(concern, user)


@transaction.atomic
def keep(concern: Concern, details: Details, user: Any = None) -> None:
    """Seals the details of a concern, in place of earlier ones; empty details erase them. The event says no more.

    `user` is None for the person who asked, who came with the receipt code.
    """
    if not details:
        erase(concern, user)
        return
    Contact.objects.update_or_create(concern=concern, defaults={"sealed": contacts.seal_details(details)})
    events.append(concern, "contact_kept", user)


@transaction.atomic
def enter(concern: Concern, details: Details, user: Any) -> None:
    """Staff write down how to reach who asked, in place of what there was. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    if not may_look(concern, user):
        raise PermissionDenied
    if hasattr(concern, "tombstone"):
        raise NotPossible(_("This concern has been erased."))
    if not details:
        raise NotPossible(_("Write down at least one way to reach the person."))
    keep(concern, details, user)


@transaction.atomic
def look(concern: Concern, user: Any) -> Details:
    """The details, for somebody who needs them; that they looked is an event.

    Raises `PermissionDenied`, `contacts.Unreadable`. Empty details when there are none, which is an event as well.
    """
    if not may_look(concern, user):
        raise PermissionDenied
    found = details_of(concern)
    events.append(concern, "contact_seen", user)
    return found


@transaction.atomic
def erase(concern: Concern, user: Any = None) -> bool:
    """Deletes the details; whether there were any."""
    gone, _rows = Contact.objects.filter(concern=concern).delete()
    if gone:
        events.append(concern, "contact_erased", user)
    return bool(gone)
