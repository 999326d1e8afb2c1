"""The roles as one table, and the groups made from it.

A role is a Django group. What it may do stands here and, for models of higher layers, in the `permissions.py` of each
app (`ROLE_PERMISSIONS`), so that no layer imports one above it. `manage.py roles` prints the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page


@dataclass(frozen=True)
class Role:
    """`name` is the name of the group in the database, the same in every language, so it is data and not translated.

    `pages` and `collection` are what the role may do in the whole tree of pages and of collections; `within` names a model
    of pages (`app.Model`) when `pages` hold only for such pages and what is below them. `office` says whether its people
    enter the admin.
    """

    key: str
    name: str
    purpose: str | Promise
    pages: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()
    office: bool = True
    within: str = ""


_CHOOSE = ("choose_image", "choose_document")
_KEEP_FILES = ("add_image", "change_image", "add_document", "change_document", *_CHOOSE)

ROLES = (
    Role(
        "editor", "编辑", _("Writes, changes and submits; publishes nothing"), ("add_page", "change_page"), _KEEP_FILES
    ),
    Role("translator", "翻译", _("Translates what was assigned; sees no drafts of others"), (), _CHOOSE),
    Role("first_review", "初审", _("First step of the review"), (), _CHOOSE),
    Role("second_review", "复审", _("Second step of the review"), (), _CHOOSE),
    Role("final_review", "终审", _("Third step of the review: what passes is published"), (), _CHOOSE),
    Role(
        "site_admin",
        "网站管理员",
        _("Accounts, units, columns, site details and word lists; cannot publish past the review"),
        ("add_page", "change_page", "bulk_delete_page", "lock_page", "unlock_page"),
        (*_KEEP_FILES, "add_collection", "change_collection", "delete_collection"),
    ),
    Role("nominator", "推荐单位", _("Proposes exemplars for its unit, with facts, sources and attachments")),
    Role("verifier", "核实人", _("Confirms the facts of nominations, holds their public notice, reads objections")),
    Role("decider", "决定人", _("Decides on verified nominations and takes honours back")),
    Role("concern_desk", "信箱值班", _("Logs concerns, dispatches them, sends the answers, calls back")),
    Role("handler", "承办人", _("Handles what was dispatched to the own unit and drafts the answer")),
    Role("unit_leader", "承办单位负责人", _("Accepts or objects for the unit, and agrees to its answers")),
    Role("approver", "审批人", _("Releases answers before they go out, and extends time limits")),
    Role("confidential_handler", "保密受理人", _("Handles accusations, which nobody else sees")),
    Role("auditor", "审计员", _("Reads every log and changes nothing")),
    Role(
        "emergency",
        "应急发布",
        _("Publishes before the review when there is no time; every use is announced"),
    ),
    Role("learner", "学员", _("Learns and takes quizzes"), office=False),
    Role(
        "organiser",
        "培训组织者",
        _("Makes courses and quizzes, assigns them, reads results, corrects with a reason"),
        ("add_page", "change_page"),
        ("add_image", "add_document", *_CHOOSE),
        within="training.CoursesPage",
    ),
    Role("question_writer", "出题人", _("Writes and imports questions; releases none")),
    Role("question_checker", "审题人", _("Checks and releases questions that others wrote")),
    Role("marker", "阅卷人", _("Marks written answers without seeing whose they are")),
)
# What a new account is when nothing else is said: every cadre learns.
NEWCOMER = ("learner",)
BY_KEY = {role.key: role for role in ROLES}
BY_NAME = {role.name: role for role in ROLES}

# Permissions of Wagtail that no model declares.
_OTHERS = {
    "wagtailadmin.access_admin": (_("Admin"), _("enter the admin")),
    "wagtail_localize.submit_translation": (_("Translation"), _("submit pages for translation")),
}
_TREE_APPS = ("wagtailcore", "wagtailimages", "wagtaildocs", "pages")


def role_permissions() -> dict[str, set[str]]:
    """Role key → permissions as `app.codename`, gathered from every installed app's `permissions.py`.

    Raises `KeyError` for a role that is not in the table.
    """
    table: dict[str, set[str]] = {role.key: {"wagtailadmin.access_admin"} if role.office else set() for role in ROLES}
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
        branches = list(apps.get_model(role.within).objects.all()) if role.within else [root]
        for branch in branches:
            _sync(GroupPagePermission, {"group": group, "page_id": branch.pk}, role.pages)
        _sync(GroupCollectionPermission, {"group": group, "collection": collection}, role.collection)
        # A row for another part of the tree was not made by the table.
        GroupPagePermission.objects.filter(group=group).exclude(page__in=[branch.pk for branch in branches]).delete()
        GroupCollectionPermission.objects.filter(group=group).exclude(collection=collection).delete()
    # Wagtail's own sample groups may publish past the three steps.
    Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()


def open_branch(page: Page) -> None:
    """Gives a new page of a role's `within` to that role: called by the app whose model it is."""
    for role in ROLES:
        if role.within == page._meta.label:
            for group in Group.objects.filter(name=role.name):  # none before the first `sync_roles`
                _sync(GroupPagePermission, {"group": group, "page_id": page.pk}, role.pages)


