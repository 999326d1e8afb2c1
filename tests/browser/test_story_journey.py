"""A reform story from the editor's desk to the reader's page: written, corrected, reviewed three times, read.

The people work in browsers of their own, by the buttons that people press; nothing is put into the database by hand.
"""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

TITLE = "山里的夜班车"
SUMMARY = "最后一班车从晚上八点改到十点，在城里做工的人，能赶回家吃口热饭了。"
TEXT = "晚上九点五十分，末班车从县城开出。车上坐着八个人，都是在工业园区下班的村民。"
WRONG, RIGHT = "群众来访接待中心", "人民来访接待中心"


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """A picture as a camera would make it: large, with a gradient, so that it does not shrink to nothing."""
    picture = Image.new("RGB", (1800, 1200), "#24324a")
    draw = ImageDraw.Draw(picture)
    for line in range(1200):
        draw.line((0, line, 1800, line), fill=(36 + line // 16, 50 + line // 20, 74 + line // 30))
    draw.rectangle((500, 620, 1300, 900), fill="#d9a441")
    path = tmp_path / "夜班车.jpg"
    picture.save(path, quality=90)
    return path


def child(page: Page, parent: int, title: str) -> int:
    """The number of a page below another one, as the tree in the admin lists it."""
    page.goto(f"/admin/pages/{parent}/")
    href = page.locator("td a[href*='/admin/pages/']", has_text=title).first.get_attribute("href") or ""
    found = re.search(r"/pages/(\d+)/", href)
    assert found, href
    return int(found.group(1))


def open_new_story(page: Page) -> None:
    """The form for a story in the column of stories."""
    column = child(page, child(page, 1, "云溪改革"), "改革故事")
    page.goto(f"/admin/pages/add/publicity/storypage/{column}/")


def upload_cover(page: Page, photograph: Path) -> None:
    page.get_by_role("button", name="选择一个图片").first.click()
    dialog = page.locator(".modal")
    dialog.get_by_role("tab", name="上传").click()
    dialog.locator("input[type=file]").set_input_files(photograph)
    dialog.locator("input[name$='-title']").fill("山里的夜班车")
    dialog.locator("input[name$='-alt']").fill("夜色里一辆亮着灯的乡村公交车")
    dialog.locator("input[name$='-credit']").fill("云溪县融媒体中心")
    dialog.locator("[type=submit]:visible").last.click()
    expect(dialog).to_be_hidden(timeout=30_000)


def add_paragraph(page: Page, text: str) -> None:
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="段落").first.click()
    page.locator("[data-contentpath=body] .public-DraftEditor-content, .public-DraftEditor-content").first.click()
    page.keyboard.type(text)
