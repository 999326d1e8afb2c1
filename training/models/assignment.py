"""Who is to take which course until when, and what is sent to people about it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .course import CoursePage


class Assignment(models.Model):
    """A course given to units, rank groups and people, with a start and a due date (学习任务).

    Who belongs to it is worked out from `units`, `ranks` and `people` and kept as `Assignee` rows; while it is open,
    somebody who joins a unit gets it too.
    """

    title = models.CharField(_("title"), max_length=100)
    course = models.ForeignKey(
        CoursePage, verbose_name=_("course"), on_delete=models.PROTECT, related_name="assignments"
    )
    units = models.ManyToManyField("people.Unit", verbose_name=_("units"), blank=True, related_name="+")
    with_sub_units = models.BooleanField(_("with the units below"), default=True)
    ranks = models.JSONField(_("rank groups"), default=list, blank=True)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("people"), blank=True, related_name="+")
    starts_on = models.DateField(_("starts"), default=timezone.localdate)
    due_on = models.DateField(_("due"))
    note = models.CharField(_("note to the people"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-due_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.due_on and self.due_on < self.starts_on:
            raise ValidationError({"due_on": _now("It would be due before it starts.")})

    @property
    def is_open(self) -> bool:
        """Whether new members of its units still get it, and reminders go out."""
        return self.closed_at is None

    def has_started(self, today: date | None = None) -> bool:
        return self.starts_on <= (today or timezone.localdate())


class Assignee(models.Model):
    """A person who has an assignment. `left_at`: no longer a member of its units; exempt with a reason, or not."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="assignees")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="assigned"
    )
    since = models.DateTimeField(_("assigned"), auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)
    exempt_reason = models.CharField(_("reason of the exemption"), max_length=200, blank=True)
    exempt_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    exempt_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("assigned person")
        verbose_name_plural = _("assigned people")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["assignment", "user"], name="once_in_an_assignment")]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.user}"


class UnitContact(models.Model):
    """Who answers for training in a unit (培训联络员): told of what is overdue there and in the units below without one."""

    unit = models.OneToOneField("people.Unit", verbose_name=_("unit"), on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )

    # A merged unit's contact is not that of its heir.
    KEEP_UNIT_ON_MERGE = ("unit",)

    class Meta:
        verbose_name = _("training contact")
        verbose_name_plural = _("training contacts")
        ordering = ["unit__path"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.user}"


class TrainingNotice(models.Model):
    """A message to one person; mailed by the job, shown on “My learning” while it matters. All but `SEALED`, whose `text` is
    the title of the quiz, are about an assignment."""

    class Kind(models.TextChoices):
        GIVEN = "given", _("A course was assigned to you")
        DUE = "due", _("A course is due soon")
        NUDGE = "nudge", _("Please go on with your course")
        OVERDUE = "overdue", _("People of your unit are overdue")
        SEALED = "sealed", _("Exam papers were sealed")

    kind = models.CharField(max_length=10, choices=Kind)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="training_notices")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, null=True, related_name="notices")
    text = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="one_training_notice_for_a_key")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.assignment_id}"


class AssignmentEvent(models.Model):
    """What was done with an assignment: append-only, for the auditor. No results of people, only who did what."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("what happened"), max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.assignment_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `TypeError` for a row that exists: history is not rewritten."""
        if not self._state.adding:
            raise TypeError("An event of an assignment is append-only.")
        super().save(*args, **kwargs)
