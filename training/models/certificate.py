"""Certificates (结业证书): how they look, who holds which, and what was taken back."""

import re
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .progress import Enrolment

PLACE = re.compile(r"\{(\w+)\}")
PLACES = ("name", "unit", "course", "hours", "date", "year", "serial", "issuer")


def new_token() -> str:
    return secrets.token_urlsafe(16)


class CertificateTemplate(models.Model):
    """What a certificate says and shows. An administrator edits it; issued certificates are drawn with it anew."""

    name = models.CharField(_("name"), max_length=60)
    heading = models.CharField(_("heading"), max_length=30, default="结业证书")
    text = models.TextField(
        _("text"),
        max_length=600,
        help_text=_("Use {name}, {unit}, {course}, {hours}, {date}, {year}, {serial} and {issuer}"),
    )
    issuer = models.CharField(_("issuer"), max_length=60)
    signed_by = models.CharField(_("signed by"), max_length=60, blank=True)
    seal = models.ForeignKey(
        "pages.CustomImage", verbose_name=_("seal"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signature = models.ForeignKey(
        "pages.CustomImage",
        verbose_name=_("signature"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    background = models.ForeignKey(
        "pages.CustomImage",
        verbose_name=_("background"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    default = models.BooleanField(_("use for new certificates"), default=False)

    class Meta:
        verbose_name = _("template of certificates")
        verbose_name_plural = _("templates of certificates")
        ordering = ["-default", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        unknown = [name for name in PLACE.findall(self.text) if name not in PLACES]
        if unknown:
            message = _now("Nothing fills the place {%(name)s}: use the names given.") % {"name": unknown[0]}
            raise ValidationError({"text": message})


class Certificate(models.Model):
    """A certificate as it was issued: name, course and hours are those of that day. `token` is in the holder's link."""

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")
        REPLACED = "replaced", _("replaced by a new one")

    serial = models.CharField(_("number"), max_length=20, unique=True)
    token = models.CharField(max_length=40, default=new_token, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("holder"), on_delete=models.PROTECT, related_name="certificates"
    )
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    template = models.ForeignKey(CertificateTemplate, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    unit_name = models.CharField(_("unit"), max_length=100, blank=True)
    course_title = models.CharField(_("course"), max_length=255)
    hours = models.DecimalField(_("credit hours"), max_digits=5, decimal_places=1)
    issuer = models.CharField(_("issuer"), max_length=60)
    issued_on = models.DateField(_("issued"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VALID)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    ended_reason = models.CharField(_("reason"), max_length=200, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        default_permissions = ("view",)
        permissions = [
            ("revoke_certificate", _("revoke and issue certificates anew")),
            ("export_certificate", _("download certificates of others")),
        ]
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=models.Q(state="valid"), name="one_valid_certificate_of_a_course"
            )
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def words(self) -> str:
        """The text of the template with this certificate's own words in its places."""
        day = self.issued_on
        values = {
            "name": self.name, "unit": self.unit_name, "course": self.course_title, "year": str(day.year),
            "hours": f"{self.hours.normalize():f}", "date": f"{day.year}年{day.month}月{day.day}日",
            "serial": self.serial, "issuer": self.issuer,
        }  # fmt: skip
        return PLACE.sub(lambda match: values.get(match[1], match[0]), self.template.text)


class CertificateBatch(models.Model):
    """A zip of many certificates, made by the job worker. Deleted with its file after some days."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        MAKING = "making", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("asked for"), auto_now_add=True)
    certificates = models.JSONField(default=list)
    title = models.CharField(_("of"), max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="certificates/", blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def total(self) -> int:
        return len(self.certificates)
