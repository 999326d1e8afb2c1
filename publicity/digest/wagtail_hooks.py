"""The counts in the admin, under reports."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import queries


def overview(request: HttpRequest) -> HttpResponse:
    """How many readers, and what became of each issue."""
    if not request.user.has_perm("digest.view_issue"):
        raise PermissionDenied
    issues = Paginator(queries.issues(), 30).get_page(request.GET.get("p"))
    return render(request, "digest/admin.html", {"readers": queries.readers(), "issues": issues})


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("digest/", overview, name="digest_overview")]


class DigestMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("digest.view_issue")


@hooks.register("register_reports_menu_item")
def menu_item() -> Any:
    return DigestMenuItem(_("Weekly digest"), reverse("digest_overview"), icon_name="mail", order=60)
