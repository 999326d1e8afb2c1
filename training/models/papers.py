"""Exam papers that were sealed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .quiz import Quiz


class PaperArchive(models.Model):
    """A zip of all papers of a quiz as they stood (see `training.archive`). Marks that changed later make another one."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="archives", verbose_name=_("quiz"))
    file = models.FileField(upload_to="papers/")
    sha256 = models.CharField("SHA-256", max_length=64)
    attempts = models.PositiveIntegerField(pgettext_lazy("at a quiz", "attempts"))
    last_step = models.BigIntegerField(editable=False)  # the newest step in it: what came later is not
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("sealed papers")
        verbose_name_plural = _("sealed papers")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.quiz} · {self.sha256[:12]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `TypeError` for a row that exists: what was sealed stays."""
        if not self._state.adding:
            raise TypeError("Sealed papers are not changed.")
        super().save(*args, **kwargs)
