"""axe on every admin page of ours in the table of doors, each seen by a role it opens for; new views join by themselves."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from ..people.test_doors import DOORS
from .conftest import SIZES, assert_small
from .county import manage
from .test_people_accessible import faults

# One of everything, and somebody for each role, in this process's copy of the county.
ROWS = """
import json
from django.test import Client
from reform.people.models import User
from reform.people.roles import ROLES
from tests.people.makers import make_user
from tests.people.test_doors import DOORS
from tests.people.world import build
people = {role.key: make_user(f"tuer-{role.key}", role.key) for role in ROLES}
world = build(people["site_admin"])
addresses = {}
for path, door in DOORS.items():
    if door.method == "get" and door.roles:
        # An administrator sees the most of a page.
        role = "site_admin" if "site_admin" in door.roles else sorted(door.roles)[0]
        client = Client()
        client.force_login(people[role])
        answer = client.get(world.address(path), headers={"host": "127.0.0.1"})
        whole = answer.headers.get("Content-Type", "").startswith("text/html") and b"<main" in answer.content
        if answer.status_code == 200 and whole and b"<title" in answer.content:
            addresses[path] = (role, world.address(path))
print("ROWS" + json.dumps(addresses))
"""
ROLES = sorted({role for door in DOORS.values() for role in door.roles})
# Pieces, pictures, files and dialogs are no pages.
AT_LEAST = 60


@pytest.fixture(scope="session")
def doors(served: tuple[str, Path]) -> dict[str, tuple[str, str]]:
    """Pattern → (role, address) of the pages among our doors."""
    found = json.loads(manage(served[1], "shell", "--no-imports", "-c", ROWS).partition("ROWS")[2])
    assert len(found) >= AT_LEAST, sorted(found)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_ours_in_the_admin(
    open_as: Callable[..., Page], doors: dict[str, tuple[str, str]], complaints: Any, role: str
) -> None:
    """In the light look, at 1280 and 390 px: axe finds nothing, and nothing scrolls sideways."""
    mine = {path: address for path, (who, address) in doors.items() if who == role}
    if not mine:
        return
    page = open_as(f"tuer-{role}")
    page.emulate_media(color_scheme="light")
    found = []
    for path, address in mine.items():
        response = page.goto(address)
        if response is None or not response.ok:
            found.append(f"{path}: {response and response.status}")
            continue
        assert_small(page)
        found += faults(page, path, {"desktop": SIZES["desktop"], "phone": SIZES["phone"]})
    assert not found, "\n".join(found)
