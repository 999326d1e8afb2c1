"""Killing the server in the middle of a publication: it is published whole, or not at all."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from reform.editorial import actions

from .desk import edit, publish, step, through

ROOT = Path(__file__).resolve().parents[3]


def database_url(tmp_path: Path) -> str:
    """The test database for another process: PostgreSQL's as it is, SQLite's as a copy in a file."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        path = tmp_path / "killed.sqlite3"
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{path}"
    address = f"{settings['HOST']}:{settings['PORT']}" if settings["PORT"] else settings["HOST"]
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{address}/{settings['NAME']}"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_publication_is_whole_or_not_at_all(office: Any, tmp_path: Path) -> None:
    page = publish(office.column, office, "第一版")
    edit(page, office.editor, "第二版")
    actions.add_correction(page, office.editor, "数字已更正。")
    through(page, office.editor, office.first_review, office.second_review)
    command = [sys.executable, "-m", "tests.editorial.review.killed", str(step(page).pk), str(office.final_review.pk)]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "reform.settings.test",
        "DATABASE_URL": database_url(tmp_path),
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
    }
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) > 40, "the publication has hardly any statements: were they counted?"
    for line in lines:
        assert len(set(line["state"].values())) == 1, line
    *killed, last = lines
    assert all(line["at"] is not None and not line["state"]["step"] for line in killed)
    assert last["state"]["step"]
