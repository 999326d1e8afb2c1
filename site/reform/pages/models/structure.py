from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from ..blocks import HomeBlock
from ..fields import BodyField
from .base import BasePage, BodyPage


class HomePage(BasePage):
    """The front page, composed by editors from sections."""

    sections = BodyField(HomeBlock(), verbose_name=_("sections"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("sections")]
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`sections`: what the editor composed, its pages and their covers fetched together."""
        from ..sections import resolve

        return {**super().get_context(request, *args, **kwargs), "sections": resolve(self.sections, request)}


class ColumnPage(BasePage):
    """A column (栏目) that lists its pages."""

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
    parent_page_types = ["pages.HomePage", "pages.ColumnPage"]
    template = "pages/column.html"

    class Meta:
        verbose_name = _("column")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`entries` with their cursors, what they can be narrowed to, and what they are narrowed to."""
        from .. import queries

        filters = queries.Filters.of(request.GET)
        pages = filters.apply(queries.column_pages(self))
        piece = queries.page_by_key(pages, request.GET.get("before", ""), request.GET.get("after", ""))
        return {
            **super().get_context(request, *args, **kwargs),
            "entries": piece.entries,
            "older_url": link(filters, before=piece.older),
            "newer_url": link(filters, after=piece.newer),
            "filters": filters,
            "choices": queries.filter_choices(self),
        }


def link(filters: Any, **cursor: str) -> str:
    """The address of the next stretch, as a query; empty when there is none."""
    (name, value) = next(iter(cursor.items()))
    return "?" + urlencode({**filters.params(), name: value}) if value else ""


class TopicPage(BodyPage):
    """A special topic (专题): an introduction and the pages filed under its topics."""

    parent_page_types = ["pages.HomePage", "pages.ColumnPage"]
    subpage_types: list[str] = []
    template = "pages/topic.html"

    class Meta:
        verbose_name = _("topic page")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`entries`: the pages filed under the topics of this page, wherever they stand."""
        from .. import queries

        pages = queries.topic_pages(list(self.topics.all()), self.locale_id).exclude(pk=self.pk)
        piece = queries.page_by_key(pages, request.GET.get("before", ""), request.GET.get("after", ""))
        filters = queries.Filters()
        return {
            **super().get_context(request, *args, **kwargs),
            "entries": piece.entries,
            "older_url": link(filters, before=piece.older),
            "newer_url": link(filters, after=piece.newer),
        }


class StandardPage(BodyPage):
    """A page of text: about us, news, notices, help."""

    parent_page_types = ["pages.HomePage", "pages.ColumnPage"]
    subpage_types: list[str] = []
    template = "pages/standard.html"

    class Meta:
        verbose_name = _("standard page")
