"""Exemplars (典型): units and people whose way of doing things others can copy."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page, Revision, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from reform.pages.models import BodyPage, ColumnPage, Figure

from .consents import Consent
from .honours import Honour

# 1985年3月生, 生于1985年, 出生日期: the day of birth has no place on a person's page.
BIRTH = re.compile(
    r"(?:19|20)\d\d\s*年\s*(?:\d{1,2}\s*月\s*)?(?:\d{1,2}\s*日\s*)?(?:出\s*)?生(?![产活态长意])|生于\s*(?:19|20)\d\d|出生(?:日期|年月)"
)


class ExemplarsPage(ColumnPage):
    """The column of exemplars: a grid or list with filters. Context: as `ColumnPage`, and `grid`, `grid_url`, `list_url`."""

    parent_page_types = ["pages.HomePage", "pages.ColumnPage"]
    subpage_types = ["typicals.ExemplarPage", "pages.StandardPage"]
    template = "typicals/exemplars.html"

    class Meta:
        verbose_name = _("column of exemplars")
        verbose_name_plural = _("columns of exemplars")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .. import browse

        # Not the column's own list: its filters are others.
        return super(ColumnPage, self).get_context(request, *args, **kwargs) | browse.context(request, self)


class ExemplarPage(BodyPage):
    """An exemplar (先进典型), a unit or a person: what others can copy, what was done, how, and what came of it.

    `body` is how it was done. Templates use `steps.all`, `results.all`, `photos.all` and the context's `awards`,
    `related_pages`, `lessons`. A person's page has no field for birth date, number or address, and is public only while their
    consent holds.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", _("unit")
        PERSON = "person", _("person")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.UNIT)
    subject = models.CharField(
        _("unit or person"), max_length=60, help_text=_("The name as it is to be shown; of a person, the name alone")
    )
    post = models.CharField(_("post"), max_length=60, blank=True, help_text=_("Of a person: where and as what"))
    region = models.ForeignKey(
        "people.Region", verbose_name=_("region"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, validators=[MinValueValidator(1978), MaxValueValidator(2100)]
    )
    done = models.TextField(_("what was done"), max_length=600)
    contact_office = models.CharField(
        _("office"), max_length=60, blank=True, help_text=_("Of the unit, whom others may ask")
    )
    contact_phone = models.CharField(
        _("telephone of the office"),
        max_length=30,
        blank=True,
        help_text=_("A line of the office. The administrator adds it to the published numbers, or you confirm it."),
    )

    content_panels = [
        *BodyPage.content_panels[:1],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
                FieldRowPanel([FieldPanel("subject"), FieldPanel("post")]),
                FieldPanel("region"),
                HelpPanel(
                    content=_(
                        "A person's page needs their recorded consent: “Consent…” in the menu of the page. Write no "
                        "date of birth, no number and no home address."
                    )
                ),
            ],
            heading=_("who"),
        ),
        *BodyPage.content_panels[1:-1],
        InlinePanel("steps", label=_("step"), heading=_("what can be copied"), help_text=_("One step after the other")),
        FieldPanel("done"),
        InlinePanel("results", label=_("result"), heading=_("results"), help_text=_("Each figure with its source")),
        FieldPanel("body", heading=_("how it was done")),
        InlinePanel("photos", label=_("picture"), heading=_("gallery"), max_num=12),
        InlinePanel("honours", label=_("honour"), heading=_("honours")),
        MultiFieldPanel([FieldPanel("contact_office"), FieldPanel("contact_phone")], heading=_("contact of the unit")),
        InlinePanel("related", label=_("page"), heading=_("related stories and policies"), max_num=6),
    ]
    schema_type = "Article"
    shown_with = (*BodyPage.shown_with, "region")
    read_with = ("steps", "results", "photos", "honours", "related")
    parent_page_types = ["typicals.ExemplarsPage"]
    subpage_types: list[str] = []
    template = "typicals/exemplar.html"
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        SynchronizedField("contact_phone", overridable=False),
    ]

    class Meta:
        verbose_name = _("exemplar")
        verbose_name_plural = _("exemplars")

    @property
    def is_person(self) -> bool:
        return self.kind == self.Kind.PERSON

    @property
    def where(self) -> str:
        return str(self.region) if self.region else ""

    @property
    def kicker(self) -> str:
        kind = _now("Exemplary person") if self.is_person else _now("Exemplary unit")
        return " · ".join(filter(None, [kind, self.where]))

    @property
    def result_sources(self) -> list[str]:
        """The sources of the figures, each once."""
        return list(dict.fromkeys(result.source for result in self.results.all()))

    def obstacles(self) -> list[tuple[str, str]]:
        """Besides the wording: what makes an exemplar one, and what protects a person."""
        found = [*super().obstacles()]
        for name in ("subject", "region", "year", "done"):
            if not getattr(self, name):
                label = self._meta.get_field(name).verbose_name
                found.append((name, _now("“%(field)s” is missing.") % {"field": label}))
        if not self.topics.all():
            found.append(("topics", _now("File the exemplar under at least one topic: it is found by its field.")))
        if not self.steps.all():
            found.append(("", _now("Write at least one step that others can copy.")))
        if self.is_person:
            found += self._personal_obstacles()
        return found

    def _personal_obstacles(self) -> list[tuple[str, str]]:
        from reform.editorial import page_text

        found = []
        if not Consent.holds_for(self):
            found.append(("kind", _now("The person's consent is not recorded, or was withdrawn.")))
        if any(BIRTH.search(piece.text) for piece in page_text.pieces(self) if not piece.document):
            found.append(("", _now("A date of birth stands on the page of a person. Take it out.")))
        return found

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> None:
        """As every page, but whichever way a person's text comes here, it needs the consent.

        Raises `ValidationError` without it: at the last approval, at a set hour, in the emergency path, in code.
        """
        if revision.as_object().is_person and not Consent.holds_for(self):
            raise ValidationError(_now("The person's consent is not recorded, or was withdrawn."))
        super().publish(revision, user, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `awards` (see `queries.awards`), `related_pages` (public ones, in this language, in the editor's order), `lessons`,
        `topics` (in this language)."""
        from reform.pages.lessons import lessons_for
        from reform.pages.queries import know_pictures

        from .. import queries

        pictures = know_pictures(photo.image_id for photo in self.photos.all())
        for photo in self.photos.all():
            if photo.image_id in pictures:
                photo.image = pictures[photo.image_id]
        return super().get_context(request, *args, **kwargs) | {
            "awards": queries.awards(self.honours.all()),
            "related_pages": queries.related_pages(self),
            "lessons": lessons_for(self),
            "topics": queries.topics_of(self),
        }


class ExemplarStep(TranslatableMixin, Orderable):
    """One step of what can be copied (可复制经验)."""

    page = ParentalKey(ExemplarPage, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"), blank=True, max_length=600)

    panels = [FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("step to copy")


class ExemplarResult(Figure):
    """What came of it."""

    page = ParentalKey(ExemplarPage, on_delete=models.CASCADE, related_name="results")

    class Meta(Figure.Meta):
        verbose_name = _("result of an exemplar")


class ExemplarPhoto(TranslatableMixin, Orderable):
    page = ParentalKey(ExemplarPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        "pages.CustomImage", verbose_name=_("picture"), on_delete=models.PROTECT, related_name="+"
    )
    alt = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("Empty: the picture's own alternative text")
    )
    caption = models.CharField(_("caption"), max_length=200, blank=True)

    panels = [FieldPanel("image"), FieldPanel("alt"), FieldPanel("caption")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("picture of an exemplar")

    # What `blocks/picture.html` asks of a picture.
    @property
    def alt_text(self) -> str:
        return self.alt or self.image.alt

    @property
    def credit_text(self) -> str:
        return self.image.credit

    @property
    def map_approval(self) -> str:
        return self.image.map_approval if self.image.is_map else ""


class ExemplarHonour(TranslatableMixin, Orderable):
    """An honour that an exemplar received. Whether it still holds stands in `HonourRevocation`."""

    page = ParentalKey(ExemplarPage, on_delete=models.CASCADE, related_name="honours")
    honour = models.ForeignKey(Honour, verbose_name=_("honour"), on_delete=models.PROTECT, related_name="awards")
    awarded_on = models.DateField(_("date"))
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    document = models.ForeignKey(
        "pages.CustomDocument",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        FieldPanel("honour"),
        FieldRowPanel([FieldPanel("awarded_on"), FieldPanel("document_number")]),
        FieldPanel("document"),
    ]
    # The honour is shown in the reader's language by its own translation, not by another row.
    override_translatable_fields = [
        SynchronizedField("honour", overridable=False),
        SynchronizedField("document_number", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("honour of an exemplar")


class RelatedPage(Orderable):
    """A story, a policy or any other page, in the language of the source; readers get it in theirs."""

    page = ParentalKey(ExemplarPage, on_delete=models.CASCADE, related_name="related")
    target = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("related page")
