"""Units: created, changed, moved, merged, closed, reopened. Each in one transaction, with one event or more."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ..models import Unit, UnitEvent, User
from ..queries import unit_references
from ..signals import unit_changed, unit_merged
from .errors import PeopleError, allow

DETAILS = ("code", "name", "short_name", "name_en", "kind", "region", "order")
NAMES = ("name", "short_name", "name_en")
MAX_DEPTH = 8  # 省 to 村 with room to spare; the path column holds 63


@transaction.atomic
def create_unit(by: User | None, *, parent: Unit | None = None, **details: Any) -> Unit:
    """Adds a unit below `parent`, or at the top. `details` are the fields in `DETAILS`.

    Raises `PermissionDenied`, `PeopleError` for a parent that is closed or a code that is taken.
    """
    allow(by, "people.add_unit")
    _lock_tree()
    _check_code(details["code"])
    unit = Unit(**details)
    if parent is None:
        unit = Unit.add_root(instance=unit)
    else:
        parent = _open_parent(parent)
        if parent.depth + 1 > MAX_DEPTH:
            raise PeopleError(_("The tree would be too deep."), "parent")
        unit = parent.add_child(instance=unit)
    _event(unit, UnitEvent.Kind.CREATED, by, {"name": unit.name, "parent": _name(parent)})
    return unit


@transaction.atomic
def change_unit(unit: Unit, by: User | None, **details: Any) -> Unit:
    """Changes what is given of `DETAILS`. Nothing is written when nothing differs.

    Raises `PermissionDenied`, `PeopleError` for a merged unit or a code that is taken.
    """
    allow(by, "people.change_unit")
    _lock_tree()
    unit = _locked(unit)
    if unit.merged_into_id:
        raise PeopleError(_("A merged unit is history and cannot be changed."))
    changed = {name: value for name, value in details.items() if getattr(unit, name) != value}
    if not changed:
        return unit
    if "code" in changed:
        _check_code(changed["code"], unit)
    before = {name: _plain(getattr(unit, name)) for name in changed}
    for name, value in changed.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(changed))
    if {"order", "code"} & set(changed):
        _place(unit, unit.get_parent(update=True))
    for kind, names in ((UnitEvent.Kind.RENAMED, NAMES), (UnitEvent.Kind.CHANGED, DETAILS)):
        part = {
            name: [before[name], _plain(getattr(unit, name))]
            for name in names
            if name in changed and (kind == UnitEvent.Kind.RENAMED or name not in NAMES)
        }
        if part:
            _event(unit, kind, by, part)
    unit_changed.send(Unit, unit=unit)
    return unit


@transaction.atomic
def move_unit(unit: Unit, parent: Unit | None, by: User | None) -> Unit:
    """Puts a unit, with all below it, under another or at the top.

    Raises `PermissionDenied`, `PeopleError` when the target is itself, below it, or closed.
    """
    allow(by, "people.change_unit")
    _lock_tree()
    unit = _locked(unit)
    if unit.merged_into_id:
        raise PeopleError(_("A merged unit is history and cannot be changed."))
    before = unit.get_parent(update=True)
    if parent is not None:
        parent = _open_parent(parent)
        if parent.pk == unit.pk or parent.is_descendant_of(unit):
            raise PeopleError(_("A unit cannot be moved below itself."), "parent")
        below = unit.get_descendants(include_self=True).order_by("-depth").first()
        if parent.depth + 1 + (below.depth - unit.depth) > MAX_DEPTH:
            raise PeopleError(_("The tree would be too deep."), "parent")
    if (before and before.pk) == (parent and parent.pk):
        return unit
    _place(unit, parent)
    _event(unit, UnitEvent.Kind.MOVED, by, {"from": _name(before), "to": _name(parent)})
    unit_changed.send(Unit, unit=unit)
    return unit


@transaction.atomic
def merge_units(unit: Unit, heir: Unit, by: User | None) -> Unit:
    """Gives everything that refers to `unit` to `heir`: members, units below it, pages, and whatever higher layers keep.

    The old row stays, closed, with `merged_into`, and so do its events. Returns the heir. Raises `PermissionDenied`,
    `PeopleError` when the heir is closed, is the unit itself or lies below it, or when a row cannot be given away
    because the heir has its own.
    """
    allow(by, "people.change_unit")
    _lock_tree()
    unit, heir = _locked(unit), _locked(heir)
    if unit.merged_into_id:
        raise PeopleError(_("This unit has already been merged."))
    if heir.pk == unit.pk or heir.is_descendant_of(unit):
        raise PeopleError(_("A unit cannot be merged into itself or a unit below it."), "heir")
    if not heir.active:
        raise PeopleError(_("“%(unit)s” is closed.") % {"unit": heir.name}, "heir")
    for child in unit.get_children():
        child.refresh_from_db()
        heir.refresh_from_db()
        _place(child, heir)
        _event(child, UnitEvent.Kind.MOVED, by, {"from": _name(unit), "to": _name(heir)})
    moved = _repoint(unit, heir)
    unit.refresh_from_db()
    unit.merged_into, unit.active = heir, False
    unit.save(update_fields=["merged_into", "active"])
    _event(unit, UnitEvent.Kind.MERGED, by, {"into": _name(heir), "into_id": heir.pk, "moved": moved})
    _event(heir, UnitEvent.Kind.ABSORBED, by, {"unit": _name(unit), "unit_id": unit.pk, "moved": moved})
    unit_merged.send(Unit, unit=unit, heir=heir)
    heir.refresh_from_db()
    return heir


@transaction.atomic
def close_unit(unit: Unit, by: User | None) -> Unit:
    """Takes a unit out of use; its people and pages keep it. Raises `PermissionDenied`, `PeopleError` while one below is open."""
    allow(by, "people.change_unit")
    _lock_tree()
    unit = _locked(unit)
    if not unit.active:
        return unit
    if unit.get_descendants().open().exists():
        raise PeopleError(_("There are open units below this one. Close, move or merge them first."))
    unit.active = False
    unit.save(update_fields=["active"])
    _event(unit, UnitEvent.Kind.CLOSED, by, {})
    unit_changed.send(Unit, unit=unit)
    return unit


@transaction.atomic
def reopen_unit(unit: Unit, by: User | None) -> Unit:
    """Puts a closed unit back into use. Raises `PermissionDenied`, `PeopleError` for a merged one or a closed parent."""
    allow(by, "people.change_unit")
    _lock_tree()
    unit = _locked(unit)
    if unit.merged_into_id:
        raise PeopleError(_("A merged unit is history and cannot be changed."))
    if unit.active:
        return unit
    parent = unit.get_parent(update=True)
    if parent is not None:
        _open_parent(parent)
    unit.active = True
    unit.save(update_fields=["active"])
    _event(unit, UnitEvent.Kind.REOPENED, by, {})
    unit_changed.send(Unit, unit=unit)
    return unit


def _lock_tree() -> None:
    """Two changes of the tree at a time would compute paths from what the other is rewriting; SQLite has one writer anyway."""
    list(Unit.objects.select_for_update().filter(depth=1).order_by("pk").values_list("pk", flat=True))


def _locked(unit: Unit) -> Unit:
    return Unit.objects.select_for_update(of=("self",)).select_related("merged_into").get(pk=unit.pk)


def _open_parent(parent: Unit) -> Unit:
    parent = Unit.objects.get(pk=parent.pk)
    if not parent.active:
        raise PeopleError(_("“%(unit)s” is closed.") % {"unit": parent.name}, "parent")
    return parent


def _check_code(code: str, unit: Unit | None = None) -> None:
    """Codes that differ only in case would be one code to whoever types them into a list."""
    if Unit.objects.filter(code__iexact=code).exclude(pk=unit.pk if unit else None).exists():
        raise PeopleError(_("Another unit has the code “%(code)s”.") % {"code": code}, "code")


def _place(unit: Unit, parent: Unit | None) -> None:
    """Moves the unit to its sorted place; `node_order_by` decides where that is."""
    if parent is not None:
        unit.move(parent, "sorted-child")
    else:
        unit.move(Unit.get_root_nodes().first(), "sorted-sibling")
    unit.refresh_from_db()


def _repoint(unit: Unit, heir: Unit) -> dict[str, int]:
    """Every row that refers to the unit now refers to the heir. Returns how many of which."""
    moved: dict[str, int] = {}
    for field in unit_references():
        model = field.model
        label = f"{model._meta.label}.{field.name}"
        rows = model._base_manager.filter(**{field.name: unit})
        try:
            with transaction.atomic():
                count = _repoint_many(field, unit, heir) if field.many_to_many else rows.update(**{field.name: heir})
        except IntegrityError as error:
            name = model._meta.verbose_name
            raise PeopleError(_("Both units have their own: %(what)s. Settle these first.") % {"what": name}) from error
        if count:
            moved[label] = count
    return moved


def _repoint_many(field: Any, unit: Unit, heir: Unit) -> int:
    """The same for a many-to-many field; who already has the heir only loses the old unit."""
    through = field.remote_field.through
    to_unit, owner = field.m2m_reverse_field_name(), field.m2m_field_name()
    rows = through._base_manager.filter(**{to_unit: unit})
    both = through._base_manager.filter(**{to_unit: heir}).values(owner)
    rows.filter(**{f"{owner}__in": both}).delete()
    return rows.update(**{to_unit: heir})


def _event(unit: Unit, kind: str, by: User | None, data: dict[str, Any]) -> None:
    UnitEvent.objects.create(unit=unit, kind=kind, by=by, data=data)


def _name(unit: Unit | None) -> str:
    return f"{unit.name} ({unit.code})" if unit is not None else ""


def _plain(value: Any) -> Any:
    return str(value) if value is not None and not isinstance(value, str | int) else value
