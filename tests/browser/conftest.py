"""A real Chromium against the demo county, served as in production."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from .county import PASSWORD, county

# A server that shares two cores with two browsers takes its time.
expect.set_options(timeout=20_000)

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
# Debian's browser; Playwright's own cannot be had behind a closed network.
FLAGS = [
    "--no-sandbox",  # CI runs as root, where the sandbox does not start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is of the browser suite."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(autouse=True)
def fresh() -> None:
    """The county has its own database, cache and files: nothing of the shared fixture is needed."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium with flags for a machine without a screen or a network."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    return {**browser_type_launch_args, "executable_path": program, "args": FLAGS}


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[tuple[str, Path]]:
    """Address and folder of this process's own copy of the county."""
    if address := os.environ.get("COUNTY_ADDRESS"):
        # A county that is already being served: quicker while a test is being written.
        yield address, Path(os.environ.get("COUNTY_FOLDER", "."))
        return
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with county(shared, tmp_path_factory.mktemp("county-copy")) as pair:
        yield pair


@pytest.fixture(scope="session")
def base_url(served: tuple[str, Path]) -> str:
    """Lets tests go to paths: `page.goto("/")`."""
    return served[0]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in China."""
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


class Complaints(list[str]):
    """What the browser complained of; a test empties it when it provoked the complaint."""


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Script errors, console errors and requests to other hosts, gathered from every page; none may be left."""
    found = Complaints()
    yield found
    assert not found, "\n".join(found)


@pytest.fixture
def open_as(new_context: Callable[..., BrowserContext], base_url: str, complaints: Complaints) -> Callable[..., Page]:
    """`open_as("bianji", size="phone", javascript=False)`: a page of a browser of its own, signed in, or a stranger's."""

    def watch(page: Page) -> None:
        def console(message: ConsoleMessage) -> None:
            if message.type == "error":
                complaints.append(f"{page.url}: {message.text}")

        page.on("console", console)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "request",
            lambda request: (
                request.url.startswith((base_url, "data:", "blob:", "about:"))
                or complaints.append(f"{page.url} asked for {request.url}")
            ),
        )

    def make(username: str | None = None, size: str = "desktop", javascript: bool = True, **options: Any) -> Page:
        context = new_context(viewport=SIZES[size], java_script_enabled=javascript, **options)
        context.on("page", watch)
        page = context.new_page()
        if username:
            sign_in(page, username)
        return page

    return make


def sign_in(page: Page, username: str) -> None:
    """Through the site's own form."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) [type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)


# The script is long, and so is its whole answer: it is brought once for a page, and only what is wrong comes back. Wagtail's
# editor has an axe of its own.
# A message that still fades in has no contrast yet: first everything that moves and ends has come to its end.
FIND = """async what => {
  const ends = one => one.playState === 'running' && one.effect.getComputedTiming().endTime < Infinity;
  await Promise.all(document.getAnimations().filter(ends).map(one => one.finished.catch(() => null)));
  return (await ours.run(what, {resultTypes: ['violations']})).violations;
}"""


def violations(page: Page, context: str = "html") -> list[str]:
    """What axe finds on the page, or in a part of it, as it is; naming rule and element."""
    if not page.evaluate("!!window.ours"):
        page.evaluate(f"{Axe().axe_script}\nwindow.ours = window.axe")
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in page.evaluate(FIND, context)
        for node in violation["nodes"]
    ]


@pytest.fixture
def assert_accessible() -> Callable[..., None]:
    """Fails on any violation that axe finds."""

    def check(page: Page, context: str = "html") -> None:
        lines = violations(page, context)
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check


STATIC = Path(__file__).resolve().parents[2] / "site" / "static"
OURS = {path.name for path in STATIC.iterdir()} - {"vendor"}
MOST_STYLES, MOST_SCRIPTS = 40_000, 20_000


def assert_small(page: Page) -> None:
    """What one page loads of the styles and scripts that we wrote, uncompressed: under 40 kB and 20 kB."""
    loaded = page.evaluate("performance.getEntriesByType('resource').map(e => [e.name, e.decodedBodySize])")
    for ending, most in ((".css", MOST_STYLES), (".js", MOST_SCRIPTS)):
        files = {}
        for name, size in loaded:
            path = urlsplit(name).path
            if path.startswith("/static/") and path.split("/")[2] in OURS and path.endswith(ending):
                assert size > 0, f"{name} did not arrive"
                files[path] = size
        assert sum(files.values()) < most, f"{page.url}: {files}"
