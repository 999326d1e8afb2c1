"""Compares raw rows with the database: what would be added and changed, and what is wrong with which row."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..actions import PeopleError, check_roles
from ..models import Region, Unit, User
from ..roles import BY_NAME, ROLES, role_keys
from .columns import PEOPLE, SHEETS, UNITS, Sheet, value_of
from .workbook import Row

Raw = dict[str, list[Row]]


@dataclass
class Problem:
    """A bad row: its sheet, number, column title (or nothing) and the reason."""

    sheet: Any
    number: int
    column: Any
    reason: str


@dataclass
class Change:
    """A good row: a new object (`pk` is None) or a changed one, with the values to write and old → new in words."""

    number: int
    identity: str
    label: str
    pk: int | None
    values: dict[str, Any]
    words: list[tuple[Any, str, str]] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.pk is None


@dataclass
class Plan:
    units: list[Change] = field(default_factory=list)
    people: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.units and not self.people

    @property
    def bad_rows(self) -> int:
        return len({(str(problem.sheet), problem.number) for problem in self.problems})

    def digest(self) -> str:
        """The same for two plans that would write the same: what was confirmed is what is written."""
        what = [
            [
                (c.identity, c.pk, {k: str(v) for k, v in sorted(c.values.items())}, [w[1:] for w in c.words])
                for c in part
            ]
            for part in (self.units, self.people)
        ]
        return hashlib.sha256(json.dumps(what, ensure_ascii=False, default=str).encode()).hexdigest()


def make_plan(raw: Raw, by: User) -> Plan:
    """What importing these rows would do now, done by this person. Writes nothing."""
    plan = Plan()
    units = _plan_units(raw.get(UNITS.key, []), plan)
    _plan_people(raw.get(PEOPLE.key, []), plan, by, units)
    plan.problems.sort(key=lambda problem: ([sheet.title for sheet in SHEETS].index(problem.sheet), problem.number))
    return plan


class _Rows:
    """Rows of one sheet with the problems found on the way."""

    def __init__(self, sheet: Sheet, rows: list[Row], plan: Plan) -> None:
        self.sheet, self.plan = sheet, plan
        self.titles = {column.key: column.title for column in sheet.columns}
        self.bad: set[int] = set()
        seen: dict[str, int] = {}
        self.rows: list[Row] = []
        for row in rows:
            for key, reason in row.problems:
                self.problem(row, key, reason)
            for column in sheet.columns:
                if column.required and not row.cells.get(column.key) and column.key not in dict(row.problems):
                    self.problem(row, column.key, _("Must be filled in."))
            if sheet.identity in row.cells:
                row.cells[sheet.identity] = unicodedata.normalize("NFKC", row.cells[sheet.identity])
            identity = fold(row.cells.get(sheet.identity, ""))
            if identity and identity in seen:
                self.problem(row, sheet.identity, _("The same as in row %(row)d.") % {"row": seen[identity]})
            elif identity:
                seen[identity] = row.number
            self.rows.append(row)

    def problem(self, row: Row, key: str, reason: str) -> None:
        self.bad.add(row.number)
        self.plan.problems.append(Problem(self.sheet.title, row.number, self.titles.get(key, ""), reason))

    def good(self) -> list[Row]:
        return [row for row in self.rows if row.number not in self.bad]


def fold(text: str) -> str:
    """For identities: full-width letters and case do not make another person."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _plan_units(raw: list[Row], plan: Plan) -> dict[str, Any]:
    """Units by folded code: the stored unit, or a marker for one that the sheet adds."""
    rows = _Rows(UNITS, raw, plan)
    stored: dict[str, Any] = {fold(unit.code): unit for unit in Unit.objects.select_related("region", "merged_into")}
    by_path = {unit.path: unit for unit in stored.values()}
    regions = {region.code: region for region in Region.objects.all()}
    ready: list[tuple[Row, dict[str, Any]]] = []
    for row in rows.good():
        values = _unit_values(row, rows, regions)
        unit = stored.get(fold(row.cells["code"]))
        if unit is not None and unit.merged_into_id:
            rows.problem(row, "code", _("This unit was merged into “%(heir)s”.") % {"heir": unit.heir.name})
        elif unit is not None and not unit.active:
            rows.problem(row, "code", _("This unit is closed. Reopen it first."))
        if row.number not in rows.bad:
            ready.append((row, values))
    in_sheet = {fold(row.cells["code"]): row for row, _values in ready}
    above = {code: fold(row.cells.get("parent", "")) for code, row in in_sheet.items()}
    for row, values in _in_order(ready, rows, stored, by_path, above):
        _unit_change(row, values, plan, stored, by_path)
    known = dict(stored)
    known.update({fold(change.identity): change for change in plan.units if change.is_new})
    return known


