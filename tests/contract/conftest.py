"""The three engines, real servers each. `TEST_POSTGRES_URL` and `TEST_ELASTICSEARCH_URL` come from tests/services.py."""

import os
from collections.abc import Iterator

import pytest
import pytest_django
from elasticsearch import Elasticsearch

from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.scratch import scratch_engine

ENGINES = ("sqlite", "postgresql", "elasticsearch")
INDEX = "contract"


def engine_named(name: str) -> Iterator[Engine]:
    """One engine with nothing in it; skipped with a reason where its server is missing."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if name == "elasticsearch":
        if not (url := os.environ.get("TEST_ELASTICSEARCH_URL")):
            pytest.skip("no Elasticsearch: run through tests/services.py, with Maven and Java 21 or newer")
        yield ElasticsearchEngine(Elasticsearch(url), f"contract-{worker}", timeout=30)
    elif name == "postgresql":
        if not (url := os.environ.get("TEST_POSTGRES_URL")):
            pytest.skip("no PostgreSQL: run through tests/services.py")
        with scratch_engine("postgresql", url) as engine:
            yield engine
    else:
        with scratch_engine("sqlite") as engine:
            yield engine


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, no_database: None) -> Iterator[Engine]:
    for engine in engine_named(request.param):
        for index in engine.indices():
            engine.drop(index)
        engine.create(INDEX)
        yield engine
        for index in engine.indices():
            engine.drop(index)


@pytest.fixture
def no_database(django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """The engines bring databases of their own; the test database is not made for them."""
    with django_db_blocker.unblock():
        yield
