"""Corrections of a quiz's marks: tried first, then applied with a reason. The answers are replayed from the steps."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ..marking import total_of
from ..models import Attempt, AttemptItem, QuestionVersion, Quiz, Regrade, Step
from ..responses import clean
from ..signals import attempt_finished
from ..standings import standing
from .closing import add_step, fresh_mark
from .errors import TrainingError

NEWEST, KEEP = "newest", ""
DECISIONS = (NEWEST, *AttemptItem.Verdict.values)


@dataclass
class Change:
    """One attempt whose result differs. `items` are those whose mark or rule changed, as they would be written."""

    attempt: Attempt
    before: Decimal
    after: Decimal
    maximum: Decimal
    passed_before: bool
    passed: bool
    items: list[AttemptItem]

    @property
    def differs(self) -> bool:
        """Whether the person sees another result."""
        return (self.before, self.attempt.maximum, self.passed_before) != (self.after, self.maximum, self.passed)


def dry_run(quiz: Quiz, by: Any, decisions: Mapping[int, str]) -> list[Change]:
    """What the decisions (question → one of `DECISIONS`) would change in finished attempts; nothing is written.

    Raises `PermissionDenied`, `TrainingError` (a newest version that does not fit what was shown).
    """
    if not by.has_perm("training.regrade_quiz"):
        raise PermissionDenied
    if set(decisions.values()) - set(DECISIONS):
        raise TrainingError(_("Choose what becomes of the question."))
    newest = _newest(decisions)
    attempts = list(quiz.all_attempts.filter(state=Attempt.State.DONE).select_related("user").order_by("pk"))
    items: dict[int, list[AttemptItem]] = defaultdict(list)
    rows = AttemptItem.objects.filter(attempt__in=attempts).select_related("version", "key_version")
    for item in rows.order_by("position"):
        items[item.attempt_id].append(item)
    answers = _replayed([attempt.pk for attempt in attempts])
    return [
        change
        for attempt in attempts
        if (change := _change(attempt, items[attempt.pk], answers[attempt.pk], decisions, newest)).items
    ]


@transaction.atomic
def apply(quiz: Quiz, by: Any, decisions: Mapping[int, str], reason: str) -> Regrade:
    """The same, written: marks, results, a step for each attempt, one record. Raises as `dry_run`; needs a reason."""
    if not reason.strip():
        raise TrainingError(_("Give the reason."))
    Quiz.objects.select_for_update().get(pk=quiz.pk)
    list(quiz.all_attempts.select_for_update().filter(state=Attempt.State.DONE).values_list("pk", flat=True))
    changes = dry_run(quiz, by, decisions)
    record = Regrade.objects.create(
        quiz=quiz,
        by=by,
        reason=reason.strip()[:500],
        decisions={str(question): decision for question, decision in decisions.items()},
        changes=[_told(change) for change in changes if change.differs],
    )
    for change in changes:
        _write(change, record)
    return record


def _write(change: Change, record: Regrade) -> None:
    attempt, differs = change.attempt, change.differs
    AttemptItem.objects.bulk_update(change.items, ["mark", "key_version", "verdict"])
    attempt.mark, attempt.maximum, attempt.passed = change.after, change.maximum, change.passed
    marks = {str(item.position): str(item.mark) for item in change.items}
    data = {**_told(change), "regrade": record.pk, "reason": record.reason, "marks": marks}
    add_step(attempt, Step.Kind.REGRADE, by=record.by, data=data)
    attempt.save()
    if differs:
        attempt_finished.send(Attempt, attempt=attempt, passed=standing(attempt.quiz, attempt.user).passed)


def _told(change: Change) -> dict[str, Any]:
    return {
        "attempt": change.attempt.pk,
        "before": str(change.before),
        "after": str(change.after),
        "of": str(change.maximum),
        "passed_before": change.passed_before,
        "passed": change.passed,
    }


def _change(
    attempt: Attempt,
    items: list[AttemptItem],
    answers: Mapping[int, Any],
    decisions: Mapping[int, str],
    newest: Mapping[int, QuestionVersion],
) -> Change:
    before = attempt.mark or Decimal(0)
    changed = []
    for item in items:
        decision = decisions.get(item.version.question_id, KEEP)
        if not decision:
            continue
        held = (item.mark, item.verdict, item.key_version_id)
        item.response = answers.get(item.position)
        if decision == NEWEST:
            item.verdict, item.key_version = "", _fitting(item, newest[item.version.question_id])
        else:
            item.verdict, item.key_version = decision, None
        mark = fresh_mark(item, attempt.settings)
        # What a person marked stands: only a verdict takes its place.
        item.mark = item.mark if mark is None else mark
        if (item.mark, item.verdict, item.key_version_id) != held:
            changed.append(item)
    counted = [item for item in items if item.verdict != AttemptItem.Verdict.OUT]
    after = total_of([item.mark or Decimal(0) for item in counted])
    maximum = sum((item.maximum for item in counted), Decimal(0))
    passed = 100 * after >= Decimal(attempt.settings["pass_percent"]) * maximum
    return Change(attempt, before, after, maximum, bool(attempt.passed), passed, changed)


def _newest(decisions: Mapping[int, str]) -> dict[int, QuestionVersion]:
    wanted = [question for question, decision in decisions.items() if decision == NEWEST]
    found = {}
    for version in QuestionVersion.objects.filter(question__in=wanted).order_by("number"):
        found[version.question_id] = version
    return found


def _fitting(item: AttemptItem, newest: QuestionVersion) -> QuestionVersion | None:
    """The newest version as the key for what was shown. Its parts must stand in the same places."""
    shown = item.version
    if newest.pk == shown.pk:
        return None
    parts = [
        (version.type, *(len(version.content[name]) for name in ("options", "answers", "pairs")))
        for version in (shown, newest)
    ]
    if shown.type in ("shortanswer", "numerical", "essay"):
        parts = [part[:1] for part in parts]
    elif shown.type == "multichoice":
        parts = [part[:2] for part in parts]
    if parts[0] != parts[1]:
        raise TrainingError(
            _("The newest wording of “%(question)s” has other parts than what was shown; its key does not fit.")
            % {"question": shown.short}
        )
    return newest


def _replayed(attempts: list[int]) -> dict[int, dict[int, Any]]:
    """Attempt → position → answer, from the saves alone, cleaned as they were when they came."""
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    steps = Step.objects.filter(attempt__in=attempts, kind=Step.Kind.SAVE).order_by("attempt", "number")
    for attempt, data in steps.values_list("attempt", "data"):
        for place, answer in data["answers"].items():
            if int(place) in data.get("ignored", ()):
                continue
            found[attempt][int(place)] = answer
    rows = AttemptItem.objects.filter(attempt__in=attempts).select_related("version")
    for item in rows:
        answer = found[item.attempt_id].get(item.position)
        found[item.attempt_id][item.position] = clean(item.version.type, item.version.content, item.order, answer)
    return found
