"""What helps others: a question and its answer without anything that tells who asked, as a page of its own."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from reform.pages.access import ReviewedPagePermissionTester
from reform.pages.models import BasePage, ColumnPage

from .concern import Concern


class AnswersPage(ColumnPage):
    """The public list of answers (你问我答). Context: as `ColumnPage`; entries are answers."""

    parent_page_types = ["pages.HomePage", "pages.ColumnPage"]
    subpage_types = ["concerns.AnswerPage"]
    template = "concerns/answers.html"

    class Meta:
        verbose_name = _("column of answers")
        verbose_name_plural = _("columns of answers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from reform.pages.listing import listing
        from reform.pages.queries import NEWEST, public_pages

        pages = public_pages().exact_type(AnswerPage).descendant_of(self).filter(first_published_at__isnull=False)
        found = listing(request, pages.order_by(*NEWEST), ("topic", "unit", "year")).context()
        return super(ColumnPage, self).get_context(request, *args, **kwargs) | found

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.template


class ClosedPermissionTester(ReviewedPagePermissionTester):
    """An answer's page is made and taken down by `actions.publishing` alone; nobody edits it past the second person."""

    def can_edit(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return False


class AnswerPage(BasePage):
    """One question with its answer. `title` is the question in one sentence; the words were approved by a second person."""

    question = models.TextField(_("question"), max_length=5000)
    answer = models.TextField(pgettext_lazy("of a concern", "answer"), max_length=20_000)
    received_on = models.DateField(_("received"))
    answered_on = models.DateField(pgettext_lazy("of a concern", "answered"))

    is_creatable = False
    parent_page_types = ["concerns.AnswersPage"]
    subpage_types: list[str] = []
    schema_type = "QAPage"
    template = "concerns/answer.html"

    class Meta:
        verbose_name = _("public answer")
        verbose_name_plural = _("public answers")

    def permissions_for_user(self, user: Any) -> ClosedPermissionTester:
        """Nobody changes it here, superusers included."""
        return ClosedPermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `cited`, the public pages that the answer refers to, and `helped`, or None below five."""
        from reform.pages.queries import public_pages, specific

        from ..figures import publishable

        cited = public_pages().filter(pk__in=self.citations.values("cited")).order_by("pk")
        helped = self.helpful.filter(helpful=True).count()
        more = {"cited": specific(list(cited)), "helped": publishable(helped)}
        return super().get_context(request, *args, **kwargs) | more


class AnswerCitation(models.Model):
    """An explainer or policy that a public answer refers to, and that shows the answer in turn."""

    page = models.ForeignKey(AnswerPage, models.CASCADE, related_name="citations")
    cited = models.ForeignKey(Page, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("citation of a public answer")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "cited"], name="one_citation_of_an_answer")]

    def __str__(self) -> str:
        return f"{self.page_id} → {self.cited_id}"


class HelpfulVote(models.Model):
    """“Was this helpful?” The day, yes or no; nothing that tells who."""

    page = models.ForeignKey(AnswerPage, models.CASCADE, related_name="helpful")
    day = models.DateField(_("day"))
    helpful = models.BooleanField(_("helpful"))

    class Meta:
        verbose_name = _("vote on a public answer")
        verbose_name_plural = _("votes on public answers")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_id} {self.day}"


class PublicAnswer(models.Model):
    """The work on one publication: the redacted words, why it may be published, who wrote and who approved."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("to be approved")
        PUBLISHED = "published", _("published")
        DOWN = "down", _("taken down")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("The person agreed, and nothing tells who they are")
        DEIDENTIFIED = "deidentified", _("Nothing at all tells who they are, not even to neighbours")

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="public_answer")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(_("question in one sentence"), max_length=120)
    question = models.TextField(_("question"), max_length=5000)
    answer = models.TextField(pgettext_lazy("of a concern", "answer"), max_length=20_000)
    basis = models.CharField(_("why it may be published"), max_length=12, choices=Basis)
    topic = models.ForeignKey(
        "pages.Topic", verbose_name=_("topic"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What the check still found and the writer said may stay, such as the name of a post; the approver reads it.
    kept = models.JSONField(default=list)
    returned = models.CharField(_("why it was returned"), max_length=300, blank=True)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("written by"), related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    page = models.OneToOneField(AnswerPage, models.SET_NULL, null=True, related_name="made_from")
    changed = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("publication of an answer")
        verbose_name_plural = _("publications of answers")
        ordering = ["-changed"]
        default_permissions = ()
        permissions = [
            ("write_publicanswer", _("prepare answers for publication")),
            ("approve_publicanswer", _("approve the publication of answers, and take them down")),
        ]

    def __str__(self) -> str:
        return self.title
