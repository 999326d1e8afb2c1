"""The pages that hold the site together. What their templates get stands in each class's docstring."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from ..fields import BodyField
from ..sections import HomeBlock, Shelf
from .base import BasePage, BodyPage


class HomePage(BasePage):
    """The front page, composed by editors from sections. Context: `shelf`, from which the sections take their pages."""

    sections = BodyField(HomeBlock(), verbose_name=_("sections"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("sections")]
    schema_type = "WebSite"
    lists_nothing = False
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"shelf": Shelf(self.sections)}


class ColumnPage(BasePage):
    """A column (栏目) that lists its pages.

    Context: `entries` (pages of their own class, cover, unit and column at hand), `filters` (see `listing.Filter`),
    `filtered`, `kept` (what the reader typed), `older_url`, `newer_url`. What it lists, and in which template, depends on its class
    (`listing.register_column_list`).
    """

    class Kind(models.TextChoices):
        """Column classes of the government site rules, which set how often a column must be updated."""

        NEWS = "news", _("news")
        NOTICE = "notice", _("notices")
        POLICY = "policy", _("policies")
        OTHER = "other", _("other")

    kind = models.CharField(_("class"), max_length=10, choices=Kind, default=Kind.OTHER)
    update_days = models.PositiveIntegerField(
        _("promised update interval (days)"), null=True, blank=True, help_text=_("Empty: no promise")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("kind"), FieldPanel("update_days")]
    schema_type = "CollectionPage"
    lists_nothing = False
    parent_page_types = ["pages.HomePage", "pages.ColumnPage"]
    template = "pages/column.html"

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..listing import column_list, listing
        from ..queries import column_articles

        shown = column_list(self.kind)
        pages, kept = shown.narrow(request, column_articles(self))
        found = listing(request, pages, shown.filters(), keep=kept).context()
        found |= {"kept": kept, "filtered": found["filtered"] or bool(kept)}
        return super().get_context(request, *args, **kwargs) | found

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        from ..listing import column_list

        # A column of a class of its own has its own template.
        return column_list(self.kind).template if type(self) is ColumnPage else self.template


class TopicPage(BodyPage):
    """A special topic (专题): an introduction and the pages filed under its topics. Context: as `ColumnPage`."""

    schema_type = "CollectionPage"
    lists_nothing = False
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types: list[str] = []
    template = "pages/topic.html"

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..listing import listing
        from ..queries import topic_articles

        found = listing(request, topic_articles(self.topics.all(), self.locale_id), ("year", "unit"))
        return super().get_context(request, *args, **kwargs) | found.context()


class StandardPage(BodyPage):
    """A page of text: about us, news, notices, help."""

    schema_type = "Article"
    parent_page_types = ["pages.HomePage", "pages.ColumnPage", "pages.StandardPage"]
    template = "pages/standard.html"

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
