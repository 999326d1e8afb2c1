"""axe on what leaves the site and on what counts it: sharing, the digest, numbers, translations, nominations, reports.

Everything at 1280 and 390 px and in large text, without sideways scrolling.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from .county import manage
from .test_people_accessible import faults, signed_in
from .test_policy_journey import no_sideways_scroll

__all__ = ["signed_in"]

PUBLIC = [
    "/digest/",
    "/digest/asked/",
    "/digest/confirm/not-a-link/",
    "/digest/leave/not-a-link/",
    "/public-notices/",
    "/honours/",
    "/dianxing/",
]
# Who looks, and where, beside the doors in test_doors_accessible.py. A link's selector after an address means the first
# page that it leads to.
ADMIN = {
    "bianji": ["/admin/numbers/?first=2026-02-01&last=2026-01-01"],
    "guanliyuan": ["/admin/translations/?state=in_work a[href*='translations/']"],
    "fanyi": ["/admin/translations/mine/ .office-table a[href*='translations/']"],
    "heshi3": [
        "/admin/",
        "/admin/nominations/?state=verifying table a[href*='exemplars/nominations/']",
        "/admin/nominations/?state=noticed table a[href*='exemplars/nominations/']",
    ],
    "jueding": ["/admin/nominations/?state=deciding table a[href*='exemplars/nominations/']"],
    "tuijian": ["/admin/nominations/new/"],
}
CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const found = {};
  for (const type of item.types) found[type] = await (await item.getType(type)).text();
  return found;
}"""


def go(page: Page, place: str) -> str:
    """Opens the address, or the page that the first such link on it leads to."""
    address, _space, selector = place.partition(" ")
    answer = page.goto(address)
    assert answer is not None and answer.ok, (address, answer and answer.status)
    if selector:
        links = [link.get_attribute("href") or "" for link in page.locator(f"main {selector}").all()]
        inner = next((href for href in links if re.search(r"/\d+/$", href)), None)
        assert inner, f"{place}: no such link"
        answer = page.goto(inner)
        assert answer is not None and answer.ok, inner
    return page.url


@pytest.mark.parametrize("username", list(ADMIN))
def test_pages_of_the_office(open_as: Callable[..., Page], signed_in: Callable[[str], Any], username: str) -> None:
    page, found = open_as(storage_state=signed_in(username)), []
    for place in ADMIN[username]:
        go(page, place)
        found += faults(page, place)
    assert found == []


def test_sharing_an_article(
    open_as: Callable[..., Page], signed_in: Callable[[str], Any], complaints: list[str]
) -> None:
    """The buttons on the article, and the editor's page with the poster and the copy for WeChat."""
    reader = open_as(size="phone")
    reader.goto("/gushi/yi-zhang-qing-dan/")
    tools = reader.locator(".tools")
    for control in tools.get_by_role("link").all() + tools.get_by_role("button").all():
        box = control.bounding_box()
        assert box and box["height"] >= 44, control.text_content()
    assert no_sideways_scroll(reader)
    poster = reader.get_by_role("link", name="分享海报").get_attribute("href") or ""
    found = re.search(r"/share/(\d+)/", poster)
    assert found
    editor = open_as(storage_state=signed_in("bianji"))
    editor.goto(f"/admin/ways-out/{found[1]}/")
    assert faults(editor, "ways out") == []
    # The copy carries the whole addresses of the site as it is set up; the county is served on another port here.
    complaints[:] = [line for line in complaints if "//127.0.0.1:8000/pictures/" not in line]


