"""Time limits: the rules, and the clocks that run by them. Counting is in `concerns.clocks`, changes in `actions.clocks`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .. import clocks
from .concern import Concern

RULES = Path(__file__).parents[1] / "rules" / "clocks.yaml"


@cache
def shipped() -> dict[str, Any]:
    """The rules as they were shipped, and which concerns they are for."""
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))


def hours_list(value: Any) -> None:
    """Raises `ValidationError`."""
    if not isinstance(value, list) or not all(isinstance(item, int) and 0 < item <= 2000 for item in value):
        raise ValidationError(_("Give a list of hours, such as [48, 24]."))


class ClockRule(models.Model):
    """How long something may take, as an administrator may change it. A running clock keeps what it started with."""

    class Unit(models.TextChoices):
        HOURS = clocks.HOURS, _("hours")
        WORKING_DAYS = clocks.WORKING_DAYS, _("working days")
        DAYS = clocks.DAYS, _("days")

    class Until(models.TextChoices):
        FIRST_RESPONSE = "first_response", _("first response")
        ANSWER = "answer", _("the answer is sent")
        UNIT_RESPONSE = "unit_response", _("answer of the unit")

    key = models.SlugField(_("key"), max_length=30, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=40)
    unit = models.CharField(_("counted in"), max_length=12, choices=Unit.choices)
    amount = models.PositiveSmallIntegerField(
        _("time allowed"), validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    until = models.CharField(_("stops with"), max_length=15, choices=Until.choices)
    extension = models.PositiveSmallIntegerField(
        _("longest extension"), default=0, validators=[MaxValueValidator(365)], help_text=_("Once, by an approver")
    )
    warn = models.JSONField(_("warnings (hours before the end)"), default=list, blank=True, validators=[hours_list])
    source = models.CharField(_("source"), max_length=200)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("amount"), FieldPanel("extension")]),
        FieldPanel("warn"),
        FieldPanel("source"),
    ]

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        ordering = ["pk"]
        default_permissions = ("change", "view")

    def __str__(self) -> str:
        return self.name


class Clock(models.Model):
    """One running time limit of a concern. It keeps the numbers it started with; `due` is None while it is paused.

    `unknown_year`: the working calendar of that year was missing when `due` was counted; a job counts again.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="clocks")
    rule = models.CharField(_("rule"), max_length=30)
    name = models.CharField(_("name"), max_length=40)
    unit = models.CharField(_("counted in"), max_length=12, choices=ClockRule.Unit.choices)
    amount = models.PositiveSmallIntegerField(_("time allowed"))
    until = models.CharField(_("stops with"), max_length=15, choices=ClockRule.Until.choices)
    longest_extension = models.PositiveSmallIntegerField(default=0)
    warn = models.JSONField(default=list)
    source = models.CharField(_("source"), max_length=200)
    start = models.DateTimeField(_("start"))
    due = models.DateTimeField(_("due"), null=True, blank=True)
    unknown_year = models.PositiveSmallIntegerField(null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    extended_by = models.PositiveSmallIntegerField(_("extended by"), default=0)
    extension_approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["start", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["due"], name="running_clocks", condition=models.Q(stopped_at=None))]

    def __str__(self) -> str:
        return f"{self.concern_id}: {self.rule}"

    @property
    def paused(self) -> bool:
        return any(pause.end is None for pause in self.pauses.all())

    @property
    def kept(self) -> bool | None:
        """Whether it was stopped in time; None while nobody can say."""
        if self.stopped_at is None or self.due is None:
            return None
        return self.stopped_at <= self.due


class ClockPause(models.Model):
    """From `start` the clock waited (for the person) until `end`."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses")
    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause of a clock")
        ordering = ["start", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.clock_id}: {self.start:%Y-%m-%d}"
