"""axe on the account pages and on the admin pages of ours: on a desk, in large text, on a phone; nothing scrolls sideways."""

import base64
import hashlib
import hmac
import io
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import SIZES, sign_in, violations
from .county import PASSWORD

STRANGER = {
    "sign-in": "/accounts/login/",
    "forgotten password": "/accounts/password/reset/",
    "no sign-up": "/accounts/signup/",
    "closed account": "/accounts/inactive/",
}
ACCOUNT = {
    "account": "/accounts/",
    "change password": "/accounts/password/change/",
    "second factor": "/accounts/2fa/",
    "code app": "/accounts/2fa/totp/activate/",
    "new passkey": "/accounts/2fa/webauthn/add/",
    "passkeys": "/accounts/2fa/webauthn/",
    "sign-out": "/accounts/logout/",
}
# Who looks, and where. The doors of the admin that are ours: test_doors_accessible.py.
ADMIN = {
    "dashboard of an editor": ("bianji", "/admin/"),
    "dashboard of a reviewer": ("chushen", "/admin/"),
    "dashboard of the administrator": ("guanliyuan", "/admin/"),
    "dashboard of the auditor": ("shenji", "/admin/"),
    "profile": ("bianji", "/admin/account/"),
    "manual": ("bianji", "/admin/manuals/administrators/"),
    "units searched": ("guanliyuan", "/admin/units/?q=%E7%A7%91&closed=on"),
}
# A desk of 1280 px at 200 % has 640 px to show.
LARGE = {"width": 640, "height": 450}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page, name: str, sizes: dict[str, Any] | None = None) -> list[str]:
    """What axe finds on the page as it is, at each size."""
    found = []
    admin = "/admin/" in page.url
    for size, viewport in (sizes or {**SIZES, "large": LARGE if admin else SIZES["phone"]}).items():
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        if not admin:
            page.evaluate(f"document.documentElement.classList.toggle('large', {str(size == 'large').lower()})")
        page.wait_for_timeout(150)
        found += [f"{name}, {size}: {line}" for line in violations(page)]
        if page.evaluate(SIDEWAYS) > 0:
            found.append(f"{name}, {size}: scrolls sideways")
    page.set_viewport_size(SIZES["desktop"])  # type: ignore[arg-type]
    return found


@pytest.fixture(scope="session")
def signed_in(browser: Any, browser_context_args: dict[str, Any]) -> Callable[[str], Any]:
    """What a browser remembers of a person who signed in, once for the run."""
    kept: dict[str, Any] = {}

    def state(username: str) -> Any:
        if username not in kept:
            context: BrowserContext = browser.new_context(**browser_context_args)
            page = context.new_page()
            sign_in(page, username)
            kept[username] = context.storage_state()
            context.close()
        return kept[username]

    return state


@pytest.mark.parametrize("address", STRANGER.values(), ids=STRANGER.keys())
def test_pages_before_signing_in(open_as: Callable[..., Page], address: str) -> None:
    page = open_as()
    page.goto(address)
    assert faults(page, address) == []


def test_a_refused_sign_in(open_as: Callable[..., Page]) -> None:
    page = open_as()
    page.goto("/accounts/login/")
    page.locator("#id_login").fill("niemand")
    page.locator("#id_password").fill("falsch")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("用户名或密码不正确")
    assert faults(page, "refused") == []


@pytest.mark.parametrize("address", ACCOUNT.values(), ids=ACCOUNT.keys())
def test_pages_of_an_account(open_as: Callable[..., Page], signed_in: Callable[[str], Any], address: str) -> None:
    page = open_as(storage_state=signed_in("bianji"))
    page.goto(address)
    assert "/login/" not in page.url and "/reauthenticate/" not in page.url
    assert faults(page, address) == []


@pytest.mark.parametrize(("username", "address"), ADMIN.values(), ids=ADMIN.keys())
def test_pages_of_the_admin(
    open_as: Callable[..., Page], signed_in: Callable[[str], Any], username: str, address: str
) -> None:
    page = open_as(storage_state=signed_in(username))
    response = page.goto(address)
    assert response is not None and response.ok and page.url.partition("/admin/")[2] == address.partition("/admin/")[2]
    assert faults(page, address) == []


def test_preview_and_outcome_of_an_import(open_as: Callable[..., Page], signed_in: Callable[[str], Any]) -> None:
    """With a good row, a change and bad rows; confirmed."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "单位"
    for row in (
        ["单位代码*", "单位名称*", "简称", "类别", "上级单位代码", "行政区划代码", "排序", "英文名称"],
        ["YX-WLJ", "云溪县文化和旅游局", "县文旅局", "部门", "YX", "", "30", "Yunxi Culture and Tourism Bureau"],
        ["YX-MZJ", "云溪县民政局", "县民政局", "部门", "YX", "", "13", ""],
        ["YX-XX", "没有上级的科室", "", "科室", "YX-MEIYOU", "", "", ""],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    page = open_as(storage_state=signed_in("guanliyuan"))
    page.goto("/admin/people/import/")
    page.set_input_files("input[type=file]", {"name": "单位.xlsx", "mimeType": "", "buffer": out.getvalue()})
    page.locator("main form [type=submit]").last.click()
    page.wait_for_url("**/admin/people/import/*/")
    expect(page.get_by_role("main")).to_contain_text("没有代码为“YX-MEIYOU”的单位")
    found = faults(page, "preview")
    page.get_by_role("button", name="确认导入").click()
    page.wait_for_url("**/done/")
    assert found + faults(page, "done") == []


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def test_the_way_to_a_second_factor_and_in_with_it(open_as: Callable[..., Page], served: tuple[str, Path]) -> None:
    page = open_as("bianji5")
    page.goto("/accounts/2fa/totp/activate/")
    secret = page.locator(".account-secret").inner_text().replace(" ", "")
    page.locator("#id_code").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator(".form-error").first).to_be_visible()
    found = faults(page, "wrong code")
    page.locator("#id_code").fill(code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/**")
    assert page.locator(".account-codes li").count() == 10
    found += faults(page, "recovery codes")
    page.goto("/accounts/2fa/")
    found += faults(page, "second factor in use")
    page.goto("/accounts/2fa/totp/deactivate/")
    found += faults(page, "take it off")
    other = open_as()
    other.goto("/accounts/login/")
    other.locator("#id_login").fill("bianji5")
    other.locator("#id_password").fill(PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url("**/2fa/authenticate/**")
    assert found + faults(other, "asked for the code") == []
