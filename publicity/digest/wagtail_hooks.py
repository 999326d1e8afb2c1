"""The counts in the admin, under reports."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reform.people.menus import menu_entry

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


menu_entry("reports", _("Weekly digest"), "digest_overview", allowed="digest.view_issue", icon="mail", order=60)
