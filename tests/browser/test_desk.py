"""At the editor's desk: what the checks found is dealt with where it stands, and two people on one page are told."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Complaints
from .county import manage
from .test_story_journey import submit

# The number is made up; the wrong expression is one of the demo's word list.
NUMBER, WRONG, RIGHT = "13800138000", "残废人", "残疾人"
DRAFT = f"""
from publicity.models import StoryPage
from reform.pages.models import ColumnPage
from reform.people.models import User
editor = User.objects.get(username="bianji")
column = ColumnPage.objects.get(slug="gushi", locale__language_code="zh-hans")
table = {{"data": [["事项", "去哪里办"], ["{WRONG}证", "镇便民服务中心"]], "table_caption": "去哪里办",
         "table_header_choice": "row", "first_row_is_table_header": True, "first_col_is_header": False}}
page = StoryPage(title="TITLE", live=False, owner=editor, summary="值班电话写在墙上。",
                 body=[("paragraph", "<p>值班员的手机是 {NUMBER}，全天有人接。</p>"), ("table", table)])
column.add_child(instance=page)
page.save_revision(user=editor, log_action=True)
print("PAGE", page.pk)
"""


@pytest.fixture
def draft(served: tuple[str, Path]) -> Callable[[str], str]:
    """`draft(title)`: the address of the editor of a new draft of 编辑, with a number and a wrong word in a table."""

    def make(title: str) -> str:
        said = manage(served[1], "shell", "--no-imports", "-c", DRAFT.replace("TITLE", title))
        found = re.search(r"PAGE (\d+)", said)
        assert found, said
        return f"/admin/pages/{found[1]}/edit/"

    return make


def test_a_number_is_confirmed_with_a_reason_and_a_cell_corrected_with_one_click(
    open_as: Callable[..., Page], draft: Any, complaints: Complaints
) -> None:
    page = open_as("bianji")
    page.goto(draft("墙上的值班电话"))
    found = page.locator(".reform-findings .reform-finding")
    expect(found).to_have_count(2)

    # The wrong word is marked in its cell; the note beside the table says what would be right.
    expect(page.locator("td.reform-cell").first).to_contain_text(WRONG)
    page.locator(".reform-beside button", has_text=RIGHT).click()
    expect(page.locator(".messages")).to_contain_text("1")
    expect(page.locator(".ht_master td", has_text=f"{RIGHT}证").first).to_be_visible()
    expect(found).to_have_count(1)

    # The number keeps the page at its desk until somebody says why it may stand there.
    expect(found).to_contain_text(NUMBER)
    page.locator(".reform-beside button", has_text="确认").click()
    reason = found.locator("input[name=reason]")
    expect(reason).to_be_focused()
    found.get_by_role("button", name="确认").click()
    assert reason.evaluate("field => field.validity.valueMissing"), "no reason, no confirmation"
    reason.fill("公开的值班电话")
    found.get_by_role("button", name="确认").click()
    expect(page.locator(".messages")).to_contain_text("已确认")
    expect(found).to_have_count(0)
    page.locator(".reform-confirmed summary").click()
    expect(page.locator(".reform-confirmed")).to_contain_text("公开的值班电话")
    submit(page)
    expect(page.locator(".messages")).to_contain_text("墙上的值班电话")


def test_the_menu_of_the_grid_is_chinese_and_nothing_complains(
    open_as: Callable[..., Page], draft: Any, complaints: Complaints
) -> None:
    page = open_as("bianji")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(draft("表格的菜单"))
    cell = page.locator(".ht_master tbody td").first
    cell.scroll_into_view_if_needed()
    cell.click(button="right")
    expect(page.locator(".htContextMenu", has_text="在上方插入一行").first).to_be_visible()
    assert not [text for text in said if "anguage" in text], said


def test_the_second_editor_of_a_page_is_told_before_losing_anything(
    open_as: Callable[..., Page], draft: Any, complaints: Complaints
) -> None:
    address = draft("两个人一起改")
    first, second = open_as("bianji"), open_as("bianji2")
    first.goto(address)
    expect(first.locator("#id_title")).to_have_value("两个人一起改")
    # Whoever comes second sees that somebody is there.
    second.goto(address)
    expect(second.locator(".w-editing-sessions__list li")).to_have_count(1, timeout=30_000)

    # The first one saves; the second one is told before losing anything, and what they type stays in the form.
    first.locator("#id_summary").fill("第一个人写的摘要")
    first.locator("#page-edit-form footer button[type=submit]").first.click()
    expect(first.locator(".messages")).to_contain_text("两个人一起改")
    expect(second.locator(".w-editing-sessions__session--saved")).to_be_visible(timeout=40_000)
    second.locator("#id_summary").fill("第二个人写的摘要")
    second.wait_for_timeout(3000)
    expect(second.locator("#id_summary")).to_have_value("第二个人写的摘要")
    # Nothing was written over: the newest text is still that of the first one.
    first.goto(address)
    expect(first.locator("#id_summary")).to_have_value("第一个人写的摘要")
    # A save by itself is refused while there is a newer version.
    complaints[:] = [line for line in complaints if "400 (Bad Request)" not in line]
