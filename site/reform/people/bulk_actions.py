"""Doors of Wagtail that stay closed."""

from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied


def refused(action: type) -> type:
    """The same bulk action, refused to everybody: it takes the place of Wagtail's in its registry."""

    def dispatch(self: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise PermissionDenied

    return type(action.__name__, (action,), {"dispatch": dispatch})
