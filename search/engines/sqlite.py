"""SQLite FTS5: the default engine, in the site's own database."""

from collections.abc import Iterable, Sequence
from typing import Any

from .embedded import EmbeddedEngine
from .lookup import Choices


class SQLiteEngine(EmbeddedEngine):
    """Tokens in a contentless FTS5 table without positions: the smallest that can tell which documents hold them.

    The tokenizer `ascii` keeps every other character as it is, so that our tokens pass unchanged.
    """

    name = "sqlite"

    def _create_terms(self, table: str) -> list[str]:
        return [
            f"CREATE VIRTUAL TABLE {table}_terms USING fts5"
            "(terms, content='', detail=none, columnsize=0, tokenize='ascii')",
            f"CREATE VIRTUAL TABLE {table}_vocabulary USING fts5vocab({table}_terms, row)",
        ]

    def _put_terms(self, cursor: Any, table: str, rows: Sequence[tuple[int, str]]) -> None:
        cursor.executemany(f"INSERT INTO {table}_terms (rowid, terms) VALUES (%s, %s)", rows)

    def _take_terms(self, cursor: Any, table: str, rows: Sequence[tuple[int, set[str]]]) -> None:
        cursor.executemany(
            f"INSERT INTO {table}_terms ({table}_terms, rowid, terms) VALUES ('delete', %s, %s)",
            [(pk, " ".join(tokens)) for pk, tokens in rows],
        )

    def _recount(self, cursor: Any, table: str) -> None:
        cursor.execute(f"INSERT INTO {table}_df (term, n) SELECT term, doc FROM {table}_vocabulary")

    def _ids(self, table: str) -> str:
        return f"SELECT group_concat(rowid) FROM {table}_terms WHERE {table}_terms MATCH %s"

    def _expression(self, all_of: Iterable[Choices]) -> str:
        return " AND ".join(
            "(" + " OR ".join("(" + " AND ".join(f'"{token}"' for token in choice) + ")" for choice in choices) + ")"
            for choices in all_of
        )
