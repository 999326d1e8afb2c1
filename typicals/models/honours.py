"""Honours (荣誉) that exemplars hold, and what was taken back of them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField


class Level(models.TextChoices):
    """Who grants an honour, from the state down to the county."""

    NATIONAL = "national", pgettext_lazy("level of an honour", "national")
    PROVINCIAL = "provincial", pgettext_lazy("level of an honour", "provincial")
    CITY = "city", pgettext_lazy("level of an honour", "city")
    COUNTY = "county", pgettext_lazy("level of an honour", "county")


class Honour(TranslatableMixin, models.Model):
    """An honour as such: its name, its level and who awards it. Its page of a year lists who received it."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.CharField(
        _("address"),
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Small letters and figures, joined by hyphens."))],
        help_text=_("In pinyin, such as gai-ge-xian-jin-dan-wei. It stays when the name changes."),
    )
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.COUNTY)
    awarding_body = models.CharField(_("awarding body"), max_length=100)
    order = models.PositiveIntegerField(_("order"), default=0)

    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("honour")
        verbose_name_plural = _("honours")
        ordering = ["order", "name"]
        unique_together = [("translation_key", "locale"), ("locale", "slug")]

    def __str__(self) -> str:
        return self.name


class HonourRevocation(models.Model):
    """An honour that somebody no longer holds. It shows at once, in every language, beside the honour.

    It names the row of the page by its translation key: the page's text and its review go on untouched.
    """

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", _("withdrawn by the awarding body")
        CANCELLED = "cancelled", _("cancelled: the award was not in order")

    award_key = models.UUIDField(unique=True)
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    honour = models.ForeignKey(Honour, verbose_name=_("honour"), on_delete=models.PROTECT, related_name="revocations")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    reason = models.CharField(_("reason"), max_length=300, help_text=_("Readers see it."))
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("revoked honour")
        verbose_name_plural = _("revoked honours")
        ordering = ["-at"]
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return f"{self.honour}（{self.get_kind_display()}）"
