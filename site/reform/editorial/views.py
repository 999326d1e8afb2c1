"""The pages of the editorial office in the admin. Each checks its permission again in the action it calls."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page, PageLogEntry, TaskState

from reform.pages.models import BasePage
from reform.people.roles import has_role

from . import actions, gate, queries
from .forms import CommentForm, ReasonForm
from .models import Correction, EmergencyPublication
from .viewsets import blocked_message, done_message


def review(request: HttpRequest, page_id: int) -> HttpResponse:
    """Reads a page in review and passes or returns it: the reviewer's one screen."""
    page = _page(page_id)
    if not queries.may_read_draft(page, request.user):
        raise PermissionDenied
    state = page.current_workflow_task_state
    form = CommentForm(request.POST or None)
    if request.method == "POST" and state is not None and form.is_valid():
        if request.POST.get("revision") != str(state.revision_id):
            messages.error(request, _("The page has changed since you opened it. Read it again."))
            return redirect("editorial:review", page.pk)
        if _act(request, state, form.cleaned_data["comment"]):
            return redirect("wagtailadmin_home")
        state = _page(page_id).current_workflow_task_state
    text = state.revision.as_object() if state is not None else page.get_latest_revision_as_object()
    why_not = queries.why_not(state, request.user) if state is not None else ""
    draft = state is None and (not page.live or page.has_unpublished_changes)
    return render(
        request,
        "editorial/review.html",
        {
            "page": page,
            "text": text,
            "state": state,
            "may_act": state is not None and not why_not,
            "why_not": why_not,
            "publishes": state is not None and queries.is_last_step(state),
            "step": queries.step_of(state) if state is not None else None,
            "record": queries.review_steps(page),
            "findings": gate.blocking(text),
            "notes": Correction.objects.filter(page_id=page.pk, published_at=None),
            "may_edit": page.permissions_for_user(request.user).can_edit(),
            "may_submit": draft and page.permissions_for_user(request.user).can_submit_for_moderation(),
            "may_take_out": actions.may_take_out(page, request.user),
            "form": form,
        },
    )


def _act(request: HttpRequest, state: TaskState, comment: str) -> bool:
    """Approves or sends back; says what happened. False keeps the reviewer, and what they typed, on the page."""
    act = actions.approve if "approve" in request.POST else actions.send_back
    if not _tried(request, lambda: act(state, request.user, comment)):
        return False
    state.refresh_from_db()
    state.workflow_state.refresh_from_db()
    messages.success(request, done_message(state))
    return True


def text(request: HttpRequest, page_id: int) -> HttpResponse:
    """The text under review as readers would see it, for the frame of the review page and whoever acts in haste."""
    page = _page(page_id)
    shown = queries.readable_text(page, request.user)
    if shown is None:
        raise PermissionDenied
    return shown.make_preview_request(request, shown.default_preview_mode, {"in_preview_panel": True})


@require_POST
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Submits a page from the review page."""
    page = _page(page_id)
    if _tried(request, lambda: actions.submit(page, request.user)):
        messages.success(request, _("Submitted for review."))
        return redirect("wagtailadmin_home")
    return redirect("editorial:review", page_id)


@require_POST
def take_out(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes a page out of review, to edit it."""
    if _tried(request, lambda: actions.withdraw_from_review(_page(page_id), request.user)):
        messages.success(request, _("Taken out of review. The next submission starts at the first step."))
    return redirect("wagtailadmin_pages:edit", page_id)


@require_POST
def remove_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back a correction note that no reader has seen."""
    correction = get_object_or_404(Correction, pk=pk)
    if _tried(request, lambda: actions.remove_correction(correction, request.user)):
        messages.success(request, _("The note was taken back."))
    return redirect("editorial:review", correction.page_id)


def _reason_view(
    request: HttpRequest,
    page: Page,
    *,
    heading: str,
    label: str,
    help_text: str,
    button: str,
    act: Callable[[Page, Any, str], Any],
    quote: str = "",
    serious: bool = False,
) -> HttpResponse:
    """A page with one reason field in front of an action on a page."""
    form = ReasonForm(request.POST or None, label=label, help_text=help_text)
    if request.method == "POST" and form.is_valid():
        try:
            act(page, request.user, form.cleaned_data["reason"])
        except actions.ReviewError as error:
            form.add_error("reason", str(error))
        except gate.Blocked as error:
            form.add_error(None, blocked_message(error))
        else:
            messages.success(request, _("Done: %(what)s") % {"what": heading})
            return redirect("wagtailadmin_home")
    return render(
        request,
        "editorial/reason.html",
        {
            "page": page,
            "title": queries.readable_title(page, request.user),
            "readable": queries.readable_text(page, request.user) is not None,
            "form": form,
            "what": heading,
            "button": button,
            "quote": quote,
            "serious": serious,
            "cancel": reverse("wagtailadmin_home"),
        },
    )


def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes a page down with a public reason."""
    page = _page(page_id)
    if not request.user.has_perm("editorial.add_withdrawal"):
        raise PermissionDenied
    if not page.live:
        messages.error(request, _("The page is not published."))
        return redirect("wagtailadmin_home")
    return _reason_view(
        request,
        page,
        heading=_("Withdraw the page"),
        label=_("Reason that readers will see"),
        help_text=_("The address of the page will answer with this reason and today's date."),
        button=_("Withdraw"),
        act=actions.withdraw,
        serious=True,
    )


