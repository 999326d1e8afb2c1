"""Mail about concerns: rows written with what they tell, sent by a job.

A mail to staff says what happened, the number of the concern and where to go, never what somebody asked or answered.
The person who asked is written to at the address they left, which is read at the moment of sending.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from reform.editorial.models import ReviewSettings
from reform.people.calendar import Calendar
from reform.people.models import User
from reform.people.roles import BY_KEY

from . import access
from .contacts import Unreadable, details_of
from .models import Clock, Concern, ConcernMail
from .states import OPEN, State

DESK = ("concern_desk",)


def members(*roles: str) -> list[User]:
    """The active members of some roles."""
    names = [BY_KEY[key].name for key in roles]
    return list(User.objects.filter(is_active=True, groups__name__in=names).select_related("unit").distinct())


def tell(concern: Concern, kind: str, people: Iterable[User], key: str) -> None:
    """Leaves a mail for each of them who may see the concern, once for a key."""
    rows = [
        ConcernMail(kind=kind, concern=concern, to=user, key=key) for user in people if access.may_see(concern, user)
    ]
    ConcernMail.objects.bulk_create(rows, ignore_conflicts=True)


def to_person(concern: Concern, kind: str, key: str) -> None:
    """Leaves a mail to the person who asked; without an address nothing comes of it."""
    ConcernMail.objects.bulk_create([ConcernMail(kind=kind, concern=concern, key=key)], ignore_conflicts=True)


def alarm(year: int) -> None:
    """Tells the administrators that the working calendar of a year is missing, once a year that is missing."""
    kind = ConcernMail.Kind.UNKNOWN_YEAR
    rows = [ConcernMail(kind=kind, to=user, key=f"year:{year}") for user in members("site_admin")]
    ConcernMail.objects.bulk_create(rows, ignore_conflicts=True)


def on_side(concern: Concern, *roles: str) -> list[User]:
    """Those who may act on the concern in one of these roles now."""
    roles = (*roles, "confidential_handler") if concern.restricted else roles
    return [user for user in members(*roles) if access.sides(concern, user) & set(roles)]


def at_office(now: datetime) -> bool:
    """Whether reminders go out: in office hours of working days; a year without a calendar counts by the week."""
    return ReviewSettings.load().is_open(now, Calendar())


def remind(now: datetime) -> int:
    """Writes the warnings that are due: one for each point that a rule sets, one when the time is over.

    Outside office hours nothing is written; what fell due then is told when the office opens. Returns how many.
    """
    if not at_office(now):
        return 0
    before = ConcernMail.objects.count()
    ahead = now + timedelta(days=60)
    running = Clock.objects.filter(stopped_at=None, due__lt=ahead, concern__state__in=OPEN).select_related("concern")
    for clock in running.iterator(chunk_size=500):
        if clock.due is None:
            continue
        if clock.due < now:
            people = [*_responsible(clock), *on_side(clock.concern, "concern_desk", "unit_leader", "approver")]
            tell(clock.concern, ConcernMail.Kind.OVERDUE, people, f"overdue:{clock.pk}")
            continue
        passed = [point for point in clock.warn if clock.due - timedelta(hours=point) <= now]
        if passed:  # of several points that passed in one night only the last is told
            tell(clock.concern, ConcernMail.Kind.DUE_SOON, _responsible(clock), f"soon:{clock.pk}:{min(passed)}")
    return ConcernMail.objects.count() - before


def _responsible(clock: Clock) -> list[User]:
    """Who can do what the clock waits for."""
    concern = clock.concern
    if concern.state in {State.LOGGED, State.RETURNED}:
        return on_side(concern, "concern_desk")
    if concern.state == State.IN_REVIEW:
        return on_side(concern, "unit_leader", "approver")
    if concern.state == State.APPROVED:
        return on_side(concern, "concern_desk", "handler")
    return on_side(concern, "handler", "unit_leader") or on_side(concern, "concern_desk")


def send(mail: ConcernMail) -> None:
    """Sends one mail. Who has no address, or may no longer see the concern, gets none."""
    with translation.override(settings.LANGUAGE_CODE):
        if mail.to is None:
            _mail_person(mail)
        elif mail.to.is_active and mail.to.email and (mail.concern is None or access.may_see(mail.concern, mail.to)):
            context = {"mail": mail, "url": settings.WAGTAILADMIN_BASE_URL + _address(mail), "year": mail.key[5:]}
            body = render_to_string("concerns/mail/staff.txt", context)
            number = mail.concern.number if mail.concern else mail.key[5:]
            EmailMessage(f"{mail.get_kind_display()}：{number}", body, None, [mail.to.email]).send()


def _mail_person(mail: ConcernMail) -> None:
    concern: Any = mail.concern
    address = email_of(concern)
    if not address:
        return
    answered = concern.merged_into or concern
    answer = answered.answers.filter(sent_at__isnull=False).last()
    clock = concern.clocks.filter(extended_by__gt=0).last()
    note = concern.notes.filter(event="extended").last()
    context = {
        "concern": concern,
        "answer": answer,
        "clock": clock,
        "note": note,
        "base": settings.WAGTAILADMIN_BASE_URL,
    }
    body = render_to_string(f"concerns/mail/{mail.kind}.txt", context)
    EmailMessage(f"{mail.get_kind_display()}（{settings.WAGTAIL_SITE_NAME}）", body, None, [address]).send()


def _address(mail: ConcernMail) -> str:
    if mail.concern is None:
        return reverse("wagtailadmin_home")
    return reverse("concerns_admin:concern", args=[mail.concern.pk])


def email_of(concern: Concern) -> str:
    """The address the person left, opened for this one mail; empty without one."""
    if hasattr(concern, "tombstone"):
        return ""
    try:
        return details_of(concern).email
    except Unreadable:
        return ""
