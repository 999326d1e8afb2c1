"""Counts for the office; never an address."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from wagtail.models import Locale

from .models import Delivery, Issue, Subscriber


def languages() -> list[tuple[str, str]]:
    """The languages in which the site is published: (code, name), the first of the settings first."""
    used = set(Locale.objects.values_list("language_code", flat=True))
    return [(code, str(name)) for code, name in settings.LANGUAGES if code in used]


def readers() -> list[dict[str, Any]]:
    """For each language: how many get the digest, and how many have not confirmed."""
    rows = Subscriber.objects.values("language").annotate(
        confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)), asked=Count("pk", filter=Q(confirmed_at=None))
    )
    found: dict[str, Any] = {row["language"]: row for row in rows}
    return [
        {
            "language": name,
            "confirmed": found.get(code, {}).get("confirmed", 0),
            "asked": found.get(code, {}).get("asked", 0),
        }
        for code, name in languages()
    ]


def issues() -> Any:
    """The issues, newest first, with what became of their mails."""
    counts = {
        f"{state}_count": Count("deliveries", filter=Q(deliveries__state=state)) for state in Delivery.State.values
    }
    return Issue.objects.annotate(**counts).order_by("-until", "language")
