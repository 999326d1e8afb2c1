"""The ledger of credit hours (学时). Rows are only added; a mistake is taken back by a row of its own."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .progress import Enrolment


class HourEntry(models.Model):
    """Hours that somebody earned, with the rule that gave them. `meter` is what they count towards (`rules/hours.yaml`)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="hour_entries"
    )
    unit = models.ForeignKey(
        "people.Unit", verbose_name=_("unit"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("day"), db_index=True)
    hours = models.DecimalField(_("credit hours"), max_digits=5, decimal_places=1)
    meter = models.CharField(_("counts towards"), max_length=20)
    rule = models.CharField(_("rule"), max_length=60)
    title = models.CharField(_("for what"), max_length=255)
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="hour_entries"
    )
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("entered"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    # Hours were earned in the unit of that day.
    KEEP_UNIT_ON_MERGE = ("unit",)

    class Meta:
        verbose_name = _("entry of hours")
        verbose_name_plural = _("entries of hours")
        default_permissions = ("view",)
        permissions = [("reverse_hours", _("take hours back"))]
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "rule"], condition=models.Q(reverses=None), name="a_rule_gives_hours_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.hours} ({self.title})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `TypeError` for a row that exists: the ledger is not rewritten."""
        if not self._state.adding:
            raise TypeError("An entry of hours is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An entry of hours is append-only.")
