"""Every change of state of a page's life: review, publication, correction, withdrawal. Views and commands only call these.

Each checks permission, writes in one transaction, logs the event in the page's history, and leaves mail to `Notice` rows
written in that same transaction.
"""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from reform.people.models import User
from reform.people.roles import BY_KEY, has_role

from . import gate, queries
from .models import ConfirmedFinding, Correction, EmergencyPublication, Notice, Withdrawal


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
    gate.check(page.get_latest_revision_as_object())
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
        return state
    return page.get_workflow().start(page, user)


@transaction.atomic
def approve(task_state: TaskState, user: Any, comment: str = "") -> TaskState:
    """Passes one step. The last one publishes exactly the revision that was read, or schedules it.

    Raises `PermissionDenied` for who may not act, `ReviewError` when the text changed meanwhile (the review has then
    started again), `gate.Blocked` when a check blocks.
    """
    task_state = _locked_state(task_state)
    _allow(task_state, user)
    page = task_state.workflow_state.content_object
    if task_state.revision_id != page.latest_revision_id:
        restarted = True
    else:
        restarted = False
        gate.check(task_state.revision.as_object())
        task_state.approve(user=user, comment=comment)
    if restarted:
        raise ReviewError(
            _("The text was changed after it was submitted. Withdraw it from review and submit it again.")
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


@transaction.atomic
def withdraw_from_review(page: Page, user: Any) -> None:
    """Takes a page out of review to edit it again; the next submission starts at 初审. Raises `PermissionDenied`."""
    page = _locked(page)
    state = page.current_workflow_state
    if state is None or not state.user_can_cancel(user):
        raise PermissionDenied
    state.cancel(user=user)


@transaction.atomic
def emergency_publish(page: Page, user: Any, reason: str) -> EmergencyPublication:
    """Publishes the latest revision at once; 终审 looks at it afterwards. Raises `PermissionDenied`, `ReviewError`, `gate.Blocked`.

    The personal-data check is not lifted: haste is when numbers slip through.
    """
    page = _locked(page)
    if not user.has_perm("editorial.add_emergencypublication"):
        raise PermissionDenied
    if not reason.strip():
        raise ReviewError(_("Say why the page cannot wait for its review."))
    revision = page.get_latest_revision() or page.save_revision(user=user)
    gate.check(revision.as_object(), only_personal=True)
    state = page.current_workflow_state
    if state is not None:
        state.cancel(user=user)
    revision.publish(user=user, log_action=False, skip_permission_checks=True)
    record = EmergencyPublication.objects.create(page=page, revision=revision, reason=reason.strip(), by=user)
    log(page.specific, "editorial.emergency", user=user, data={"reason": record.reason}, revision=revision)
    for person in _members("site_admin", "auditor", "final_review"):
        notify(Notice.Kind.EMERGENCY, person, page, f"emergency:{record.pk}")
    return record


@transaction.atomic
def review_emergency(record: EmergencyPublication, user: Any, verdict: str) -> None:
    """终审 after the fact. Raises `PermissionDenied` (also for who published it) and `ReviewError`."""
    record = EmergencyPublication.objects.select_for_update().get(pk=record.pk)
    if not has_role(user, "final_review") or record.by_id == user.pk or user.pk in _writers(record):
        raise PermissionDenied
    if record.reviewed_at:
        raise ReviewError(_("This publication has already been looked at."))
    record.reviewed_at, record.reviewed_by, record.verdict = timezone.now(), user, verdict.strip()
    record.save(update_fields=["reviewed_at", "reviewed_by", "verdict"])
    log(record.page.specific, "editorial.emergency_reviewed", user=user, data={"verdict": record.verdict})


@transaction.atomic
def withdraw(page: Page, user: Any, reason: str) -> Withdrawal:
    """Takes a live page down; its address answers 410 with the reason. Raises `PermissionDenied`, `ReviewError`."""
    page = _locked(page)
    if not user.has_perm("editorial.add_withdrawal"):
        raise PermissionDenied
    if not page.live:
        raise ReviewError(_("The page is not published."))
    if not reason.strip():
        raise ReviewError(_("Give the reason that readers will see."))
    if page.get_children().live().exists():
        raise ReviewError(_("There are published pages below this one. Withdraw or move them first."))
    path = page.get_url_parts()[2]
    UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
    record = Withdrawal.objects.create(page=page, path=path, title=page.title, reason=reason.strip(), by=user)
    log(page, "editorial.withdraw", user=user, data={"reason": record.reason})
    if page.owner_id and page.owner_id != user.pk:
        notify(Notice.Kind.WITHDRAWN, page.owner, page, f"withdrawn:{record.pk}")
    return record


@transaction.atomic
def add_correction(page: Page, user: Any, text: str) -> Correction:
    """Adds a note that shows to readers, dated, once the page has next passed review. Raises `PermissionDenied`, `ReviewError`."""
    page = _locked(page)
    if not page.permissions_for_user(user).can_edit() or page.workflow_in_progress:
        raise PermissionDenied
    if not page.live:
        raise ReviewError(_("Only a published page is corrected; edit the draft instead."))
    if not text.strip():
        raise ReviewError(_("Say what was corrected."))
    correction = Correction.objects.create(page=page, text=text.strip(), by=user)
    # The note is part of what reviewers approve: a new revision, even when nothing else changed.
    page.get_latest_revision_as_object().save_revision(user=user, changed=True, log_action=False)
    log(page, "editorial.correct", user=user, data={"text": correction.text})
    return correction


@transaction.atomic
def confirm_finding(page: Page, user: Any, digest: str, reason: str) -> ConfirmedFinding:
    """An editor's word, with a reason, that a number may stand on this page. Raises `PermissionDenied`, `ReviewError`.

    The number itself is kept nowhere: the page's history says its kind and the reason.
    """
    page = _locked(page)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if not reason.strip():
        raise ReviewError(_("Say why the number may stand there."))
    found = gate.findings(page.get_latest_revision_as_object())
    item = next((item for item in found if item.digest == digest and item.finding.check == "personal"), None)
    if item is None:
        raise ReviewError(_("This is no longer on the page."))
    record, created = ConfirmedFinding.objects.get_or_create(
        page=page, digest=digest, defaults={"kind": item.finding.kind, "reason": reason.strip(), "by": user}
    )
    if created:
        log(page, "editorial.confirm", user=user, data={"kind": record.kind, "reason": record.reason})
    return record


@transaction.atomic
def apply_suggestion(page: Page, user: Any, wrong: str) -> int:
    """Writes the right expression for `wrong` everywhere in the latest draft. The number of places changed.

    Raises `PermissionDenied` (also while the page is in review) and `ReviewError` when the list does not know `wrong`.
    """
    page = _locked(page)
    if not page.permissions_for_user(user).can_edit() or page.workflow_in_progress:
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    right = next(
        (f.finding.suggestion for f in gate.findings(draft) if f.finding.text == wrong and f.finding.suggestion), ""
    )
    if not right:
        raise ReviewError(_("This is no longer on the page."))
    content, count = _replaced(draft.serializable_data(), wrong, right)
    draft.with_content_json(content).save_revision(user=user, log_action=True)
    return count


def _replaced(value: Any, wrong: str, right: str) -> tuple[Any, int]:
    """`value` (JSON) with the words replaced in every text, and how often. Addresses and names of fields are left alone."""
    if isinstance(value, dict):
        parts = {key: _replaced(item, wrong, right) for key, item in value.items() if key not in {"slug", "url_path"}}
        kept = {key: value[key] for key in ("slug", "url_path") if key in value}
        return {**{key: part for key, (part, _n) in parts.items()}, **kept}, sum(n for _part, n in parts.values())
    if isinstance(value, list):
        rows = [_replaced(item, wrong, right) for item in value]
        return [row for row, _n in rows], sum(n for _row, n in rows)
    if isinstance(value, str):
        if value[:1] in "[{":  # a stream is stored as JSON in text
            try:
                inner, count = _replaced(json.loads(value), wrong, right)
            except ValueError:
                return value.replace(wrong, right), value.count(wrong)
            return json.dumps(inner, ensure_ascii=False), count
        return value.replace(wrong, right), value.count(wrong)
    return value, 0


def notify(kind: str, to: User, page: Page, key: str) -> None:
    """Leaves a notice for one person, once for a key."""
    Notice.objects.get_or_create(to=to, key=key, defaults={"kind": kind, "page_id": page.pk})


def published(page: Page, when: Any) -> None:
    """What follows from a publication, however it came: notes show, a withdrawal is lifted."""
    Correction.objects.filter(page=page, published_at=None).update(published_at=when)
    Withdrawal.objects.filter(page=page, lifted_at=None).update(lifted_at=when)


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


def _writers(record: EmergencyPublication) -> set[int]:
    revisions = Revision.objects.for_instance(record.page).filter(created_at__lte=record.at)
    previous = revisions.filter(pk__lt=record.revision_id or 0).order_by("-pk")[:20]
    return {revision.user_id for revision in previous} | ({record.revision.user_id} if record.revision else set())


def _members(*keys: str) -> list[User]:
    names = [BY_KEY[key].name for key in keys]
    return list(User.objects.filter(is_active=True, groups__name__in=names).distinct())
