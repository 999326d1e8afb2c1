"""The search in a browser: for everybody, by keyboard alone, and without scripts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .county import manage

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session", autouse=True)
def indexed(served: tuple[str, Path]) -> None:
    """What the worker beside the server would do."""
    manage(served[1], "search_update")


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("query", ["改革", "外星人游泳馆", ""], ids=["found", "nothing", "empty"])
def test_the_results_can_be_used_by_everybody(
    open_as: Callable[..., Page], assert_accessible: Callable[..., None], size: str, query: str
) -> None:
    page = open_as(size=size)
    page.goto(f"/search/?q={query}")
    expect(page.locator("h1")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_completion_by_keyboard_alone(
    open_as: Callable[..., Page], assert_accessible: Callable[..., None], size: str
) -> None:
    page = open_as(size=size)
    page.goto("/search/")
    box = page.locator("#search-page")
    box.focus()
    page.keyboard.type("gaige", delay=20)
    options = page.locator("#search-page ~ [role=listbox] [role=option]")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    assert page.evaluate(SIDEWAYS) <= 0
    # Upwards from the box: the last one; once more down: the box with what was typed.
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_value("gaige")
    page.keyboard.press("ArrowDown")
    chosen = options.first.text_content() or ""
    expect(box).to_have_value(chosen)
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    # The caret's keys go back into the box, and leave there what was chosen.
    page.keyboard.press("Home")
    expect(box).to_have_value(chosen)
    assert box.get_attribute("aria-activedescendant") is None
    assert box.evaluate("input => input.selectionStart") == 0
    page.keyboard.press("End")
    assert box.evaluate("input => input.selectionStart") == len(chosen)
    box.fill("gaige")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(box).to_have_value("gaige")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert chosen in (page.locator("#search-page").input_value() or "")
    expect(page.locator(".results li").first).to_be_visible()


def test_everything_works_without_scripts(open_as: Callable[..., Page]) -> None:
    page = open_as(javascript=False)
    page.goto("/")
    page.fill("#search-top", "改革")
    page.press("#search-top", "Enter")
    expect(page.locator(".results li").first).to_be_visible()
    count = page.locator(".results li").count()
    page.locator(".filters summary").first.click()
    page.locator(".filters li a").first.click()
    expect(page.locator(".results li").first).to_be_visible()
    assert 0 < page.locator(".results li").count() <= count


def test_a_choice_is_told(open_as: Callable[..., Page]) -> None:
    page = open_as()
    page.goto("/search/?q=改革")
    told: list[Any] = []
    page.on("request", lambda request: told.append(request.url) if "/search/chosen/" in request.url else None)
    page.locator(".results h2 a").first.click()
    page.wait_for_load_state()
    assert len(told) == 1
