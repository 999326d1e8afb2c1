"""Reads that the dashboard, the review page and the actions share.

Everything about "who may act on which step" is worked out for many steps at once (`eligible`), in the same few queries
however many pages are in review.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from reform.people.calendar import Calendar, UnknownYear
from reform.people.models import User
from reform.people.roles import has_role

from .models import STEPS, EmergencyPublication, ReviewTask, Withdrawal

# What makes a person one of a text's authors: writing it, and sending it into review. Not "wagtail.rename", which Wagtail
# logs for whoever publishes.
AUTHORS = (
    "wagtail.create",
    "wagtail.edit",
    "wagtail.revert",
    "wagtail.copy",
    "wagtail.workflow.start",
    "wagtail.workflow.resume",
    "editorial.correct",
    "editorial.translated",
)


@dataclass(frozen=True)
class Step:
    """An open step of a review, with all that lists and mails need to know about it.

    `due` is None when the working calendar does not reach that far; `unknown_year` is then the year that it lacks.
    """

    state: TaskState
    task: ReviewTask
    page: Page
    due: datetime | None
    unknown_year: int | None
    eligible: frozenset[int]

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < timezone.now()

    @property
    def why_not_due(self) -> str:
        """Why no deadline is shown; empty when one is."""
        return "" if self.unknown_year is None else str(UnknownYear(self.unknown_year))


def authors(pages: Iterable[Page]) -> dict[int, set[int]]:
    """Page id → the ids of all who wrote on it in this round.

    A round starts with the last publication of a live page; a page that is not live (new, withdrawn, expired) is
    reviewed as a whole, so everybody who ever wrote on it counts.
    """
    since = {page.pk: page.last_published_at if page.live else None for page in pages}
    if not since:
        return {}
    found: dict[int, set[int]] = defaultdict(set)

    def add(page_id: int, user_id: int | None, moment: datetime) -> None:
        start = since[page_id]
        if user_id is not None and (start is None or moment > start):
            found[page_id].add(user_id)

    revisions = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in since])
    for object_id, user_id, moment in revisions.values_list("object_id", "user_id", "created_at"):
        add(int(object_id), user_id, moment)
    entries = PageLogEntry.objects.filter(page__in=list(since), action__in=AUTHORS)
    for page_id, user_id, moment in entries.values_list("page_id", "user_id", "timestamp"):
        add(page_id, user_id, moment)
    return found


def approvals(states: Iterable[WorkflowState]) -> dict[tuple[int, int], set[int]]:
    """(round, revision) → the ids of those who have approved a step of it."""
    done = TaskState.objects.filter(
        workflow_state__in=[state.pk for state in states], status=TaskState.STATUS_APPROVED
    ).values_list("workflow_state_id", "revision_id", "finished_by_id")
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for state_id, revision_id, user_id in done:
        found[state_id, revision_id].add(user_id)
    return found


def open_steps() -> list[Step]:
    """All steps of 三审 in progress, the most urgent first; those without a deadline stand at the end."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        task__in=ReviewTask.objects.values("pk"),
    )
    return sorted(steps(states), key=lambda step: (step.due is None, step.due or step.state.started_at, step.state.pk))


def steps(states: QuerySet[TaskState]) -> list[Step]:
    """The steps with their pages and the people who can act on them. Five queries, and two for a year of the calendar."""
    found = list(states.select_related("workflow_state__requested_by"))
    tasks = ReviewTask.objects.in_bulk({state.task_id for state in found})
    pages = Page.objects.in_bulk({int(state.workflow_state.object_id) for state in found})
    wrote = authors(pages.values())
    approved = approvals(state.workflow_state for state in found)
    members: dict[int, set[int]] = defaultdict(set)
    belongs = User.groups.through.objects.filter(
        group__in={task.group_id for task in tasks.values()}, user__is_active=True
    )
    for group_id, user_id in belongs.values_list("group_id", "user_id"):
        members[group_id].add(user_id)
    rows = []
    calendar = Calendar()
    for state in found:
        page = pages.get(int(state.workflow_state.object_id))
        if page is None:
            continue
        task = tasks[state.task_id]
        people = members[task.group_id] - wrote.get(page.pk, set()) - {state.workflow_state.requested_by_id}
        people -= approved.get((state.workflow_state_id, state.revision_id), set())
        due = unknown_year = None
        try:
            due = task.due(state.started_at, calendar)
        except UnknownYear as error:
            unknown_year = error.year
        rows.append(Step(state, task, page, due, unknown_year, frozenset(people)))
    return rows


