"""Every change of state of a page's life: review, publication, correction, withdrawal. Views and commands only call these.

Each checks permission, writes in one transaction, logs the event in the page's history, and leaves mail to `Notice` rows
written in that same transaction.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from reform.people.models import User
from reform.people.roles import has_role

from . import gate, queries, translations
from .models import STEPS, Correction, EmergencyPublication, Notice, Withdrawal
from .notices import members, notify


class ReviewError(Exception):
    """The action is not possible now; `str()` says why, to the user."""


@transaction.atomic
def submit(page: Page, user: Any) -> WorkflowState:
    """Sends the latest revision into 初审. Raises `PermissionDenied`, `gate.Blocked`, or `ReviewError`."""
    page = _locked(page)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if page.workflow_in_progress:
        raise ReviewError(_("The page is already in review."))
    if page.get_lock():
        raise ReviewError(_("The page is locked: %(why)s") % {"why": page.get_lock().get_message(user)})
    if translations.bring_up_to_date(page, user):
        page = _locked(page)
    if page.live and not page.has_unpublished_changes:
        raise ReviewError(_("Nothing has changed since the page was published."))
    if page.get_latest_revision() is None:
        page.save_revision(user=user, changed=not page.live)
    _check_schedule(page.get_latest_revision_as_object())
    gate.check(page.get_latest_revision_as_object())
    state = page.current_workflow_state
    if state is not None:  # sent back before
        state.resume(user=user)
        return state
    return page.get_workflow().start(page, user)


def approve(task_state: TaskState, user: Any, comment: str = "") -> TaskState:
    """Passes one step. The last one publishes exactly the revision that was read, or schedules it.

    Raises `PermissionDenied` for who may not act; `ReviewError` when the text changed meanwhile (the review has then
    started again at 初审) or cannot be published as it is; `gate.Blocked` when a check blocks.
    """
    with transaction.atomic():
        task_state = _locked_state(task_state)
        _allow(task_state, user)
        page = task_state.workflow_state.content_object.specific
        changed = _changed_since(task_state, page)
        if changed:
            _start_again(task_state.workflow_state, page, user)
        else:
            text = task_state.revision.as_object()
            _check_schedule(text)
            gate.check(text)
            try:
                task_state.approve(user=user, comment=comment.strip())
            except ValidationError as error:
                reasons = " ".join(error.messages)
                raise ReviewError(
                    _("The page cannot be published as it is: %(reasons)s Send it back.") % {"reasons": reasons}
                ) from error
    if changed:
        raise ReviewError(
            _("The text was changed after it was submitted. Its review has started again at the first step.")
        )
    return task_state


@transaction.atomic
def send_back(task_state: TaskState, user: Any, reason: str) -> TaskState:
    """Gives the page back to its editor with a reason. Raises `PermissionDenied`, `ReviewError` without a reason."""
    task_state = _locked_state(task_state)
    _allow(task_state, user)
    if not reason.strip():
        raise ReviewError(_("Give a reason, so that the editor knows what to change."))
    task_state.reject(user=user, comment=reason.strip())
    return task_state


def may_take_out(page: Page, user: Any) -> bool:
    """Who may take a page out of review: who submitted or owns it, and site administrators. Reviewers send back."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS or not user.is_active:
        return False
    return user.pk in {state.requested_by_id, page.owner_id} or has_role(user, "site_admin")


@transaction.atomic
def withdraw_from_review(page: Page, user: Any) -> None:
    """Takes a page out of review to edit it again; the next submission starts at 初审. Raises `PermissionDenied`."""
    page = _locked(page)
    if not may_take_out(page, user):
        raise PermissionDenied
    state = page.current_workflow_state
    state.cancel(user=user)
    if state.requested_by_id != user.pk and state.requested_by is not None:
        notify(Notice.Kind.TAKEN_BACK, [state.requested_by], page, f"taken:{state.pk}")


