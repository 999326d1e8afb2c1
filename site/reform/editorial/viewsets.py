"""Wagtail's page views with what 三审 changes in them, and the list of the steps' times."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.workflow import (
    CollectWorkflowActionDataView,
    PreviewRevisionForTaskView,
    WorkflowActionView,
)
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from reform.people.roles import has_role

from . import actions, gate
from .models import ReviewTask

# Not the policy of Wagtail's tasks: who may set times need not be able to change the workflow.
register_permission_policy(ReviewTask, exact_class=True)


class OfOnesOwn:
    """Wagtail says "the page so-and-so is not in moderation" before it asks who wants to know."""

    def get_object(self, *args: Any) -> Page:
        page = super().get_object(*args)  # type: ignore[misc]
        if not page.permissions_for_user(self.request.user).can_edit():  # type: ignore[attr-defined]
            raise PermissionDenied
        return page


class StepDataView(OfOnesOwn, CollectWorkflowActionDataView):
    pass


class StepPreviewView(OfOnesOwn, PreviewRevisionForTaskView):
    pass


class StepActionView(OfOnesOwn, WorkflowActionView):
    """Says in words why an approval was not possible, instead of failing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().post(request, *args, **kwargs)
        except actions.ReviewError as error:
            messages.error(request, str(error))
        except gate.Blocked as error:
            messages.error(request, blocked_message(error))
        else:
            self.task_state.refresh_from_db()
            if self.task_state.finished_at:
                messages.success(request, done_message(self.task_state))
            return response
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)


class HistoryView(PageHistoryView):
    """The history of a page; auditors, who may edit nothing, get the same as a plain record."""

    def get_object(self) -> Page:
        if has_role(self.request.user, "auditor"):
            return get_object_or_404(self.model, pk=self.pk).specific
        return super().get_object()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.object.permissions_for_user(request.user).can_edit():
            return redirect("editorial:record", self.object.pk)
        return super().dispatch(request, *args, **kwargs)


class ReviewedPageViewSet(PageViewSet):
    model = Page
    workflow_action_view_class = StepActionView
    collect_workflow_action_data_view_class = StepDataView
    workflow_preview_view_class = StepPreviewView
    history_view_class = HistoryView


class ReviewTaskViewSet(ModelViewSet):
    """The times of the three steps. Steps are neither added nor removed here."""

    model = ReviewTask
    form_fields = ["days", "working_days", "remind_hours"]
    list_display = [
        "name",
        "days",
        BooleanColumn("working_days", label=gettext_lazy("only working days count")),
        "remind_hours",
    ]
    icon = "tasks"
    menu_label = gettext_lazy("Review steps")
    menu_order = 410
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False


def done_message(state: Any) -> str:
    """What happened with a step, for whoever acted on it."""
    if state.status == state.STATUS_REJECTED:
        return _("Sent back to the editor.")
    if state.workflow_state.status != state.workflow_state.STATUS_APPROVED:
        return _("Approved. The next step has been told.")
    page = Page.objects.get(pk=state.workflow_state.object_id)
    return _("Approved. The page goes live at its hour.") if page.approved_schedule else _("Approved and published.")


def blocked_message(error: gate.Blocked) -> str:
    """The findings that block, in one message."""
    lines = [item.message() for item in error.findings[:5]]
    rest = len(error.findings) - len(lines)
    if rest:
        lines.append(_("and %(count)d more") % {"count": rest})
    return _("Findings block this page: %(findings)s") % {"findings": " ".join(lines)}
