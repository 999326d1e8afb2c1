"""The checks that a page must pass to be submitted and to be published."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.models import Page

from . import page_text, personal
from .findings import Finding
from .models import ConfirmedFinding, WordingEntry
from .wording import Entry, Matcher

_compiled: dict[str, Matcher] = {}


@dataclass(frozen=True)
class PageFinding:
    """A finding with its place on the page."""

    finding: Finding
    piece: page_text.Piece
    digest: str

    @property
    def blocks(self) -> bool:
        return self.finding.blocks

    @property
    def field(self) -> str | None:
        return self.piece.field or None

    @property
    def context(self) -> tuple[str, str, str]:
        """A little text before, the place itself, a little after."""
        text, found = self.piece.text, self.finding
        return text[max(0, found.start - 14) : found.start], found.text, text[found.end : found.end + 14]

    def message(self) -> str:
        place = _("file “%(title)s”") % {"title": self.piece.document} if self.piece.document else self.piece.where
        return f"{place}: {self.finding.message()}"


class Blocked(Exception):
    """A check blocks. `findings` says what and where."""

    def __init__(self, findings: list[PageFinding]) -> None:
        super().__init__(len(findings))
        self.findings = findings


def check(page: Any, only_personal: bool = False) -> None:
    """Raises `Blocked` when the page has a finding that blocks: 必改 wording, or personal data nobody has confirmed."""
    found = [item for item in blocking(page) if item.finding.check == "personal" or not only_personal]
    if found:
        raise Blocked(found)


def blocking(page: Page) -> list[PageFinding]:
    """The findings that block, in reading order."""
    return [item for item in findings(page) if item.blocks]


def findings(page: Page) -> list[PageFinding]:
    """All findings of a page as it stands in memory, the confirmed ones left out."""
    confirmed = (
        set(ConfirmedFinding.objects.filter(page_id=page.pk).values_list("digest", flat=True)) if page.pk else set()
    )
    matcher = wording_matcher()
    found = []
    for piece in page_text.pieces(page):
        for finding in [*personal.find(piece.text, allowed_numbers()), *matcher.find(piece.text)]:
            item = PageFinding(finding, piece, digest(finding))
            if item.digest not in confirmed or finding.check != "personal":
                found.append(item)
    return found


def check_text(text: str) -> list[Finding]:
    """All findings of a plain text, in order."""
    found = [*personal.find(text, allowed_numbers()), *wording_matcher().find(text)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def digest(finding: Finding) -> str:
    """A keyed digest of what was found: tells the same number again without keeping it."""
    value = personal.canonical(finding.kind, finding.text)
    return salted_hmac("reform.editorial.confirmed", f"{finding.kind}:{value}", algorithm="sha256").hexdigest()


def allowed_numbers() -> frozenset[str]:
    """The numbers and addresses an office publishes itself (setting `PUBLISHED_NUMBERS`), in canonical form."""
    return frozenset(canonical_forms(settings.PUBLISHED_NUMBERS))


def canonical_forms(values: Iterable[str]) -> Iterator[str]:
    """Each value in canonical form, telephones also without their area code, as they stand in local texts."""
    for value in values:
        if "@" in value:
            yield personal.canonical("email", value)
            continue
        number = personal.canonical("landline", value)
        yield number
        if area := re.match(rf"0{personal.AREA}(?=[2-8])", number):
            yield number[area.end() :]


def wording_matcher() -> Matcher:
    """The compiled list in use. Compiled once a process and version; a change anywhere makes a new version."""
    version = cache.get("wording-version")
    if version is None:
        version = _list_version()
        cache.set("wording-version", version, 300)
    if version not in _compiled:
        rows = WordingEntry.objects.filter(active=True).values_list(
            "wrong", "right", "kind", "level", "source", "unless"
        )
        entries = [
            Entry(wrong, right, kind, level, source, tuple(filter(None, unless.split("、"))))
            for wrong, right, kind, level, source, unless in rows
        ]
        _compiled.clear()
        _compiled[version] = Matcher(entries)
    return _compiled[version]


def _list_version() -> str:
    from django.db.models import Count, Max

    row = WordingEntry.objects.aggregate(last=Max("changed"), count=Count("pk"))
    return f"{row['last']}/{row['count']}"


def forget_wording() -> None:
    """Called when the list changes."""
    cache.delete("wording-version")
