"""What readers see: on a desk and a phone, in large text, without scripts, printed; with the county and with awkward pages."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import SIZES, assert_small
from .county import ROOT, manage

STATIC = ROOT / "site" / "static"
# One page of each kind. The last four are the specimen's: every block, next to nothing, and two without entries.
KINDS = {
    "home": "/",
    "column": "/gushi/",
    "column without pictures": "/dongtai/",
    "filtered": "/gushi/?topic=yi-chuang-tong-ban",
    "topic": "/zhuanti/yi-chuang/",
    "story": "/gushi/yi-zhang-qing-dan/",
    "standard": "/guanyu/wuzhangai/",
    "site map": "/site-map/",
    "English home": "/en/",
    "English story": "/en/gushi/yi-zhang-qing-dan/",
    "sign-in": "/accounts/login/",
    "every block": "/yang-ye/",
    "short": "/duan-ye/",
    "empty column": "/kong-lan-mu/",
    "empty topic": "/kong-zhuan-ti/",
}
ERRORS = {"not found": ("/mei-you/", 404), "withdrawn": ("/guanyu/jiu-ban-shi-zhi-nan/", 410)}
LARGE = {"name": "display", "value": "large"}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session", autouse=True)
def specimen(served: tuple[str, Path]) -> None:
    """The awkward pages, added to this process's copy of the county."""
    manage(served[1], "shell", "-c", "from tests.browser.specimen import build; build()")


@pytest.fixture
def reader(open_as: Callable[..., Page], base_url: str) -> Callable[..., Page]:
    """`reader("phone", large=True)`: a stranger's browser."""

    def make(size: str = "desktop", large: bool = False, **options: Any) -> Page:
        page = open_as(size=size, **options)
        if large:
            page.context.add_cookies([{**LARGE, "url": base_url}])
        return page

    return make


VIEWS = [("desktop", False), ("phone", False), ("desktop", True), ("phone", True)]


def look_at(page: Page, address: str, base_url: str, check: Callable[..., None], status: int) -> None:
    """One page of one browser on a desk and a phone, in both sizes of text: quicker than a browser for each."""
    for size, large in VIEWS:
        page.set_viewport_size(SIZES[size])
        page.context.clear_cookies()
        if large:
            page.context.add_cookies([{**LARGE, "url": base_url}])
        response = page.goto(address)
        assert response is not None and response.status == status
        assert page.evaluate(SIDEWAYS) <= 0, f"{address} scrolls sideways: {size}, large: {large}"
        assert page.locator("h1").count() == 1
        check(page)
    assert_small(page)


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS.keys())
def test_every_kind_of_page_can_be_used_by_everybody(
    reader: Callable[..., Page], assert_accessible: Callable[..., None], base_url: str, address: str
) -> None:
    page = reader()
    look_at(page, address, base_url, assert_accessible, 200)
    button = page.get_by_role("button", name="阅读模式")
    if button.count():
        for size in SIZES:
            page.set_viewport_size(SIZES[size])
            page.context.clear_cookies()
            page.goto(address)
            button.click()
            assert page.locator("html.reading").count() == 1
            assert page.evaluate(SIDEWAYS) <= 0
            assert_accessible(page)
            button.click()


# The longest page of each class that is live; those that KINDS has are looked at above.
EACH_CLASS = """
from reform.pages import queries
for model in queries.page_models():
    pages = [page for page in model.objects.live().filter(locale__language_code="zh-hans", alias_of=None)]
    if pages:
        print("PAGE", model.__name__, max(pages, key=lambda page: len(str(page.serializable_data()))).get_url())
"""
# Views that are no pages: whoever adds one adds its address.
VIEWS_OF_OURS = ("/search/?q=一窗通办", "/digest/", "/site-map/", "/ask/", "/ask/status/", "/training/certificates/")


def test_a_page_of_every_class_can_be_used_by_everybody(
    reader: Callable[..., Page], assert_accessible: Callable[..., None], served: tuple[str, Path], base_url: str
) -> None:
    """New classes of pages join by themselves."""
    said = manage(served[1], "shell", "--no-imports", "-c", EACH_CLASS)
    found = dict(line.split(" ", 2)[1:] for line in said.splitlines() if line.startswith("PAGE "))
    assert {"StoryPage", "PolicyPage", "ExplainerPage", "ExemplarPage"} <= set(found)
    page = reader()
    for address in (*found.values(), *VIEWS_OF_OURS):
        path = "/" + address.split("/", 3)[3] if "://" in address else address
        look_at(page, path, base_url, assert_accessible, 200)