def _unit_values(row: Row, rows: _Rows, regions: dict[str, Region]) -> dict[str, Any]:
    cells = row.cells
    values: dict[str, Any] = {}
    for key in ("name", "short_name", "name_en"):
        if key in cells:
            values[key] = cells[key]
    if "kind" in cells:
        values["kind"] = value_of(Unit.Kind, cells["kind"])
        if values["kind"] is None:
            rows.problem(row, "kind", _("“%(value)s” is not one of the kinds.") % {"value": cells["kind"]})
    if "region" in cells:
        values["region"] = regions.get(cells["region"])
        if values["region"] is None:
            rows.problem(row, "region", _("There is no region with the code “%(value)s”.") % {"value": cells["region"]})
    if "order" in cells:
        if cells["order"].isascii() and cells["order"].isdigit() and len(cells["order"]) <= 6:
            values["order"] = int(cells["order"])
        else:
            rows.problem(row, "order", _("A whole number is expected."))
    if row.number not in rows.bad:
        _validate(Unit(code=cells["code"], **values), {"code", *values}, row, rows)
    return values


def _in_order(
    ready: list[tuple[Row, dict[str, Any]]],
    rows: _Rows,
    stored: dict[str, Any],
    by_path: dict[str, Any],
    above: dict[str, str],
) -> list[tuple[Row, dict[str, Any]]]:
    """Parents before children; whoever has no good parent is a problem: unknown, closed, bad itself, or below itself."""
    ordered: list[tuple[Row, dict[str, Any]]] = []
    placed: set[str] = set()
    waiting = list(ready)
    while waiting:
        later = []
        for row, values in waiting:
            code = fold(row.cells["code"])
            parent = above[code]
            if not parent or parent in placed:
                placed.add(code)
                ordered.append((row, values))
            elif parent in above:
                later.append((row, values))
            else:
                unit = stored.get(parent)
                reason = ""
                if unit is None:
                    reason = _("There is no unit with the code “%(value)s”.") % {"value": row.cells["parent"]}
                elif not unit.active:
                    reason = _("“%(unit)s” is closed.") % {"unit": unit.name}
                elif _is_below(unit, code, stored, by_path, above):
                    reason = _("A unit cannot be moved below itself.")
                if reason:
                    rows.problem(row, "parent", reason)
                    above.pop(code)
                else:
                    placed.add(code)
                    ordered.append((row, values))
        if len(later) == len(waiting):
            for row, _values in later:
                rows.problem(row, "parent", _("The units in this sheet are above one another in a circle."))
            break
        waiting = later
    return ordered


def _is_below(unit: Unit, code: str, stored: dict[str, Any], by_path: dict[str, Any], above: dict[str, str]) -> bool:
    """Whether, after the import, `unit` would hang below the unit with this code: rows of the sheet count before the tree."""
    seen: set[str] = set()
    current = fold(unit.code)
    while current and current not in seen:
        if current == code:
            return True
        seen.add(current)
        if above.get(current):
            current = above[current]
            continue
        node = stored.get(current)
        parent = by_path.get(node.path[: -Unit.steplen]) if node is not None else None
        current = fold(parent.code) if parent is not None else ""
    return False


def _unit_change(row: Row, values: dict[str, Any], plan: Plan, stored: dict[str, Any], by_path: dict[str, Any]) -> None:
    code = row.cells["code"]
    unit = stored.get(fold(code))
    parent_code = _code(row.cells.get("parent", ""), stored, plan)
    if unit is None:
        if parent_code:
            values["parent"] = parent_code
        plan.units.append(Change(row.number, code, values["name"], None, values))
        return
    words = []
    changed: dict[str, Any] = {}
    for key, value in values.items():
        old = getattr(unit, key)
        if old != value:
            changed[key] = value
            words.append((_title(UNITS, key), _shown(unit, key, old), _shown(unit, key, value)))
    parent = by_path.get(unit.path[: -Unit.steplen])
    if parent_code and (parent is None or fold(parent.code) != fold(parent_code)):
        changed["parent"] = parent_code
        words.append((_title(UNITS, "parent"), parent.code if parent else "—", parent_code))
    if changed:
        plan.units.append(Change(row.number, unit.code, unit.name, unit.pk, changed, words))
    else:
        plan.unchanged += 1


def _code(typed: str, stored: dict[str, Any], plan: Plan) -> str:
    """A code as it is or will be stored, for one that was typed."""
    unit = stored.get(fold(typed))
    if unit is not None:
        return unit.code
    return next((change.identity for change in plan.units if fold(change.identity) == fold(typed)), typed)


def _plan_people(raw: list[Row], plan: Plan, by: User, units: dict[str, Any]) -> None:
    rows = _Rows(PEOPLE, raw, plan)
    names = [fold(row.cells.get("username", "")) for row in rows.rows]
    stored = {
        fold(user.username): user
        for user in User.objects.select_related("unit").prefetch_related("groups")
        if fold(user.username) in set(names)
    }
    taken = {user.email.casefold(): user.pk for user in User.objects.exclude(email="").only("email")}
    mails: dict[str, int] = {}
    for row in rows.good():
        user = stored.get(fold(row.cells["username"]))
        values = _person_values(row, rows, units)
        mail = values.get("email", "").casefold()
        if mail and mail in mails:
            rows.problem(row, "email", _("The same as in row %(row)d.") % {"row": mails[mail]})
        elif mail and taken.get(mail, user.pk if user else None) != (user.pk if user else None):
            rows.problem(row, "email", _("Another account has this e-mail address."))
        if mail:
            mails.setdefault(mail, row.number)
        _check_rights(row, rows, user, values, by)
        if row.number not in rows.bad:
            _validate(
                User(username=row.cells["username"], **{k: v for k, v in values.items() if k not in {"unit", "roles"}}),
                {"username", *values} - {"unit", "roles"},
                row,
                rows,
            )
        if row.number not in rows.bad:
            _person_change(row, user, values, plan)


