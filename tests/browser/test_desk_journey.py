"""A call is taken down with the keyboard alone, its like is found, it is dispatched, objected to, answered, returned, released."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

TEXT = "茶岭镇老街自来水发黄已经三天，烧开了也有沉淀，家里有老人不敢喝，请问什么时候能处理好？"
AGAIN = "茶岭镇老街的自来水还是发黄，三天了，有沉淀，老人不敢喝。"
MOST_KEYS = 12


class Keys:
    """Types and counts what a finger does beside the text; a chord counts each of its keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, chord: str) -> None:
        self.count += chord.count("+") + 1
        self.page.keyboard.press(chord)


def logged(page: Page) -> str:
    """The number in the message after saving."""
    expect(page.locator(".messages")).to_contain_text("已登记")
    found = re.search(r"\d{4}-\d{6}", page.locator(".messages").inner_text())
    assert found
    return found[0]


def open_concern(page: Page, number: str) -> None:
    page.goto(f"/admin/concerns/{int(number.partition('-')[2])}/")
    expect(page.locator(".desk-state")).to_be_visible()


def step(page: Page, label: str, **fields: str) -> None:
    """Takes a step from the page of the concern."""
    page.get_by_role("link", name=label, exact=True).first.click()
    for name, value in fields.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".messages")).to_contain_text("已完成")


def test_from_the_telephone_to_the_answer(open_as: Callable[..., Page], assert_accessible: Callable[..., None]) -> None:
    desk = open_as("zhiban")
    desk.goto("/admin/concerns/log/")
    expect(desk.locator("#id_text")).to_be_focused()
    keys = Keys(desk)
    desk.keyboard.type(TEXT)
    expect(desk.locator("#found [data-field=kind]")).to_have_count(1)
    assert_accessible(desk, context=".desk")
    keys.press("Alt+a")
    expect(desk.locator("#id_kind")).to_have_value("help")
    expect(desk.locator("#id_region option:checked")).to_have_text("茶岭镇")
    keys.press("Control+Enter")
    number = logged(desk)
    assert keys.count <= MOST_KEYS, keys.count

    # A crash: the tab is closed, the draft is on the server.
    desk.keyboard.type(AGAIN)
    expect(desk.locator("#kept")).to_contain_text("草稿")
    desk.goto("about:blank")
    desk.goto("/admin/concerns/log/")
    expect(desk.locator("#id_text")).to_have_value(AGAIN)
    keys = Keys(desk)
    expect(desk.locator("#found")).to_contain_text(number)
    place = desk.locator("#found [data-same]").evaluate_all(
        "(all, number) => all.findIndex(button => button.dataset.number === number)", number
    )
    keys.press(f"Alt+{place + 1}")
    expect(desk.locator("#same")).to_contain_text(number)
    keys.press("Control+Enter")
    expect(desk.locator(".messages")).to_contain_text(number)
    assert keys.count <= MOST_KEYS
    desk.locator("#show-keys").focus()
    desk.keyboard.press("?")
    expect(desk.locator("#keys")).to_be_visible()
    expect(desk.locator("#keyboard-shortcuts-dialog")).to_be_hidden()

    open_concern(desk, number)
    expect(desk.locator(".desk-state")).to_contain_text("另有 1 件相同")
    assert_accessible(desk, context=".desk")
    step(desk, "分派", unit="县交通运输局")

    roads = open_as("chengban2")
    open_concern(roads, number)
    step(roads, "申请退回", reason="供水归县水利局管")
    open_concern(desk, number)
    step(desk, "分派", unit="县水利局")

    handler = open_as("chengban", size="phone")
    open_concern(handler, number)
    assert_accessible(handler, context=".desk")
    step(handler, "受理")
    handler.get_by_role("link", name="起草答复").click()
    handler.locator("#text").fill("我们高度重视，正在研究。")
    expect(handler.locator("#hints")).to_contain_text("高度重视")
    assert_accessible(handler, context=".desk")
    handler.get_by_role("button", name="提交审核").click()
    leader, approver = open_as("fuze"), open_as("shenpi")
    open_concern(leader, number)
    step(leader, "单位审核同意")
    open_concern(approver, number)
    step(approver, "退回修改", reason="写明什么时候冲洗、找谁")
    open_concern(handler, number)
    handler.get_by_role("link", name="起草答复").click()
    expect(handler.locator(".desk-holder")).to_contain_text("写明什么时候冲洗")
    handler.locator("#text").fill(
        "茶岭镇老街的自来水管网3月4日已经冲洗，水质检测合格；仍发黄请到镇供水窗口登记，当日上门。"
    )
    handler.get_by_role("button", name="提交审核").click()
    open_concern(leader, number)
    step(leader, "单位审核同意")
    open_concern(approver, number)
    step(approver, "批准答复")
    open_concern(desk, number)
    desk.get_by_role("link", name="发出答复", exact=True).click()
    desk.get_by_label("电话").check()
    desk.locator("[name=reason]").fill("下午三点电话告知，对方表示知道了")
    assert_accessible(desk, context=".desk-form")
    desk.get_by_role("button", name="发出答复").click()
    expect(desk.locator(".desk-state")).to_contain_text("已答复")
    expect(desk.locator(".desk-time")).to_contain_text("供水归县水利局管")
