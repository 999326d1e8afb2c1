"""A small editorial office: one person for each role, and a column to write in."""

from types import SimpleNamespace
from typing import Any

import pytest

from reform.people.roles import ROLES


@pytest.fixture
def office(person: Any, column: Any) -> SimpleNamespace:
    """One person for each role by its key, a second one for the reviewers, and `column`."""
    people = {role.key: person(role.key) for role in ROLES}
    return SimpleNamespace(column=column, second_editor=person("editor"), **people)
