"""The wording list (规范表述) and what editors have confirmed."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..folding import key, near
from ..words import kind_label


class WordingEntry(models.Model):
    """One expression that is wrong or to be avoided, with what stands in its place."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("wrong expression")
        TITLE = "title", _("name with title")
        AVOID = "avoid", _("expression to avoid")

    class Level(models.TextChoices):
        MUST = "must", _("must change (必改)")
        ADVICE = "advice", _("advice (建议)")

    wrong = models.CharField(_("expression"), max_length=60, unique=True)
    right = models.CharField(_("write instead"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.WRONG)
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.ADVICE)
    unless = models.CharField(
        _("right inside of"),
        max_length=200,
        blank=True,
        help_text=_("Phrases in which the expression is right, separated by 、"),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("wording entry")
        verbose_name_plural = _("wording list")
        ordering = ["wrong"]

    def __str__(self) -> str:
        return f"{self.wrong} → {self.right}" if self.right else self.wrong

    def clean(self) -> None:
        self.wrong, self.right = self.wrong.strip(), self.right.strip()
        if self.wrong == self.right:
            raise ValidationError({"right": _("This is the expression itself.")})
        if self.kind == self.Kind.WRONG and not self.right:
            raise ValidationError({"right": _("Say what stands in its place, or choose “expression to avoid”.")})
        folded = key(self.wrong)
        if not folded.strip():
            raise ValidationError({"wrong": _("The expression has no visible character.")})
        strangers = [phrase for phrase in self.exceptions() if folded not in key(phrase)]
        if strangers:
            words = {"phrase": "、".join(strangers)}
            raise ValidationError({"unless": _("The expression does not stand in “%(phrase)s”.") % words})

    def validate_unique(self, exclude: Any = None) -> None:
        """Also against entries that differ in width, case or spaces alone: the checks could not tell them apart."""
        super().validate_unique(exclude=exclude)
        mine = near(self.wrong)
        others = WordingEntry.objects.exclude(pk=self.pk).exclude(wrong=self.wrong).values_list("wrong", flat=True)
        for other in others:
            if near(other) == mine:
                raise ValidationError({"wrong": _("“%(other)s” is in the list already.") % {"other": other}})

    def exceptions(self) -> list[str]:
        """The phrases in which the expression is right."""
        return [phrase for part in re.split("[、，,;；]", self.unless) if (phrase := part.strip())]


class WordingVersion(models.Model):
    """One row that counts the changes of the list, so that every process knows when to compile it anew."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.values_list("number", flat=True).first() or 0

    @classmethod
    def bump(cls) -> None:
        """Called in the transaction of the change."""
        if not cls.objects.filter(pk=1).update(number=models.F("number") + 1):
            cls.objects.create(pk=1, number=1)


class ConfirmedFinding(models.Model):
    """An editor's word that a number on a page may stand there. Keeps a keyed digest of the number, never the number."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="confirmed_findings")
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("confirmed finding")
        verbose_name_plural = _("confirmed findings")
        default_permissions = ("add", "view")
        constraints = [models.UniqueConstraint(fields=["page", "digest"], name="one_confirmation_for_a_finding")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}"

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return kind_label(self.kind)
