"""A quiz on a phone: an organiser imports a bank and builds it; a cadre takes it at 390 px, loses the line, goes on, passes;
the organiser corrects a key and regrades. Axe on the way."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .test_story_journey import no_sideways_scroll

GIFT = """$CATEGORY: 浏览器/试题

河道保洁由哪一级巡查？{=村级 ~县级 ~市级####村级河长每日巡查。}

哪些属于一次告知的内容？{~%50%材料 ~%50%时限 ~%-100%人情}

巡河记录可以事后补写。{F}
"""
TITLE = "河长制随堂测验"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bank.txt"
    path.write_text(GIFT)
    return path


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    return {}


def test_an_organiser_imports_a_bank_and_builds_a_quiz(
    open_as: Callable[..., Page], file: Path, told: dict[str, str], assert_accessible: Callable[..., None]
) -> None:
    writer = open_as("chuti")
    writer.goto("/admin/training/questions/import/")
    writer.get_by_label("格式").select_option("gift")
    writer.locator("input[type=file]").set_input_files(file)
    writer.get_by_role("button", name="上传并识别").click()
    expect(writer.get_by_text("读出 3 题，其中新题 3 题")).to_be_visible()
    writer.get_by_role("button", name="导入全部").click()
    checker = open_as("shenti")
    for state, button in (("draft", "审核通过"), ("checked", "发布可用")):
        checker.goto(f"/admin/training/questions/?state={state}&topic=浏览器/试题")
        checker.get_by_label("筛选结果的全部试题").check()
        checker.get_by_role("button", name=button).click()
        expect(checker.locator(".messages")).to_contain_text("3 题")
    organiser = open_as("peixun")
    organiser.goto("/admin/training/quizzes/new/")
    organiser.locator("[name=title]").fill(TITLE)
    organiser.locator("[name=minutes]").fill("20")
    organiser.locator("[name=slots-0-number]").fill("3")
    organiser.locator("[name=slots-0-category]").select_option(label="浏览器/试题")
    organiser.locator("[name=slots-0-mark]").fill("2")
    organiser.locator("[name=shuffle_questions]").uncheck()
    organiser.locator("[name=shuffle_options]").uncheck()
    organiser.get_by_role("button", name="保存").click()
    organiser.get_by_role("button", name="发布").click()
    expect(organiser.locator(".office-state").first).to_have_text("已发布")
    told["quiz"] = re.search(r"quizzes/(\d+)/", organiser.url)[1]  # type: ignore[index]


def test_a_cadre_takes_it_on_a_phone_loses_the_line_and_passes(
    open_as: Callable[..., Page], told: dict[str, str], assert_accessible: Callable[..., None], complaints: list[str]
) -> None:
    page = open_as("yuan5", "phone")
    page.goto(f"/training/quiz/{told['quiz']}/")
    assert_accessible(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="开始作答").click()
    expect(page.locator("#clock")).to_have_text(re.compile(r"^(20:00|19:\d\d)$"))
    expect(page.locator(".question.current")).to_have_count(1)
    assert_accessible(page)
    no_sideways_scroll(page)
    assert all(box["height"] >= 52 for box in boxes(page, ".current .choice"))
    choose(page, "河道保洁", "村级")
    expect(page.locator("#saved")).to_have_text(re.compile(r"^已保存 \d\d:\d\d:\d\d$"))
    # The line goes away: what is chosen now is kept and said so, and sent when it is back.
    broken = lambda route: route.abort()  # noqa: E731
    page.route("**/save/", broken)
    choose(page, "一次告知", "材料")
    choose(page, "一次告知", "时限")
    expect(page.locator("#saved")).to_contain_text("网络中断")
    page.reload()  # the phone was locked, the browser thrown out
    page.unroute("**/save/", broken)
    complaints.clear()
    for _try in range(40):  # until the server has all that waited
        if not page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('quiz '))"):
            break
        page.wait_for_timeout(250)
    expect(page.locator("#saved")).to_have_text(re.compile(r"^已保存"))
    assert page.get_by_label("材料").is_checked()
    # Another window takes over, with what this one could not send; this one is told.
    page.route("**/save/", broken)
    choose(page, "河道保洁", "县级")
    expect(page.locator("#saved")).to_contain_text("网络中断")
    other = page.context.new_page()
    other.goto(f"/training/quiz/{told['quiz']}/")
    other.get_by_role("button", name="在此继续").click()
    expect(other.locator("#clock")).to_be_visible()
    expect(other.locator("#saved")).to_have_text(re.compile(r"^已保存"))
    assert other.get_by_label("县级").is_checked()
    choose(other, "河道保洁", "村级")
    page.unroute("**/save/", broken)
    expect(page.locator("#stop")).to_contain_text("已在另一窗口继续")
    complaints.clear()
    page.close()
    choose(other, "事后补写", "错")
    expect(other.locator("#saved")).to_have_text(re.compile(r"^已保存"))
    while other.get_by_role("button", name="下一题").is_visible():
        other.get_by_role("button", name="下一题").click()
    other.locator(".keys .primary").click()
    expect(other.get_by_text("共 3 题，已答 3 题，未答 0 题")).to_be_visible()
    assert_accessible(other)
    other.get_by_role("button", name="交卷").click()
    expect(other.locator(".quiz-mark")).to_contain_text("6 / 6")
    expect(other.locator(".receipt")).to_have_text(re.compile(r"^\w{4}-\w{4}-\w{4}$"))
    assert_accessible(other)
    no_sideways_scroll(other)


def choose(page: Page, stem: str, option: str) -> None:
    """Goes to the question, wherever it was drawn to, and chooses."""
    current = page.locator(".question.current", has_text=stem)
    for place in (1, 2, 3):
        if not current.count():
            page.evaluate(f"location.hash = '#q{place}'")
            expect(page.locator(f"#q{place}.current")).to_be_visible()
    current.get_by_text(option, exact=True).click()


def boxes(page: Page, selector: str) -> list[Any]:
    return [one.bounding_box() for one in page.locator(selector).all()]


def test_the_organiser_corrects_the_key_and_regrades(
    open_as: Callable[..., Page], told: dict[str, str], assert_accessible: Callable[..., None]
) -> None:
    writer = open_as("chuti")
    writer.goto("/admin/training/questions/?q=河道保洁")
    writer.get_by_role("link", name="河道保洁由哪一级巡查").click()
    writer.get_by_role("link", name="编辑").last.click()
    writer.locator("[name=options-0-right]").uncheck()
    writer.locator("[name=options-1-right]").check()
    writer.get_by_role("button", name="保存").click()
    organiser = open_as("peixun")
    organiser.goto(f"/admin/training/quizzes/{told['quiz']}/regrade/")
    organiser.get_by_label("河道保洁由哪一级巡查").select_option("newest")
    organiser.get_by_role("button", name="预览影响").click()
    expect(organiser.get_by_text("1 份成绩有变动")).to_be_visible()
    expect(organiser.get_by_text("4 / 6")).to_be_visible()
    organiser.locator("#reason").fill("答案更正为县级")
    organiser.get_by_role("button", name="确认重新计分").click()
    expect(organiser.get_by_text("答案更正为县级")).to_be_visible()
    learner = open_as("yuan5", "phone")
    learner.goto(f"/training/quiz/{told['quiz']}/attempts/1/")
    expect(learner.locator(".quiz-mark")).to_contain_text("4 / 6")