def publish_approved(state: WorkflowState, user: Any) -> None:
    """The end of a round, called inside the transaction of the last approval: publishes or schedules the revision.

    However the workflow is set up, three people who did not write the text must have approved this very revision.
    Raises `ReviewError`.
    """
    revision = state.current_task_state.revision
    page = state.content_object
    people = queries.approvals([state]).get((state.pk, revision.pk), set())
    people -= queries.authors([page]).get(page.pk, set()) | {state.requested_by_id, None}
    if len(people) < len(STEPS):
        raise ReviewError(_("Three people who did not write the text must approve it before it is published."))
    revision.publish(user=user, skip_permission_checks=True)


@transaction.atomic
def emergency_publish(page: Page, user: Any, reason: str) -> EmergencyPublication:
    """Publishes the latest revision at once; 终审 looks at it afterwards. Raises `PermissionDenied`, `ReviewError`, `gate.Blocked`.

    The personal-data check is not lifted: haste is when numbers slip through.
    """
    page = _locked(page)
    if not user.is_active or not user.has_perm("editorial.add_emergencypublication"):
        raise PermissionDenied
    if not reason.strip():
        raise ReviewError(_("Say why the page cannot wait for its review."))
    if page.withdrawals.filter(lifted_at=None).exists():
        raise ReviewError(_("The page was withdrawn. Only a review brings it back."))
    if page.live and not page.has_unpublished_changes:
        raise ReviewError(_("Nothing has changed since the page was published."))
    text = page.get_latest_revision_as_object()
    gate.check(text, only_personal=True)
    _check_schedule(text)
    writers = queries.authors([page]).get(page.pk, set())
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    revision = page.get_latest_revision()
    if revision is None or (text.go_live_at and text.go_live_at > timezone.now()):
        text.go_live_at = None  # now means now
        revision = text.save_revision(user=user)
    try:
        revision.publish(user=user, log_action=False, skip_permission_checks=True)
    except ValidationError as error:
        reasons = " ".join(error.messages)
        raise ReviewError(_("The page cannot be published as it is: %(reasons)s") % {"reasons": reasons}) from error
    record = EmergencyPublication.objects.create(
        page=page, title=text.title, revision=revision, reason=reason.strip(), by=user
    )
    record.writers.set(User.objects.filter(pk__in=writers))
    log(page, "editorial.emergency", user=user, data={"reason": record.reason}, revision=revision)
    notify(Notice.Kind.EMERGENCY, members("site_admin", "auditor", "final_review"), page, f"emergency:{record.pk}")
    return record


@transaction.atomic
def review_emergency(record: EmergencyPublication, user: Any, verdict: str) -> None:
    """终审 after the fact. Raises `PermissionDenied` (also for who published or wrote it) and `ReviewError`."""
    record = EmergencyPublication.objects.select_for_update().get(pk=record.pk)
    if not has_role(user, "final_review") or record.by_id == user.pk or record.writers.filter(pk=user.pk).exists():
        raise PermissionDenied(_("Somebody who neither wrote nor published the text must look at it."))
    if record.reviewed_at:
        raise ReviewError(_("This publication has already been looked at."))
    if not verdict.strip():
        raise ReviewError(_("Say what you found."))
    record.reviewed_at, record.reviewed_by, record.verdict = timezone.now(), user, verdict.strip()
    record.save(update_fields=["reviewed_at", "reviewed_by", "verdict"])
    if record.page is not None:
        log(record.page.specific, "editorial.emergency_reviewed", user=user, data={"verdict": record.verdict})


@transaction.atomic
def withdraw(page: Page, user: Any, reason: str) -> Withdrawal:
    """Takes a live page down; its address answers 410 with the reason. Raises `PermissionDenied`, `ReviewError`."""
    page = _locked(page)
    if not user.is_active or not user.has_perm("editorial.add_withdrawal"):
        raise PermissionDenied
    if not page.live:
        raise ReviewError(_("The page is not published."))
    if not reason.strip():
        raise ReviewError(_("Give the reason that readers will see."))
    _check_public_line(reason)
    if page.get_children().live().exists():
        raise ReviewError(_("There are published pages below this one. Withdraw or move them first."))
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    # The same text stands at the addresses of its aliases.
    paths = {item.get_url_parts()[2] for item in [page, *page.aliases.live().specific()]}
    UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
    records = [
        Withdrawal(page=page, path=path, title=page.title, reason=reason.strip(), by=user) for path in sorted(paths)
    ]
    for record in records:
        record.save()
    log(page, "editorial.withdraw", user=user, data={"reason": records[0].reason})
    told = {person.pk: person for person in (page.owner, state and state.requested_by) if person}
    told.pop(user.pk, None)
    notify(Notice.Kind.WITHDRAWN, told.values(), page, f"withdrawn:{records[0].pk}")
    return records[0]


