"""Accounts and the admin's pages of people and units in a real browser: accessible, usable without a mouse, nothing lost."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Complaints, sign_in
from .county import PASSWORD, manage

ACCOUNT_PAGES = (
    "/accounts/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/webauthn/",
    "/accounts/logout/",
)
STRANGERS_PAGES = ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/")
ADMIN_PAGES = (
    "/admin/users/",
    "/admin/users/new/",
    "/admin/units/",
    "/admin/units/?q=%E7%A7%91&closed=on",
    "/admin/units/new/",
    "/admin/people/import/",
    "/admin/audit/sign-ins/",
    "/admin/audit/units/",
    "/admin/audit/roles/",
    "/admin/regions/",
)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_pages_before_signing_in_are_accessible(
    open_as: Callable[..., Page], assert_accessible: Callable[..., None], size: str
) -> None:
    page = open_as(size=size)
    for address in STRANGERS_PAGES:
        page.goto(address)
        assert_accessible(page)
    page.goto("/accounts/login/")
    page.locator("#id_login").fill("niemand")
    page.locator("#id_password").fill("falsch")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("用户名或密码不正确")
    assert_accessible(page)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_pages_of_an_account_are_accessible(
    open_as: Callable[..., Page], assert_accessible: Callable[..., None], size: str
) -> None:
    page = open_as("bianji", size=size)
    for address in ACCOUNT_PAGES:
        page.goto(address)
        assert "/reauthenticate/" not in page.url
        # Wagtail's floating bird is Wagtail's.
        assert_accessible(page, context={"exclude": [["wagtail-userbar"]]})


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_admin_pages_of_people_are_accessible(
    open_as: Callable[..., Page], assert_accessible: Callable[..., None], size: str
) -> None:
    page = open_as("guanliyuan", size=size)
    for address in ADMIN_PAGES:
        page.goto(address)
        assert_accessible(page, context={"include": [["#main"]]})
    page.goto("/admin/units/")
    page.get_by_role("link", name="宣传科").click()
    page.wait_for_url("**/admin/units/*/")
    assert_accessible(page, context={"include": [["#main"]]})
    page.goto("/admin/users/?q=bianji")
    page.get_by_role("link", name="何青").click()
    page.wait_for_url("**/admin/users/edit/*/")
    assert_accessible(page, context={"include": [["#main"]]})
    page.get_by_role("link", name="发放一次性密码").click()
    page.wait_for_url("**/one-time-password/")
    assert_accessible(page, context={"include": [["#main"]]})


def test_signing_in_works_without_javascript(open_as: Callable[..., Page]) -> None:
    page = open_as(javascript=False)
    page.goto("/accounts/login/?next=/accounts/")
    page.locator("#id_login").fill("bianji")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")


def test_a_one_time_password_from_the_administrator_to_the_first_page(
    open_as: Callable[..., Page], served: tuple[str, Path]
) -> None:
    """The slip shows the password once; its owner chooses another and is in."""
    admin = open_as("guanliyuan")
    admin.goto("/admin/users/new/")
    admin.locator("#id_username").fill("xinren")
    admin.locator("#id_name").fill("新人")
    admin.get_by_label("编辑 — 撰写、修改并送审，不能发布").check()
    admin.get_by_role("button", name="创建").click()
    admin.get_by_role("link", name="发放一次性密码").click()
    admin.get_by_role("button", name="发放一次性密码").click()
    password = admin.locator(".slip code").nth(1).inner_text()
    person = open_as()
    person.goto("/accounts/login/")
    person.locator("#id_login").fill("xinren")
    person.locator("#id_password").fill(password)
    person.keyboard.press("Enter")
    expect(person.get_by_role("heading", level=1)).to_have_text("设置密码")
    person.locator("#id_oldpassword").fill(password)
    person.locator("#id_password1").fill("Riverbank-at-noon-7")
    person.locator("#id_password2").fill("Riverbank-at-noon-7")
    person.get_by_role("button", name="保存密码").click()
    person.goto("/admin/")
    expect(person).to_have_url(re.compile("/admin/$"))


def age_sessions(folder: Path, minutes: int) -> None:
    """Lets every session of the county have been idle for so long."""
    code = (
        "from django.contrib.sessions.models import Session\n"
        "from django.contrib.sessions.backends.db import SessionStore\n"
        "for row in Session.objects.all():\n"
        "    store = SessionStore(row.session_key)\n"
        "    if 'seen' in store:\n"
        f"        store['seen'] -= {minutes * 60}\n"
        "        store.save()\n"
    )
    manage(folder, "shell", "--no-imports", "-c", code)


def test_a_form_that_is_open_while_the_session_ends_is_saved_after_signing_in_again(
    open_as: Callable[..., Page], served: tuple[str, Path], complaints: Complaints
) -> None:
    page = open_as("guanliyuan")
    page.clock.install()
    page.goto("/admin/units/new/")
    page.locator("#id_name").fill("还没保存的科室")
    page.locator("#id_code").fill("YX-NEU")
    age_sessions(served[1], 29)
    page.clock.fast_forward("29:30")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("即将自动退出")
    age_sessions(served[1], 2)
    page.clock.fast_forward("02:00")
    expect(dialog).to_contain_text("您已退出登录")
    dialog.get_by_role("button", name="我已登录").click()
    expect(dialog).to_contain_text("您还没有登录")
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="重新登录").click()
    window = opened.value
    window.locator("#id_login").fill("guanliyuan")
    window.locator("#id_password").fill(PASSWORD)
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", level=1)).to_have_text("已重新登录")
    window.close()
    dialog.get_by_role("button", name="我已登录").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("还没保存的科室")
    # The 403 answers that told the page are what the browser complained of.
    complaints[:] = [line for line in complaints if "403" not in line]


def test_somebody_at_the_keyboard_goes_on_working(open_as: Callable[..., Page], served: tuple[str, Path]) -> None:
    page = open_as("shenji")
    page.clock.install()
    page.goto("/admin/audit/roles/")
    age_sessions(served[1], 29)
    page.clock.fast_forward("29:30")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("即将自动退出")
    dialog.get_by_role("button", name="继续操作").click()
    expect(dialog).to_be_hidden()
    age_sessions(served[1], 20)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("角色")


def test_signing_in_again_after_signing_out(open_as: Callable[..., Page]) -> None:
    page = open_as("bianji")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="退出登录").click()
    sign_in(page, "bianji")
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/$"))
