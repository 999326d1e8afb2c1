"""What follows from Wagtail's own signals, in the transaction that sent them."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry, WorkflowState
from wagtail.signals import page_published, task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from reform.pages.edition import new_edition
from reform.people.models import User

from . import actions, attachments, history, notices, queries
from .models import Correction, Notice, Withdrawal, WordingEntry, WordingVersion


@receiver(task_submitted)
def tell_reviewers(sender: Any, instance: Any, user: Any, **kwargs: Any) -> None:
    step = queries.step_of(instance)
    if step is not None:
        notices.step_started(step)


# The next three carry the names under which Wagtail connects its own mails, and come first: those are then not
# connected. Wagtail's mails are sent inside the transaction, and quote comments.


@receiver(workflow_submitted, sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification")
def nothing_to_tell(sender: Any, **kwargs: Any) -> None:
    """The reviewers are told by `tell_reviewers`."""


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification")
def tell_editor_sent_back(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """Tells who submitted and who wrote; when they have left, the administrators."""
    step = instance.current_task_state
    people = {person.pk: person for person in (instance.requested_by, step.revision.user) if person}
    told = [person for person in people.values() if person.is_active] or notices.members("site_admin")
    notices.notify(Notice.Kind.SENT_BACK, told, instance.content_object, f"back:{step.pk}")


@receiver(workflow_approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")
def tell_editor_published(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    page = instance.content_object
    kind = Notice.Kind.SCHEDULED if page.approved_schedule else Notice.Kind.PUBLISHED
    if instance.requested_by and instance.requested_by.is_active:
        notices.notify(kind, [instance.requested_by], page, f"done:{instance.pk}")


@receiver(page_published)
def follow_publication(sender: Any, instance: Page, revision: Any = None, **kwargs: Any) -> None:
    """Wagtail sends this also when a page was only scheduled."""
    if instance.live:
        actions.published(instance, revision, instance.last_published_at or timezone.now())


@receiver(post_save, sender=User)
def account_closed(sender: Any, instance: User, created: bool, **kwargs: Any) -> None:
    if not created and not instance.is_active:
        tell_of_stuck_steps()


@receiver(m2m_changed, sender=User.groups.through)
def role_taken(sender: Any, action: str, **kwargs: Any) -> None:
    if action in {"post_remove", "post_clear"}:
        tell_of_stuck_steps()


def tell_of_stuck_steps() -> None:
    """A reviewer has gone: the others of the role still have the step; where there is no other, somebody must be told."""
    for step in queries.open_steps():
        if not step.eligible:
            notices.nobody(step)


@receiver(pre_save, sender=PageLogEntry)
def join_saves(sender: Any, instance: PageLogEntry, **kwargs: Any) -> None:
    if instance._state.adding:
        history.join(instance)


@receiver(post_save, sender=PageLogEntry)
def thin_saves(sender: Any, instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    if created:
        history.thin(instance)


@receiver([post_save, post_delete], sender=Correction)
@receiver([post_save, post_delete], sender=Withdrawal)
def public_note_changed(sender: Any, **kwargs: Any) -> None:
    new_edition()


@receiver([post_save, post_delete], sender=WordingEntry)
def wording_changed(sender: Any, **kwargs: Any) -> None:
    WordingVersion.bump()


@receiver(post_delete, sender=get_document_model())
def file_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    attachments.forget(instance)
