"""The three engines, and which ones this installation uses."""

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from .base import EngineError
from .embedded import EmbeddedEngine
from .postgresql import PostgreSQLEngine
from .sqlite import SQLiteEngine

if TYPE_CHECKING:
    from .elasticsearch import ElasticsearchEngine

EMBEDDED: dict[str, type[EmbeddedEngine]] = {"sqlite": SQLiteEngine, "postgresql": PostgreSQLEngine}


def embedded_engine(using: str = DEFAULT_DB_ALIAS) -> EmbeddedEngine:
    """The engine inside a database. Raises `EngineError` for a database we have none for."""
    vendor = connections[using].vendor
    if vendor not in EMBEDDED:
        raise EngineError(f"No embedded search for {vendor}.")
    return EMBEDDED[vendor](using)


def elasticsearch_engine() -> "ElasticsearchEngine | None":
    """The engine of `ELASTICSEARCH_URL`; None when the installation has none."""
    if not settings.ELASTICSEARCH_URL:
        return None
    return _elasticsearch(
        settings.ELASTICSEARCH_URL,
        settings.ELASTICSEARCH_API_KEY,
        settings.ELASTICSEARCH_CA_CERTS,
        settings.ELASTICSEARCH_PREFIX,
        settings.ELASTICSEARCH_TIMEOUT,
    )


@lru_cache(maxsize=4)
def _elasticsearch(url: str, api_key: str, certificates: str, prefix: str, timeout: float) -> "ElasticsearchEngine":
    # Only an installation with a cluster pays for the client.
    from elasticsearch import Elasticsearch

    from .elasticsearch import ElasticsearchEngine

    # The worker comes back by itself, and must not keep the database's index waiting for a cluster that hangs.
    options: dict[str, object] = {"request_timeout": 15, "max_retries": 0}
    if api_key:
        options["api_key"] = api_key
    if certificates:
        options["ca_certs"] = certificates
    return ElasticsearchEngine(Elasticsearch(url, **options), prefix, timeout=timeout)  # type: ignore[arg-type]
