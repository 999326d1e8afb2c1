from django.core.exceptions import PermissionDenied

from ..models import User


class PeopleError(Exception):
    """The action is not possible now; `str()` says why, to the user. `field` names the input it is about, if any."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def allow(by: User | None, permission: str) -> None:
    """Raises `PermissionDenied` unless the person holds the permission, or it is the system."""
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied
