from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.http import HttpRequest
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
    # What the page is to search engines, a type of schema.org.
    schema_type = "WebPage"

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

    @property
    def column(self) -> Page | None:
        """The column (栏目) the page stands in, as a base page; None outside of columns."""
        from .structure import ColumnPage

        parent = self.get_parent()
        if parent is None or parent.specific_class is None or not issubclass(parent.specific_class, ColumnPage):
            return None
        return parent

    @property
    def trail(self) -> list[Page]:
        """The pages above this one, from the home page down: the breadcrumb. No query for a page that was routed to."""
        pages: list[Page] = []
        parent = self.get_parent()
        while parent is not None and parent.depth > 1:
            pages.insert(0, parent)
            parent = parent.get_parent()
        return pages

    @property
    def updated_at(self) -> datetime | None:
        """When a reader should know that the text changed after it first appeared; None when it did not."""
        first, last = self.first_published_at, self.last_published_at
        return last if first and last and last - first >= timedelta(minutes=1) else None

    @property
    def description(self) -> str:
        """What search engines and shared links show."""
        return self.search_description or self.summary

    @property
    def cover_text(self) -> str:
        """The alternative text of the cover: the page's own, else the picture's."""
        return self.cover_alt or (self.cover.alt if self.cover else "")

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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `linked_pages`, from which the blocks that embed pages take theirs."""
        from .. import queries

        links = [child.value["page"] for child in self.body.blocks_by_name("page_link")]
        found = queries.specific_by_id(page.pk for page in links if page)
        return super().get_context(request, *args, **kwargs) | {"linked_pages": found}
