"""The consent of a person to a page about them (《个人信息保护法》第十四条、第十五条)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from reform.pages.models.files import CheckedFileField, StoredFirst


class Consent(StoredFirst):
    """What a person agreed to, for the page in all its languages. Readers never see it."""

    class How(models.TextChoices):
        WRITTEN = "written", _("signed on paper")
        ELECTRONIC = "electronic", _("signed electronically")

    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    # The consent holds for every translation of the page.
    page_key = models.UUIDField(db_index=True)
    given_on = models.DateField(_("given on"))
    how = models.CharField(_("how"), max_length=12, choices=How, default=How.WRITTEN)
    scope = models.CharField(
        _("what the person agreed to"),
        max_length=300,
        help_text=_("For example: name, post, deeds and two pictures, on this site and its accounts"),
    )
    file = CheckedFileField(
        _("signed form"),
        upload_to="typicals/consents",
        blank=True,
        help_text=_("A PDF or Word file. Only those who record and audit consents can open it."),
    )
    file_size = models.PositiveIntegerField(null=True, editable=False)
    file_hash = models.CharField(max_length=40, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-recorded_at"]
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return f"{self.given_on:%Y-%m-%d}"

    @classmethod
    def holds_for(cls, page: Any) -> bool:
        """Whether the person of this page has agreed and not taken it back."""
        return cls.objects.filter(page_key=page.translation_key, withdrawn_at=None).exists()
