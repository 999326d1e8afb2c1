"""Messages to people: written as rows in the transaction of what they tell, mailed later by `send_notices`.

A mail says what happened, the title of the page and where to go; never text of a draft, a comment or a reason.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F, Model, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from reform.people.calendar import Calendar
from reform.people.models import User
from reform.people.roles import BY_KEY

from . import queries
from .models import Message, Notice, ReviewSettings

ATTEMPTS = 5
# A sender that died leaves its claim; another takes the row over after this time.
CLAIM = timedelta(minutes=10)

# A row → what happened, what it is about, and where to go.
About = Callable[[Any], tuple[str, str, str]]
# A table with the fields of `Message` → what mails one of its rows.
_mailed: dict[type[Model], Callable[[Any], None]] = {}


def notify(kind: str, people: Iterable[User], page: Page, key: str) -> None:
    """Leaves a notice for each person, once for a key."""
    rows = [Notice(kind=kind, to=person, page_id=page.pk, key=key) for person in people]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def members(*roles: str) -> list[User]:
    """The active members of some roles (keys of `reform.people.roles`)."""
    names = [BY_KEY[key].name for key in roles]
    return list(User.objects.filter(is_active=True, groups__name__in=names).distinct().order_by("pk"))


def step_started(step: queries.Step) -> None:
    """Tells everybody who can act on the step; when nobody can, the administrators."""
    people = User.objects.filter(pk__in=step.eligible).order_by("pk")
    notify(Notice.Kind.TO_REVIEW, people, step.page, f"step:{step.state.pk}")
    if not people:
        nobody(step)


def nobody(step: queries.Step) -> None:
    """Tells the administrators that a step is stuck."""
    notify(Notice.Kind.NOBODY, members("site_admin"), step.page, f"nobody:{step.state.pk}")


def remind(now: datetime, say: Callable[[str], None]) -> int:
    """Writes a reminder for each step that is due soon, and one when it is late; tells of steps that are stuck or have no deadline.

    Does nothing outside office hours. Run as often as you like: each reminder is written once. Returns how many were
    written.
    """
    if not ReviewSettings.load().is_open(now, Calendar()):
        say("outside office hours")
        return 0
    before = Notice.objects.count()
    for step in queries.open_steps():
        if not step.eligible:
            nobody(step)
            continue
        if step.due is None:
            say(f"step {step.state.pk}: the working calendar of {step.unknown_year} is missing")
            notify(Notice.Kind.CALENDAR, members("site_admin"), step.page, f"calendar:{step.unknown_year}")
            continue
        people = User.objects.filter(pk__in=step.eligible)
        if step.due < now:
            notify(Notice.Kind.OVERDUE, people, step.page, f"overdue:{step.state.pk}")
            notify(Notice.Kind.OVERDUE, members("site_admin"), step.page, f"overdue:{step.state.pk}")
        elif step.task.remind_hours and step.due - timedelta(hours=step.task.remind_hours) <= now:
            notify(Notice.Kind.REMINDER, people, step.page, f"reminder:{step.state.pk}")
    return Notice.objects.count() - before


def mailed(model: type[Message], about: About) -> None:
    """Has the rows of another room's messages mailed too, in the form of ours. Called once, when its app is ready."""
    mailed_by(model, partial(_mail, about=about))


def mailed_by(model: type[Model], mail: Callable[[Any], None]) -> None:
    """The same for a room that writes its own mails: `mail` sends one row, or nothing where nothing is to be sent."""
    _mailed[model] = mail


def send(now: datetime) -> tuple[int, int]:
    """Mails what waits in every table: (sent, failed). A row is claimed first, so two senders do not mail it twice."""
    sent = failed = 0
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)
    for model, mail in _mailed.items():
        rows: Any = model._default_manager
        waiting = rows.filter(free, sent_at=None, failures__lt=ATTEMPTS)
        for pk in waiting.order_by("pk").values_list("pk", flat=True):
            if not rows.filter(free, pk=pk, sent_at=None).update(claimed_at=timezone.now()):
                continue
            try:
                mail(rows.select_related("to").get(pk=pk))
            except OSError:
                rows.filter(pk=pk).update(failures=F("failures") + 1, claimed_at=None)
                failed += 1
            else:
                rows.filter(pk=pk).update(sent_at=timezone.now())
                sent += 1
    return sent, failed


def _mail(notice: Any, about: About) -> None:
    """Somebody whose account was closed, or who has no address, gets no mail."""
    if not notice.to.is_active or not notice.to.email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        happened, title, path = about(notice)
        context = {"name": notice.to.name, "happened": happened, "title": title}
        body = render_to_string("editorial/mail/notice.txt", {**context, "url": settings.WAGTAILADMIN_BASE_URL + path})
        subject = f"{happened}：{title}"
    send_mail(" ".join(subject.split()), body, None, [notice.to.email])


def _about(notice: Notice) -> tuple[str, str, str]:
    return notice.get_kind_display(), notice.page.get_admin_display_title(), address(notice)


def address(notice: Any) -> str:
    """Where to go for what the notice tells."""
    if notice.kind in {Notice.Kind.SENT_BACK, Notice.Kind.TAKEN_BACK}:
        return reverse("wagtailadmin_pages:edit", args=[notice.page_id])
    if notice.kind in {Notice.Kind.TO_REVIEW, Notice.Kind.REMINDER, Notice.Kind.OVERDUE}:
        return reverse("editorial:review", args=[notice.page_id])
    if notice.kind == Notice.Kind.CALENDAR:
        return reverse("working-years:index")
    return reverse("wagtailadmin_home")


mailed(Notice, _about)
