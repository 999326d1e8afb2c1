"""Every change of the digest's state: ask, confirm, leave, make an issue, send."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Locale, Site

from reform.pages import queries

from . import links, mails, sealing
from .models import Delivery, Issue, Subscriber
from .queries import languages

# A digest goes out on Monday morning. People read it at work.
HOUR = 8
MOST_ENTRIES = 20
TRIES = 5  # for failures that pass
REFUSALS = 3  # issues in a row that the reader's server refused for good: nobody lives there any more
# Requests to subscribe: from one place in an hour, and to one address in a day.
FROM_ONE_PLACE, TO_ONE_ADDRESS = 10, 3
# What says that the server has certainly not taken the mail.
NOT_TAKEN = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    ConnectionRefusedError,
)


class TooOften(Exception):
    """Somebody asks for more mails than a reader would."""


def subscribe(address: str, language: str, place: str) -> None:
    """Asks the address whether it wants the digest. The answer on the page is the same whether it is known or not.

    `place` is where the request came from; a hash of it is remembered for an hour. Raises `TooOften`.
    """
    fingerprints = sealing.fingerprints(address)
    _limit(f"digest-place-{sealing.fingerprints(place)[0]}", FROM_ONE_PLACE, 3600)
    _limit(f"digest-address-{fingerprints[0]}", TO_ONE_ADDRESS, 86_400)
    with transaction.atomic():
        subscriber = Subscriber.objects.filter(fingerprint__in=fingerprints).first()
        if subscriber is None:
            try:
                with transaction.atomic():
                    subscriber = Subscriber.objects.create(
                        fingerprint=fingerprints[0],
                        sealed=sealing.seal(address.strip()),
                        language=language,
                        asked_at=timezone.now(),
                    )
            except IntegrityError:  # asked twice at the same moment
                subscriber = Subscriber.objects.get(fingerprint=fingerprints[0])
        elif subscriber.confirmed_at is None:
            Subscriber.objects.filter(pk=subscriber.pk).update(asked_at=timezone.now())
        mails.ask.enqueue(str(subscriber.pk), language)


def _limit(key: str, most: int, seconds: int) -> None:
    cache.add(key, 0, timeout=seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out just now
        return
    if count > most:
        raise TooOften


def confirm(token: str) -> bool:
    """Begins to send to the reader, in the language they chose. False for a link that is not ours or too old."""
    found = links.read_confirm(token)
    if found is None:
        return False
    subscriber_id, language = found
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(pk=subscriber_id).first()
        if subscriber is None:
            return False
        subscriber.language = language
        subscriber.confirmed_at = subscriber.confirmed_at or timezone.now()
        subscriber.save(update_fields=["language", "confirmed_at"])
    return True


def leave(token: str) -> bool:
    """Erases the reader; what was sent keeps counting without them. False for a link that is not ours.

    True as well for who has left already.
    """
    subscriber_id = links.read_leave(token)
    if subscriber_id is None:
        return False
    Subscriber.objects.filter(pk=subscriber_id).delete()
    return True


def forget_unconfirmed(now: datetime) -> int:
    """Erases the addresses that never confirmed. Returns how many."""
    old = now - timedelta(days=links.CONFIRM_DAYS)
    return Subscriber.objects.filter(confirmed_at=None, asked_at__lt=old).delete()[0]


def make_issues(now: datetime) -> list[Issue]:
    """Makes this week's issue in each language, with a row for each reader, once Monday morning has come.

    Run as often as you like: a week and language has one issue. A week without articles has one without entries, which
    nobody gets.
    """
    local = timezone.localtime(now)
    monday = (local - timedelta(days=local.weekday())).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if local < monday:
        return []
    year, number, _day = local.isocalendar()
    week = f"{year}-W{number:02}"
    made = []
    for language, _name in languages():
        if not Issue.objects.filter(week=week, language=language).exists():
            issue = _make(week, language, monday)
            if issue is not None:
                made.append(issue)
    return made


def _make(week: str, language: str, until: datetime) -> Issue | None:
    last = Issue.objects.filter(language=language, until__lt=until).order_by("-until").first()
    since = max(last.until if last else until - timedelta(days=7), until - timedelta(days=28))
    with transaction.atomic():
        issue, new = Issue.objects.get_or_create(
            week=week,
            language=language,
            defaults={"since": since, "until": until, "entries": _entries(language, since, until)},
        )
        if not new:
            return None
        if issue.entries:
            readers = Subscriber.objects.filter(language=language, confirmed_at__lt=until)
            Delivery.objects.bulk_create(
                (
                    Delivery(issue=issue, subscriber_id=pk, changed_at=timezone.now())
                    for pk in readers.values_list("pk", flat=True)
                ),
                batch_size=500,
            )
    return issue


def _entries(language: str, since: datetime, until: datetime) -> list[dict[str, str]]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    locale = Locale.objects.filter(language_code=language).first()
    if site is None or locale is None:
        return []
    pages = queries.site_articles(site, locale).filter(first_published_at__gt=since, first_published_at__lte=until)
    return [
        {
            "title": page.title,
            "summary": page.summary,
            "url": page.full_url or "",
            "column": page.column.title if page.column else "",
        }
        for page in queries.specific(pages[:MOST_ENTRIES])
    ]


def send(say: Callable[[str], None] = lambda _line: None) -> tuple[int, int]:
    """Sends what waits: (sent, not sent). No mail goes out twice, whatever happens in between.

    A row is marked before its mail is handed over. If the process dies then, nobody knows whether the server took it,
    and the row stays as it is: better one digest missed than one read twice. Only a clear refusal is tried again.
    """
    sent = failed = 0
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).order_by("pk")
    connection = get_connection()
    try:
        for pk in waiting.values_list("pk", flat=True).iterator():
            begun = Delivery.objects.filter(pk=pk, state=Delivery.State.WAITING).update(
                state=Delivery.State.BEGUN, tries=F("tries") + 1, changed_at=timezone.now()
            )
            if not begun:
                continue  # another sender has it, or the reader left
            delivery = Delivery.objects.select_related("issue", "subscriber").get(pk=pk)
            if delivery.subscriber is None:
                _end(delivery, Delivery.State.REFUSED)
                continue
            try:
                message = mails.digest(delivery.issue, delivery.subscriber)
                message.connection = connection
                message.send()
            except NOT_TAKEN as error:
                failed += 1
                _not_taken(delivery, delivery.subscriber, error)
                if not isinstance(error, smtplib.SMTPRecipientsRefused):
                    connection = get_connection()
            except InvalidToken:
                failed += 1
                _end(delivery, Delivery.State.REFUSED)
            except (OSError, smtplib.SMTPException):
                failed += 1  # it may have been taken: the row stays begun
                connection = get_connection()
            else:
                sent += 1
                _end(delivery, Delivery.State.SENT)
                Subscriber.objects.filter(pk=delivery.subscriber.pk, refusals__gt=0).update(refusals=0)
    finally:
        connection.close()
    say(f"{sent} sent, {failed} not sent")
    return sent, failed


def _end(delivery: Delivery, state: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, changed_at=timezone.now())


def _not_taken(delivery: Delivery, subscriber: Subscriber, error: Exception) -> None:
    """A passing failure waits for the next run; who is refused for good three weeks in a row is erased."""
    if _for_good(error):
        _end(delivery, Delivery.State.REFUSED)
        Subscriber.objects.filter(pk=subscriber.pk).update(refusals=F("refusals") + 1)
        Subscriber.objects.filter(pk=subscriber.pk, refusals__gte=REFUSALS).delete()
    elif delivery.tries >= TRIES:
        _end(delivery, Delivery.State.REFUSED)
    else:
        _end(delivery, Delivery.State.WAITING)


def _for_good(error: Exception) -> bool:
    """Whether the server says that it will never take a mail for this address (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return False
