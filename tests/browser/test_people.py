"""Accounts in a real browser: without a mouse, without scripts, and through the end of a session with nothing lost."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Page, expect

from .conftest import Complaints, sign_in
from .county import PASSWORD, manage


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


def test_an_activation_mail_is_sent_by_the_jobs_and_leads_to_the_address_that_is_served(
    open_as: Callable[..., Page], served: tuple[str, Path]
) -> None:
    """`make demo` runs the jobs beside the server; here they are run once, with its settings."""
    address, folder = served
    admin = open_as("guanliyuan")
    admin.goto("/admin/users/new/")
    admin.locator("#id_username").fill("youxiang")
    admin.locator("#id_name").fill("有邮箱的人")
    admin.locator("#id_email").fill("youxiang@yunxi.invalid")
    admin.get_by_role("button", name="创建").click()
    admin.get_by_role("link", name="发送激活链接").click()
    admin.get_by_role("button", name="发送激活链接").click()
    expect(admin.get_by_text("激活链接").first).to_be_visible()
    manage(folder, "run_jobs", "--once", "--verbosity", "0", PORT=address.rpartition(":")[2])
    mails = [path.read_bytes() for path in sorted((folder / "mail").iterdir())]
    text = next(text for text in map(_text, mails) if "youxiang" in text)
    link = re.search(r"http://\S+", text)
    assert link is not None and link[0].startswith(f"{address}/accounts/password/reset/key/")
    person = open_as()
    person.goto(link[0])
    person.locator("#id_password1").fill("Riverbank-at-noon-8")
    person.locator("#id_password2").fill("Riverbank-at-noon-8")
    person.locator("main form [type=submit]").first.click()
    expect(person.get_by_role("main")).to_contain_text("登录")


def _text(mail: bytes) -> str:
    """The words of a mail in the file that Django's backend writes."""
    message = message_from_bytes(mail.partition(b"\n---")[0], policy=policy.default)
    return f"{message['To']} {message.get_content()}"
