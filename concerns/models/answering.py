"""The answer on its way: a draft several people write, agreed to, released, sent and from then on frozen."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .concern import Concern


class Answer(models.Model):
    """One answer for each time a concern is worked on. Once sent its text never changes; erasure alone empties it."""

    class Way(models.TextChoices):
        EMAIL = "email", _("e-mail")
        LETTER = "letter", _("printed letter")
        PHONE = "phone", _("telephone")
        WEB = "web", _("status page only")

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="answers")
    text = models.TextField(pgettext_lazy("of a concern", "answer"), blank=True, max_length=20_000)
    version = models.PositiveIntegerField(default=0)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("written by"), related_name="+")
    citations: Any = models.ManyToManyField(
        "wagtailcore.Page", verbose_name=_("explainers and policies cited"), blank=True, related_name="+"
    )
    saved_at = models.DateTimeField(_("saved"), null=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Who has the draft open: others read it until the lock runs out.
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    locked_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True)
    way = models.CharField(_("sent by"), max_length=8, choices=Way.choices, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of a concern", "answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["concern"], condition=models.Q(sent_at=None), name="one_answer_in_the_making"
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern_id}: {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `TypeError` for an answer that was sent before."""
        if self.pk and Answer.objects.filter(pk=self.pk, sent_at__isnull=False).exists():
            raise TypeError("an answer that was sent is frozen")
        super().save(*args, **kwargs)
