"""Names and numbers that a government site shows on every page (国务院办公厅《政府网站发展指引》)."""

from copy import copy
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Locale, Orderable, Site

from ..edition import remember
from ..fields import BodyField


class FooterLink(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=30)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.URLBlock(label=_("or address"), required=False)

    class Meta:
        icon = "link"
        label = _("link")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value["page"]) == bool(value["address"]):
            raise blocks.StructBlockValidationError(
                block_errors={"page": ValidationError(_("Choose a page or give an address, one of the two."))}
            )
        return value


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting, ClusterableModel):
    """One row for each site. `for_request` gives the names in the language of the page that is shown."""

    name = models.CharField(_("site name"), max_length=60)
    seal = models.CharField(_("seal text"), max_length=4, blank=True, help_text=_("Four characters in the red seal"))
    code = models.CharField(
        _("government site code"),
        max_length=10,
        blank=True,
        help_text=_("Ten figures, given by the office that keeps the register of government sites"),
        validators=[RegexValidator(r"^\d{10}$", _("The code has ten figures."))],
    )
    icp = models.CharField(
        _("ICP number"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^\w{1,2}ICP备\d{6,10}号(-\d{1,3})?$", _("Write it like 云ICP备12345678号-1."))],
    )
    police_record = models.CharField(
        _("police record number"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^\w{1,2}公网安备 ?\d{14}号$", _("Write it like 云公网安备 53000000000001号."))],
    )
    organiser = models.CharField(_("organiser"), max_length=100, blank=True)
    operator = models.CharField(_("operator"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"^[\d()（）+ -]{5,40}$", _("Enter figures, spaces, brackets and hyphens only."))],
    )
    email = models.EmailField(_("e-mail"), blank=True)
    report_error_url = models.URLField(
        _("report-an-error link"),
        blank=True,
        help_text=_(
            "The address that the national platform for reporting errors on government sites gave to this site"
        ),
    )
    footer_links = BodyField([("link", FooterLink())], blank=True, verbose_name=_("footer links"))

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("seal"), FieldPanel("code")], heading=_("names")),
        MultiFieldPanel(
            [FieldPanel("icp"), FieldPanel("police_record"), FieldPanel("report_error_url")],
            heading=_("records"),
        ),
        MultiFieldPanel([FieldPanel("organiser"), FieldPanel("operator")], heading=_("responsible")),
        MultiFieldPanel([FieldPanel("address"), FieldPanel("phone"), FieldPanel("email")], heading=_("contact")),
        FieldPanel("footer_links"),
        InlinePanel("words", heading=_("in other languages"), label=_("language")),
    ]

    class Meta:
        verbose_name = _("site details")

    @classmethod
    def for_request(cls, request: HttpRequest) -> "SiteSettings":
        """For showing only: what is translated stands in the place of the original."""
        from ..routing import find_site

        kept = getattr(request, cls.get_cache_attr_name(), None)
        if kept is not None:
            return kept
        site = find_site(request)
        language = get_language() or settings.LANGUAGE_CODE
        key = ("site details", site.pk if site else None, language)
        found = copy(remember(key, lambda: cls._in_language(site, language)))
        found._request = request
        setattr(request, cls.get_cache_attr_name(), found)
        return found

    @classmethod
    def _in_language(cls, site: Site | None, language: str) -> "SiteSettings":
        found = cls.for_site(site)
        if language != settings.LANGUAGE_CODE:
            for words in found.words.filter(locale__language_code=language):
                for field in SiteWords.TRANSLATED:
                    setattr(found, field, getattr(words, field) or getattr(found, field))
        return found


class SiteWords(Orderable):
    """The names of the site in one more language."""

    TRANSLATED = ("name", "seal", "organiser", "operator", "address")

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="words")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("site name"), max_length=60)
    seal = models.CharField(_("seal text"), max_length=4, blank=True)
    organiser = models.CharField(_("organiser"), max_length=100, blank=True)
    operator = models.CharField(_("operator"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)

    panels = [FieldPanel(name) for name in ("locale", "name", "seal", "organiser", "operator", "address")]

    class Meta(Orderable.Meta):
        verbose_name = _("names in another language")
        verbose_name_plural = _("names in other languages")
        constraints = [models.UniqueConstraint(fields=["settings", "locale"], name="one_set_of_names_for_a_language")]

    def __str__(self) -> str:
        return self.name
