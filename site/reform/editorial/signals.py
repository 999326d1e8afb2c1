"""What follows from Wagtail's own signals, in the transaction that sent them."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, WorkflowState
from wagtail.signals import page_published, task_submitted, workflow_approved, workflow_rejected

from reform.pages.edition import new_edition
from reform.people.models import User
from reform.people.roles import BY_KEY

from . import actions, gate, queries
from .models import Correction, Notice, ReviewTask, Withdrawal, WordingEntry


@receiver(task_submitted)
def tell_reviewers(sender: Any, instance: Any, user: Any, **kwargs: Any) -> None:
    """Tells everybody who can act on the step; when nobody can, the administrators."""
    if not isinstance(instance.task.specific, ReviewTask):
        return
    page = instance.workflow_state.content_object
    people = queries.eligible(instance)
    for person in people:
        actions.notify(Notice.Kind.TO_REVIEW, person, page, f"step:{instance.pk}")
    if not people:
        tell_administrators(page, f"nobody:{instance.pk}")


def tell_administrators(page: Page, key: str) -> None:
    for person in User.objects.filter(is_active=True, groups__name=BY_KEY["site_admin"].name):
        actions.notify(Notice.Kind.NOBODY, person, page, key)


@receiver(workflow_rejected, sender=WorkflowState)
def tell_editor_sent_back(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    if instance.requested_by:
        key = f"back:{instance.current_task_state_id}"
        actions.notify(Notice.Kind.SENT_BACK, instance.requested_by, instance.content_object, key)


@receiver(workflow_approved, sender=WorkflowState)
def tell_editor_published(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    if instance.requested_by:
        actions.notify(Notice.Kind.PUBLISHED, instance.requested_by, instance.content_object, f"done:{instance.pk}")


@receiver(page_published)
def follow_publication(sender: Any, instance: Page, **kwargs: Any) -> None:
    actions.published(instance, instance.last_published_at or timezone.now())


@receiver([post_save, post_delete], sender=Correction)
@receiver([post_save, post_delete], sender=Withdrawal)
def public_note_changed(sender: Any, **kwargs: Any) -> None:
    new_edition()


@receiver([post_save, post_delete], sender=WordingEntry)
def wording_changed(sender: Any, **kwargs: Any) -> None:
    transaction.on_commit(gate.forget_wording)