def emergency(request: HttpRequest, page_id: int) -> HttpResponse:
    """Publishes before the review."""
    if not request.user.has_perm("editorial.add_emergencypublication"):
        raise PermissionDenied
    return _reason_view(
        request,
        _page(page_id),
        heading=_("Emergency publication"),
        label=_("Why it cannot wait"),
        help_text=_(
            "Administrators, auditors and final reviewers are told at once, and a final reviewer must look at it."
        ),
        button=_("Publish now"),
        act=actions.emergency_publish,
        serious=True,
    )


def correct(request: HttpRequest, page_id: int) -> HttpResponse:
    """Adds a correction note to a live page."""
    page = _page(page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    response = _reason_view(
        request,
        page,
        heading=_("Add a correction"),
        label=_("What was corrected"),
        help_text=_("Readers see it below the article, with its date, once the page has passed review again."),
        button=_("Add"),
        act=actions.add_correction,
    )
    return redirect("wagtailadmin_pages:edit", page.pk) if response.status_code == 302 else response


def review_emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """终审 looks at an emergency publication afterwards; administrators and auditors read."""
    record = get_object_or_404(EmergencyPublication, pk=pk)
    if record.page is None or not has_role(request.user, "final_review"):
        if not request.user.has_perm("editorial.view_emergencypublication") and not has_role(
            request.user, "final_review"
        ):
            raise PermissionDenied
        return redirect("editorial:record", record.page_id) if record.page_id else redirect("wagtailadmin_home")
    return _reason_view(
        request,
        record.page.specific,
        heading=_("Look at an emergency publication"),
        label=_("What you found"),
        help_text=_("Is the text correct? If not, have it corrected or withdraw it. Your words stay in its history."),
        button=_("Record"),
        act=lambda page, user, verdict: actions.review_emergency(record, user, verdict),
        quote=record.reason,
    )


def record(request: HttpRequest, page_id: int) -> HttpResponse:
    """All that happened to a page, from its history; also for a page that is gone. For those who answer for it."""
    page = Page.objects.filter(pk=page_id).first()
    if not queries.may_read_record(page_id, page.specific if page else None, request.user):
        raise PermissionDenied
    entries = PageLogEntry.objects.filter(page=page_id).latest_by_uuid_and_action().select_related("user")
    shown = Paginator(entries.order_by("-timestamp", "-pk"), 50).get_page(request.GET.get("p"))
    title = queries.readable_title(page.specific, request.user) if page else (shown[0].label if len(shown) else "")
    context = {"page": page, "title": title, "entries": shown}
    return render(request, "editorial/record.html", context)


def ledger(request: HttpRequest) -> HttpResponse:
    """三审台账: every round with who did which step when."""
    if not has_role(request.user, "auditor", "site_admin", "final_review"):
        raise PermissionDenied
    shown = Paginator(queries.rounds(), 50).get_page(request.GET.get("p"))
    pages = Page.objects.in_bulk([int(state.object_id) for state in shown])
    done: dict[int, list[TaskState]] = {}
    states = TaskState.objects.filter(workflow_state__in=[state.pk for state in shown])
    for item in states.select_related("task", "finished_by").order_by("pk"):
        done.setdefault(item.workflow_state_id, []).append(item)
    reads_all = has_role(request.user, "auditor", "site_admin")
    rows = []
    for state in shown:
        page = pages.get(int(state.object_id))
        title = _("Deleted page")
        if page is not None:
            title = page.get_admin_display_title() if reads_all else queries.public_title(page)
        rows.append({"round": state, "title": title, "linked": reads_all, "steps": done.get(state.pk, [])})
    return render(request, "editorial/ledger.html", {"rows": rows, "shown": shown})


def _page(page_id: int) -> Page:
    """The specific page; 404 for the root, which nobody reviews."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, BasePage):
        raise Http404
    return page


def _tried(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Whether the action was possible; says why not."""
    try:
        act()
    except actions.ReviewError as error:
        messages.error(request, str(error))
    except gate.Blocked as error:
        messages.error(request, blocked_message(error))
    else:
        return True
    return False
