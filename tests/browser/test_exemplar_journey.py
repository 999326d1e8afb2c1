"""An exemplar from the unit's proposal to the reader's page, and a person's page that is taken down at once.

The public notice lasts for days: one nomination goes from the proposal to the answered objection, another, whose notice
is over, from the decision to the reader.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .test_story_journey import child

TITLE = "双河乡：一把伞借给过路人"
DECIDED = "双河乡：孤寡老人一人一张紧急联系卡"


def choose(page: Page, name: str, number: int = 1) -> None:
    page.locator(f"select[name={name}]").select_option(index=number)


def open_nomination(page: Page, title: str) -> None:
    page.goto("/admin/nominations/")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", name=title).first).to_be_visible()


def step(page: Page, label: str, reason: str = "") -> None:
    page.get_by_role("link", name=label).first.click()
    if reason:
        page.locator("#reason").fill(reason)
    page.get_by_role("button", name=label).click()
    expect(page.locator(".messages")).to_be_visible()


def test_proposed_verified_by_two_noticed_and_objected_to(
    open_as: Callable[..., Page], assert_accessible: Callable[..., None], complaints: list[str]
) -> None:
    unit = open_as("tuijian")
    unit.goto("/admin/nominations/new/")
    unit.locator("#id_title").fill(TITLE)
    unit.locator("#id_year").fill("2026")
    unit.locator("#id_subject").fill("双河乡便民服务中心")
    choose(unit, "region")
    choose(unit, "topic")
    unit.locator("#id_done").fill("门口放三十把伞，谁都能借。")
    unit.locator("#id_method").fill("不登记，不押金，借走写一个日期。")
    unit.locator("#id_copyable").fill("放在看得见的地方\n只写日期，不写名字")
    unit.locator("#id_facts-0-text").fill("三十把伞一年还回二十八把")
    unit.locator("#id_facts-0-source").fill("门口的借伞本")
    unit.locator("#id_facts-0-source").press("Enter")
    expect(unit.get_by_role("heading", name=TITLE).first).to_be_visible()
    step(unit, "提交核实")

    for name in ("heshi", "heshi2"):
        verifier = open_as(name)
        open_nomination(verifier, TITLE)
        verifier.get_by_role("radio", name="属实", exact=True).first.check()
        verifier.get_by_label("查看了什么").first.fill("看了借伞本")
        verifier.get_by_role("button", name="记录核实结果").click()
        expect(verifier.locator(".messages")).to_be_visible()
    open_nomination(verifier, TITLE)
    step(verifier, "开始公示")

    reader = open_as(size="phone", javascript=False)
    reader.goto("/public-notices/")
    reader.get_by_role("link", name=TITLE).click()
    assert reader.get_by_text("门口的借伞本").is_visible()
    reader.get_by_role("link", name="提出异议").click()
    reader.get_by_label("您有什么异议").fill("我数过，只还了二十五把。")
    reader.wait_for_timeout(2_500)
    reader.get_by_role("button", name="提交异议").click()
    expect(reader.get_by_role("heading", name="您的异议已经收到")).to_be_visible()

    open_nomination(verifier, TITLE)
    expect(verifier.get_by_text("只还了二十五把")).to_be_visible()
    verifier.get_by_role("radio", name="异议不成立").check()
    verifier.get_by_label("查证结果").or_(verifier.locator("textarea[name=finding]")).first.fill(
        "当面又数了一遍，二十八把。"
    )
    verifier.get_by_role("button", name="答复").click()
    expect(verifier.get_by_text("当面又数了一遍")).to_be_visible()
    open_nomination(unit, TITLE)
    expect(unit.get_by_text("只还了二十五把")).to_have_count(0)

    stranger = open_as(size="phone")
    for path in ("/public-notices/", reader.url.replace("objected", "object")):
        stranger.goto(path)
        assert_accessible(stranger)


def test_decided_and_published_by_three(
    open_as: Callable[..., Page], assert_accessible: Callable[..., None], complaints: list[str]
) -> None:
    decider = open_as("jueding")
    open_nomination(decider, DECIDED)
    step(decider, "认定")
    open_nomination(decider, DECIDED)
    href = decider.get_by_role("link", name="页面草稿").get_attribute("href") or ""
    found = re.search(r"/pages/(\d+)/", href)
    assert found
    number = found[1]

    editor = open_as("bianji")
    editor.goto(f"/admin/editorial/review/{number}/")
    editor.locator(f"form[action$='/submit/{number}/'] [type=submit]").first.click()
    expect(editor.locator(".messages")).to_be_visible()
    for name in ("chushen", "fushen", "zhongshen"):
        reviewer = open_as(name)
        reviewer.goto(f"/admin/editorial/review/{number}/")
        reviewer.locator("button[name=approve]").click()
        expect(reviewer.locator(".messages")).to_be_visible()

    for size in ("desktop", "phone"):
        reader = open_as(size=size)
        reader.goto("/dianxing/")
        reader.get_by_role("link", name=re.compile("紧急联系卡")).first.click()
        expect(reader.get_by_role("heading", name="可复制的做法")).to_be_visible()
        assert_accessible(reader)


def test_a_person_is_taken_down_at_once(open_as: Callable[..., Page], complaints: list[str]) -> None:
    reader = open_as()
    reader.goto("/dianxing/wen-ru-yu/")
    expect(reader.get_by_role("heading", name=re.compile("温如玉")).first).to_be_visible()
    admin = open_as("guanliyuan")
    number = child(admin, child(admin, child(admin, 1, "云溪改革"), "基层典型"), "温如玉")
    final = open_as("zhongshen")
    final.goto(f"/admin/exemplars/consent/{number}/")
    final.get_by_role("link", name="立即撤下").click()
    final.get_by_role("button", name="撤下页面").click()
    expect(final.locator(".messages")).to_be_visible()
    answer = reader.goto("/dianxing/wen-ru-yu/")
    assert answer is not None and answer.status == 410
    assert "温如玉" not in reader.content()
    complaints[:] = [line for line in complaints if "410" not in line]
