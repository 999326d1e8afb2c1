"""Erases what has been kept for its time. The rules are data: rules/retention.yaml."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Max, Q, QuerySet

from . import events
from .actions import contacts, erasing
from .models import Attachment, Concern, Tombstone

# What is done with the contact is nothing that happens to the matter: it does not begin the time anew.
SILENT = ("contact_kept", "contact_seen", "contact_erased")
RULES = Path(__file__).with_name("rules") / "retention.yaml"


@dataclass
class Report:
    """What was erased, or would be: by rule, how many contacts and how many concerns; and files that were never sent."""

    rules: dict[str, dict[str, int]] = field(default_factory=dict)
    files: int = 0
    dry: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@cache
def rules() -> dict[str, Any]:
    """The pack as it was shipped."""
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))


def run(now: datetime, dry: bool = False) -> Report:
    """Erases what is due at `now`; `dry` only counts. One event says how much, each erased concern has its own."""
    report = Report(dry=dry)
    for rule, taken in _each():
        due_all = _ids(_settled(_of(rule, taken), now - timedelta(days=rule["all"])))
        with_contact = _of(rule, taken).filter(contact__isnull=False)
        due_contact = _ids(_settled(with_contact, now - timedelta(days=rule["contact"])))
        bare = sorted(set(due_contact) - set(due_all))
        if not dry:
            for pk in due_all:
                erasing.erase(Concern(pk=pk), Tombstone.Reason.RETENTION, rule["name"])
            for pk in bare:
                contacts.erase(Concern(pk=pk))
        report.rules[rule["name"]] = {"contacts": len(bare), "concerns": len(due_all)}
    stale = Attachment.objects.filter(concern=None, at__lt=now - timedelta(hours=rules()["files_never_sent"]))
    for attachment in list(stale):
        report.files += 1
        if not dry:
            attachment.delete()
    if not dry:
        events.append(None, "retention", None, {"rules": report.rules, "files": report.files})
    return report


def _each() -> Iterator[tuple[dict[str, Any], Q]]:
    """Each rule, and what the rules before it have taken already."""
    taken = Q(pk__in=[])
    for rule in rules()["rules"]:
        yield rule, taken
        taken |= _when(rule)


def _when(rule: dict[str, Any]) -> Q:
    when = rule["when"]
    fits = Q(state__in=when["state"])
    if "channel" in when:
        fits &= Q(channel__in=when["channel"])
    if "restricted" in when:
        fits &= Q(restricted=when["restricted"])
    return fits


def _of(rule: dict[str, Any], taken: Q) -> QuerySet[Concern]:
    return Concern.objects.filter(_when(rule), tombstone=None).exclude(taken)


def _settled(concerns: QuerySet[Concern], before: datetime) -> QuerySet[Concern]:
    """Those to which nothing has happened since. A concern received later cannot be among them: the index finds the rest."""
    old = concerns.filter(received_at__lt=before).annotate(last=Max("events__at", filter=~Q(events__kind__in=SILENT)))
    return old.filter(Q(last__lt=before) | Q(last=None)).order_by("pk")


def _ids(concerns: QuerySet[Concern]) -> list[int]:
    return list(concerns.values_list("pk", flat=True))