@pytest.mark.parametrize(("address", "status"), ERRORS.values(), ids=ERRORS.keys())
def test_pages_that_say_no_can_be_used_by_everybody(
    reader: Callable[..., Page],
    assert_accessible: Callable[..., None],
    complaints: list[str],
    base_url: str,
    address: str,
    status: int,
) -> None:
    page = reader()
    look_at(page, address, base_url, assert_accessible, status)
    assert page.get_by_role("main").get_by_role("link", name="首页").count() == 1
    # The browser reports the status it was asked to provoke.
    complaints[:] = [complaint for complaint in complaints if f"status of {status}" not in complaint]


# What the site answers, as it would be written: a browser cannot be made to provoke these.
FAULTS = """
from django.test import RequestFactory
from reform.pages.views import errors
request = RequestFactory(headers={"host": "127.0.0.1"}).get("/")
faults = {400: errors.bad_request, 403: errors.permission_denied, 500: lambda request, _: errors.server_error(request)}
from django.contrib.auth.models import AnonymousUser
request.user = AnonymousUser()
for status, view in faults.items():
    print(f"<<{status}>>" + view(request, Exception("secret")).content.decode())
"""


def test_pages_for_faults_can_be_used_by_everybody(
    reader: Callable[..., Page],
    assert_accessible: Callable[..., None],
    complaints: list[str],
    served: tuple[str, Path],
    base_url: str,
) -> None:
    parts = manage(served[1], "shell", "--no-imports", "-c", FAULTS).split("<<")[1:]
    assert [part[:3] for part in parts] == ["400", "403", "500"]
    page = reader()
    for part in parts:
        status, html = int(part[:3]), part[5:]
        assert "secret" not in html and 'content="noindex"' in html
        address = f"{base_url}/fault-{status}/"
        page.route(
            address,
            lambda route, _request, status=status, html=html: route.fulfill(
                status=status, body=html, content_type="text/html; charset=utf-8"
            ),
        )
        look_at(page, address, base_url, assert_accessible, status)
        assert page.locator("main a[href='/']").count() >= 1
    complaints[:] = [complaint for complaint in complaints if "status of" not in complaint]


@pytest.mark.parametrize("width", [320, 640, 820, 1024, 1920])
@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
@pytest.mark.parametrize("address", ["/", "/gushi/", "/yang-ye/"])
def test_no_width_makes_a_page_scroll_sideways(
    reader: Callable[..., Page], width: int, large: bool, address: str
) -> None:
    page = reader(large=large)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate(SIDEWAYS) <= 0


