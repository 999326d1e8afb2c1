"""Who comes in to the pages of the inbox, and where a concern is opened."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from reform.people.views.pages import AdminPage

from .. import access


class InboxPage(AdminPage):
    """For all who have anything to do with the inbox; what each sees of it is decided by `queries.visible_to`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not access.staff(request.user):
            raise PermissionDenied
        return super(AdminPage, self).dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("concerns_seeing:list"), _("Concerns"))]


def is_desk(user: Any) -> bool:
    return user.has_perm(access.PERMISSIONS["concern_desk"])


def is_wide(user: Any) -> bool:
    """Who sees more than what a unit has."""
    return is_desk(user) or user.has_perm(access.PERMISSIONS["approver"])


def address_of(pk: int) -> str:
    """Where staff handle a concern."""
    try:
        return reverse("concerns_admin:concern", args=[pk])
    except NoReverseMatch:
        return ""
