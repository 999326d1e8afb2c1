"""What people do with a page, in short words."""

from typing import Any

from django.conf import settings
from django.test import Client
from wagtail.models import Page, TaskState

from publicity.models import StoryPage
from reform.editorial import actions
from reform.pages import edition


def write(column: Page, author: Any, title: str = "山里的快递站", **fields: Any) -> StoryPage:
    """A draft by `author`."""
    column.refresh_from_db()
    page = StoryPage(title=title, owner=author, live=False, **fields)
    column.add_child(instance=page)
    page.save_revision(user=author, log_action=True)
    return fresh(page)


def edit(page: Page, author: Any, title: str) -> StoryPage:
    """A new revision by `author`, as the page editor saves it."""
    text = fresh(page).get_latest_revision_as_object()
    text.title = title
    text.save_revision(user=author, log_action=True)
    return fresh(page)


def fresh(page: Page) -> StoryPage:
    return Page.objects.get(pk=page.pk).specific


def step(page: Page) -> TaskState:
    """The open step of the page's review."""
    state = fresh(page).current_workflow_task_state
    assert state is not None, "the page is not in review"
    return state


def through(page: Page, editor: Any, *reviewers: Any) -> StoryPage:
    """Submits and lets the reviewers pass it in turn."""
    actions.submit(page, editor)
    for reviewer in reviewers:
        actions.approve(step(page), reviewer)
    return fresh(page)


def publish(column: Page, office: Any, title: str = "山里的快递站", **fields: Any) -> StoryPage:
    """A page that went the whole way."""
    page = write(column, office.editor, title, **fields)
    return through(page, office.editor, office.first_review, office.second_review, office.final_review)


def client(user: Any) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def read(page: Page) -> Any:
    """What a reader gets at the page's address now. With a session cookie, since kept pages are renewed on commit only."""
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "none"
    edition._memory = edition._Memory()  # a publication makes a new edition on commit, and a test commits nothing
    return browser.get(page.url)
