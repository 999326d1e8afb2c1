"""The working calendar as a table: which years are known, and the days in them that differ from the ordinary week."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel


class WorkingYear(ClusterableModel):
    """A year whose working days are known. A year without a row is an error for whoever counts (DESIGN, section 6)."""

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    source = models.CharField(
        _("source"), max_length=200, help_text=_("The notice of the State Council, with its number")
    )

    panels = [
        HelpPanel(
            content=_(
                "Monday to Friday are working days, Saturday and Sunday are not. List the days of this year that are "
                "otherwise: holidays on weekdays, and weekend days worked to make up for them."
            )
        ),
        FieldRowPanel([FieldPanel("year"), FieldPanel("source")]),
        InlinePanel("days", label=_("special day"), heading=_("days that differ from the week")),
    ]

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class SpecialDay(models.Model):
    """A weekday that is free, or a weekend day that is worked (调休)."""

    calendar = ParentalKey(WorkingYear, on_delete=models.CASCADE, related_name="days")
    date = models.DateField(_("date"), unique=True)
    working = models.BooleanField(_("working day"), default=False)
    name = models.CharField(_("name"), max_length=40, blank=True)

    panels = [FieldRowPanel([FieldPanel("date"), FieldPanel("working"), FieldPanel("name")])]

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["date"]

    def __str__(self) -> str:
        return self.date.isoformat()

    def clean(self) -> None:
        super().clean()
        if self.date and self.working == (self.date.isoweekday() <= 5):
            raise ValidationError({"working": _("This day is so in any week; only days that differ are listed.")})
        if self.date and self.calendar.year and self.date.year != self.calendar.year:
            raise ValidationError({"date": _("The day is not in this year.")})
