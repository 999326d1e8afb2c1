"""PostgreSQL: tokens as a tsvector under a GIN index."""

from collections.abc import Iterable, Sequence
from typing import Any

from .embedded import EmbeddedEngine
from .lookup import Choices


class PostgreSQLEngine(EmbeddedEngine):
    """The tsvector holds our tokens as they are (`array_to_tsvector`), without positions or a text search configuration."""

    name = "postgresql"

    def _create_terms(self, table: str) -> list[str]:
        return [
            # The vectors live beside the table, so that reading ids touches few pages.
            f"CREATE TABLE {table}_terms (id BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL) WITH (toast_tuple_target = 128)",
            self._gin(table),
        ]

    @staticmethod
    def _gin(table: str) -> str:
        return f"CREATE INDEX IF NOT EXISTS {table}_gin ON {table}_terms USING gin (terms) WITH (fastupdate = off)"

    def _before_bulk(self, cursor: Any, table: str) -> None:
        """Building the index at once is several times as fast as row by row; `finish` does it."""
        cursor.execute(f"DROP INDEX IF EXISTS {table}_gin")

    def _put_terms(self, cursor: Any, table: str, rows: Sequence[tuple[int, str]]) -> None:
        cursor.executemany(
            f"INSERT INTO {table}_terms (id, terms) VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))", rows
        )

    def _take_terms(self, cursor: Any, table: str, rows: Sequence[tuple[int, set[str]]]) -> None:
        cursor.execute(f"DELETE FROM {table}_terms WHERE id = ANY(%s)", [[pk for pk, _ in rows]])

    def _recount(self, cursor: Any, table: str) -> None:
        cursor.execute(self._gin(table))
        cursor.execute(
            f"INSERT INTO {table}_df (term, n) SELECT word, ndoc FROM ts_stat('SELECT terms FROM {table}_terms')"
        )
        cursor.execute(f"ANALYZE {table}_doc, {table}_terms, {table}_df")

    def _ids(self, table: str) -> str:
        return f"SELECT string_agg(id::text, ',') FROM {table}_terms WHERE terms @@ %s::tsquery"

    def _expression(self, all_of: Iterable[Choices]) -> str:
        return " & ".join(
            "(" + " | ".join("(" + " & ".join(f"'{token}'" for token in choice) + ")" for choice in choices) + ")"
            for choices in all_of
        )
