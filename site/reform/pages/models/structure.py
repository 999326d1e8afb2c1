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
    max_count_per_parent = 1
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")


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
    template = "pages/column.html"

    class Meta:
        verbose_name = _("column")


class TopicPage(BodyPage):
    """A special topic (专题): an introduction and the pages filed under its topics."""

    template = "pages/topic.html"

    class Meta:
        verbose_name = _("topic page")


class StandardPage(BodyPage):
    """A page of text: about us, news, notices, help."""

    template = "pages/standard.html"

    class Meta:
        verbose_name = _("standard page")
