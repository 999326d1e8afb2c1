"""The wording list that an installation begins with (`rules/wording.yaml`)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from .models import WordingEntry, WordingVersion

RULES = Path(__file__).parent / "rules" / "wording.yaml"


@cache
def starter_entries() -> tuple[WordingEntry, ...]:
    """The entries of the pack, not saved."""
    pack = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return tuple(entry for group in pack["groups"] for entry in _entries(group))


def _entries(group: dict[str, Any]) -> Iterator[WordingEntry]:
    for line in group["lines"]:
        expression, _bar, unless = line.partition(" | ")
        wrong, _arrow, right = expression.partition(" → ")
        common = {"kind": group["kind"], "level": group["level"], "source": group["source"]}
        yield WordingEntry(wrong=wrong.strip(), right=right.strip(), unless=unless.strip(), **common)


@transaction.atomic
def install_wording() -> int:
    """Fills the list if nobody has ever touched it; returns how many entries were made.

    A list that was emptied on purpose stays empty: the counter of its changes tells.
    """
    if WordingVersion.current() or WordingEntry.objects.exists():
        return 0
    fields = ("wrong", "right", "unless", "kind", "level", "source")
    fresh = [WordingEntry(**{name: getattr(entry, name) for name in fields}) for entry in starter_entries()]
    made = WordingEntry.objects.bulk_create(fresh)
    WordingVersion.bump()
    return len(made)
