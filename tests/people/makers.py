"""Rows for these tests, by the makers of the demo."""

from typing import Any

from reform.demo.factories import PASSWORD, UserFactory
from reform.demo.factories import make_unit as make_demo_unit
from reform.people.models import Unit, User

__all__ = ["PASSWORD", "make_unit", "make_user"]


def make_user(username: str, *roles: str, **fields: Any) -> User:
    """Somebody with these roles, who signs in with `PASSWORD`."""
    fields.setdefault("name", username)
    return UserFactory(username=username, roles=roles, **fields)


def make_unit(code: str, name: str = "", parent: Unit | None = None, **fields: Any) -> Unit:
    return make_demo_unit(code, name or code, parent, **fields)
