"""The upgrade path: an installation of an older state, with content, is brought up to date; and there is a way back."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(folder: Path, code: str) -> str:
    """Python in a process of its own, with Django set up on the database in `folder`; what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "reform.settings.test",
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
            "PYTHONWARNINGS": "ignore",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


BACK_AND_FORTH = """
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.conf import settings
from pathlib import Path
from tests.deploy.small_site import build

call_command("migrate", verbosity=0)
build()
ours = [app.label for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(settings.ROOT) and "site-packages" not in app.path]

def tables():
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        return {name: sorted(column.name for column in connection.introspection.get_table_description(cursor, name))
                for name in names}

def first_state():
    # where our apps stood when there were stories for the first time
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    order = [(migration.app_label, migration.name) for migration, _backwards in plan]
    then = order[: order.index(("publicity", "0001_initial")) + 1]
    return [max((key for key in then if key[0] == app), key=then.index, default=(app, None)) for app in ours]

new = tables()
executor = MigrationExecutor(connection)
executor.migrate(first_state())
old = tables()
print("back", sum(map(len, new.values())) - sum(map(len, old.values())))
call_command("migrate", verbosity=0)
print("same", tables() == new)
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
from django.test import Client
answer = Client().get("/gushi/xiu-lu/", headers={"host": "localhost"})
print("read", answer.status_code, "村里的路修好了" in answer.content.decode(), "人物甲" in answer.content.decode())
"""


def test_an_older_state_with_content_is_brought_up_to_date(tmp_path: Path) -> None:
    """Back to the first state that had stories, and forward again: the same tables, and the story is still read."""
    said = run(tmp_path, BACK_AND_FORTH)
    lost = re.search(r"^back (\d+)$", said, re.M)
    assert lost and int(lost[1]) > 50, said
    assert "same True" in said and "read 200 True True" in said, said
