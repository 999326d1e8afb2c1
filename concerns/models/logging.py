"""What helps at the telephone: templates for repeated matters, drafts that survive a crash."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .concern import Concern


class LogTemplate(models.Model):
    """A repeated matter (常见事项): its words and what it is classified as."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    text = models.TextField(_("text"), max_length=2000)
    kind = models.CharField(_("kind"), max_length=10, choices=Concern.Kind.choices, blank=True)
    topic = models.ForeignKey(
        "pages.Topic", verbose_name=_("topic"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("topic"), FieldPanel("order")]),
    ]

    class Meta:
        verbose_name = _("repeated matter")
        verbose_name_plural = _("repeated matters")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class LogDraft(models.Model):
    """What somebody was logging: kept on the server, never in the browser of a shared machine; dropped when logged or old."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft of a concern")
        verbose_name_plural = _("drafts of concerns")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user_id)
