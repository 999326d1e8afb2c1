"""Votes on explainers. Nothing here tells who voted once the day is over."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerVote(models.Model):
    """One answer to “did this answer your question?”: the day, yes or no, and a remark. No hour, no address, no account."""

    page = models.ForeignKey(
        "publicity.ExplainerPage", verbose_name=_("explainer"), on_delete=models.CASCADE, related_name="votes"
    )
    day = models.DateField(_("day"))
    answered = models.BooleanField(_("answered"))
    remark = models.TextField(_("remark"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("vote on an explainer")
        verbose_name_plural = _("votes on explainers")
        indexes = [models.Index(fields=["page", "day"])]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.page} {self.day}"


class VoteSalt(models.Model):
    """The day's secret. When it is deleted, nobody can tell any more from whom a stamp was."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class VoteStamp(models.Model):
    """That somebody has voted on a page today. `visitor` and `address` are keyed with the day's salt; gone after the day."""

    day = models.DateField(db_index=True)
    page = models.ForeignKey("publicity.ExplainerPage", on_delete=models.CASCADE, related_name="+")
    visitor = models.CharField(max_length=64)
    address = models.CharField(max_length=64, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "page", "visitor"], name="one_vote_a_day")]

    def __str__(self) -> str:
        return str(self.pk)
