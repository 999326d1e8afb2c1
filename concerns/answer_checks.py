"""What is looked at in the draft of an answer: wording and personal data (they may block), length and evasiveness (hints)."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reform.editorial import gate
from reform.editorial.findings import Finding

from .likeness import terms_of
from .models import Concern

RULES = Path(__file__).with_name("rules") / "evasive.yaml"
# An answer goes to the person who asked: a number to call may stand in it, these never.
NEVER = frozenset({"id_card", "bank_card"})


@dataclass(frozen=True)
class Hint:
    """`blocks`: the answer is not submitted with it."""

    message: str
    blocks: bool = False


@cache
def _rules() -> dict[str, Any]:
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))


def hints(concern: Concern, text: str) -> list[Hint]:
    """All that is to be said of a draft, what blocks first."""
    found = [Hint(item.message(), _blocks(item)) for item in gate.check_text(text)]
    return sorted(found, key=lambda hint: not hint.blocks) + [Hint(line) for line in _evasive(concern, text)]


def _blocks(finding: Finding) -> bool:
    return finding.kind in NEVER if finding.check == "personal" else finding.blocks


def _evasive(concern: Concern, text: str) -> list[str]:
    rules, plain = _rules(), re.sub(r"\s", "", text)
    if not plain:
        return []
    lines = []
    if len(plain) < rules["shortest"]:
        lines.append(_("The answer is very short: does it say what will be done, by whom and by when?"))
    if len(plain) > rules["longest"]:
        most = rules["longest"]
        lines.append(
            ngettext("Longer than %(most)d character.", "Longer than %(most)d characters.", most) % {"most": most}
        )
    if phrases := [phrase for phrase in rules["phrases"] if phrase in plain]:
        lines.append(_("These words promise nothing: %(words)s") % {"words": "、".join(phrases)})
    if not re.search(rules["facts"], text):
        lines.append(_("No day, number, place or telephone: the person cannot tell what happens next."))
    asked = terms_of(concern.matter)
    if len(asked) >= 3 and not set(asked) & set(terms_of(text)):
        lines.append(_("None of the words of the question stands in the answer."))
    return lines
