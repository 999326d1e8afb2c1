"""Reform stories (改革故事)."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from reform.pages import queries
from reform.pages.models import BodyPage, Figure


class StoryPage(BodyPage):
    """A reform story (改革故事): who, where, what was hard, what changed.

    Templates use `people.all`, `changes.all` (figures with their source), `where` and the context's `related_pages`.
    """

    region = models.ForeignKey(
        "people.Region",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    place = models.CharField(_("place in detail"), max_length=60, blank=True)
    hardship = models.TextField(_("what was hard"), blank=True, max_length=500)

    content_panels = [
        *BodyPage.content_panels[:-1],
        MultiFieldPanel([FieldPanel("region"), FieldPanel("place")], heading=_("where")),
        InlinePanel("people", label=_("person"), heading=_("the people in it")),
        FieldPanel("hardship"),
        InlinePanel("changes", label=_("change"), heading=_("what changed")),
        FieldPanel("body"),
        InlinePanel("related", label=_("story"), heading=_("related stories"), max_num=4),
    ]
    schema_type = "NewsArticle"
    shown_with = (*BodyPage.shown_with, "region")
    read_with = ("people", "changes", "related")
    parent_page_types = ["pages.ColumnPage"]
    subpage_types: list[str] = []
    template = "publicity/story.html"

    class Meta:
        verbose_name = _("reform story")
        verbose_name_plural = _("reform stories")

    @property
    def where(self) -> str:
        """The place as readers see it: the place in detail, else the region."""
        return self.place or (self.region.name if self.region else "")

    @property
    def kicker(self) -> str:
        return " · ".join(filter(None, [str(self._meta.verbose_name), self.where]))

    @property
    def change_sources(self) -> list[str]:
        """The sources of the figures, each once."""
        return list(dict.fromkeys(change.source for change in self.changes.all()))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `related_pages`: the related stories that are public, in the editor's order."""

        def find() -> list[Any]:
            ids = [row.story_id for row in self.related.all()]
            found = queries.specific_by_id(ids, StoryPage)
            return [found[pk] for pk in ids if pk in found]

        # Looked up only when that part of the page is rendered (`{% remembered %}`).
        return super().get_context(request, *args, **kwargs) | {"related_pages": SimpleLazyObject(find)}


class StoryPerson(TranslatableMixin, Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=40)
    post = models.CharField(_("post"), max_length=60, blank=True)

    panels = [FieldPanel("name"), FieldPanel("post")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("person in a story")


class StoryChange(Figure):
    """What changed."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="changes")

    class Meta(Figure.Meta):
        verbose_name = _("change in a story")


class RelatedStory(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="related")
    story = models.ForeignKey(StoryPage, verbose_name=_("story"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("story")]

    class Meta(Orderable.Meta):
        verbose_name = _("related story")
