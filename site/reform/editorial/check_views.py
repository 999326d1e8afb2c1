"""The findings of a page in its editor."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.models import Page

from reform.people.roles import has_role

from . import check_actions, gate
from .actions import ReviewError


def may_read(user: Any, page: Page) -> bool:
    """Those who may edit the page, administrators and auditors."""
    return page.permissions_for_user(user).can_edit() or has_role(user, "site_admin", "auditor")


def findings(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the checks say of the latest draft: a piece of the page editor, fetched after each save."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_read(request.user, page):
        raise PermissionDenied
    found = gate.findings(page.get_latest_revision_as_object())
    context = {
        "page": page,
        "findings": found,
        "blocking": sum(item.blocks for item in found),
        "editable": page.permissions_for_user(request.user).can_edit() and not page.workflow_in_progress,
    }
    return render(request, "editorial/findings.html", context)


@require_POST
def fix_finding(request: HttpRequest, page_id: int) -> HttpResponse:
    """One-click correction."""
    page = get_object_or_404(Page, pk=page_id)
    try:
        count = check_actions.apply_suggestion(page, request.user, request.POST.get("wrong", ""))
        messages.success(
            request, ngettext("%(count)d place corrected.", "%(count)d places corrected.", count) % {"count": count}
        )
    except ReviewError as error:
        messages.error(request, str(error))
    return redirect("wagtailadmin_pages:edit", page_id)


@require_POST
def confirm_finding(request: HttpRequest, page_id: int) -> HttpResponse:
    """An editor confirms a number with a reason."""
    page = get_object_or_404(Page, pk=page_id)
    try:
        check_actions.confirm_finding(
            page, request.user, request.POST.get("digest", ""), request.POST.get("reason", "")
        )
        messages.success(request, _("Confirmed. The reason is kept in the page's history."))
    except ReviewError as error:
        messages.error(request, str(error))
    return redirect("wagtailadmin_pages:edit", page_id)
