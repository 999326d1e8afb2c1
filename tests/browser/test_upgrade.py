"""The upgrade path, on a copy of the whole county: back to an older state of the tables, and up to date again."""

import re
import shutil
from pathlib import Path

import pytest

from .county import build, manage

BACK_AND_FORTH = """
from pathlib import Path
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

ours = [app.label for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(settings.ROOT) and "site-packages" not in app.path]


def tables():
    with connection.cursor() as cursor:
        look = connection.introspection
        return {name: sorted(column.name for column in look.get_table_description(cursor, name))
                for name in look.table_names(cursor)}


# Where our apps stood when there were stories for the first time.
executor = MigrationExecutor(connection)
plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
order = [(migration.app_label, migration.name) for migration, _backwards in plan]
then = order[: order.index(("publicity", "0001_initial")) + 1]
state = [max((key for key in then if key[0] == app), key=then.index, default=(app, None)) for app in ours]

new = tables()
executor.migrate(state)
print("back", sum(map(len, new.values())) - sum(map(len, tables().values())))
call_command("migrate", verbosity=0)
print("same", tables() == new)
for address in ("/", "/gushi/", "/gushi/yi-zhang-qing-dan/"):
    answer = Client().get(address, headers={"host": "127.0.0.1"})
    print("read", address, answer.status_code, len(answer.content) > 5000)
"""


@pytest.fixture
def copy(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    base = tmp_path_factory.getbasetemp()
    county = build(base if worker_id == "master" else base.parent)
    for path in county.glob("*.sqlite3*"):
        shutil.copy(path, tmp_path)
    shutil.copytree(county / "demo-media", tmp_path / "demo-media")
    shutil.copytree(county / "static", tmp_path / "static")
    return tmp_path


def test_an_older_state_is_brought_up_to_date_and_the_stories_are_still_read(copy: Path) -> None:
    said = manage(copy, "shell", "--no-imports", "-c", BACK_AND_FORTH)
    lost = re.search(r"^back (\d+)$", said, re.M)
    assert lost and int(lost[1]) > 50, said
    assert "same True" in said, said
    assert re.findall(r"^read \S+ (\d+) (\w+)$", said, re.M) == [("200", "True")] * 3, said
