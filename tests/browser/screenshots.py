"""Makes the pictures in docs/images from a running demo: `make demo` in one window, `make screenshots` in another."""

import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
BASE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
PASSWORD = os.environ.get("DEMO_PASSWORD", "yunxi-demo-2026")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}


def chromium() -> str:
    """The browser of the distribution."""
    for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(path).exists():
            return path
    sys.exit("Install chromium first.")


def keep(page: Page, name: str) -> None:
    """A small file: 256 colours are enough for a page."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def signed_in(browser: Browser, user: str) -> Page:
    page = browser.new_page(viewport=DESKTOP, locale="zh-CN")  # type: ignore[arg-type]
    page.goto(f"{BASE}/accounts/login/?next=/admin/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/admin/")
    return page


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, path, size in (
            ("home", "/", DESKTOP),
            ("story", "/gushi/yi-zhang-qing-dan/", DESKTOP),
            ("story-phone", "/gushi/yi-zhang-qing-dan/", PHONE),
            ("column-phone", "/gushi/", PHONE),
            ("policy", "/zhengce/yi-chuang-tong-ban-fang-an/", DESKTOP),
            ("explainer", "/jiedu/yi-chuang-jiu-wen/", DESKTOP),
        ):
            page = browser.new_page(viewport=size)  # type: ignore[arg-type]
            page.goto(BASE + path)
            keep(page, name)
            page.close()
        editor = signed_in(browser, "bianji")
        keep(editor, "editors-home")
        editor.locator("#work-drafts a").first.click()
        keep(editor, "editors-page")
        editor.goto(f"{BASE}/admin/publicity/import/")
        keep(editor, "editors-import")
        reviewer = signed_in(browser, "chushen")
        keep(reviewer, "reviewers-home")
        reviewer.locator("#work-waiting a").first.click()
        keep(reviewer, "reviewers-page")
        administrator = signed_in(browser, "guanliyuan")
        for name, path in (
            ("administrators-users", "/admin/users/"),
            ("administrators-wording", "/admin/snippets/editorial/wordingentry/"),
        ):
            administrator.goto(BASE + path)
            keep(administrator, name)
        browser.close()


if __name__ == "__main__":
    main()