@dataclass(frozen=True)
class Line:
    """One permission of the table: what it lets do, in words and as code, and the keys of the roles that hold it."""

    area: str
    action: str
    code: str
    holders: frozenset[str]


def lines() -> Iterator[Line]:
    """The table by permission, in a fixed order: what the command prints, docs/roles.md and the admin show."""
    table = role_permissions()
    for part, within in (("pages", ""), *(("pages", name) for name in _branches()), ("collection", "")):
        rows = [role for role in ROLES if part == "collection" or role.within == within]
        for code in dict.fromkeys(code for role in rows for code in getattr(role, part)):
            holders = frozenset(role.key for role in rows if code in getattr(role, part))
            yield Line(_tree_area(part, within), _tree_action(code), code, holders)
    for code in sorted(set().union(*table.values()), key=lambda code: (code.split(".")[0], code.split("_")[-1], code)):
        area, action = _words(code)
        yield Line(area, action, code, frozenset(key for key, names in table.items() if code in names))


def role_keys(user: Any) -> set[str]:
    """The keys of the roles a person holds now."""
    return {BY_NAME[name].key for name in user.groups.values_list("name", flat=True) if name in BY_NAME}


def has_role(user: Any, *keys: str) -> bool:
    """Whether an active user is in one of the roles. One query a user and request: the names are kept on the object."""
    if not getattr(user, "is_active", False):
        return False
    names = getattr(user, "_role_names", None)
    if names is None:
        names = user._role_names = set(user.groups.values_list("name", flat=True))
    return any(BY_KEY[key].name in names for key in keys)


def _permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _sync(model: Any, owner: dict[str, Any], codenames: tuple[str, ...]) -> None:
    wanted = set(Permission.objects.filter(codename__in=codenames, content_type__app_label__in=_TREE_APPS))
    if {permission.codename for permission in wanted} != set(codenames):
        raise Permission.DoesNotExist(set(codenames) - {permission.codename for permission in wanted})
    have = {row.permission: row for row in model.objects.filter(**owner).select_related("permission")}
    for permission in wanted - set(have):
        model.objects.create(permission=permission, **owner)
    for permission in set(have) - wanted:
        have[permission].delete()


def _branches() -> list[str]:
    return list(dict.fromkeys(role.within for role in ROLES if role.within))


def _tree_area(part: str, within: str) -> str:
    if within:
        area = capfirst(apps.get_model(within)._meta.verbose_name)
        return gettext("%(page)s and the pages below it") % {"page": area}
    return gettext("Pages") if part == "pages" else gettext("Pictures and documents")


def _tree_action(code: str) -> str:
    verb, what = code.rsplit("_", 1)
    if what == "page":
        return _verb(verb)
    names = {"image": gettext("pictures"), "document": gettext("documents"), "collection": gettext("collections")}
    return f"{_verb(verb)} · {names[what]}"


def _words(code: str) -> tuple[str, str]:
    """`people.change_unit` → ("Unit", "change"): the area and the action in the reader's language."""
    if code in _OTHERS:
        area, action = _OTHERS[code]
        return str(area), str(action)
    app_label, codename = code.split(".")
    by_codename = _models_by_codename(app_label)
    if codename in by_codename:
        verb = codename.removesuffix(f"_{by_codename[codename]._meta.model_name}")
        return str(capfirst(by_codename[codename]._meta.verbose_name)), _verb(verb)
    for model in apps.get_app_config(app_label).get_models():
        for own, name in model._meta.permissions:
            if own == codename:
                return str(capfirst(model._meta.verbose_name)), str(name)
    permission = _permission(code)
    return app_label, gettext(permission.name)


@cache
def _models_by_codename(app_label: str) -> dict[str, Any]:
    return {
        f"{verb}_{model._meta.model_name}": model
        for model in apps.get_app_config(app_label).get_models()
        for verb in (*model._meta.default_permissions, "publish", "lock", "unlock")
    }


def _verb(verb: str) -> str:
    words = {
        "add": gettext("may add"),
        "change": gettext("may change"),
        "delete": gettext("may delete"),
        "view": gettext("may view"),
        "choose": gettext("may choose"),
        "publish": gettext("may publish"),
        "lock": gettext("may lock"),
        "unlock": gettext("may unlock"),
        "bulk_delete": gettext("may delete with what is below"),
        "export": gettext("may export"),
    }
    return words.get(verb, verb)
