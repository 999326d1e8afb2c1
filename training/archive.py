"""The exam papers of a quiz as a zip: questions as they were asked, answers, marks, every step, and a hash of each.

The same attempts give the same bytes, so whoever holds the zip can show later that nothing in it was changed: its hash is on
record in the log of the site (`actions.sealing`).
"""

import hashlib
import json
import zipfile
from io import BytesIO
from typing import Any

from .models import Attempt, AttemptItem, Quiz, Step

# A zip notes times of files; ours tell nothing and must not differ from one making to the next.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str)


def _parts(quiz: Quiz) -> dict[str, str]:
    """File name → text. Four queries, however many attempts."""
    attempts = list(Attempt.objects.filter(quiz=quiz).select_related("user", "user__unit").order_by("pk"))
    items = list(
        AttemptItem.objects.filter(attempt__quiz=quiz).select_related("version").order_by("attempt", "position")
    )
    steps = list(Step.objects.filter(attempt__quiz=quiz).order_by("attempt", "number"))
    versions = {item.version_id: item.version for item in items}
    by_attempt: dict[int, list[AttemptItem]] = {}
    for item in items:
        by_attempt.setdefault(item.attempt_id, []).append(item)
    return {
        "questions.json": _text(
            [
                {"version": pk, "question": row.question_id, "number": row.number, "type": row.type, "stem": row.stem,
                 "content": row.content}
                for pk, row in sorted(versions.items())
            ]
        ),
        "attempts.json": _text(
            [
                {
                    "attempt": row.pk, "person": row.user.username, "name": row.user.name,
                    "unit": str(row.user.unit or ""), "number": row.number, "state": row.state, "settings": row.settings,
                    "started": row.started, "deadline": row.deadline, "closed": row.closed, "mark": row.mark,
                    "maximum": row.maximum, "passed": row.passed, "receipt": row.receipt,
                    "items": [
                        {"position": item.position, "version": item.version_id, "order": item.order,
                         "response": item.response, "mark": item.mark, "maximum": item.maximum}
                        for item in by_attempt.get(row.pk, [])
                    ],
                }
                for row in attempts
            ]
        ),
        "steps.json": _text(
            [
                {"attempt": row.attempt_id, "number": row.number, "kind": row.kind, "item": row.item_id,
                 "data": row.data, "at": row.at, "by": row.by_id}
                for row in steps
            ]
        ),
    }  # fmt: skip


def packed(quiz: Quiz) -> bytes:
    """The zip. The same papers give the same bytes."""
    parts = _parts(quiz)
    sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in parts.items()}
    parts["SHA256SUMS"] = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in sorted(parts.items()):
            pack.writestr(zipfile.ZipInfo(name, LONG_AGO), text.encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()
