"""The findings of a page in its editor."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.models import Page

from reform.people.roles import has_role

from . import check_actions, gate
from .actions import ReviewError
from .models import ConfirmedFinding
from .words import kind_label


def may_read(user: Any, page: Page) -> bool:
    """Those who may edit the page, administrators and auditors."""
    return page.permissions_for_user(user).can_edit() or has_role(user, "site_admin", "auditor")


def findings(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the checks say of the latest draft: a piece of the page editor, fetched after each save."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_read(request.user, page):
        raise PermissionDenied
    everything = gate.all_findings(page.get_latest_revision_as_object())
    found = [item for item in everything if item.confirmed is None]
    stand = {item.confirmed.pk for item in everything if item.confirmed}
    records = page.confirmed_findings.select_related("by").order_by("at")
    context = {
        "page": page,
        "findings": found,
        "confirmed": [{"record": record, "stands": record.pk in stand} for record in records],
        "may_take_back": _may_take_back(request.user, page),
        "blocking": sum(item.blocks for item in found),
        "editable": page.permissions_for_user(request.user).can_edit() and not page.workflow_in_progress,
    }
    return render(request, "editorial/findings.html", context)


def _may_take_back(user: Any, page: Page) -> bool:
    return user.has_perm("editorial.add_confirmedfinding") and page.permissions_for_user(user).can_edit()


def confirmations(request: HttpRequest) -> HttpResponse:
    """All that was confirmed, the newest first; by kind, with counts."""
    if not request.user.has_perm("editorial.view_confirmedfinding"):
        raise PermissionDenied
    rows = ConfirmedFinding.objects.select_related("page", "by").order_by("-at", "-pk")
    counts = Counter(rows.values_list("kind", flat=True))
    kind = request.GET.get("kind", "")
    shown = Paginator(rows.filter(kind=kind) if kind in counts else rows, 50).get_page(request.GET.get("p"))
    context = {
        "shown": shown,
        "kind": kind if kind in counts else "",
        "kinds": [{"kind": name, "label": kind_label(name), "count": counts[name]} for name in sorted(counts)],
        "total": sum(counts.values()),
        "may_take_back": request.user.has_perm("editorial.add_confirmedfinding"),
    }
    return render(request, "editorial/confirmations.html", context)


@require_POST
def remove_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor's confirmation is taken back."""
    record = get_object_or_404(ConfirmedFinding, pk=pk)
    try:
        check_actions.remove_confirmation(record, request.user)
        messages.success(request, _("The confirmation was taken back. The number blocks the page again."))
    except ReviewError as error:
        messages.error(request, str(error))
    if request.POST.get("to") == "list":
        return redirect("editorial:confirmations")
    return redirect("wagtailadmin_pages:edit", record.page_id)


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
