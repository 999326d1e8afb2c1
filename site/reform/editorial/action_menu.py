"""The menu at the foot of Wagtail's page editor, in the words of 三审. What does not apply is not shown."""

from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem, CancelWorkflowMenuItem, SubmitForModerationMenuItem
from wagtail.models import WorkflowState

from . import actions

# Wagtail's own items that would publish or take down, or that ours replace.
REPLACED = {
    "action-publish",
    "action-unpublish",
    "action-delete",
    "action-submit",
    "action-cancel-workflow",
    "action-restart-workflow",
    "approve",
    "reject",
    "localize-convert-to-alias",  # its door is shut (`translations.refuse_alias`)
}


class SubmitItem(SubmitForModerationMenuItem):
    """提交初审, or 重新提交 after a page was sent back: an edited text starts at the first step again."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page else None
        again = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = _("Submit again") if again else _("Submit to first review")
        return context


class TakeOutItem(CancelWorkflowMenuItem):
    """撤回送审: for who submitted it, its owner and administrators. Reviewers send back, with a reason."""

    label = _("Take out of review")

    def is_shown(self, context: Any) -> bool:
        return context["view"] == "edit" and actions.may_take_out(context["page"], context["request"].user)


class StepItem(ActionMenuItem):
    """通过… or 退回…: opens Wagtail's own dialog. The editor is locked, so the form around it is not sent."""

    template_name = "editorial/action_menu/step.html"

    def __init__(self, name: str, label: Any, icon_name: str, order: int) -> None:
        super().__init__(order)
        self.name, self.label, self.icon_name = name, f"{label}…", icon_name

    def get_url(self, parent_context: Any) -> str:
        page = parent_context["page"]
        return reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, self.name, page.current_workflow_task_state.pk]
        )

    @property
    def media(self) -> Media:
        script: Any = Script("wagtailadmin/js/workflow-action.js", **{"data-activate": "dashboard"})
        return Media(js=[script])


class ReadItem(ActionMenuItem):
    """审核页: the text as readers will see it, the findings and the record on one screen."""

    label = _("Open the review page")
    name = "action-review"
    icon_name = "view"

    def get_url(self, parent_context: Any) -> str:
        return reverse("editorial:review", args=[parent_context["page"].pk])


def arrange(items: list[Any], request: Any, context: Any) -> None:
    """Puts our items in the place of Wagtail's. Called with the items that Wagtail would show."""
    kept = [item for item in items if item.name not in REPLACED]
    ours: list[ActionMenuItem] = []
    page = context.get("page")
    if page is not None and context["view"] == "edit" and page.workflow_in_progress:
        task = page.current_workflow_task
        icons = {"approve": "success", "reject": "arrow-left"}
        steps = task.get_actions(page, request.user) if task else []
        ours += [
            StepItem(name, label, icons.get(name, "edit"), order) for order, (name, label, _modal) in enumerate(steps)
        ]
        ours += [ReadItem(order=5), TakeOutItem(order=6)]
        if steps:
            kept = [item for item in kept if item.name != "action-page-locked"]
    else:
        ours.append(SubmitItem(order=60))
    shown = [item for item in ours if isinstance(item, StepItem | ReadItem) or item.is_shown(context)]
    items[:] = sorted([*kept, *shown], key=lambda item: item.order)