@transaction.atomic
def add_correction(page: Page, user: Any, text: str) -> Correction:
    """Adds a note that shows to readers, dated, once the page has next passed review.

    Raises `PermissionDenied`, `ReviewError`.
    """
    page = _locked(page)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if not page.live:
        raise ReviewError(_("Only a published page is corrected; edit the draft instead."))
    if page.get_lock():
        raise ReviewError(_("The page is locked: %(why)s") % {"why": page.get_lock().get_message(user)})
    if not text.strip():
        raise ReviewError(_("Say what was corrected."))
    _check_public_line(text)
    # The note is part of what reviewers approve: a new revision, even when nothing else changed.
    revision = page.get_latest_revision_as_object().save_revision(user=user, changed=True, log_action=False)
    correction = Correction.objects.create(page=page, revision=revision, text=text.strip(), by=user)
    log(page, "editorial.correct", user=user, data={"text": correction.text}, revision=revision)
    return correction


@transaction.atomic
def remove_correction(correction: Correction, user: Any) -> None:
    """Takes back a note that no reader has seen. Raises `PermissionDenied`, `ReviewError`."""
    page = _locked(correction.page)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if correction.published_at or page.get_lock():
        raise ReviewError(_("This note is published or in review and can no longer be taken back."))
    log(page, "editorial.correction_removed", user=user, data={"text": correction.text})
    correction.delete()


def published(page: Page, revision: Revision | None, when: Any) -> None:
    """What follows from a publication, however it came: the notes of the revision show, a withdrawal is lifted."""
    notes = Correction.objects.filter(page_id=page.pk, published_at=None)
    if revision is not None:
        notes.filter(revision_id__lte=revision.pk).update(published_at=when)
    Withdrawal.objects.filter(page_id=page.pk, lifted_at=None).update(lifted_at=when)


def _locked(page: Page) -> Page:
    """The specific page, its row locked until the transaction ends."""
    return Page.objects.select_for_update().get(pk=page.pk).specific


def _locked_state(task_state: TaskState) -> TaskState:
    Page.objects.select_for_update().get(pk=task_state.workflow_state.object_id)
    return TaskState.objects.select_related("workflow_state", "task", "revision").get(pk=task_state.pk)


def _allow(task_state: TaskState, user: Any) -> None:
    reason = queries.why_not(task_state, user)
    if reason:
        raise PermissionDenied(reason)


def _changed_since(task_state: TaskState, page: Page) -> bool:
    """Whether the page has another text than the one this step began with: a newer revision, or the same overwritten."""
    latest = page.latest_revision
    return latest is None or latest.pk != task_state.revision_id or latest.created_at > task_state.started_at


def _start_again(state: WorkflowState, page: Page, user: Any) -> None:
    """An edit in the middle of a round: the round ends, and a new one starts at 初审 for whoever edited."""
    editor = page.latest_revision.user if page.latest_revision else None
    state.cancel(user=user)
    log(page, "editorial.restarted", user=user, revision=page.latest_revision)
    page.get_workflow().start(page, editor or state.requested_by)


def _check_schedule(text: Page) -> None:
    """Raises `ReviewError` for times that no longer make sense."""
    if text.expire_at and text.expire_at <= timezone.now():
        raise ReviewError(_("The expiry of this page is already past. Change it in the publishing schedule."))
    if text.expire_at and text.go_live_at and text.expire_at <= text.go_live_at:
        raise ReviewError(_("The page would expire before it goes live. Change the publishing schedule."))


def _check_public_line(text: str) -> None:
    """Raises `ReviewError` for a line that readers will see and that holds what no page may hold."""
    found = [finding.message() for finding in gate.check_text(text) if finding.blocks]
    if found:
        raise ReviewError(" ".join(found))
