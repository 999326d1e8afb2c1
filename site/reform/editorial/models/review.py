"""Tables of the three-step review (三审). Every change of state is in `reform.editorial.actions`."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Task, TaskState

from reform.people.calendar import Calendar, UnknownYear
from reform.people.roles import BY_KEY


class ReviewLock(WorkflowLock):
    """While a page is in review nobody changes it: what is approved is what was read."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> Any:
        if self.task.in_group(user):
            return _("This page is in review and cannot be changed. Pass it or send it back with the menu below.")
        return _("This page is in review and cannot be changed. Withdraw it from review to go on editing.")

    def get_locked_by(self, user: Any, can_lock: bool = False) -> Any:
        return _("Locked while in review")

    def get_description(self, user: Any, can_lock: bool = False) -> Any:
        return self.get_message(user)


class ReviewTask(Task):
    """One of the three steps, for the members of one role. Its times are first read from `rules/review.yaml`."""

    group = models.ForeignKey(Group, verbose_name=_("reviewers"), on_delete=models.PROTECT, related_name="review_tasks")
    days = models.PositiveSmallIntegerField(
        _("days allowed"), default=1, help_text=_("Counted from when the page reaches this step.")
    )
    working_days = models.BooleanField(
        _("only working days count"),
        default=True,
        help_text=_("By the working calendar in the settings, with its holidays and make-up working days."),
    )
    remind_hours = models.PositiveSmallIntegerField(
        _("remind (hours before)"), default=8, help_text=_("0: no reminder before the time is over")
    )

    lock_class = ReviewLock
    admin_form_fields = [*Task.admin_form_fields, "group", "days", "working_days", "remind_hours"]
    # The three steps are the rule of the house; an administrator sets their times, not who they belong to.
    admin_form_readonly_on_edit_fields = [*Task.admin_form_readonly_on_edit_fields, "group"]

    panels = [FieldPanel("days"), FieldPanel("working_days"), FieldPanel("remind_hours")]

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Starts this step, or the first one that this revision has not passed: an edit starts the review again."""
        expected = workflow_state.get_next_task()
        if expected is not None and expected.pk != self.pk:
            return expected.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def due(self, started_at: datetime, calendar: Calendar) -> datetime:
        """When a step that started then should be done: the same hour, `days` later.

        Raises `UnknownYear` when the working calendar does not reach that far: which days are worked is not guessed.
        """
        moment = timezone.localtime(started_at)
        if not self.working_days:
            return moment + timedelta(days=self.days)
        return datetime.combine(calendar.after(moment.date(), self.days), moment.timetz())

    def in_group(self, user: Any) -> bool:
        names = getattr(user, "_role_names", None)
        if names is None:
            names = user._role_names = set(user.groups.values_list("name", flat=True))
        return user.is_active and self.group.name in names

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.in_group(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        from ..queries import is_last_step, why_not

        state = obj.current_workflow_task_state
        if state is None or why_not(state, user):
            return []
        approve = _("Approve and publish") if is_last_step(state) else _("Approve")
        return [("approve", approve, True), ("reject", _("Send back"), True)]

    def get_form_for_action(self, action: str) -> Any:
        from ..forms import ApproveForm, SendBackForm  # forms need the models loaded

        return SendBackForm if action == "reject" else ApproveForm

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Wagtail's own views come in here: the same doors as ours."""
        from .. import actions

        comment = kwargs.get("comment", "")
        if action_name == "approve":
            actions.approve(task_state, user, comment)
        elif action_name == "reject":
            actions.send_back(task_state, user, comment)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if not self.in_group(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls) -> Any:
        return _("One step of the three-step review: members of a role approve or send back")


class Correction(models.Model):
    """A dated note (更正) that readers see below the article. It shows once a revision that holds it is published."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="corrections")
    # The note belongs to this revision and those after it; publishing an older one does not show it.
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(_("what was corrected"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-published_at", "-at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text


class Withdrawal(models.Model):
    """A page taken down (撤稿), with the reason its address gives to readers. Outlives the page."""

    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="withdrawals")
    path = models.CharField(max_length=400, db_index=True)
    title = models.CharField(max_length=255)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-at", "-pk"]
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return self.title


class EmergencyPublication(models.Model):
    """A page published before its review, by the one role that may; open until 终审 has looked at it."""

    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="emergency_publications")
    title = models.CharField(max_length=255)
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    # Who had written on the text: none of them may look at it afterwards.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("emergency publication")
        verbose_name_plural = _("emergency publications")
        ordering = ["-at", "-pk"]
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """What the mail of a message needs to go out once. Rooms have their own tables, with `kind`, `to` and what it is about."""

    key = models.CharField(max_length=100, help_text="The same key for the same person is written once.")
    at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class Notice(Message):
    """A message to one person about a page, written in the transaction of what it tells; `send_notices` mails it.

    Holds no text of drafts: kind and page say all that a mail may say.
    """

    class Kind(models.TextChoices):
        TO_REVIEW = "to_review", _("A page waits for your review")
        SENT_BACK = "sent_back", _("A page was sent back to you")
        PUBLISHED = "published", _("Your page was published")
        SCHEDULED = "scheduled", _("Your page was approved and waits for its hour")
        REMINDER = "reminder", _("A review is due soon")
        OVERDUE = "overdue", _("A review is overdue")
        NOBODY = "nobody", _("Nobody can do the next review step")
        CALENDAR = "calendar", _("The working calendar is missing: a review has no deadline")
        EMERGENCY = "emergency", _("A page was published in the emergency path")
        WITHDRAWN = "withdrawn", _("A page was withdrawn")
        TAKEN_BACK = "taken_back", _("A page was taken out of review")

    kind = models.CharField(max_length=20, choices=Kind)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="one_notice_for_a_key")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page_id}"


@register_setting(icon="check", order=400)
class ReviewSettings(BaseGenericSetting):
    """When reminders may go out."""

    office_from = models.PositiveSmallIntegerField(
        _("office hours from (hour)"), default=9, validators=[MaxValueValidator(23)]
    )
    office_to = models.PositiveSmallIntegerField(
        _("office hours until (hour)"), default=18, validators=[MaxValueValidator(24)]
    )

    panels = [
        HelpPanel(
            content=_(
                "Reminders of reviews are sent in these hours only, on the days that the working calendar has as worked. "
                "In a year whose calendar is missing: from Monday to Friday."
            )
        ),
        FieldPanel("office_from"),
        FieldPanel("office_to"),
    ]

    class Meta:
        verbose_name = _("review reminders")
        default_permissions = ("change",)

    def is_open(self, now: datetime, calendar: Calendar) -> bool:
        """Whether somebody is at the office. Nobody's term hangs on it, so an unknown year is taken as an ordinary one."""
        moment = timezone.localtime(now)
        try:
            worked = calendar.is_working_day(moment.date())
        except UnknownYear:
            worked = moment.isoweekday() <= 5
        return worked and self.office_from <= moment.hour < self.office_to


STEPS = ("first_review", "second_review", "final_review")


def step_names() -> list[str]:
    """初审, 复审, 终审: the steps carry the names of their roles."""
    return [BY_KEY[key].name for key in STEPS]
