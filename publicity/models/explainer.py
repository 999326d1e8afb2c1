"""Explainers (政策解读): what a policy means for whom, question by question."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from reform.pages.fields import BodyField
from reform.pages.models import BodyPage

from ..blocks import ExplainerBlock
from .policy import PolicyPage


class ExplainerPage(BodyPage):
    """Templates use `changes.all` (before and now), and from the context `policies` (public) and `questions`."""

    class Form(models.TextChoices):
        TEXT = "text", _("in words")
        PICTURES = "pictures", _("in pictures")
        QUESTIONS = "questions", _("questions and answers")
        VIDEO = "video", _("as a video")
        PRESS = "press", _("press conference")
        EXPERT = "expert", _("by an expert")

    form = models.CharField(_("form of explanation"), max_length=10, choices=Form, default=Form.TEXT)
    audience = models.CharField(_("for whom it matters"), max_length=120, blank=True)
    body = BodyField(ExplainerBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *BodyPage.content_panels[:-1],
        FieldPanel("form"),
        InlinePanel("explains", label=_("document"), heading=_("documents that it explains")),
        FieldPanel("audience"),
        InlinePanel("changes", label=_("change for you"), heading=_("what changes for you")),
        FieldPanel("body"),
    ]
    schema_type = "Article"
    read_with = ("explains", "changes")
    parent_page_types = ["pages.ColumnPage"]
    subpage_types: list[str] = []
    template = "publicity/explainer.html"

    class Meta:
        verbose_name = _("explainer")
        verbose_name_plural = _("explainers")

    @property
    def kicker(self) -> str:
        return f"{self._meta.verbose_name} · {self.get_form_display()}"

    @property
    def questions(self) -> list[dict[str, str]]:
        """Every question of the body: `anchor`, `question`, `answer` (HTML)."""
        from ..blocks import questions_of

        return questions_of(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .. import queries

        found = {"policies": queries.policies_of(self), "questions": self.questions}
        return super().get_context(request, *args, **kwargs) | found

    @property
    def structured_data(self) -> list[dict[str, Any]]:
        """The questions as search engines read them: https://schema.org/FAQPage."""
        entities = [
            {
                "@type": "Question",
                "name": item["question"],
                "acceptedAnswer": {"@type": "Answer", "text": item["answer"]},
            }
            for item in self.questions
        ]
        return [{"@type": "FAQPage", "mainEntity": entities}] if entities else []


class ExplainedPolicy(Orderable):
    """An explainer explains a document: kept on the explainer, shown on both."""

    page = ParentalKey(ExplainerPage, on_delete=models.CASCADE, related_name="explains")
    policy = models.ForeignKey(
        PolicyPage, verbose_name=_("explained document"), on_delete=models.CASCADE, related_name="explained"
    )

    panels = [PageChooserPanel("policy")]

    class Meta(Orderable.Meta):
        verbose_name = _("explained document")


class ExplainerChange(TranslatableMixin, Orderable):
    """What it was like before, and what it is like now."""

    page = ParentalKey(ExplainerPage, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(_("how it was"), max_length=120, blank=True)
    now = models.CharField(_("how it is now"), max_length=120)

    panels = [FieldPanel("before"), FieldPanel("now")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("change for you")
