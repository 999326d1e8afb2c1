"""Writes a confirmed plan through `actions`, all of it or nothing, and keeps the rows between preview and confirmation."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from .. import actions
from ..models import ImportBatch, Unit, User
from ..roles import NEWCOMER
from .plan import Change, Plan, Raw, make_plan
from .workbook import Row

KEPT = timedelta(hours=24)


class Outdated(Exception):
    """Something was changed since the preview; the new plan must be looked at first."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


def keep(raw: Raw, plan: Plan, by: User, file_name: str) -> ImportBatch:
    """Keeps the rows until they are confirmed; what others left lying for a day goes."""
    forget_old()
    return ImportBatch.objects.create(
        by=by,
        file_name=file_name[:200],
        rows={key: [asdict(row) for row in rows] for key, rows in raw.items()},
        digest=plan.digest(),
    )


def rows_of(batch: ImportBatch) -> Raw:
    return {
        key: [Row(row["number"], row["cells"], [(a, b) for a, b in row["problems"]]) for row in rows]
        for key, rows in batch.rows.items()
    }


def forget_old() -> int:
    """Removes imports of yesterday and before, with the personal data in them. Returns how many."""
    return ImportBatch.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


@transaction.atomic
def confirm(batch: ImportBatch, by: User) -> dict[str, int]:
    """Writes the plan that was shown; bad rows stay out. Returns what was written, in numbers.

    Raises `PermissionDenied`, `Outdated` when the plan is no longer the one that was shown, `PeopleError` when an action
    refuses.
    """
    if not by.has_perm("people.import_people"):
        raise PermissionDenied
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.by_id != by.pk:
        raise PermissionDenied
    if batch.applied_at:
        return batch.summary
    plan = make_plan(rows_of(batch), by)
    if plan.digest() != batch.digest:
        raise Outdated(plan)
    _write_units(plan.units, by)
    made = [user for user in (_write_person(change, by) for change in plan.people) if user is not None]
    batch.summary = {
        "units_added": sum(change.is_new for change in plan.units),
        "units_changed": sum(not change.is_new for change in plan.units),
        "people_added": len(made),
        "people_changed": len(plan.people) - len(made),
        "skipped": plan.bad_rows,
    }
    batch.applied_at, batch.rows = timezone.now(), {}
    batch.save(update_fields=["summary", "applied_at", "rows"])
    batch.new_accounts.set(made)
    log(by, "people.import", user=by, data=batch.summary)
    return batch.summary


def _write_units(changes: list[Change], by: User) -> None:
    """One after another; a move that only works after another one (its target is still below it) waits for the next round."""
    while changes:
        waiting = []
        for change in changes:
            try:
                with transaction.atomic():
                    _write_unit(change, by)
            except actions.PeopleError as error:
                waiting.append(change)
                reason = error
        if len(waiting) == len(changes):
            raise reason
        changes = waiting


def _write_unit(change: Change, by: User) -> None:
    values = dict(change.values)
    parent = Unit.objects.get(code=values.pop("parent")) if "parent" in values else None
    if change.is_new:
        actions.create_unit(by, parent=parent, code=change.identity, **values)
        return
    unit = Unit.objects.get(code=change.identity)
    if parent is not None:
        unit = actions.move_unit(unit, parent, by)
    if values:
        actions.change_unit(unit, by, **values)


def _write_person(change: Change, by: User) -> User | None:
    """The account if it is new."""
    values: dict[str, Any] = dict(change.values)
    roles = values.pop("roles", None)
    if "unit" in values:
        values["unit"] = Unit.objects.get(code=values["unit"])
    if change.is_new:
        return actions.create_account(
            by, username=change.identity, roles=NEWCOMER if roles is None else roles, **values
        )
    user = User.objects.get(username=change.identity)
    if values:
        user = actions.change_account(user, by, **values)
    if roles is not None:
        actions.set_roles(user, roles, by)
    return None
