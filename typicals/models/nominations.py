"""Nominations (推荐): what a unit proposes, what verifiers confirmed, what people object. Changes are in `nominating`."""

from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import Select
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from reform.pages.filetypes import check_document
from reform.pages.models.files import CheckedFileField, StoredFirst

from ..moves import State
from ..nomination_form import NominationForm
from .exemplars import ExemplarPage
from .honours import Honour

RULES = Path(__file__).parents[1] / "rules" / "nomination.yaml"


@cache
def shipped_rules() -> dict[str, int]:
    """The numbers as they were shipped."""
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))


def _shipped(name: str) -> Any:
    return shipped_rules()[name]


def notice_days() -> int:
    return _shipped("notice_days")


def verifiers() -> int:
    return _shipped("verifiers")


def contact_days() -> int:
    return _shipped("contact_days")


def shown_days() -> int:
    return _shipped("shown_days")


def objections_per_hour() -> int:
    return _shipped("objections_per_hour")


@register_setting(icon="tasks", order=420)
class NominationRules(BaseGenericSetting):
    """The numbers of the procedure; first those of `rules/nomination.yaml`."""

    notice_days = models.PositiveSmallIntegerField(
        _("public notice (working days)"), default=notice_days, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    verifiers = models.PositiveSmallIntegerField(
        _("people who confirm each fact"), default=verifiers, validators=[MinValueValidator(2), MaxValueValidator(5)]
    )
    contact_days = models.PositiveSmallIntegerField(
        _("contacts of objectors are kept after the end (days)"), default=contact_days
    )
    shown_days = models.PositiveSmallIntegerField(_("a closed notice stays public (days)"), default=shown_days)
    objections_per_hour = models.PositiveSmallIntegerField(
        _("objections of one visitor an hour"), default=objections_per_hour, validators=[MinValueValidator(1)]
    )

    panels = [
        FieldPanel("notice_days"),
        FieldPanel("verifiers"),
        FieldPanel("contact_days"),
        FieldPanel("shown_days"),
        FieldPanel("objections_per_hour"),
    ]

    class Meta:
        verbose_name = _("nominations and public notices")
        default_permissions = ("change",)


class Nomination(ClusterableModel):
    """What a unit proposes: an exemplar to be. `round` counts the verifications: each begins anew."""

    kind = models.CharField(_("kind"), max_length=8, choices=ExemplarPage.Kind, default=ExemplarPage.Kind.UNIT)
    subject = models.CharField(_("unit or person"), max_length=60)
    post = models.CharField(_("post"), max_length=60, blank=True, help_text=_("Of a person: where and as what"))
    title = models.CharField(_("title"), max_length=100, help_text=_("In one line: who does what"))
    region = models.ForeignKey("people.Region", verbose_name=_("region"), on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(
        "pages.Topic", verbose_name=_("field of work"), on_delete=models.PROTECT, related_name="+"
    )
    honour = models.ForeignKey(
        Honour, verbose_name=_("honour proposed"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1978), MaxValueValidator(2100)])
    done = models.TextField(_("what was done"), max_length=600)
    method = models.TextField(_("how it was done"), max_length=4000)
    copyable = models.TextField(
        _("what can be copied"), max_length=2000, help_text=_("Each line is a step that others can take.")
    )
    consent_on = models.DateField(
        _("consent of the person, given on"),
        null=True,
        blank=True,
        help_text=_("A person is proposed, and named in the public notice, with their consent only. Attach it."),
    )
    unit = models.ForeignKey(
        "people.Unit", verbose_name=_("proposing unit"), on_delete=models.PROTECT, related_name="+"
    )
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, db_index=True)
    round = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    notice_from = models.DateField(_("public notice from"), null=True, blank=True)
    notice_until = models.DateField(_("public notice until"), null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    decision = models.CharField(_("reason of the decision"), max_length=300, blank=True)
    page = models.ForeignKey(ExemplarPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="nominations")

    base_form_class = NominationForm
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
                FieldRowPanel([FieldPanel("subject"), FieldPanel("post")]),
                FieldRowPanel([FieldPanel("region"), FieldPanel("topic", widget=Select)]),
                FieldPanel("honour", widget=Select),
                FieldPanel("consent_on"),
            ],
            heading=_("who"),
        ),
        FieldPanel("done"),
        FieldPanel("method"),
        FieldPanel("copyable"),
        HelpPanel(content=_("List what must be true for this proposal to be right. Two people will check each line.")),
        InlinePanel("facts", label=_("fact"), heading=_("facts"), min_num=1, max_num=20),
        InlinePanel("files", label=_("attachment"), heading=_("attachments"), max_num=10),
    ]

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-changed_at", "-pk"]
        permissions = [
            ("verify_nomination", _("verify nominations and read objections")),
            ("decide_nomination", _("decide on nominations")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_person(self) -> bool:
        return self.kind == ExemplarPage.Kind.PERSON

    @property
    def steps(self) -> list[str]:
        """The lines of what can be copied."""
        return [line.strip() for line in self.copyable.splitlines() if line.strip()]

    def clean(self) -> None:
        super().clean()
        if self.kind == ExemplarPage.Kind.PERSON and not self.consent_on:
            raise ValidationError({"consent_on": _now("A person is proposed with their consent only: give its date.")})


class NominationFact(Orderable):
    """Something that must be true, with where it can be looked up."""

    nomination = ParentalKey(Nomination, on_delete=models.CASCADE, related_name="facts")
    text = models.CharField(_("fact"), max_length=300)
    source = models.CharField(_("source"), max_length=200, help_text=_("Where a verifier can look it up"))

    panels = [FieldPanel("text"), FieldPanel("source")]

    class Meta(Orderable.Meta):
        verbose_name = _("fact of a nomination")

    def __str__(self) -> str:
        return self.text


class NominationFile(StoredFirst, Orderable):
    """An attachment, for those who verify and decide. Judged by its content."""

    nomination = ParentalKey(Nomination, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("title"), max_length=100)
    file = CheckedFileField(_("file"), upload_to="typicals/nominations")
    file_size = models.PositiveIntegerField(null=True, editable=False)
    file_hash = models.CharField(max_length=40, blank=True, editable=False)

    panels = [FieldPanel("title"), FieldPanel("file")]

    class Meta(Orderable.Meta):
        verbose_name = _("attachment of a nomination")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.file and not self.file._committed:  # type: ignore[attr-defined]
            try:
                check_document(self.file.file, self.file.name or "", self.file.size)
            except ValidationError as error:
                raise ValidationError({"file": error.messages}) from error


class FactCheck(models.Model):
    """What one verifier found about one fact in one round. Append-only."""

    fact = models.ForeignKey(NominationFact, on_delete=models.CASCADE, related_name="checks")
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holds = models.BooleanField(_("holds"))
    source = models.CharField(_("source looked at"), max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("check of a fact")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["fact", "by", "round"], name="one_check_of_a_fact_a_person_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.fact_id}: {self.by_id}"


class Objection(models.Model):
    """What somebody says against a nomination in public notice. For verifiers only; nothing says from where it came."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="objections")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(_("objection"), max_length=2000)
    at = models.DateTimeField(auto_now_add=True)
    upheld = models.BooleanField(_("upheld"), null=True)
    answer = models.CharField(_("finding"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["at"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class ObjectionContact(models.Model):
    """Name and address of an objector who gave them, sealed and apart (`reform.people.encryption`)."""

    objection = models.OneToOneField(Objection, on_delete=models.CASCADE, related_name="contact")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("contact of an objector")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.objection_id)


class NominationEvent(models.Model):
    """What happened to a nomination. Append-only; holds no text of objections and no contact."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(_("what happened"), max_length=20)
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("event of a nomination")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.action

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once. Raises `TypeError` for a second time."""
        if not self._state.adding:
            raise TypeError("events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("events are append-only")
