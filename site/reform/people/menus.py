"""Entries of the admin's menus: one line each, shown to whoever the entry is for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

Allowed = str | Callable[[Any], bool]


class _Entry(MenuItem):
    def __init__(self, *args: Any, allowed: Allowed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed = allowed

    def is_shown(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.has_perm(self.allowed) if isinstance(self.allowed, str) else self.allowed(user)


def menu_entry(menu: str, label: Any, url_name: str, *, allowed: Allowed, icon: str, order: int) -> None:
    """Adds an entry to `menu` ("admin", "reports", "settings", "help" or one of ours).

    `url_name` is the page it leads to, which checks the permission itself; `allowed` says who sees the entry: the name
    of a permission, or a function of the user.
    """

    @hooks.register(f"register_{menu}_menu_item")
    def item() -> MenuItem:
        name = url_name.replace(":", "-").replace("_", "-")
        return _Entry(label, reverse(url_name), allowed=allowed, name=name, icon_name=icon, order=order)
