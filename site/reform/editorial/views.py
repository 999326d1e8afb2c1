"""The pages of the editorial office in the admin. Each checks its permission again in the action it calls."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.models import Page, TaskState

from reform.people.roles import has_role

from . import actions, gate, queries
from .forms import CommentForm, ReasonForm
from .models import EmergencyPublication


def review(request: HttpRequest, page_id: int) -> HttpResponse:
    """Reads a page in review and passes or returns it: the reviewer's one screen."""
    page = get_object_or_404(Page, pk=page_id).specific
    state = page.current_workflow_task_state
    if not _may_read(request.user, page):
        raise PermissionDenied
    form = CommentForm(request.POST or None)
    if request.method == "POST" and state is not None and form.is_valid():
        done = _act(request, state, form.cleaned_data["comment"])
        if done:
            return redirect("wagtailadmin_home")
    revision = page.get_latest_revision_as_object()
    return render(
        request,
        "editorial/review.html",
        {
            "page": page,
            "revision_page": revision,
            "state": state,
            "why_not": queries.why_not(state, request.user) if state is not None else "",
            "due": queries.due(state) if state is not None else None,
            "record": queries.review_record(page),
            "findings": gate.blocking(revision),
            "corrections": page.corrections.filter(published_at=None),
            "form": form,
        },
    )


def _act(request: HttpRequest, state: TaskState, comment: str) -> bool:
    """Approves or sends back; says what happened. False keeps the reviewer, and what they typed, on the page."""
    try:
        if "approve" in request.POST:
            actions.approve(state, request.user, comment)
            page = Page.objects.get(pk=state.workflow_state.object_id)
            text = _("Approved and published.") if page.live and not page.workflow_in_progress else _("Approved.")
            messages.success(request, text)
        else:
            actions.send_back(state, request.user, comment)
            messages.success(request, _("Sent back to the editor."))
    except actions.ReviewError as error:
        messages.error(request, str(error))
        return False
    except gate.Blocked as error:
        messages.error(request, _("%(count)d findings block this page.") % {"count": len(error.findings)})
        return False
    return True


def _may_read(user: Any, page: Page) -> bool:
    """Editors and reviewers of the page, administrators and auditors."""
    return page.permissions_for_user(user).can_edit() or has_role(user, "site_admin", "auditor")


@require_POST
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Submits a page from the dashboard."""
    page = get_object_or_404(Page, pk=page_id)
    try:
        actions.submit(page, request.user)
        messages.success(request, _("Submitted for review."))
    except actions.ReviewError as error:
        messages.error(request, str(error))
    except gate.Blocked as error:
        messages.error(request, _("%(count)d findings block this page.") % {"count": len(error.findings)})
    return redirect("wagtailadmin_pages:edit", page_id)


def _reason_view(
    request: HttpRequest,
    page_id: int,
    *,
    permission: str,
    heading: str,
    label: str,
    help_text: str,
    button: str,
    act: Any,
) -> HttpResponse:
    """A page with one reason field in front of an action on a page."""
    if permission and not request.user.has_perm(permission):
        raise PermissionDenied
    page = get_object_or_404(Page, pk=page_id).specific
    form = ReasonForm(request.POST or None, label=label, help_text=help_text)
    if request.method == "POST" and form.is_valid():
        try:
            act(page, request.user, form.cleaned_data["reason"])
        except actions.ReviewError as error:
            form.add_error("reason", str(error))
        except gate.Blocked as error:
            form.add_error(None, _("%(count)d findings block this page.") % {"count": len(error.findings)})
        else:
            messages.success(request, _("Done: %(what)s") % {"what": heading})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return render(
        request,
        "editorial/reason.html",
        {"page": page, "form": form, "heading": heading, "button": button, "cancel": reverse("wagtailadmin_home")},
    )


def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes a page down with a public reason."""
    return _reason_view(
        request,
        page_id,
        permission="editorial.add_withdrawal",
        heading=_("Withdraw the page"),
        label=_("Reason that readers will see"),
        help_text=_("The address of the page will answer with this reason and today's date."),
        button=_("Withdraw"),
        act=actions.withdraw,
    )


def emergency(request: HttpRequest, page_id: int) -> HttpResponse:
    """Publishes before the review."""
    return _reason_view(
        request,
        page_id,
        permission="editorial.add_emergencypublication",
        heading=_("Emergency publication"),
        label=_("Why it cannot wait"),
        help_text=_(
            "Administrators, auditors and final reviewers are told at once, and a final reviewer must look at it."
        ),
        button=_("Publish now"),
        act=actions.emergency_publish,
    )


def correct(request: HttpRequest, page_id: int) -> HttpResponse:
    """Adds a correction note to a live page."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.specific.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return _reason_view(
        request,
        page_id,
        permission="",
        heading=_("Add a correction"),
        label=_("What was corrected"),
        help_text=_("Readers see it below the article, with its date, once the page has passed review again."),
        button=_("Add"),
        act=actions.add_correction,
    )


def review_emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """终审 looks at an emergency publication afterwards."""
    record = get_object_or_404(EmergencyPublication, pk=pk)
    if not has_role(request.user, "final_review"):
        raise PermissionDenied
    return _reason_view(
        request,
        record.page_id,
        permission="",
        heading=_("Look at an emergency publication"),
        label=_("Verdict"),
        help_text=record.reason,
        button=_("Record"),
        act=lambda page, user, text: actions.review_emergency(record, user, text),
    )


def findings(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the checks say of the latest draft: a piece of the page editor, fetched after each save."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not _may_read(request.user, page):
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
        count = actions.apply_suggestion(page, request.user, request.POST.get("wrong", ""))
        messages.success(
            request, ngettext("%(count)d place corrected.", "%(count)d places corrected.", count) % {"count": count}
        )
    except actions.ReviewError as error:
        messages.error(request, str(error))
    return redirect("wagtailadmin_pages:edit", page_id)


@require_POST
def confirm_finding(request: HttpRequest, page_id: int) -> HttpResponse:
    """An editor confirms a number with a reason."""
    page = get_object_or_404(Page, pk=page_id)
    try:
        actions.confirm_finding(page, request.user, request.POST.get("digest", ""), request.POST.get("reason", ""))
        messages.success(request, _("Confirmed. The reason is kept in the page's history."))
    except actions.ReviewError as error:
        messages.error(request, str(error))
    return redirect("wagtailadmin_pages:edit", page_id)
