"""Who gets the digest, what was sent, and to how many."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Subscriber(models.Model):
    """A reader's address. Erased when they leave; until they confirm, nothing but the one question is sent to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    sealed = models.BinaryField(editable=False)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)  # issues in a row that the address's server refused for good

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("subscriber")

    def __str__(self) -> str:
        return str(self.pk)  # never the address


class Issue(models.Model):
    """One week's digest in one language, with its entries as they were: title, summary and address of each article."""

    language = models.CharField(_("language"), max_length=10)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    week = models.CharField(_("week"), max_length=8)  # 2026-W47
    entries = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("issue of the digest")
        verbose_name_plural = _("issues of the digest")
        constraints = [models.UniqueConstraint(fields=["week", "language"], name="one_digest_a_week_and_language")]

    def __str__(self) -> str:
        return f"{self.week} {self.language}"

    @property
    def language_name(self) -> str:
        """The language in the words of whoever looks."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))


class Delivery(models.Model):
    """One mail of one issue to one reader: the send log. A row that was begun is never begun again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        BEGUN = "begun", _("begun")  # handed to the mail server; whether it took it is not known when this stays
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="deliveries")
    # Null once the reader has left: the row still counts.
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["state", "issue"])]
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="one_digest_for_a_reader")]

    def __str__(self) -> str:
        return f"{self.issue_id}: {self.state}"
