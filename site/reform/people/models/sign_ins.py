"""The log of sign-ins."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignIn(models.Model):
    """One attempt to sign in, for the auditor. Keeps the account when it exists, never the name that was typed."""

    class Result(models.TextChoices):
        SUCCESS = "success", _("signed in")
        FAILURE = "failure", _("wrong name or password")
        SECOND = "second", _("wrong second factor")
        LOCKED = "locked", _("locked out")
        OUT = "out", _("signed out")
        IDLE = "idle", _("signed out after idle time")

    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sign_ins",
    )
    result = models.CharField(_("result"), max_length=10, choices=Result)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.user or '?'}: {self.get_result_display()}"

    @property
    def username(self) -> str:
        return self.user.username if self.user else ""

    @property
    def name(self) -> str:
        return self.user.name if self.user else ""
