"""The roles as one table, and the groups made from it.

A role is a Django group. What it may do stands here and, for models of higher layers, in the `permissions.py` of each
app (`ROLE_PERMISSIONS`), so that no layer imports one above it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page


@dataclass(frozen=True)
class Role:
    """`name` is the group's name, shown to people; `pages` and `collection` are Wagtail's tree permissions."""

    key: str
    name: str
    purpose: str
    pages: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()


ROLES = (
    Role("editor", "编辑", "撰写、修改并送审", ("add_page", "change_page"),
         ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")),
    Role("first_review", "初审", "三审第一步", (), ("choose_image", "choose_document")),
    Role("second_review", "复审", "三审第二步", (), ("choose_image", "choose_document")),
    Role("final_review", "终审", "三审第三步；通过即发布", (), ("choose_image", "choose_document")),
    Role("site_admin", "网站管理员", "用户、单位、栏目、站点信息与用语库；不能越过三审发布",
         ("add_page", "change_page", "bulk_delete_page", "lock_page", "unlock_page"),
         ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document",
          "add_collection", "change_collection", "delete_collection")),
    Role("auditor", "审计员", "查看全部日志，不能改动任何内容"),
    Role("emergency", "应急发布", "紧急情况下先发后审，全程留痕"),
)  # fmt: skip
BY_KEY = {role.key: role for role in ROLES}
STAFF_NAMES = tuple(role.name for role in ROLES)


def role_permissions() -> dict[str, set[str]]:
    """Role key → permissions as `app.codename`, gathered from every installed app's `permissions.py`."""
    table: dict[str, set[str]] = {role.key: {"wagtailadmin.access_admin"} for role in ROLES}
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.permissions") is None:
            continue
        for key, names in getattr(import_module(f"{app.name}.permissions"), "ROLE_PERMISSIONS", {}).items():
            table[key].update(names)
    return table


@transaction.atomic
def sync_roles() -> None:
    """Makes each role's group hold exactly what the tables say. Memberships and other groups are left alone.

    Raises `Permission.DoesNotExist` for a permission that no model defines.
    """
    table = role_permissions()
    root = Page.get_first_root_node()
    collection = Collection.get_first_root_node()
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        group.permissions.set([_permission(name) for name in table[role.key]])
        _sync(GroupPagePermission, {"group": group, "page": root}, role.pages)
        _sync(GroupCollectionPermission, {"group": group, "collection": collection}, role.collection)
    # Wagtail's own sample groups may publish past the three steps.
    Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()


def rows() -> Iterator[tuple[str, str, str]]:
    """(role, kind, permission) for each line of the table, in order: what the command prints and docs/roles.md shows."""
    table = role_permissions()
    for role in ROLES:
        for name in role.pages:
            yield role.name, "page", name
        for name in role.collection:
            yield role.name, "collection", name
        for name in sorted(table[role.key]):
            yield role.name, "model", name


def has_role(user: object, *keys: str) -> bool:
    """Whether an active user is in one of the roles. One query a user and request: the names are kept on the object."""
    if not getattr(user, "is_active", False):
        return False
    names = getattr(user, "_role_names", None)
    if names is None:
        names = set(user.groups.values_list("name", flat=True))  # type: ignore[attr-defined]
        user._role_names = names  # type: ignore[attr-defined]
    return any(BY_KEY[key].name in names for key in keys)


def _permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _sync(model: type, owner: dict[str, object], codenames: tuple[str, ...]) -> None:
    wanted = set(Permission.objects.filter(codename__in=codenames, content_type__app_label__in=_TREE_APPS))
    have = {row.permission: row for row in model.objects.filter(**owner).select_related("permission")}  # type: ignore[attr-defined]
    for permission in wanted - set(have):
        model.objects.create(permission=permission, **owner)  # type: ignore[attr-defined]
    for permission in set(have) - wanted:
        have[permission].delete()


_TREE_APPS = ("wagtailcore", "wagtailimages", "wagtaildocs", "pages")
