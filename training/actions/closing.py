"""The end of an attempt: its marks, its result, its receipt. For the actions of attempts, marking and regrading only."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from ..marking import is_empty, mark_of, share_of, total_of
from ..models import Attempt, AttemptItem, Step
from ..signals import attempt_finished
from ..standings import standing

# Without letters and figures that look alike when they are read out.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def add_step(attempt: Attempt, kind: str, *, by: Any = None, at: datetime | None = None, **fields: Any) -> Step:
    """Appends a step. The attempt is locked by the caller, who saves `steps_count`."""
    attempt.steps_count += 1
    return Step.objects.create(
        attempt=attempt, number=attempt.steps_count, kind=kind, by=by, at=at or timezone.now(), **fields
    )


def fresh_mark(item: AttemptItem, rules: dict[str, Any]) -> Decimal | None:
    """What the item is worth by its key and its verdict; None when a person must look."""
    if item.verdict:
        return item.maximum if item.verdict == AttemptItem.Verdict.FULL else Decimal(0)
    version = item.key_version or item.version
    share: Fraction | None = share_of(version.type, version.content, item.order, item.response, rules)
    return None if share is None else mark_of(share, item.maximum)


def close(attempt: Attempt, kind: str, *, at: datetime, by: Any = None, **data: Any) -> Attempt:
    """Marks what can be marked and closes. The attempt is locked by the caller."""
    items = list(attempt.items.select_related("version", "key_version"))
    for item in items:
        item.mark = fresh_mark(item, attempt.settings)
        item.waiting = item.mark is None and not is_empty(item.response)
    AttemptItem.objects.bulk_update(items, ["mark", "waiting"])
    attempt.closed = at
    if not attempt.receipt:
        code = "".join(secrets.choice(SIGNS) for _place in range(12))
        attempt.receipt = f"{code[:4]}-{code[4:8]}-{code[8:]}"
    add_step(attempt, kind, by=by, data={"answered": sum(not is_empty(item.response) for item in items), **data})
    return settle(attempt, items)


def settle(attempt: Attempt, items: Iterable[AttemptItem]) -> Attempt:
    """The result of a closed attempt from the marks of its items; tells who listens when it stands."""
    items = list(items)
    if any(item.waiting for item in items):
        attempt.state, attempt.mark, attempt.passed = Attempt.State.MARKING, None, None
        attempt.save()
        return attempt
    mark = total_of([item.mark or Decimal(0) for item in items])
    attempt.mark, attempt.state = mark, Attempt.State.DONE
    attempt.passed = 100 * mark >= Decimal(attempt.settings["pass_percent"]) * attempt.maximum
    add_step(attempt, Step.Kind.RESULT, data={"mark": str(mark), "of": str(attempt.maximum), "passed": attempt.passed})
    attempt.save()
    attempt_finished.send(Attempt, attempt=attempt, passed=standing(attempt.quiz, attempt.user).passed)
    return attempt
