"""The record of what was done. Rows come from `concerns.events.append` alone."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .concern import Concern


class AppendOnly(models.QuerySet["ConcernEvent"]):
    def update(self, **fields: Any) -> NoReturn:
        raise TypeError("events are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("events are append-only")


class ConcernEvent(models.Model):
    """What was done; rows are only added. `concern` is empty for what concerns many, such as an import."""

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    concern = models.ForeignKey(
        Concern, models.PROTECT, verbose_name=_("concern"), null=True, blank=True, related_name="events"
    )
    kind = models.CharField(_("kind"), max_length=30)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    data = models.JSONField(_("data"), default=dict)
    at = models.DateTimeField(_("time"), db_index=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("event of a concern")
        verbose_name_plural = _("events of concerns")
        ordering = ["-number"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.kind

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once. Raises `TypeError` for a second time."""
        if not self._state.adding:
            raise TypeError("events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("events are append-only")


class EventChain(models.Model):
    """One row: the end of the chain. Whoever appends locks it."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("end of the chain of events")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
