"""Reads that the dashboard, the review page and the actions share."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from reform.people.models import User

EDITS = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.rename", "wagtail.copy", "editorial.correct")


def edited_by(page: Page) -> set[int]:
    """The ids of all who wrote on the page in this round: since it was last published, or ever."""
    revisions = Revision.objects.for_instance(page)
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=EDITS)
    if page.last_published_at:
        revisions = revisions.filter(created_at__gt=page.last_published_at)
        entries = entries.filter(timestamp__gt=page.last_published_at)
    ids = set(revisions.values_list("user_id", flat=True)) | set(entries.values_list("user_id", flat=True))
    state = page.current_workflow_state
    if state is not None:
        ids.add(state.requested_by_id)
    return ids - {None}


def approved_by(state: WorkflowState, revision_id: int | None) -> set[int]:
    """Who has approved a step of this round, on this very revision."""
    done = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_APPROVED, revision_id=revision_id)
    return set(done.values_list("finished_by_id", flat=True)) - {None}


def why_not(task_state: TaskState, user: Any) -> str:
    """Why `user` may not act on the step, in their language; empty when they may."""
    task = task_state.task.specific
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        return _("This step is no longer open.")
    if not task.in_group(user):
        return _("Only members of “%(group)s” may act on this step.") % {"group": task.group.name}
    page = task_state.workflow_state.content_object
    if user.pk in edited_by(page):
        return _("You have worked on this text yourself; another reviewer must act on it.")
    if user.pk in approved_by(task_state.workflow_state, task_state.revision_id):
        return _("You have already approved a step of this round; another reviewer must act on this one.")
    return ""


def eligible(task_state: TaskState) -> list[User]:
    """Those who can act on the step now: active members of its role, who neither wrote nor approved."""
    task = task_state.task.specific
    page = task_state.workflow_state.content_object
    barred = edited_by(page) | approved_by(task_state.workflow_state, task_state.revision_id)
    return list(User.objects.filter(is_active=True, groups=task.group).exclude(pk__in=barred).order_by("pk"))


def open_steps() -> QuerySet[TaskState]:
    """All steps in progress, the oldest first."""
    return (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
        )
        .select_related("workflow_state__requested_by", "task", "revision")
        .order_by("started_at")
    )


def due(task_state: TaskState) -> datetime:
    return task_state.task.specific.due(task_state)


def my_drafts(user: Any) -> QuerySet[Page]:
    """Pages with changes that this person wrote and that are in nobody's review."""
    open_states = WorkflowState.objects.active().values("object_id")
    return (
        Page.objects.filter(Q(latest_revision__user=user) | Q(owner=user), has_unpublished_changes=True)
        .exclude(pk__in=_ids(open_states))
        .exclude(latest_revision__approved_go_live_at__isnull=False)
        .order_by("-latest_revision_created_at")
    )


def sent_back(user: Any) -> QuerySet[WorkflowState]:
    """Rounds of this person that a reviewer sent back."""
    return (
        WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
        .select_related("current_task_state__finished_by", "current_task_state__task")
        .order_by("-current_task_state__finished_at")
    )


def scheduled() -> QuerySet[Page]:
    """Approved pages that wait for their hour."""
    waiting = Revision.objects.page_revisions().filter(approved_go_live_at__isnull=False)
    return Page.objects.filter(pk__in=_ids(waiting.values("object_id"))).order_by("go_live_at")


def review_record(page: Page) -> list[dict[str, Any]]:
    """The steps of the last round: task, status, who, when, comment. For staff."""
    state = page.workflow_states.order_by("-created_at").first()
    if state is None:
        return []
    states = state.task_states.select_related("task", "finished_by").order_by("pk")
    return [
        {
            "step": item.task.name,
            "status": item.status,
            "status_label": item.get_status_display(),
            "by": item.finished_by,
            "started": item.started_at,
            "at": item.finished_at,
            "comment": item.comment,
        }
        for item in states
    ]


def _ids(values: Any) -> Any:
    """Workflow states and revisions keep the page's id as text; compare as numbers on every database."""
    from django.db.models import IntegerField
    from django.db.models.functions import Cast

    return values.annotate(number=Cast("object_id", IntegerField())).values("number")