def step_of(state: TaskState) -> Step | None:
    """One step; None when it is of another workflow or its page is gone."""
    found = steps(TaskState.objects.filter(pk=state.pk, task__in=ReviewTask.objects.values("pk")))
    return found[0] if found else None


def why_not(state: TaskState, user: Any) -> str:
    """Why `user` may not act on the step, in their language; empty when they may."""
    state.refresh_from_db(fields=["status"])
    step = step_of(state)
    if step is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return _("This step is no longer open.")
    if user.is_active and user.pk in step.eligible:
        return ""
    if not step.task.in_group(user):
        return _("Only members of “%(group)s” may act on this step.") % {"group": step.task.group.name}
    if user.pk in authors([step.page]).get(step.page.pk, set()) | {state.workflow_state.requested_by_id}:
        return _("You have worked on this text yourself; another reviewer must act on it.")
    return _("You have already approved a step of this round; another reviewer must act on this one.")


def may_read_draft(page: Page, user: Any) -> bool:
    """Who may read a text that readers have not: who may edit it, who holds its open step, administrators, auditors.

    A draft that is not in review is nobody else's business, whatever step they review.
    """
    if not user.is_active:
        return False
    if page.permissions_for_user(user).can_edit() or has_role(user, "site_admin", "auditor"):
        return True
    task = page.current_workflow_task  # none unless a round is running
    return isinstance(task, ReviewTask) and task.in_group(user)


def readable_text(page: Page, user: Any) -> Page | None:
    """The text of a page that the person may read before readers do; None when there is none.

    Whoever publishes in haste reads what they are about to publish; 终审 looks afterwards at what was published.
    """
    state = page.current_workflow_task_state
    if may_read_draft(page, user):
        return state.revision.as_object() if state is not None else page.get_latest_revision_as_object()
    if has_role(user, "emergency") and (page.has_unpublished_changes or not page.live):
        return page.get_latest_revision_as_object()
    if has_role(user, "final_review"):
        record = unreviewed_emergencies().filter(page_id=page.pk).exclude(revision=None).last()
        return record.revision.as_object() if record and record.revision else None
    return None


def public_title(page: Page) -> str:
    """The title that readers know, for who may not read the draft."""
    return page.title if page.live else _("Draft")


def readable_title(page: Page, user: Any) -> str:
    """The title as the admin shows it to those who may read the draft; else the one that readers know."""
    return page.get_admin_display_title() if readable_text(page, user) is not None else public_title(page)


def may_read_record(page_id: int, page: Page | None, user: Any) -> bool:
    """Who may read all that happened to a page (`page` is None once it is deleted).

    Who may read its draft; and reviewers who have acted on it, as long as readers have all there is of it.
    """
    if has_role(user, "site_admin", "auditor") or (page is not None and may_read_draft(page, user)):
        return True
    if page is None or not page.live or page.has_unpublished_changes or not has_role(user, *STEPS):
        return False
    rounds = _page_rounds().filter(object_id=str(page_id))
    return TaskState.objects.filter(workflow_state__in=rounds, finished_by=user).exists()


def is_last_step(state: TaskState) -> bool:
    """Whether approving this step publishes the page."""
    last = state.workflow_state.workflow.workflow_tasks.order_by("sort_order").last()
    return last is not None and last.task_id == state.task_id


