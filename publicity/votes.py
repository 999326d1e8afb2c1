"""The one change of state of a vote: `vote`. Who voted is known for the rest of the day only, as a keyed hash."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reform.editorial import personal

from .models import AnswerVote, ExplainerPage, VoteSalt, VoteStamp
from .plans import rules


class NotCounted(Exception):
    """The vote was not counted; `str()` says why, to the reader."""


def vote(page: ExplainerPage, *, address: str, agent: str, answered: bool, remark: str = "") -> AnswerVote:
    """Counts a reader's vote, once a day for each address and browser.

    Numbers of people in the remark are blacked out before it is stored. Raises `NotCounted`.
    """
    if not page.live:
        raise NotCounted(_("This page is not published any more."))
    today = timezone.localdate()
    forget(today)
    salt = VoteSalt.objects.get_or_create(day=today, defaults={"salt": secrets.token_hex(32)})[0].salt
    visitor, place = _hash(salt, f"{address}|{agent}"), _hash(salt, address)
    stamps = VoteStamp.objects.filter(day=today)
    if (
        stamps.filter(address=place).count() >= rules()["votes_per_address_and_day"]
        or stamps.filter(visitor=visitor).count() >= rules()["votes_per_visitor_and_day"]
    ):
        raise NotCounted(_("Too many answers came from your network today. Please come back tomorrow."))
    try:
        with transaction.atomic():
            VoteStamp.objects.create(day=today, page=page, visitor=visitor, address=place)
            return AnswerVote.objects.create(
                page=page, day=today, answered=answered, remark=blacked_out(remark.strip())[:300]
            )
    except IntegrityError as error:
        raise NotCounted(_("You have already answered today. Thank you.")) from error


def helped(first: date, last: date, pages: Iterable[int] | None = None) -> dict[int, tuple[int, int]]:
    """Page id → (votes that it answered the question, all votes) of these days, for the numbers of the office."""
    rows = AnswerVote.objects.filter(day__gte=first, day__lte=last)
    if pages is not None:
        rows = rows.filter(page__in=pages)
    counted = rows.order_by().values_list("page").annotate(yes=Count("pk", filter=Q(answered=True)), both=Count("pk"))
    return {page: (yes, both) for page, yes, both in counted}


def forget(today: date) -> int:
    """Deletes the salts and stamps of earlier days; how many stamps."""
    VoteSalt.objects.filter(day__lt=today).delete()
    return VoteStamp.objects.filter(day__lt=today).delete()[0]


def blacked_out(text: str) -> str:
    """The text with numbers of people replaced: a remark is read by many and belongs to nobody."""
    for finding in sorted(personal.find(text), key=lambda item: item.start, reverse=True):
        text = f"{text[: finding.start]}■■{text[finding.end :]}"
    return text


def _hash(salt: str, words: str) -> str:
    return hmac.new(salt.encode(), words.encode(), "sha256").hexdigest()
