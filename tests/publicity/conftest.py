"""A column of policies and one of explainers, and makers of both."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from publicity.models import ExplainedPolicy, ExplainerPage, PolicyPage, Replacement
from reform.pages import edition


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Tests are rolled back, so no new edition tells the process that what it knows of earlier ones is gone."""
    edition._memory = edition._Memory()
    yield
    edition._memory = edition._Memory()


@pytest.fixture
def policy_column(home: Any) -> Any:
    from reform.pages.models import ColumnPage

    return home.add_child(instance=ColumnPage(title="政策文件", slug="zhengce", kind="policy"))


@pytest.fixture
def explainer_column(home: Any) -> Any:
    from reform.pages.models import ColumnPage

    home.refresh_from_db()
    return home.add_child(instance=ColumnPage(title="政策解读", slug="jiedu"))


def put(parent: Any, page: Any, live: bool = True) -> Any:
    """The page below `parent`, published unless told otherwise."""
    parent.refresh_from_db()
    page.live = False
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish(skip_permission_checks=True)
    return Page.objects.get(pk=page.pk).specific


@pytest.fixture
def make_policy(policy_column: Any) -> Callable[..., PolicyPage]:
    def make(title: str = "一窗通办实施方案", *, live: bool = True, replaces: Any = (), **fields: Any) -> PolicyPage:
        page = PolicyPage(title=title, **fields)
        page.replaced = [Replacement(old=old) for old in replaces]
        return put(policy_column, page, live)

    return make


@pytest.fixture
def make_explainer(explainer_column: Any) -> Callable[..., ExplainerPage]:
    def make(title: str = "一窗通办怎么办", *, live: bool = True, explains: Any = (), **fields: Any) -> ExplainerPage:
        page = ExplainerPage(title=title, **fields)
        page.explains = [ExplainedPolicy(policy=policy) for policy in explains]
        return put(explainer_column, page, live)

    return make


@pytest.fixture
def cost() -> Callable[[str], tuple[int, int]]:
    """The queries of a page at its first and at its second reading in an edition, the kept pages passed by."""

    def count(address: str) -> tuple[int, int]:
        edition._memory = edition._Memory()
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = "none"
        browser.get("/")
        counts = []
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
        return counts[0], counts[1]

    return count


@pytest.fixture
def read() -> Callable[[str], str]:
    """The HTML at an address as a reader gets it now, past the kept pages."""

    def get(address: str) -> str:
        edition._memory = edition._Memory()  # what the test changed is not committed, so no new edition says so
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = "none"
        response = browser.get(address)
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    return get