def my_drafts(user: Any) -> QuerySet[Page]:
    """Pages with changes that this person wrote and that are in nobody's review.

    A page that was withdrawn or has expired is nobody's draft until somebody works on it again.
    """
    withdrawn = Withdrawal.objects.filter(
        page=OuterRef("pk"), lifted_at=None, at__gte=OuterRef("latest_revision_created_at")
    )
    return (
        Page.objects.filter(Q(latest_revision__user=user) | Q(owner=user), has_unpublished_changes=True)
        .exclude(pk__in=_ids(_page_rounds().active()))
        .exclude(pk__in=_ids(_waiting_revisions()))
        .exclude(expired=True, expire_at__gte=F("latest_revision_created_at"))
        .exclude(Exists(withdrawn))
        .order_by("-latest_revision_created_at")
    )


def sent_back(user: Any) -> QuerySet[WorkflowState]:
    """Rounds that a reviewer sent back to this person: who submitted, or who wrote the revision."""
    return (
        _page_rounds()
        .filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
        .filter(Q(requested_by=user) | Q(current_task_state__revision__user=user))
        .select_related("current_task_state__finished_by", "current_task_state__task")
        .order_by("-current_task_state__finished_at")
    )


def scheduled() -> QuerySet[Page]:
    """Approved pages that wait for their hour, the next one first. `waits_until` is that hour, `waits_as` the title approved."""
    waiting = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), Revision._meta.get_field("object_id")), approved_go_live_at__isnull=False
    )
    return (
        Page.objects.filter(pk__in=_ids(_waiting_revisions()))
        .annotate(
            waits_until=Subquery(waiting.values("approved_go_live_at")[:1]),
            waits_as=Subquery(waiting.values("object_str")[:1]),
        )
        .order_by("waits_until")
    )


def unreviewed_emergencies() -> QuerySet[EmergencyPublication]:
    """Publications of the emergency path that 终审 has not looked at, the oldest first."""
    return EmergencyPublication.objects.filter(reviewed_at=None).select_related("by").order_by("at")


def rounds() -> QuerySet[WorkflowState]:
    """All rounds of pages, the newest first."""
    return _page_rounds().select_related("requested_by").order_by("-created_at", "-pk")


def status_words(item: TaskState | WorkflowState) -> str:
    """The state of a step or a round in the words of 三审. Wagtail's Chinese says 批准 and 拒绝."""
    words = {
        TaskState.STATUS_IN_PROGRESS: _("in review"),
        TaskState.STATUS_APPROVED: _("passed"),
        TaskState.STATUS_REJECTED: _("sent back"),
        WorkflowState.STATUS_NEEDS_CHANGES: _("sent back"),
        TaskState.STATUS_CANCELLED: _("taken back"),
    }
    return words.get(item.status) or str(item.get_status_display())


def review_steps(page: Page) -> list[dict[str, Any]]:
    """The steps of the last round with people and comments. For staff."""
    state = page.workflow_states.order_by("-created_at", "-pk").first()
    if state is None:
        return []
    states = state.task_states.select_related("task", "finished_by").order_by("pk")
    return [
        {
            "step": item.task.name,
            "status": item.status,
            "status_label": status_words(item),
            "by": item.finished_by,
            "started": item.started_at,
            "at": item.finished_at,
            "comment": item.comment,
        }
        for item in states
    ]


def review_record(page: Page) -> list[dict[str, Any]]:
    """What a stranger may know about the review of the live revision: each step and its date. No names, no comments."""
    if not page.live or page.live_revision_id is None:
        return []
    done = TaskState.objects.filter(
        revision_id=page.live_revision_id,
        status=TaskState.STATUS_APPROVED,
        workflow_state__status=WorkflowState.STATUS_APPROVED,
    ).order_by("pk")
    return [{"step": item.task.name, "on": item.finished_at} for item in done.select_related("task")]


def _waiting_revisions() -> QuerySet[Revision]:
    return Revision.page_revisions.filter(approved_go_live_at__isnull=False)


def _page_rounds() -> Any:
    return WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))


def _ids(rows: Any) -> Any:
    """Workflow states and revisions keep the page's id as text; compare as numbers on every database."""
    return rows.annotate(number=Cast("object_id", IntegerField())).values("number")
