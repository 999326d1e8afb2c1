"""Policy documents (政策文件) with what is known of them: number, makers, dates, state, what replaced them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Revision, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from reform.pages.edition import shared_row
from reform.pages.models import BodyPage
from reform.people.models import Unit

from ..numbers import number_key


class PolicyPage(BodyPage):
    """A document of an office, in full. Templates use `bodies.all`, `attachments.all`, and from the context `outline`,
    `replaces`, `replaced_by`, `explainers` (public pages each) and `files`."""

    class State(models.TextChoices):
        VALID = "valid", _("in force")
        AMENDED = "amended", _("amended")
        REPEALED = "repealed", _("repealed")
        EXPIRED = "expired", _("expired")

    class Classification(models.TextChoices):
        NORMATIVE = "normative", _("normative document")
        PLAN = "plan", _("work plan")
        OPINION = "opinion", _("guiding opinion")
        MEASURES = "measures", _("rules and measures")
        NOTICE = "notice", _("notification")
        REPLY = "reply", _("official reply")
        OTHER = "other", _("other document")

    OUT_OF_FORCE = (State.REPEALED, State.EXPIRED)

    document_number = models.CharField(
        _("document number"), max_length=60, blank=True, help_text=_("As printed: 云改发〔2026〕3号")
    )
    number_key = models.CharField(max_length=60, blank=True, editable=False, db_index=True)
    classification = models.CharField(
        _("classification"), max_length=12, choices=Classification, default=Classification.OTHER
    )
    keywords = models.CharField(_("keywords"), max_length=200, blank=True, help_text=_("Parted by spaces"))
    state = models.CharField(_("state of the document"), max_length=10, choices=State, default=State.VALID)
    date_made = models.DateField(_("date made"), null=True, blank=True)
    date_published = models.DateField(_("date published"), null=True, blank=True)
    date_in_force = models.DateField(_("date of entry into force"), null=True, blank=True)
    date_repealed = models.DateField(
        _("date of repeal or expiry"), null=True, blank=True, help_text=_("May lie ahead for a document of fixed term")
    )
    addressees = models.TextField(_("addressees"), blank=True, max_length=500)
    signature = models.CharField(_("signed by"), max_length=200, blank=True)
    note = models.CharField(_("note to the document"), max_length=200, blank=True)
    wide_concern = models.BooleanField(
        _("of wide concern"),
        default=False,
        help_text=_(
            "Such a document is published with its explainer, or with a plan that names who explains it by when."
        ),
    )
    plan_person = models.CharField(_("who will explain it"), max_length=60, blank=True)
    plan_date = models.DateField(
        _("explained by"),
        null=True,
        blank=True,
        help_text=_("Empty: the office's own promise, counted in working days"),
    )

    # A document has one number, whatever language it is read in.
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        SynchronizedField("document_number", overridable=False),
        SynchronizedField("number_key", overridable=False),
    ]
    content_panels = [
        *BodyPage.content_panels[:-2],
        MultiFieldPanel(
            [
                FieldPanel("document_number"),
                FieldRowPanel([FieldPanel("classification"), FieldPanel("state")]),
                FieldRowPanel([FieldPanel("date_made"), FieldPanel("date_published")]),
                FieldRowPanel([FieldPanel("date_in_force"), FieldPanel("date_repealed")]),
                FieldPanel("keywords"),
            ],
            heading=_("what is known of it"),
        ),
        InlinePanel("bodies", label=_("issuing body"), heading=_("issuing bodies")),
        FieldPanel("addressees"),
        FieldPanel("body", heading=_("full text")),
        FieldRowPanel([FieldPanel("signature"), FieldPanel("note")]),
        InlinePanel("attachments", label=_("attachment"), heading=_("attachments")),
        InlinePanel("replaced", label=_("document"), heading=_("documents that this one replaces")),
        MultiFieldPanel(
            [FieldPanel("wide_concern"), FieldRowPanel([FieldPanel("plan_person"), FieldPanel("plan_date")])],
            heading=_("explanation"),
        ),
        BodyPage.content_panels[-2],
    ]
    schema_type = "Article"
    read_with = ("bodies", "attachments", "replaced")
    parent_page_types = ["pages.ColumnPage"]
    subpage_types: list[str] = []
    template = "publicity/policy.html"

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")

    @property
    def kicker(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def out_of_force(self) -> bool:
        return self.state in self.OUT_OF_FORCE

    @property
    def keyword_list(self) -> list[str]:
        return self.keywords.replace("、", " ").replace("，", " ").replace(",", " ").split()

    def clean(self) -> None:
        """Dates in order; a state that says since when."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.date_made and self.date_published and self.date_published < self.date_made:
            errors["date_published"] = _now("The document was published before it was made?")
        if self.date_made and self.date_in_force and self.date_in_force < self.date_made:
            errors["date_in_force"] = _now("The document came into force before it was made?")
        if self.out_of_force and not self.date_repealed:
            errors["date_repealed"] = _now("Say since when the document is no longer in force.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.number_key = number_key(self.document_number)[:60]
        return super().save(*args, **kwargs)

    def obstacles(self) -> list[tuple[str, str]]:
        """Adds what a document of wide concern lacks (`plans`); an explainer that is in review as well counts."""
        from .. import plans

        return [*super().obstacles(), *plans.obstacles(self, with_review=True)]

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> None:
        """As every page's, but now the explainer must be there too, or the plan. Raises `ValidationError`.

        What was approved for an hour that has come is not asked again.
        """
        from .. import plans

        if not revision.approved_go_live_at:
            found = plans.obstacles(revision.as_object(), with_review=False)
            if found:
                raise ValidationError([sentence for _name, sentence in found])
        super().publish(revision, user, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .. import queries
        from ..articles import outline

        return (
            super().get_context(request, *args, **kwargs)
            | queries.relations_of_policy(self)
            | {"outline": outline(self.body), "files": queries.files_of(self)}
        )

    @property
    def structured_data(self) -> list[dict[str, Any]]:
        """What search engines read of a law: https://schema.org/Legislation."""
        force = {
            self.State.VALID: "InForce",
            self.State.AMENDED: "PartiallyInForce",
        }.get(self.State(self.state), "NotInForce")
        return [
            {
                "@type": "Legislation",
                "name": self.title,
                "legislationIdentifier": self.document_number,
                "legislationDate": _iso(self.date_made),
                "legislationDateVersion": _iso(self.date_in_force),
                "legislationLegalForce": f"https://schema.org/{force}",
                "keywords": ",".join(self.keyword_list),
            }
        ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


class IssuingBody(TranslatableMixin, Orderable):
    """发文机关: one of our units, or another office by its name."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="bodies")
    unit = models.ForeignKey(
        "people.Unit", verbose_name=_("unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("or its name"), max_length=60, blank=True)

    panels = [FieldPanel("unit"), FieldPanel("name")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("issuing body")

    def __str__(self) -> str:
        """In full, as the document has it; in other languages by the English name of the unit."""
        if self.name or self.unit_id is None:
            return self.name
        unit = shared_row(Unit, self.unit_id)
        if unit is None:
            return ""
        chinese = (get_language() or settings.LANGUAGE_CODE).startswith("zh")
        return unit.name if chinese else unit.name_en or unit.name

    def clean(self) -> None:
        super().clean()
        if not self.unit_id and not self.name.strip():
            raise ValidationError({"unit": _now("Choose a unit or give a name.")})


class PolicyAttachment(TranslatableMixin, Orderable):
    """附件: named in the document; the file may follow."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(_("title"), max_length=120)
    document = models.ForeignKey(
        "pages.CustomDocument",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = [FieldPanel("title"), FieldPanel("document")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("attachment")


class Replacement(Orderable):
    """One document replaces another: kept on the new one, shown on both."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="replaced")
    old = models.ForeignKey(
        PolicyPage, verbose_name=_("replaced document"), on_delete=models.CASCADE, related_name="replacements"
    )

    panels = [PageChooserPanel("old")]

    class Meta(Orderable.Meta):
        verbose_name = _("replacement")

    def clean(self) -> None:
        super().clean()
        if self.page_id and self.page_id == self.old_id:
            raise ValidationError({"old": _now("A document does not replace itself.")})
