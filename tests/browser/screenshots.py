"""Makes the pictures in docs/images from a running demo: `make demo` in one window, `make screenshots` in another."""

import io
import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
BASE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
PASSWORD = os.environ.get("DEMO_PASSWORD", "yunxi-demo-2026")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
LARGEST = 150_000
DRAFT = "村口的快递柜"  # of the editor; the newest may be a translation
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}


def chromium() -> str:
    """The browser of the distribution."""
    for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(path).exists():
            return path
    sys.exit("Install chromium first.")


def keep(page: Page, name: str) -> None:
    """A small file: 256 colours are enough for a page, fewer for a page with a photograph."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    picture = Image.open(path).convert("RGB")
    for colours in (256, 128, 64, 32):
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < LARGEST:
            return
    sys.exit(f"{path} is too large.")


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
            ("search", f"/search/?q={quote('养老服务')}", DESKTOP),
            ("search-nothing-phone", f"/search/?q={quote('外星人游泳馆')}", PHONE),
        ):
            page = browser.new_page(viewport=size)  # type: ignore[arg-type]
            page.goto(BASE + path)
            keep(page, name)
            page.close()
        admin = signed_in(browser, "guanliyuan")
        for name, path in (
            ("search-try", f"/admin/search-admin/try/?query={quote('养老服务')}"),
            ("search-asked", "/admin/search-admin/asked/"),
            ("search-placements", "/admin/snippets/search/placement/"),
        ):
            admin.goto(BASE + path)
            keep(admin, name)
        admin.context.close()
        editor = signed_in(browser, "bianji")
        keep(editor, "editors-home")
        editor.locator("#work-drafts").get_by_role("link", name=DRAFT).click()
        keep(editor, "editors-page")
        editor.goto(f"{BASE}/admin/publicity/import/")
        keep(editor, "editors-import")
        desk = signed_in(browser, "zhiban")
        desk.goto(f"{BASE}/admin/concerns/log/")
        desk.locator("#id_text").fill("茶岭镇老街的自来水发黄三天了，烧开也有沉淀，家里老人不敢喝，什么时候能处理好？")
        desk.locator("#found h2").first.wait_for()
        keep(desk, "concerns-log")
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
        people_and_units(browser, administrator)
        editors_tools(browser, editor)
        learning(browser)
        browser.close()


def learning(browser: Browser) -> None:
    """For docs/training.md."""
    organiser = signed_in(browser, "peixun")
    organiser.goto(f"{BASE}/admin/training/assignments/")
    organiser.get_by_role("link", name="窗口能力提升").first.click()
    keep(organiser, "training-board")
    organiser.goto(f"{BASE}/admin/training/certificates/")
    serial = organiser.locator("td.title a, .title a").first.inner_text().strip()
    cadre = browser.new_page(viewport=DESKTOP, locale="zh-CN")  # type: ignore[arg-type]
    cadre.goto(f"{BASE}/accounts/login/?next=/training/my/")
    cadre.fill("input[name=login]", "xueyuan16")
    cadre.fill("input[name=password]", PASSWORD)
    cadre.locator("main form button[type=submit]").first.click()
    cadre.wait_for_url("**/training/my/")
    keep(cadre, "training-my")
    cadre.goto(f"{BASE}/peixun/yi-chuang-tong-ban-ru-men/")
    keep(cadre, "training-course")
    stranger = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    stranger.goto(f"{BASE}/training/certificates/{serial}/")
    keep(stranger, "training-certificate")


def people_and_units(browser: Browser, administrator: Page) -> None:
    """For the administrators' manual."""
    stranger = browser.new_page(viewport=DESKTOP, locale="zh-CN")  # type: ignore[arg-type]
    stranger.goto(f"{BASE}/accounts/login/")
    keep(stranger, "sign-in")
    somebody = signed_in(browser, "bianji4")
    somebody.goto(f"{BASE}/accounts/2fa/totp/activate/")
    keep(somebody, "second-factor")
    for name, path in (
        ("administrators-units", "/admin/units/"),
        ("administrators-sign-ins", "/admin/audit/sign-ins/"),
        ("administrators-manuals", "/admin/manuals/"),
    ):
        administrator.goto(BASE + path)
        keep(administrator, name)
    administrator.goto(f"{BASE}/admin/units/")
    administrator.get_by_role("link", name="宣传科").click()
    administrator.wait_for_url("**/admin/units/*/")
    keep(administrator, "administrators-unit")
    administrator.goto(f"{BASE}/admin/")
    administrator.get_by_role("button", name="设置", exact=True).click()
    keep(administrator, "administrators-menu")
    administrator.goto(f"{BASE}/admin/people/import/")
    administrator.set_input_files("input[type=file]", {"name": "名单.xlsx", "mimeType": "", "buffer": workbook()})
    administrator.locator("main form [type=submit]").last.click()
    administrator.wait_for_url("**/admin/people/import/*/")
    keep(administrator, "administrators-import")
    administrator.get_by_role("button", name="放弃").click()


def workbook() -> bytes:
    """An import with a new unit, a change, and two rows that cannot be read."""
    book = Workbook()
    units: Any = book.active
    units.title = "单位"
    units.append(["单位代码*", "单位名称*", "简称", "类别", "上级单位代码", "英文名称"])
    units.append(["YX-WLJ", "云溪县文化和旅游局", "县文旅局", "部门", "YX", "Yunxi Culture and Tourism Bureau"])
    units.append(["YX-MX", "梅溪镇人民政府", "梅溪", "乡镇街道", "YX", ""])
    units.append(["YX-KS", "没有上级的科室", "", "科室", "YX-MEIYOU", ""])
    people = book.create_sheet("人员")
    people.append(["用户名*", "姓名*", "单位代码", "职务", "手机", "角色"])
    people.append(["wenlv1", "江月", "YX-WLJ", "宣传干事", "", "编辑"])
    people.append(["wenlv2", "白川", "YX-WLJ", "宣传干事", "123", "编辑"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def editors_tools(browser: Browser, editor: Page) -> None:
    """For the editors' manual: the schedule of a draft, a correction, the emergency path."""
    editor.goto(f"{BASE}/admin/")
    editor.locator("#work-drafts").get_by_role("link", name=DRAFT).click()
    schedule = editor.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first
    if not schedule.is_visible():
        editor.locator("[data-side-panel-toggle=status]").first.click()
    schedule.click()
    keep(editor, "editors-schedule")
    number = story_number(editor, "yi-zhang-qing-dan")
    editor.goto(f"{BASE}/admin/editorial/correct/{number}/")
    editor.locator("main textarea").first.fill("第三段“三十二项”应为“三十一项”，特此更正。")
    keep(editor, "editors-correction")
    duty = signed_in(browser, "yingji")
    editor.goto(f"{BASE}/admin/")
    draft = editor.locator("#work-drafts").get_by_role("link", name=DRAFT).get_attribute("href") or ""
    duty.goto(f"{BASE}/admin/editorial/emergency/{re.findall(r'[0-9]+', draft)[0]}/")
    keep(duty, "editors-emergency")


def story_number(page: Page, slug: str) -> str:
    """The number of a live page, from its row in the explorer."""
    page.goto(f"{BASE}/admin/pages/search/?q={quote('一张清单')}")
    href = (
        page.locator(f"a[href='/gushi/{slug}/'], a[href$='/gushi/{slug}/']")
        .first.locator("xpath=ancestor::tr")
        .locator("a[href*='/admin/pages/']")
        .first.get_attribute("href")
    )
    return re.findall(r"[0-9]+", href or "")[0]


if __name__ == "__main__":
    main()
