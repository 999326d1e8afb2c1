"""An engine to try things on, apart from what readers use: a SQLite file of its own, or an index of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
from django.db import DEFAULT_DB_ALIAS, connections

from .engines import elasticsearch_engine, embedded_engine
from .engines.base import Engine, EngineError

ALIAS = "search_scratch"


@contextmanager
def scratch_engine(name: str, database_url: str = "") -> Iterator[Engine]:
    """An engine by name. Raises `EngineError` when this installation has none of the kind.

    `database_url` names the PostgreSQL server when it is not the site's own database.
    """
    if name == "elasticsearch":
        engine = elasticsearch_engine()
        if engine is None:
            raise EngineError("Set ELASTICSEARCH_URL.")
        yield engine.patient()
    elif name == "sqlite":
        with (
            tempfile.TemporaryDirectory(prefix="search-") as folder,
            _database(f"sqlite:///{Path(folder) / 'scratch.sqlite3'}"),
        ):
            yield embedded_engine(ALIAS)
    elif database_url:
        with _database(database_url):
            yield embedded_engine(ALIAS)
    elif connections[DEFAULT_DB_ALIAS].vendor == name:
        yield embedded_engine()
    else:
        raise EngineError("The site's database is not PostgreSQL: set DATABASE_URL or give --database-url.")


@contextmanager
def _database(url: str) -> Iterator[None]:
    """A connection under an alias of its own, as long as it is needed."""
    added = {ALIAS: environ.Env.db_url_config(url)}
    if added[ALIAS]["ENGINE"] == "django.db.backends.sqlite3":
        added[ALIAS]["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;"
        }
    connections.databases[ALIAS] = connections.configure_settings(
        {DEFAULT_DB_ALIAS: connections.databases[DEFAULT_DB_ALIAS], **added}
    )[ALIAS]
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]
