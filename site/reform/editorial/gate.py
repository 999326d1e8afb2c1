"""The checks that a page must pass to be submitted and to be published."""

from typing import Any


class Blocked(Exception):
    """A check blocks. `findings` says what and where."""

    def __init__(self, findings: list[Any]) -> None:
        super().__init__(findings)
        self.findings = findings


def check(page: Any, only_personal: bool = False) -> None:
    """Raises `Blocked` when the page has a finding that blocks: 必改 wording, or personal data nobody has confirmed."""
    findings = [finding for finding in blocking(page) if finding.check == "personal" or not only_personal]
    if findings:
        raise Blocked(findings)


def blocking(page: Any) -> list[Any]:
    """The findings that block, in reading order."""
    return []
