"""The checks that a page must pass to be submitted and to be published."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.models import Page

from reform.pages.models import BasePage, SiteSettings

from . import page_text, personal
from .findings import ADVICE, MUST, Finding
from .models import ConfirmedFinding, WordingEntry, WordingVersion
from .wording import Entry, Matcher

_compiled: dict[int, Matcher] = {}


@dataclass(frozen=True)
class PageFinding:
    """A finding with its place on the page."""

    finding: Finding
    piece: page_text.Piece
    digest: str
    confirmed: ConfirmedFinding | None = None

    @property
    def blocks(self) -> bool:
        return self.finding.blocks and self.confirmed is None

    @property
    def fixable(self) -> bool:
        """Whether one click writes the right expression."""
        return bool(self.finding.suggestion) and self.piece.put is not None

    @property
    def field(self) -> str | None:
        return self.piece.field or None

    @property
    def context(self) -> tuple[str, str, str]:
        """A little text before, the place itself, a little after."""
        text, found = self.piece.text, self.finding
        return text[max(0, found.start - 14) : found.start], found.text, text[found.end : found.end + 14]

    def message(self) -> str:
        if self.finding.check == "rule":
            return self.finding.message()
        place = _("file “%(title)s”") % {"title": self.piece.document} if self.piece.document else self.piece.where
        return f"{place}: {self.finding.message()}"


class Blocked(Exception):
    """A check blocks. `findings` says what and where."""

    def __init__(self, findings: list[PageFinding]) -> None:
        super().__init__(len(findings))
        self.findings = findings


def check(page: Any, only_personal: bool = False) -> None:
    """Raises `Blocked` when the page has a finding that blocks: 必改 wording, personal data nobody has confirmed, or what
    its own class asks for (`BasePage.obstacles`). `only_personal` lifts the wording check alone."""
    found = [item for item in blocking(page) if item.finding.check != "wording" or not only_personal]
    if found:
        raise Blocked(found)


def blocking(page: Page) -> list[PageFinding]:
    """The findings that block, in reading order."""
    return [item for item in findings(page) if item.blocks]


def findings(page: Page) -> list[PageFinding]:
    """All findings of a page as it stands in memory, the confirmed ones left out."""
    return [item for item in all_findings(page) if item.confirmed is None]


def all_findings(page: Page) -> list[PageFinding]:
    """All findings of a page as it stands in memory, in the order of its fields; `confirmed` says which were confirmed."""
    records = ConfirmedFinding.objects.filter(page_id=page.pk).select_related("by") if page.pk else []
    confirmed = {record.digest: record for record in records}
    matcher, allowed = wording_matcher(), allowed_numbers()
    found = list(_obstacles(page))
    for piece in page_text.pieces(page):
        if piece.problem:
            level = MUST if piece.promised else ADVICE
            unread = Finding("personal", "unreadable", level, 0, 0, piece.document, "", piece.problem)
            mark = digest(page, unread, piece.hash)
            found.append(PageFinding(unread, piece, mark, confirmed.get(mark)))
            continue
        for finding in _in_order(piece.text, matcher, allowed):
            mark = digest(page, finding) if finding.check == "personal" else ""
            found.append(PageFinding(finding, piece, mark, confirmed.get(mark)))
    return found


def _obstacles(page: Page) -> Iterator[PageFinding]:
    """What the class of the page asks for besides its words, as findings that nobody can confirm away."""
    for name, sentence in page.obstacles() if isinstance(page, BasePage) else ():
        label = str(page._meta.get_field(name).verbose_name) if name else ""
        piece = page_text.Piece(name, label, "", path=(name,) if name else ())
        yield PageFinding(Finding("rule", "condition", MUST, 0, 0, "", "", sentence), piece, "")


def _in_order(text: str, matcher: Matcher, allowed: frozenset[str]) -> list[Finding]:
    return sorted(
        [*personal.find(text, allowed), *matcher.find(text)], key=lambda finding: (finding.start, finding.end)
    )


def check_text(text: str) -> list[Finding]:
    """All findings of a plain text, in order."""
    return _in_order(text, wording_matcher(), allowed_numbers())


def digest(page: Page, finding: Finding, value: str = "") -> str:
    """A keyed digest of what was found on this page: tells the same number again without keeping it.

    It says nothing about the same number on another page.
    """
    value = value or personal.canonical(finding.kind, finding.text)
    words = f"{page.pk}:{finding.kind}:{value}"
    return salted_hmac("reform.editorial.confirmed", words, algorithm="sha256").hexdigest()


def allowed_numbers() -> frozenset[str]:
    """The numbers and addresses that the office publishes itself, in canonical form.

    They are the telephone and the mail address in the site's details, and those of the setting `PUBLISHED_NUMBERS`.
    """
    details = [value for row in SiteSettings.objects.values_list("phone", "email") for value in row if value]
    return frozenset(canonical_forms([*settings.PUBLISHED_NUMBERS, *details]))


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
    """The compiled list in use. Compiled once in a process for each version; a committed change makes a new version."""
    version = WordingVersion.current()
    matcher = _compiled.get(version)
    if matcher is None:
        rows = WordingEntry.objects.filter(active=True)
        matcher = Matcher(
            Entry(row.wrong, row.right, row.kind, row.level, row.source, tuple(row.exceptions())) for row in rows
        )
        _compiled.clear()
        _compiled[version] = matcher
    return matcher
