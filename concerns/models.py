"""A concern as it was received, and what finds those that are like it. Contact data have no place here."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

# No 0 and O, 1 and I: codes are read out on the telephone.
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code() -> str:
    """A receipt code that cannot be guessed: 12 of 32 characters, 60 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(12))


class Concern(models.Model):
    class Channel(models.TextChoices):
        PHONE = "phone", _("telephone")
        LETTER = "letter", _("letter")
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting")
        HOTLINE = "hotline", _("hotline transfer")
        MEDIA = "media", _("media")
        WEB = "web", _("web form")

    class State(models.TextChoices):
        """States as in issue and docs; the moves between them come with the handling."""

        LOGGED = "logged", _("logged")
        CLOSED = "closed", _("closed")

    code = models.CharField(_("receipt code"), max_length=12, unique=True, default=new_code, editable=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.LOGGED)
    source = models.CharField(_("source"), max_length=60, blank=True)
    source_number = models.CharField(_("number at its source"), max_length=100, blank=True)
    received_at = models.DateTimeField(_("received"))
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(_("text"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    # The matter without what tells who somebody is: what likeness is computed from.
    matter = models.TextField(editable=False, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~models.Q(source_number=""),
                name="one_concern_a_number_of_a_source",
            )
        ]

    def __str__(self) -> str:
        return self.code


class ConcernTerm(models.Model):
    """A word that stands in a concern: the way to those that may be about the same matter."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="terms")
    term = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["term", "concern"], name="concern_by_term")]
        verbose_name = _("word of a concern")
        verbose_name_plural = _("words of concerns")

    def __str__(self) -> str:
        return self.term


class SourceMapping(models.Model):
    """Which column of a source's lists holds what; remembered from the last import."""

    source = models.CharField(_("source"), max_length=60, unique=True)
    columns = models.JSONField(_("columns"), default=dict)

    class Meta:
        verbose_name = _("columns of a source")
        verbose_name_plural = _("columns of sources")

    def __str__(self) -> str:
        return self.source


class ConcernEvent(models.Model):
    """What was done; rows are only added. `concern` is empty for what concerns many, such as an import."""

    concern = models.ForeignKey(Concern, models.CASCADE, null=True, blank=True, related_name="events")
    kind = models.CharField(_("kind"), max_length=30)
    data = models.JSONField(_("data"), default=dict)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event of a concern")
        verbose_name_plural = _("events of concerns")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.kind
