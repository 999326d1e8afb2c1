"""axe on every admin page of ours in the table of doors, each seen by a role it opens for; new views join by themselves."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import SIZES, violations
from .county import build, manage, serve
from .test_people_accessible import LARGE, SIDEWAYS

# A desk, a phone, a desk at 200 %. The pages that Wagtail makes alike for every model are looked at on a desk.
VIEWS = {**SIZES, "large": LARGE}
ALIKE = ("/usage/", "/history/", "/copy/", "/delete/")
# Wagtail's own outline of a long form: its links are reached by keys, the list that scrolls is not.
THEIRS = ".w-minimap__list"
# One of everything, and a session of somebody for each role. An administrator sees the most of a page.
ROWS = """
import json
from django.test import Client
from reform.people.roles import ROLES
from tests.people.makers import make_user
from tests.people.test_doors import DOORS
from tests.people.world import build
people = {role.key: Client() for role in ROLES}
users = {role.key: make_user(f"tuer-{role.key}", role.key) for role in ROLES}
for role, client in people.items():
    client.force_login(users[role])
world = build(users["site_admin"])
pages = {}
for path, door in DOORS.items():
    if door.method == "get" and door.roles:
        role = "site_admin" if "site_admin" in door.roles else min(door.roles)
        answer = people[role].get(world.address(path), headers={"host": "127.0.0.1"})
        # Pieces, pictures, files and dialogs are no pages, nor is a way to another door.
        if answer.status_code == 200 and not answer.streaming and b"<title" in answer.content and b"<main" in answer.content:
            pages[path] = (role, world.address(path))
print("ROWS" + json.dumps([{role: client.cookies["sessionid"].value for role, client in people.items()}, pages]))
"""
AT_LEAST = 150


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[tuple[str, dict[str, str], Any]]:
    """Address of a county of its own with those rows, sessions by role, pattern → (role, address)."""
    base = tmp_path_factory.getbasetemp()
    if folder := os.environ.get("COUNTY_FOLDER"):
        made = Path(folder)
    else:
        made = build(base if worker_id == "master" else base.parent)
    own = shutil.copytree(made, tmp_path_factory.mktemp("doors"), dirs_exist_ok=True)
    sessions, pages = json.loads(manage(own, "shell", "--no-imports", "-c", ROWS).partition("ROWS")[2])
    with serve(own) as address:
        yield address, sessions, pages


def test_every_admin_page_of_ours_can_be_used_by_everybody(
    doors: tuple[str, dict[str, str], dict[str, tuple[str, str]]], browser: Any
) -> None:
    """In the light look, in three sizes: axe finds nothing, and nothing scrolls sideways."""
    base, sessions, pages = doors
    assert len(pages) >= AT_LEAST, sorted(pages)
    found = []
    context = browser.new_context(base_url=base, locale="zh-CN", color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    for path, (role, address) in sorted(pages.items(), key=lambda item: item[1]):
        context.add_cookies([{"name": "sessionid", "value": sessions[role], "url": base}])
        response = page.goto(address)
        if response is None or not response.ok or "/accounts/login" in page.url:
            found.append(f"{path} ({role}): {response and response.status} {page.url}")
            continue
        for size in ("desktop",) if any(part in address for part in ALIKE) else VIEWS:
            page.set_viewport_size(VIEWS[size])
            found += [f"{path} ({role}), {size}: {line}" for line in violations(page) if THEIRS[1:] not in line]
            if page.evaluate(SIDEWAYS) > 0:
                found.append(f"{path} ({role}), {size}: scrolls sideways")
    context.close()
    assert not found, "\n".join(found)
