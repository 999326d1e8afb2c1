"""Signed addresses in mails. Nothing of the reader's address is in them, and no row holds them."""

from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

CONFIRM, LEAVE = "digest.confirm", "digest.leave"
CONFIRM_DAYS = 3


def confirm_address(subscriber_id: str, language: str) -> str:
    """Where to confirm within `CONFIRM_DAYS`, with the language that was chosen."""
    token = signing.dumps([str(subscriber_id), language], salt=CONFIRM)
    return _address("digest:confirm", token, language)


def leave_address(subscriber_id: str, language: str) -> str:
    """Where to leave, for ever."""
    return _address("digest:leave", signing.Signer(salt=LEAVE).sign(str(subscriber_id)), language)


def read_confirm(token: str) -> tuple[str, str] | None:
    """(subscriber, language); None for a token that is not ours or too old."""
    try:
        subscriber_id, language = signing.loads(token, salt=CONFIRM, max_age=CONFIRM_DAYS * 86_400)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return subscriber_id, language


def read_leave(token: str) -> str | None:
    """The subscriber; None for a token that is not ours."""
    try:
        return signing.Signer(salt=LEAVE).unsign(token)
    except signing.BadSignature:
        return None


def _address(name: str, token: str, language: str) -> str:
    with translation.override(language):
        return urljoin(settings.WAGTAILADMIN_BASE_URL, reverse(name, args=[token]))