def test_the_masthead_has_room_at_every_width(reader: Callable[..., Page]) -> None:
    """Home and six entries on one line, beside or above the tools and never under them."""
    page = reader()
    page.goto("/gushi/")
    for width in (320, 390, 640, 768, 1024, 1100, 1104, 1200, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        entries = [link.bounding_box() for link in page.locator(".entries a").all()]
        tools = page.locator(".tools-top").bounding_box()
        assert tools and len(entries) == 7 and all(entries)
        assert len({entry and round(entry["y"]) for entry in entries}) == 1, width
        last = entries[-1]
        beside = last and last["y"] < tools["y"] + tools["height"] and tools["y"] < last["y"] + last["height"]
        assert not beside or (last and last["x"] + last["width"] <= tools["x"]), f"{width}: {last} runs into {tools}"


@pytest.mark.parametrize("address", ["/", "/gushi/", "/gushi/yi-zhang-qing-dan/", "/yang-ye/", "/accounts/login/"])
def test_what_is_touched_on_a_phone_is_44_px(reader: Callable[..., Page], address: str) -> None:
    """Links inside a sentence and pictures that repeat the link beside them are left out."""
    page = reader("phone")
    page.goto(address)
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select")]
            .filter(e => e.checkVisibility() && !e.closest(".rich p, .rich li, .skip, [aria-hidden], wagtail-userbar, h2, h3, footer dd"))
            .map(e => [e.getBoundingClientRect(), e])
            .filter(([box]) => box.height < 43.5 || box.width < 43.5 && box.height < 43.5)
            .map(([box, e]) => `${e.outerHTML.slice(0, 90)} ${Math.round(box.width)} x ${Math.round(box.height)}`)"""
    )
    assert not small, "\n".join(small)


def test_large_text_works_without_scripts_and_is_remembered(reader: Callable[..., Page]) -> None:
    page = reader("phone", javascript=False)
    page.goto("/gushi/yi-zhang-qing-dan/")
    before = page.locator(".block-paragraph p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    page.get_by_role("banner").get_by_role("button", name="大字版").click()
    after = page.locator(".block-paragraph p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert before == 17 and 20 <= after <= 24
    page.goto("/gushi/")
    assert page.locator("html.large").count() == 1
    page.get_by_role("banner").get_by_role("button", name="标准字号").click()
    assert page.locator("html.large").count() == 0


def test_reading_mode_leaves_the_text_alone_and_ends(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto("/gushi/yi-zhang-qing-dan/")
    button = page.get_by_role("button", name="阅读模式")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert not page.get_by_role("navigation", name="主导航").is_visible()
    page.goto("/")
    assert page.locator(".entries").is_visible(), "a page without the button must not be caught in reading mode"
    page.goto("/gushi/cai-shi-chang/")
    page.get_by_role("button", name="阅读模式").click()
    assert page.locator(".entries").is_visible()


def test_without_scripts_nothing_is_offered_that_needs_them(reader: Callable[..., Page]) -> None:
    page = reader(javascript=False)
    page.goto("/gushi/yi-zhang-qing-dan/")
    assert page.get_by_role("button", name="打印").count() == 0
    assert page.get_by_role("button", name="复制链接").count() == 0
    page.goto("/gushi/")
    page.get_by_text("全部主题").first.click()
    page.get_by_role("link", name="林权改革").click()
    assert "topic=lin-quan" in page.url
    assert page.locator(".entries-list > li").count() >= 1


def test_filters_open_one_at_a_time_and_close_with_escape(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto("/gushi/")
    first, second = page.locator(".filters summary").all()[:2]
    first.click()
    second.click()
    assert page.locator(".filters details[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".filters details[open]").count() == 0
    assert second.evaluate("e => e === document.activeElement")


def test_the_contents_lead_to_their_headings_and_follow_the_reader(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto("/yang-ye/")
    link = page.locator(".toc a").nth(2)
    link.click()
    expect(link).to_have_attribute("aria-current", "true")
    heading = page.get_by_role("heading", name=link.inner_text(), exact=True)
    box = heading.bounding_box()
    assert box is not None and 0 <= box["y"] < 200


def test_a_table_of_twelve_columns_scrolls_within_itself(reader: Callable[..., Page]) -> None:
    page = reader("phone")
    page.goto("/yang-ye/")
    region = page.get_by_role("region", name="各乡镇每月办件量（件）")
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
    region.focus()
    region.evaluate("e => { e.scrollLeft = 300 }")
    name = region.get_by_role("rowheader", name="石桥镇").bounding_box()
    assert name is not None and name["x"] >= 0, "the name of the row must stay in sight"


def test_print_shows_the_text_its_source_and_address_and_no_tools(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto("/yang-ye/")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for gone in (".entries", ".tools", ".trail", ".footer nav", ".skip"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator(".source-line .facts").is_visible()
    assert page.locator(".after .print-only").is_visible()
    assert page.get_by_text("小雨照看，大雨改天").is_visible(), "answers are printed open"
    indent = page.locator(".block-paragraph p").first.evaluate("e => getComputedStyle(e).textIndent")
    size = page.locator(".block-paragraph p").first.evaluate("e => getComputedStyle(e).fontSize")
    assert float(indent[:-2]) == pytest.approx(2 * float(size[:-2]), abs=1)


def test_forced_colours_keep_the_current_entry_and_the_buttons(reader: Callable[..., Page]) -> None:
    page = reader(forced_colors="active")
    page.goto("/gushi/")
    assert page.locator(".entries [aria-current]").count() == 1
    assert page.locator(".pager .button").first.evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"


def test_the_measure_is_28_to_40_characters(reader: Callable[..., Page]) -> None:
    for large in (False, True):
        page = reader(large=large)
        page.goto("/gushi/yi-zhang-qing-dan/")
        width, size, leading = page.locator(".block-paragraph p").first.evaluate(
            "e => { const s = getComputedStyle(e); return [e.clientWidth, parseFloat(s.fontSize), parseFloat(s.lineHeight)] }"
        )
        assert 28 <= width / size <= 40
        assert leading / size == pytest.approx(1.85, abs=0.06)


def _weight(page: Page, address: str) -> dict[str, int]:
    """Bytes that came over the wire for a first visit, by kind of file."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    bytes_: dict[str, int] = {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["response"]["url"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: bytes_.update({kinds[event["requestId"]]: int(event["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    return bytes_


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_home_is_light(reader: Callable[..., Page], size: str) -> None:
    reader(size).goto("/", wait_until="networkidle")  # sizes of pictures are made when first asked for
    page = reader(size)
    weights = _weight(page, "/")
    cover = page.locator(".lead img").evaluate("e => e.currentSrc")
    listed = "\n".join(f"{weight:>8} {address}" for address, weight in weights.items())
    assert sum(weights.values()) < 300_000, listed
    assert sum(weight for address, weight in weights.items() if address != cover) < 120_000, listed
    assert any(address.endswith(".avif") for address in weights), listed


def test_what_every_page_loads_is_small_over_the_wire() -> None:
    """What one page loads is measured in the browser, on every kind and class of page (`assert_small`)."""
    assert len(gzip.compress((STATIC / "css" / "site.css").read_bytes())) < 10_000
