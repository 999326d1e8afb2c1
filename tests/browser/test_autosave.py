"""Saving by the button while the autosave is still under way, as happens on a slow line."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from .test_story_journey import child, open_new_story

TITLE = "慢网上写的稿子"


def test_a_press_during_the_autosave_makes_one_page(open_as: Callable[..., Page]) -> None:
    editor = open_as("bianji")
    open_new_story(editor)
    asked: list[str] = []
    answers: list[str] = []

    def slow(route: Route) -> None:
        if route.request.method != "POST" or "json" not in route.request.headers.get("accept", ""):
            route.continue_()
            return
        asked.append(route.request.url)
        response = route.fetch()
        answers.append(response.text())
        time.sleep(1)
        route.fulfill(response=response)

    editor.route("**/admin/pages/**", slow)
    editor.locator("#id_title").fill(TITLE)
    # Wagtail compares with what the form was some moments after it came; until then it sees no change.
    while not asked:
        editor.locator("#id_summary").press_sequentially("慢")
        editor.wait_for_timeout(200)
    editor.locator("#page-edit-form footer button[type=submit]").first.click()
    expect(editor.locator(".messages")).to_contain_text(TITLE)
    assert len(answers) == 1, "the autosave was to come first"
    column = child(editor, child(editor, 1, "云溪改革"), "改革故事")
    editor.goto(f"/admin/pages/{column}/?ordering=-latest_revision_created_at")
    expect(editor.locator("td.title .title-wrapper", has_text=TITLE)).to_have_count(1)
