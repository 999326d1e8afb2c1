"""A quiz on a phone: an organiser imports a bank and builds it; a cadre takes it at 390 px, loses the line, goes on, passes;
the organiser corrects a key and regrades. Axe on the way."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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
