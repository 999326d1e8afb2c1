from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ..fields import BodyField


class FooterLink(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=30)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.URLBlock(label=_("or address"), required=False)


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Names and numbers that a government site shows on every page (国务院办公厅《政府网站发展指引》)."""

    name = models.CharField(_("site name"), max_length=60)
    seal = models.CharField(_("seal text"), max_length=4, blank=True, help_text=_("Four characters in the red seal"))
    code = models.CharField(_("government site code"), max_length=20, blank=True, help_text=_("网站标识码"))
    icp = models.CharField(_("ICP number"), max_length=60, blank=True)
    police_record = models.CharField(_("police record number"), max_length=60, blank=True)
    organiser = models.CharField(_("organiser"), max_length=100, blank=True, help_text=_("主办单位"))
    operator = models.CharField(_("operator"), max_length=100, blank=True, help_text=_("承办单位"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    report_error_url = models.URLField(_("report-an-error link"), blank=True, help_text=_("我为政府网站找错"))
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
    ]

    class Meta:
        verbose_name = _("site details")
