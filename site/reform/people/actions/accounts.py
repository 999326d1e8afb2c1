"""Accounts: created, changed, given roles and first passwords, closed. Each in one transaction, logged on the account."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_failures
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..lockout import counted_name
from ..models import User
from ..roles import BY_KEY, role_keys
from ..tasks import send_activation_mail
from .errors import PeopleError, allow

DETAILS = ("username", "name", "email", "unit", "post", "rank", "mobile")

# Without letters and figures that look alike on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def create_account(by: User | None, *, roles: Iterable[str] = (), **details: Any) -> User:
    """Makes an account that nobody can sign in to yet: a link or a one-time password opens it.

    `details` are the fields in `DETAILS`, `roles` keys of roles. Raises `PermissionDenied`, `PeopleError`.
    """
    allow(by, "people.add_user")
    user = User(**details)
    user.set_unusable_password()
    user.save()
    log(user, "people.create", user=by)
    if roles:
        set_roles(user, roles, by)
    return user


@transaction.atomic
def change_account(user: User, by: User | None, **details: Any) -> User:
    """Changes what is given of `DETAILS`; nothing is written when nothing differs. Raises `PermissionDenied`."""
    user = _managed(user, by)
    changed = [name for name, value in details.items() if getattr(user, name) != value]
    if not changed:
        return user
    for name in changed:
        setattr(user, name, details[name])
    user.save(update_fields=changed)
    if "email" in changed:
        # The sign-in library keeps its own list; a link to a new password must not go to the old address.
        EmailAddress.objects.filter(user=user).delete()
    log(user, "people.change", user=by, data={"fields": sorted(changed)})
    return user


@transaction.atomic
def set_roles(user: User, roles: Iterable[str], by: User | None) -> User:
    """Gives the account exactly these roles; groups that are not roles are left alone.

    Raises `PermissionDenied` (nobody changes their own roles), `PeopleError` when an auditor would get another role.
    """
    user = _managed(user, by)
    wanted, held = set(roles), role_keys(user)
    if wanted == held:
        return user
    if by is not None and by.pk == user.pk:
        raise PermissionDenied
    check_roles(wanted)
    groups = {key: Group.objects.get(name=BY_KEY[key].name) for key in wanted ^ held}
    user.groups.add(*(groups[key] for key in wanted - held))
    user.groups.remove(*(groups[key] for key in held - wanted))
    log(user, "people.roles", user=by, data={"given": sorted(wanted - held), "taken": sorted(held - wanted)})
    return user


def check_roles(roles: set[str]) -> None:
    """Raises `PeopleError` for roles that one person must not hold together: who audits changes nothing."""
    if "auditor" in roles and len(roles) > 1:
        raise PeopleError(_("An auditor holds no other role."), "roles")


@transaction.atomic
def close_account(user: User, by: User | None) -> User:
    """Ends the account's sessions and lets nobody in; what the person wrote stays theirs. Raises `PermissionDenied`."""
    user = _managed(user, by, others_only=True)
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        log(user, "people.close", user=by)
    return user


@transaction.atomic
def reopen_account(user: User, by: User | None) -> User:
    """Lets a closed account sign in again. Raises `PermissionDenied`."""
    user = _managed(user, by)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        log(user, "people.reopen", user=by)
    return user


@transaction.atomic
def issue_one_time_password(user: User, by: User | None) -> str:
    """Replaces the password by one that is shown once, here, and must be changed at the first sign-in.

    It ends after `ONE_TIME_PASSWORD_DAYS`. Open sessions end. Raises `PermissionDenied`, `PeopleError` for a closed account.
    """
    user = _managed(user, by, others_only=True)
    if not user.is_active:
        raise PeopleError(_("The account is closed."))
    password = "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))
    user.set_password(password)
    user.must_change_password = True
    user.password_expires = timezone.now() + timedelta(days=settings.ONE_TIME_PASSWORD_DAYS)
    user.save(update_fields=["password", "must_change_password", "password_expires"])
    forget_failures(username=counted_name(user.username))
    log(user, "people.one_time_password", user=by)
    return password


@transaction.atomic
def send_activation(user: User, by: User | None) -> None:
    """Mails a link with which the person chooses a password. Raises `PermissionDenied`, `PeopleError` without an address."""
    user = _managed(user, by)
    if not user.email:
        raise PeopleError(_("The account has no e-mail address."))
    if not user.is_active:
        raise PeopleError(_("The account is closed."))
    log(user, "people.activation", user=by)
    transaction.on_commit(lambda: send_activation_mail.enqueue(user.pk))


@transaction.atomic
def unlock(user: User, by: User | None) -> None:
    """Forgets the failed sign-ins of a name, so that it may try again at once. Raises `PermissionDenied`."""
    user = _managed(user, by)
    forget_failures(username=counted_name(user.username))
    log(user, "people.unlock", user=by)


@transaction.atomic
def reset_second_factor(user: User, by: User | None) -> None:
    """Removes every second factor of a person who lost theirs. Raises `PermissionDenied`; nobody does it for themselves here."""
    user = _managed(user, by, others_only=True)
    Authenticator.objects.filter(user=user).delete()
    log(user, "people.second_factor_reset", user=by)


def password_was_chosen(user: User) -> None:
    """The person has set a password of their own."""
    user.must_change_password, user.password_expires = False, None
    user.save(update_fields=["must_change_password", "password_expires"])


def _managed(user: User, by: User | None, *, others_only: bool = False) -> User:
    """The account's row, locked, if the person may manage it: superusers are managed by superusers only."""
    allow(by, "people.change_user")
    user = User.objects.select_for_update().get(pk=user.pk)
    if by is not None:
        if user.is_superuser and not by.is_superuser:
            raise PermissionDenied
        if others_only and by.pk == user.pk:
            raise PermissionDenied
    return user
