"""Accounts in the admin: who may manage whom, roles, first passwords; nobody makes themselves more than they are."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from reform.people import actions
from reform.people.actions import PeopleError
from reform.people.models import User
from reform.people.roles import role_keys

from .makers import PASSWORD, make_unit, make_user

pytestmark = pytest.mark.django_db


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "username": "neu",
        "name": "新人",
        "unit": "",
        "post": "科员",
        "rank": "town",
        "mobile": "",
        "email": "",
        **changed,
    }


def logged(user: User) -> list[str]:
    return list(ModelLogEntry.objects.filter(object_id=str(user.pk)).order_by("pk").values_list("action", flat=True))


def test_an_account_is_made_with_unit_and_roles_and_without_a_password(at_admin: Client, admin: User) -> None:
    unit = make_unit("A", "教育局")
    data = fields(unit=unit.pk, mobile="13800138000", roles=["editor", "first_review"])
    answer = at_admin.post(reverse("wagtailusers_users:add"), data)
    user = User.objects.get(username="neu")
    assert answer.headers["Location"] == reverse("wagtailusers_users:edit", args=[user.pk])
    assert (user.unit, user.post, user.rank, user.mobile) == (unit, "科员", "town", "13800138000")
    assert role_keys(user) == {"editor", "first_review"}
    assert not user.has_usable_password() and not user.is_superuser
    assert logged(user) == ["people.create", "people.roles"]
    assert ModelLogEntry.objects.get(action="people.create").user == admin
    assert "该账号还不能登录" in at_admin.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mobile", "12345"),
        ("mobile", "138001380000"),
        ("email", "no-address"),
        ("email", "GUANLI@yunxi.invalid"),
        ("username", "GUANLI"),
        ("username", "with space"),
        ("name", ""),
        ("rank", "emperor"),
        ("unit", "999999"),
        ("roles", ["auditor", "editor"]),
        ("roles", ["superuser"]),
    ],
)
def test_bad_input_is_refused_at_its_field_and_the_form_kept(at_admin: Client, field: str, value: Any) -> None:
    answer = at_admin.post(reverse("wagtailusers_users:add"), fields(post="很长的职务", **{field: value}))
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert field in errors or "__all__" in errors
    assert "很长的职务" in answer.content.decode()
    assert User.objects.count() == 1


def test_changing_writes_only_what_differs(at_admin: Client, admin: User) -> None:
    user = make_user("wang", "editor", name="王一", email="")
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    same = fields(username="wang", name="王一", post="", rank="other", roles=["editor"])
    at_admin.post(address, same)
    assert logged(user) == []
    at_admin.post(address, {**same, "post": "科长", "roles": ["editor", "second_review"]})
    user = User.objects.get(pk=user.pk)
    assert user.post == "科长" and role_keys(user) == {"editor", "second_review"}
    assert logged(user) == ["people.change", "people.roles"]
    assert ModelLogEntry.objects.get(action="people.change").data == {"fields": ["post"]}


def test_nobody_becomes_a_superuser_through_the_admin(at_admin: Client, admin: User) -> None:
    other = make_user("wang", "editor")
    for user in (admin, other):
        address = reverse("wagtailusers_users:edit", args=[user.pk])
        page = at_admin.get(address).content.decode()
        assert "is_superuser" not in page
        data = fields(username=user.username, name="x", is_superuser="on", is_staff="on", roles=["editor"])
        at_admin.post(address, data)
    at_admin.post(reverse("wagtailusers_users:add"), fields(is_superuser="on"))
    assert not User.objects.filter(is_superuser=True).exists()


def test_nobody_changes_their_own_roles(at_admin: Client, admin: User) -> None:
    address = reverse("wagtailusers_users:edit", args=[admin.pk])
    assert 'name="roles"' not in at_admin.get(address).content.decode()
    at_admin.post(address, fields(username=admin.username, name="管理员甲", roles=["site_admin", "final_review"]))
    assert role_keys(User.objects.get(pk=admin.pk)) == {"site_admin"}
    with pytest.raises(PermissionDenied):
        actions.set_roles(admin, ["site_admin", "final_review"], admin)
    other = make_user("zweiter", "site_admin")
    actions.set_roles(admin, ["site_admin", "final_review"], other)


def test_an_auditor_is_nothing_else(admin: User) -> None:
    user = make_user("wang", "editor")
    with pytest.raises(PeopleError):
        actions.set_roles(user, ["editor", "auditor"], admin)
    actions.set_roles(user, ["auditor"], admin)
    assert role_keys(user) == {"auditor"}


def test_a_superuser_is_managed_by_superusers_only(at_admin: Client, admin: User) -> None:
    root = make_user("root", is_superuser=True)
    address = reverse("wagtailusers_users:edit", args=[root.pk])
    assert at_admin.get(address).status_code == 302
    at_admin.post(address, fields(username="root", name="übernommen", email="x@y.cn"))
    for action in ("one-time-password", "activation", "close", "unlock"):
        at_admin.post(reverse("people_account_action", args=[root.pk, action]))
    for act in (
        lambda: actions.change_account(root, admin, name="x"),
        lambda: actions.set_roles(root, [], admin),
        lambda: actions.close_account(root, admin),
        lambda: actions.issue_one_time_password(root, admin),
        lambda: actions.send_activation(root, admin),
        lambda: actions.reset_second_factor(root, admin),
        lambda: actions.unlock(root, admin),
    ):
        with pytest.raises(PermissionDenied):
            act()
    root = User.objects.get(pk=root.pk)
    assert root.name == "root" and root.is_active and root.check_password(PASSWORD)


@pytest.mark.parametrize("role", ["editor", "first_review", "second_review", "final_review", "auditor", "emergency"])
def test_no_other_role_manages_accounts(role: str, admin: User) -> None:
    person, user = make_user("jemand", role), make_user("wang", "editor")
    client = Client()
    client.force_login(person)
    client.post(reverse("wagtailusers_users:add"), fields())
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), fields(username="wang"))
    client.post(reverse("wagtailusers_users:delete", args=[user.pk]))
    client.post(reverse("people_account_action", args=[user.pk, "close"]))
    assert not User.objects.filter(username="neu").exists()
    assert User.objects.get(pk=user.pk).is_active
    for act in (
        lambda: actions.create_account(person, username="neu", name="neu"),
        lambda: actions.change_account(user, person, name="x"),
        lambda: actions.set_roles(user, ["final_review"], person),
        lambda: actions.close_account(user, person),
        lambda: actions.issue_one_time_password(user, person),
        lambda: actions.unlock(user, person),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
def test_wagtails_actions_on_many_accounts_are_closed(at_admin: Client, admin: User, action: str) -> None:
    from django.contrib.auth.models import Group

    user = make_user("wang", "editor")
    address = f"{reverse('wagtail_bulk_action', args=['people', 'user', action])}?id={user.pk}&id={admin.pk}"
    at_admin.get(address)
    data = {"role": Group.objects.get(name="终审").pk, "mark_as_active": "False"}
    at_admin.post(address, data)
    assert User.objects.get(pk=user.pk).is_active
    assert role_keys(admin) == {"site_admin"} and role_keys(user) == {"editor"}


def test_accounts_are_closed_and_not_deleted(at_admin: Client) -> None:
    user = make_user("wang", "editor")
    at_admin.post(reverse("wagtailusers_users:delete", args=[user.pk]))
    assert User.objects.filter(pk=user.pk).exists()
    at_admin.post(reverse("people_account_action", args=[user.pk, "close"]))
    assert not User.objects.get(pk=user.pk).is_active
    at_admin.post(reverse("people_account_action", args=[user.pk, "reopen"]))
    assert User.objects.get(pk=user.pk).is_active
    assert logged(user) == ["people.close", "people.reopen"]


def test_nobody_closes_themselves(at_admin: Client, admin: User) -> None:
    at_admin.post(reverse("people_account_action", args=[admin.pk, "close"]))
    assert User.objects.get(pk=admin.pk).is_active


def test_a_one_time_password_is_shown_once_and_kept_nowhere(at_admin: Client) -> None:
    user = make_user("wang", "editor", name="王一")
    address = reverse("people_account_action", args=[user.pk, "one-time-password"])
    assert at_admin.get(address).status_code == 200
    assert User.objects.get(pk=user.pk).check_password(PASSWORD), "looking changes nothing"
    slip = at_admin.post(address)
    password = re.search(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){2})</code>", slip.content.decode())[1]
    assert "no-store" in slip.headers["Cache-Control"]
    user = User.objects.get(pk=user.pk)
    assert user.check_password(password) and user.must_change_password
    assert password not in str(list(ModelLogEntry.objects.values()))
    assert not mail.outbox


def test_the_list_shows_unit_and_roles_and_is_filtered(at_admin: Client, django_assert_max_num_queries: Any) -> None:
    county = make_unit("C", "云溪县")
    office, other = make_unit("O", "教育局", county), make_unit("X", "农业局", county)
    make_user("wang", "editor", "first_review", name="王一", unit=office, post="科长")
    make_user("li", "final_review", name="李二", unit=other)
    address = reverse("wagtailusers_users:index")
    page = at_admin.get(address).content.decode()
    assert "王一" in page and "教育局" in page and "编辑、初审" in page and "科长" in page

    def names(**query: Any) -> set[str]:
        found = at_admin.get(address, query).context["object_list"]
        return {user.username for user in found}

    assert names(unit=office.pk) == {"wang"}
    assert names(unit=county.pk) == {"wang", "li"}
    assert names(role="final_review") == {"li"}
    assert names(role=["editor", "first_review"]) == {"wang"}
    assert names(q="王一") == {"wang"}
    assert names(is_active="false") == set()
    assert names(waiting="true") == {"wang", "li"}
    for number in range(15):
        make_user(f"p{number}", "editor", unit=office)
    with django_assert_max_num_queries(24):
        at_admin.get(address)


def test_an_account_is_shown_in_words(at_admin: Client) -> None:
    user = make_user("yuan", name="王一")
    page = at_admin.get(reverse("wagtailusers_users:inspect", args=[user.pk])).content.decode()
    assert "王一" in page and "从未" in page and "启用" in page
    assert ">True<" not in page and ">None<" not in page


def test_the_export_names_no_mobile_and_no_address(at_admin: Client) -> None:
    make_user("wang", "editor", mobile="13800138000", email="wang@yunxi.invalid")
    text = b"".join(at_admin.get(reverse("wagtailusers_users:index"), {"export": "csv"}).streaming_content).decode()
    assert "wang" in text and "13800138000" not in text and "wang@yunxi" not in text


def test_the_profile_page_changes_neither_name_nor_address_nor_password(at_admin: Client, admin: User) -> None:
    page = at_admin.get("/admin/account/").content.decode()
    assert "name_email-email" not in page and "password-old_password" not in page
    at_admin.post("/admin/account/", {"name_email-email": "x@y.cn", "name_email-first_name": "X"})
    assert User.objects.get(pk=admin.pk).email == admin.email
    assert reverse("account_home") in page
