"""Databases with all migrations applied, made once for a run: to migrate an empty one takes most of a minute.

`tests/run.py` makes them and says where they are; whoever needs a database then starts from a copy, and migrates that,
which finds nothing to do. Without them everything works from empty databases.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SQLITE, POSTGRES = "MIGRATED_SQLITE", "MIGRATED_POSTGRES"
NAME = "migrated"


def make(folder: Path, postgres: str | None) -> dict[str, str]:
    """One database of each kind, side by side; the variables that name them. A migration that fails stops the run."""
    found, addresses = {SQLITE: str(folder / f"{NAME}.sqlite3")}, [f"sqlite:///{folder}/{NAME}.sqlite3"]
    if postgres:
        import psycopg

        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
            connection.execute(f"CREATE DATABASE {NAME}")
        found[POSTGRES] = NAME
        addresses.append(postgres.rsplit("/", 1)[0] + f"/{NAME}")
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "reform.settings.test", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    running = [subprocess.Popen(command, cwd=ROOT, env={**variables, "DATABASE_URL": address}) for address in addresses]
    codes = [migration.wait() for migration in running]
    if any(codes):
        raise RuntimeError("an empty database could not be migrated")
    with sqlite3.connect(found[SQLITE]) as whole:  # all of it in one file
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole.close()
    return found


def lay(path: Path) -> None:
    """A copy at `path`, whose folder is made; nothing more where there is none to copy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if found := os.environ.get(SQLITE):
        shutil.copyfile(found, path)


def template() -> str:
    """What follows CREATE DATABASE on PostgreSQL."""
    found = os.environ.get(POSTGRES)
    return f" TEMPLATE {found}" if found else ""


def begin_with_copies(databases: dict[str, Any]) -> None:
    """The test databases of this process begin as copies: PostgreSQL's by its template, SQLite's when it is first opened."""
    from django.db.backends.signals import connection_created

    if found := os.environ.get(POSTGRES):
        databases["default"].setdefault("TEST", {})["TEMPLATE"] = found
    if os.environ.get(SQLITE):
        connection_created.connect(_fill, dispatch_uid="begin with copies")


def _fill(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        empty = not connection.connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        if empty:
            with sqlite3.connect(os.environ[SQLITE]) as kept:
                kept.backup(connection.connection)
            kept.close()