def test_the_copy_for_wechat_is_on_the_clipboard(
    open_as: Callable[..., Page], signed_in: Callable[[str], Any], base_url: str, complaints: list[str]
) -> None:
    """Pressed in a real browser: HTML with a style in every element and pictures by their whole address, and the same as
    plain text; then pasted into an editor that keeps neither classes nor style sheets."""
    reader = open_as()
    reader.goto("/gushi/yi-zhang-qing-dan/")
    found = re.search(r"/share/(\d+)/", reader.get_by_role("link", name="分享海报").get_attribute("href") or "")
    assert found
    editor = open_as(storage_state=signed_in("bianji"))
    editor.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base_url)
    editor.goto(f"/admin/ways-out/{found[1]}/")
    editor.get_by_role("button", name="复制到公众号").click()
    expect(editor.get_by_role("status").filter(has_text="已复制")).to_be_visible()
    copied = editor.evaluate(CLIPBOARD)
    assert set(copied) == {"text/html", "text/plain"}
    html = BeautifulSoup(copied["text/html"], "html.parser")
    words = html.find_all(["p", "h2", "h3", "li", "td"])
    assert len(words) > 10 and all(place.get("style") for place in words)
    assert not html.select("[class], [id], script, style, a, svg, source")
    pictures = html.find_all("img")
    assert pictures
    for picture in pictures:
        address = urlsplit(picture["src"])
        assert address.scheme == "data" or (address.scheme in {"http", "https"} and address.netloc), picture["src"]
        if address.netloc:
            answer = editor.request.get(f"{base_url}{address.path}")
            assert answer.ok and answer.headers["content-type"].startswith("image/")
    sentence = words[-1].get_text(strip=True)[:12]
    assert sentence in copied["text/plain"] and "<" not in copied["text/plain"]

    editor.evaluate("document.body.innerHTML = '<div id=\"gongzhonghao\" contenteditable></div>'")
    editor.locator("#gongzhonghao").click()
    editor.keyboard.press("Control+V")
    pasted = editor.locator("#gongzhonghao")
    expect(pasted).to_contain_text(sentence)
    assert pasted.locator("img").count() == len(pictures)
    assert "font-size" in (pasted.locator("p").first.get_attribute("style") or "")

    editor.goto(f"/admin/ways-out/{found[1]}/")
    editor.get_by_role("button", name="复制纯文本").click()
    expect(editor.get_by_role("status").filter(has_text="已复制")).to_be_visible()
    plain = editor.evaluate(CLIPBOARD)
    assert set(plain) == {"text/plain"} and sentence in plain["text/plain"]
    complaints[:] = [line for line in complaints if "//127.0.0.1:8000/pictures/" not in line]


def test_pages_of_readers(open_as: Callable[..., Page], complaints: list[str]) -> None:
    reader, found = open_as(size="phone"), []
    for address in PUBLIC:
        answer = reader.goto(address)
        if answer is None or answer.status >= 500:
            found.append(f"{address}: no answer")
        found += faults(reader, address)
    complaints[:] = [line for line in complaints if "status of 4" not in line]
    assert found == []


def test_subscribing_and_leaving(open_as: Callable[..., Page], served: tuple[str, Path]) -> None:
    """Asked, confirmed by the link in the mail, left by the link in the mail, on a phone and without scripts."""
    reader = open_as(size="phone", javascript=False)
    reader.goto("/digest/")
    reader.locator("[name=email]").fill("xin-du-zhe@example.com")
    reader.locator("main [type=submit]").first.click()
    assert reader.url.endswith("/digest/asked/")
    code = (
        "from publicity.digest import links; from publicity.digest.models import Subscriber;"
        "s=Subscriber.objects.latest('asked_at');"
        "print('!', links.confirm_address(s.pk,'zh-hans'), links.leave_address(s.pk,'zh-hans'))"
    )
    told = next(line for line in manage(served[1], "shell", "-c", code).splitlines() if line.startswith("!"))
    confirm, leave = (re.sub(r"^https?://[^/]+", "", address) for address in told.split()[1:])
    with_scripts, found = open_as(size="phone"), []
    for address, done in ((confirm, "订阅成功"), (leave, "退订")):
        with_scripts.goto(address)
        found += faults(with_scripts, address.split("/")[2])
        reader.goto(address)
        reader.locator("main [type=submit]").first.click()
        assert done in (reader.locator("main").text_content() or ""), done
    assert found == []


def test_consent_and_honours_of_a_person(open_as: Callable[..., Page], signed_in: Callable[[str], Any]) -> None:
    reader = open_as()
    reader.goto("/dianxing/zhou-li-xia/")
    found = re.search(r"/share/(\d+)/", reader.get_by_role("link", name="分享海报").get_attribute("href") or "")
    assert found
    faulty: list[str] = []
    for username, doors in (("zhongshen", ("consent", "take-down")), ("jueding", ("revoke",))):
        page = open_as(storage_state=signed_in(username))
        for door in doors:
            go(page, f"/admin/exemplars/{door}/{found[1]}/")
            faulty += faults(page, door)
    assert faulty == []
