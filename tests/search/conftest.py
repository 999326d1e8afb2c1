import os
from collections.abc import Callable
from typing import Any

import pytest

from publicity.models import StoryPage
from search import indexing
from search.engines import elasticsearch_engine


@pytest.fixture
def story(column: Any) -> Callable[..., StoryPage]:
    """Publishes a story as a review does: a revision goes live, and the signals follow."""

    def make(title: str, text: str = "", parent: Any = None, **fields: Any) -> StoryPage:
        # The parent's count of children changes with each story.
        place = type(parent or column).objects.get(pk=(parent or column).pk)
        page = place.add_child(instance=StoryPage(title=title, hardship=text, live=False, **fields))
        publish(page)
        return page

    return make


def publish(page: Any) -> None:
    page.save_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()


@pytest.fixture
def indexed() -> Callable[[], None]:
    """Lets the worker do all that waits."""

    def work() -> None:
        while indexing.update():
            pass

    return work


@pytest.fixture
def cluster_used(settings: Any, request: pytest.FixtureRequest) -> Callable[[], None]:
    """Gives the installation a real Elasticsearch of its own prefix; called before anything is published."""

    def connect() -> None:
        if not (address := os.environ.get("TEST_ELASTICSEARCH_URL")):
            pytest.skip("no Elasticsearch: run through tests/services.py, with Maven and Java 21 or newer")
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_TIMEOUT = address, 5
        settings.ELASTICSEARCH_PREFIX = f"search{os.getpid()}"

        def clear() -> None:
            engine = elasticsearch_engine()
            for index in engine.indices() if engine else ():
                engine.drop(index)

        clear()
        request.addfinalizer(clear)

    return connect
