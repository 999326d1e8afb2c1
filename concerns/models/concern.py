"""A concern as it was received, and what finds those that are like it. Contact data have no place here."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..states import State

# No 0 and O, 1 and I: codes are read out on the telephone.
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_code() -> str:
    """A receipt code that cannot be guessed: 12 of 32 characters, 60 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(12))


def new_salt() -> str:
    """The key of the digests that events keep of a concern's texts; empty once it is erased."""
    return secrets.token_hex(16)


class Concern(models.Model):
    """What somebody asked, and where it stands. `state` changes in `actions.moving.move` alone."""

    State = State

    class Channel(models.TextChoices):
        PHONE = "phone", _("telephone")
        LETTER = "letter", _("letter")
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting")
        HOTLINE = "hotline", _("hotline transfer")
        MEDIA = "media", _("media")
        WEB = "web", _("web form")

    class Kind(models.TextChoices):
        """咨询, 求助, 建议, 投诉, 举报. Accusations are a restricted class."""

        QUESTION = "question", _("inquiry")
        HELP = "help", _("request for help")
        SUGGESTION = "suggestion", _("suggestion")
        COMPLAINT = "complaint", _("complaint")
        ACCUSATION = "accusation", _("accusation")

    class Urgency(models.TextChoices):
        NORMAL = "normal", _("normal")
        URGENT = "urgent", _("urgent")

    class Tone(models.TextChoices):
        """Of the words, for trends of a topic; never shown of a person, and it orders nobody's turn."""

        POSITIVE = "positive", _("positive")
        NEUTRAL = "neutral", _("neutral")
        WORRIED = "worried", _("worried")
        DISSATISFIED = "dissatisfied", _("dissatisfied")

    class Rejection(models.TextChoices):
        """Why a concern is not accepted (《信访工作条例》第二十二条 and what follows)."""

        NOT_OURS = "not_ours", _("not within the powers of this level")
        IN_COURT = "in_court", _("in court, arbitration or administrative review")
        FINISHED = "finished", _("the same matter has been finished already")
        NO_FACTS = "no_facts", _("no facts that could be looked into")
        OTHER = "other", _("another reason")

    code = models.CharField(_("receipt code"), max_length=12, unique=True, default=new_code, editable=False)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.LOGGED, db_index=True)
    source = models.CharField(_("source"), max_length=60, blank=True)
    source_number = models.CharField(_("number at its source"), max_length=100, blank=True)
    received_at = models.DateTimeField(_("received"))
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(_("text"))
    answer = models.TextField(pgettext_lazy("of a concern", "answer"), blank=True)
    answered_at = models.DateTimeField(pgettext_lazy("of a concern", "answered"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, blank=True)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    tone = models.CharField(_("tone"), max_length=12, choices=Tone.choices, blank=True)
    topic = models.ForeignKey(
        "pages.Topic", verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.ForeignKey(
        "people.Region", verbose_name=_("region"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        "people.Unit", verbose_name=_("lead unit"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handler"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("logged by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # An accusation is seen by those who hold the role for it and those named here, and by nobody of the accused unit.
    restricted = models.BooleanField(_("restricted"), default=False)
    named = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("named staff"), blank=True, related_name="+"
    )
    accused_unit = models.ForeignKey(
        "people.Unit",
        verbose_name=_("accused unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The earliest end of its running clocks, for lists.
    due = models.DateTimeField(_("due"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    rejected_because = models.CharField(
        _("reason of not accepting"), max_length=10, choices=Rejection.choices, blank=True
    )
    salt = models.CharField(max_length=32, default=new_salt, editable=False, blank=True)
    # The matter without what tells who somebody is: what likeness is computed from.
    matter = models.TextField(editable=False, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        permissions = [
            ("log_concern", _("log, dispatch and close concerns")),
            ("handle_concern", _("handle the concerns of one's unit")),
            ("endorse_answer", _("agree to the answers of one's unit")),
            ("approve_answer", _("release answers")),
            ("confidential_concern", _("handle accusations")),
        ]
        # The list is found, filtered and counted in these alone, without the wide rows (docs/measurements.md).
        indexes = [
            models.Index(
                fields=[
                    "-received_at",
                    "-id",
                    "restricted",
                    "accused_unit",
                    "state",
                    "topic",
                    "region",
                    "unit",
                    "channel",
                    "kind",
                    "urgency",
                    "due",
                    "handler",
                ],
                name="concern_list",
            ),
            models.Index(
                fields=["state", "-received_at", "-id", "restricted", "accused_unit", "handler", "unit"],
                name="concern_by_state",
            ),
            models.Index(
                fields=["due", "-id", "restricted", "accused_unit", "state", "handler", "unit"],
                condition=models.Q(due__isnull=False),
                name="concern_by_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_number"],
                condition=~models.Q(source_number=""),
                name="one_concern_a_number_of_a_source",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What staff call it. The receipt code is a key: whoever has it may read, correct and erase."""
        return f"{timezone.localtime(self.received_at):%Y}-{self.pk:06d}"


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