def _person_values(row: Row, rows: _Rows, units: dict[str, Any]) -> dict[str, Any]:
    cells = row.cells
    values: dict[str, Any] = {}
    for key in ("name", "post"):
        if key in cells:
            values[key] = cells[key]
    for key in ("mobile", "email"):
        if key in cells:
            values[key] = unicodedata.normalize("NFKC", cells[key]).replace(" ", "")
    if "rank" in cells:
        values["rank"] = value_of(User.Rank, cells["rank"])
        if values["rank"] is None:
            rows.problem(row, "rank", _("“%(value)s” is not one of the rank groups.") % {"value": cells["rank"]})
    if "unit" in cells:
        unit = units.get(fold(cells["unit"]))
        if unit is None:
            rows.problem(row, "unit", _("There is no unit with the code “%(value)s”.") % {"value": cells["unit"]})
        elif isinstance(unit, Unit) and unit.merged_into_id:
            rows.problem(row, "unit", _("This unit was merged into “%(heir)s”.") % {"heir": unit.heir.name})
        elif isinstance(unit, Unit) and not unit.active:
            rows.problem(row, "unit", _("“%(unit)s” is closed.") % {"unit": unit.name})
        values["unit"] = unit.code if isinstance(unit, Unit) else getattr(unit, "identity", "")
    if "roles" in cells:
        values["roles"] = _roles(cells["roles"], row, rows)
    return values


def _roles(text: str, row: Row, rows: _Rows) -> list[str]:
    found: set[str] = set()
    for name in unicodedata.normalize("NFKC", text).replace("、", ",").replace(";", ",").replace("/", ",").split(","):
        name = name.strip()
        if not name:
            continue
        if name in BY_NAME:
            found.add(BY_NAME[name].key)
        else:
            rows.problem(row, "roles", _("There is no role “%(value)s”.") % {"value": name})
    try:
        check_roles(found)
    except PeopleError as error:
        rows.problem(row, "roles", str(error))
    return [role.key for role in ROLES if role.key in found]


def _check_rights(row: Row, rows: _Rows, user: User | None, values: dict[str, Any], by: User) -> None:
    """The rules that `actions` will apply, told before anything is written."""
    if user is None:
        return
    if not user.is_active:
        rows.problem(row, "username", _("This account is closed. Reopen it first."))
    elif user.is_superuser and not by.is_superuser:
        rows.problem(row, "username", _("Only a superuser may change this account."))
    elif user.pk == by.pk and "roles" in values and set(values["roles"]) != role_keys(user):
        rows.problem(row, "roles", _("Nobody changes their own roles."))


def _person_change(row: Row, user: User | None, values: dict[str, Any], plan: Plan) -> None:
    if user is None:
        plan.people.append(Change(row.number, row.cells["username"], values["name"], None, values))
        return
    changed: dict[str, Any] = {}
    words = []
    for key, value in values.items():
        if key == "unit":
            old: Any = user.unit.code if user.unit else ""
            same = fold(old) == fold(value)
        elif key == "roles":
            keys = role_keys(user)
            old, same = [role.key for role in ROLES if role.key in keys], keys == set(value)
        else:
            old = getattr(user, key)
            same = old == value
        if not same:
            changed[key] = value
            words.append((_title(PEOPLE, key), _shown(user, key, old), _shown(user, key, value)))
    if changed:
        plan.people.append(Change(row.number, user.username, user.name, user.pk, changed, words))
    else:
        plan.unchanged += 1


def _validate(instance: Any, keys: set[str], row: Row, rows: _Rows) -> None:
    """The model's own validators for the given fields: lengths, mobile numbers, addresses, user names."""
    others = {f.name for f in instance._meta.fields} - keys
    try:
        instance.clean_fields(exclude=others)
    except ValidationError as error:
        for key, messages in error.message_dict.items():
            for message in messages:
                rows.problem(row, key, message)


def _title(sheet: Sheet, key: str) -> Any:
    return next(column.title for column in sheet.columns if column.key == key)


def _shown(instance: Any, key: str, value: Any) -> str:
    """A value as the preview shows it."""
    if value is None or value == "" or value == []:
        return "—"
    if key == "roles":
        return "、".join(role.name for role in ROLES if role.key in value)
    if key in {"kind", "rank"}:
        return str(dict(instance._meta.get_field(key).flatchoices).get(value, value))
    return str(value)
