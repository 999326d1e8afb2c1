"""The admin's addresses as the URL table has them, and how to knock."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext

HOME = "/admin/"


def walk(patterns: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, path)
        else:
            yield path, pattern


def admin_patterns() -> dict[str, URLPattern]:
    """Path below /admin/ → pattern, for every address of the admin, ours and Wagtail's; the first of equal ones, as Django."""
    found: dict[str, URLPattern] = {}
    for path, pattern in walk(get_resolver().url_patterns):
        if path.startswith("admin/"):
            found.setdefault(path.removeprefix("admin/"), pattern)
    return found


def is_ours(pattern: URLPattern) -> bool:
    """Whether the view, or the model it shows, is the project's and not a library's."""
    # The virtual environment stands inside the checkout, too.
    ours = {
        app.name
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(settings.ROOT) and "site-packages" not in app.path
    }
    view = getattr(pattern.callback, "view_class", pattern.callback)
    if any(view.__module__ == name or view.__module__.startswith(f"{name}.") for name in ours):
        return True
    model = getattr(pattern.callback, "view_initkwargs", {}).get("model")
    return isinstance(model, type) and model._meta.app_config.name in ours


def is_let_in(answer: Any) -> bool:
    """Denied is a 403 or 404, the way to the sign-in page, or Wagtail's way to the front page with its message."""
    if answer.status_code in {403, 404}:
        return False
    to = answer.headers.get("Location", "")
    if to == HOME:
        denied = gettext("Sorry, you do not have permission to access this area.")
        return not any(denied in str(message) for message in get_messages(answer.wsgi_request))
    return not to.startswith("/accounts/")


def knock(client: Client, address: str, method: str) -> bool:
    """Whether a person gets through; what came of it is taken back."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    client.cookies.pop("messages", None)  # what this door said is not said again at the next
    return is_let_in(answer)
