"""A course from its assignment to its certificate: the organiser gives it, a cadre learns it on a phone, a stranger checks the
certificate by its number."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .test_story_journey import no_sideways_scroll

COURSE = "五分钟学会在线学习"
CADRE = "yuan3"


def named(page: Page, words: str) -> Locator:
    """The link of this course on “My learning”; a screen reader hears the course after the words."""
    return page.get_by_role("link", name=re.compile(rf"{words}\s*：{COURSE}"))


def test_assigned_learned_certified_and_checked(
    open_as: Callable[..., Page], assert_accessible: Callable[..., Any]
) -> None:
    organiser = open_as("peixun")
    organiser.goto("/admin/training/assignments/new/")
    organiser.get_by_label("课程").select_option(label=COURSE)
    organiser.locator("[name=units]").select_option(label="　云溪县交通运输局")
    organiser.locator("[name=due_on]").fill((date.today() + timedelta(days=5)).isoformat())
    organiser.locator("[name=due_on]").press("Tab")  # closes the calendar, which would lie over the button
    organiser.get_by_role("button", name="查看人员名单").click()
    expect(organiser.get_by_role("cell", name="夏至")).to_be_visible()
    organiser.get_by_role("button", name="确认布置").click()
    expect(organiser.get_by_text("按单位", exact=True)).to_be_visible()
    assert_accessible(organiser, context="main")
    board = organiser.url

    cadre = open_as(CADRE, size="phone")
    cadre.goto("/training/my/")
    assert_accessible(cadre)
    no_sideways_scroll(cadre)
    named(cadre, "去学习").click()
    expect(cadre.get_by_role("heading", level=1)).to_contain_text("在线学习")
    assert_accessible(cadre)
    no_sideways_scroll(cadre)
    cadre.get_by_role("button", name="开始学习").click()
    expect(cadre.get_by_role("heading", level=1)).to_contain_text("接着学")
    assert_accessible(cadre)
    no_sideways_scroll(cadre)
    # Elsewhere one goes on where one left.
    desk = open_as(CADRE)
    desk.goto("/training/my/")
    named(desk, "继续学习").click()
    desk.get_by_role("link", name="继续学习").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("接着学")
    cadre.wait_for_timeout(6500)  # a tenth of a minute: what the rules ask for
    cadre.get_by_role("button", name="我已学完这一课").click()
    expect(cadre.get_by_role("heading", level=1)).to_contain_text("证书在哪里")
    cadre.wait_for_timeout(6500)
    cadre.get_by_role("button", name="我已学完这一课").click()
    expect(cadre.locator(".messages")).to_contain_text("已学完课程")

    cadre.goto("/training/my/")
    named(cadre, "证书").click()
    expect(cadre.get_by_text("夏至")).to_be_visible()
    assert_accessible(cadre)
    no_sideways_scroll(cadre)
    serial = re.search(r"\d{4}-\w{4}-\w{4}", cadre.url)
    assert serial
    answer = cadre.request.get(f"/training/certificates/{serial[0]}/paper.pdf")
    assert answer.body().startswith(b"%PDF")

    stranger = open_as(size="phone", javascript=False)
    stranger.goto("/training/certificates/")
    stranger.get_by_label("证书编号").fill(serial[0].lower())
    stranger.get_by_role("button", name="查验").click()
    expect(stranger.get_by_text("证书有效")).to_be_visible()
    expect(stranger.get_by_text("夏*")).to_be_visible()
    expect(stranger.get_by_text("夏至")).to_have_count(0)

    organiser.goto(board)
    expect(organiser.get_by_role("cell", name="云溪县交通运输局", exact=True)).to_be_visible()
    assert "1 /" in organiser.locator("[data-board] [role=status]").inner_text()


def test_pages_of_learning_are_accessible(open_as: Callable[..., Page], assert_accessible: Callable[..., Any]) -> None:
    for size in ("desktop", "phone"):
        page = open_as("xueyuan1", size=size)
        for address in ("/peixun/", "/peixun/jie-su-ji-ban/", "/training/my/record/", "/training/certificates/"):
            page.goto(address)
            assert_accessible(page)
            no_sideways_scroll(page)
