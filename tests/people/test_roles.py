"""One table of roles: the groups are made from it, the command prints it, docs/roles.md holds it."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page

from reform.people import roles
from reform.people.roles import BY_KEY, ROLES, has_role, lines, role_permissions, sync_roles

from .makers import make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def printed(*options: str) -> str:
    out = StringIO()
    call_command("roles", *options, stdout=out)
    return out.getvalue()


def test_the_groups_exist_after_installation_and_hold_what_the_table_says() -> None:
    table = role_permissions()
    for role in ROLES:
        group = Group.objects.get(name=role.name)
        names = {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}
        assert names == table[role.key]
        pages = set(group.page_permissions.values_list("permission__codename", flat=True))
        assert pages == (set() if role.within else set(role.pages))
        files = set(group.collection_permissions.values_list("permission__codename", flat=True))
        assert files == set(role.collection)
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()


def test_what_somebody_changed_by_hand_is_put_right_and_members_stay() -> None:
    person = make_user("wang", "editor")
    group = Group.objects.get(name="编辑")
    group.permissions.clear()
    root = Page.get_first_root_node()
    publish = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=root, permission=publish)
    GroupPagePermission.objects.create(group=group, page=root.get_children().first(), permission=publish)
    own = Group.objects.create(name="通讯员")
    call_command("sync_roles")
    assert group.permissions.filter(codename="access_admin").exists()
    assert not GroupPagePermission.objects.filter(permission=publish).exists()
    assert list(group.user_set.all()) == [person] and Group.objects.filter(pk=own.pk).exists()


def test_nobody_publishes_by_permission() -> None:
    """Publication comes from the review alone."""
    assert not [role for role in ROLES if "publish_page" in role.pages]
    assert not {name for names in role_permissions().values() for name in names if ".publish_" in name}


def test_an_auditor_may_only_view() -> None:
    names = role_permissions()["auditor"]
    assert {name.split(".")[1].split("_")[0] for name in names} <= {"view", "access"}
    assert BY_KEY["auditor"].pages == BY_KEY["auditor"].collection == ()


def test_a_permission_that_no_model_has_is_an_error(monkeypatch: Any) -> None:
    monkeypatch.setattr(roles, "role_permissions", lambda: {role.key: {"people.fly_user"} for role in ROLES})
    with pytest.raises(Permission.DoesNotExist):
        sync_roles()


def test_an_unknown_role_in_an_app_is_an_error(monkeypatch: Any) -> None:
    from reform.people import permissions

    monkeypatch.setitem(permissions.ROLE_PERMISSIONS, "emperor", ["people.view_user"])
    with pytest.raises(KeyError):
        role_permissions()


def test_has_role_is_one_query_and_false_for_closed_accounts(django_assert_num_queries: Any) -> None:
    person = make_user("wang", "editor", "first_review")
    with django_assert_num_queries(1):
        assert has_role(person, "editor") and has_role(person, "auditor", "first_review")
        assert not has_role(person, "final_review")
    person.is_active = False
    assert not has_role(person, "editor")


def test_the_command_prints_every_permission_with_its_holders() -> None:
    text = printed()
    assert len(text.splitlines()) == len(list(lines()))
    assert "people.change_user\t用户\t修改\t网站管理员\n" in text
    assert "people.view_audit\t用户\t查看全站操作日志\t审计员\n" in text


def test_the_page_of_the_docs_is_the_printed_table() -> None:
    """Stale? Run `manage.py roles --markdown` and put its output between the marks in docs/roles.md."""
    text = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")
    held = text.split("<!-- table -->\n")[1].split("<!-- /table -->")[0]
    assert held.strip() == printed("--markdown").strip()


def test_the_printed_words_are_chinese() -> None:
    for line in lines():
        for word in (line.area, line.action):
            assert any("一" <= letter <= "鿿" for letter in word), (line.code, word)
