"""Who takes which course, and how far they are. Rows belong to the course in the source language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .course import CoursePage, LessonPage


class Enrolment(models.Model):
    """A person takes a course. Completed once, by the rules; what is published later does not undo it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="enrolments"
    )
    course = models.ForeignKey(
        CoursePage, verbose_name=_("course"), on_delete=models.PROTECT, related_name="enrolments"
    )
    started_at = models.DateTimeField(_("begun"), auto_now_add=True)
    last_lesson = models.ForeignKey(LessonPage, null=True, on_delete=models.SET_NULL, related_name="+")
    last_at = models.DateTimeField(_("last seen"), null=True)
    completed_at = models.DateTimeField(_("completed"), null=True, db_index=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["user", "course"], name="one_enrolment_in_a_course")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} · {self.course}"


class LessonProgress(models.Model):
    """How far somebody is in a lesson. `covered` are the seconds of a recording that were really played, as [from, to]."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="lessons")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    position = models.FloatField(default=0)
    covered = models.JSONField(default=list)
    beat_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_progress_in_a_lesson")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.lesson_id}"

    @property
    def watched(self) -> float:
        """Seconds of the recording that were played, each counted once."""
        return sum(end - start for start, end in self.covered)
