from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

from ..access import ReviewedPagePermissionTester
from ..blocks import BodyBlock
from ..fields import BodyField
from ..forms import PageForm


class BasePage(Page):
    """What every page of the site carries. Abstract: `WAGTAIL_PAGE_MODEL` is not swapped (DESIGN, decision 10)."""

    unit = models.ForeignKey(
        "people.Unit",
        verbose_name=_("unit responsible"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    source = models.CharField(_("source"), max_length=100, blank=True)
    responsible_editor = models.CharField(_("responsible editor"), max_length=60, blank=True)
    summary = models.TextField(_("summary"), blank=True, max_length=300)
    cover = models.ForeignKey(
        "pages.CustomImage",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cover_alt = models.CharField(_("alternative text of the cover"), max_length=200, blank=True)
    cover_caption = models.CharField(_("caption of the cover"), max_length=200, blank=True)
    topics = ParentalManyToManyField("pages.Topic", verbose_name=_("topics"), blank=True, related_name="+")
    noindex = models.BooleanField(_("hide from search engines"), default=False)

    base_form_class = PageForm

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("cover"), FieldPanel("cover_alt"), FieldPanel("cover_caption")], heading=_("cover")
        ),
    ]
    attribution_panels = [
        FieldPanel("unit"),
        FieldPanel("source"),
        FieldPanel("responsible_editor"),
        FieldPanel("topics"),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("noindex")]

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> ReviewedPagePermissionTester:
        """Who may do what: see `access`."""
        return ReviewedPagePermissionTester(user, self)

    @classmethod
    def get_edit_handler(cls):
        """Tabs: content, attribution, promotion, settings. A page class only lists its panels."""
        return TabbedInterface(
            [
                ObjectList(cls.content_panels, heading=_("Content")),
                ObjectList(cls.attribution_panels, heading=_("Attribution")),
                ObjectList(cls.promote_panels, heading=_("Promotion")),
                ObjectList(cls.settings_panels, heading=_("Settings")),
            ]
        ).bind_to_model(cls)


class BodyPage(BasePage):
    """A page with a body of blocks."""

    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        abstract = True
