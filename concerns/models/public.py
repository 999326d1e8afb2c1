"""What comes with a concern from the public form: what was agreed to, files, and what remains when all is erased."""

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .concern import Concern


class Submission(models.Model):
    """How a concern came through the form: which privacy notice was shown, and whether it may be published redacted."""

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="submission", primary_key=True)
    notice = models.CharField(_("version of the privacy notice"), max_length=20)
    may_publish = models.BooleanField(_("agreed to publication without personal data"), default=False)
    # Of the page where a reader saw an error (纠错); the clock of three working days is for these.
    page = models.CharField(_("page with the error"), max_length=500, blank=True)
    # A query of the status page says so with the receipt code alone, so the address is not asked for a second time.
    by_mail = models.BooleanField(_("wants mail"), default=False)

    class Meta:
        verbose_name = _("submission by the public form")
        verbose_name_plural = _("submissions by the public form")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


def attachment_path(attachment: "Attachment", name: str) -> str:
    """Says nothing of the name the file came with: it may be a person's."""
    return f"concerns/{secrets.token_hex(12)}.{name.rpartition('.')[2]}"


class Attachment(models.Model):
    """A picture or PDF that somebody sent, written anew. It belongs to a draft until the draft is sent."""

    concern = models.ForeignKey(Concern, models.PROTECT, null=True, related_name="attachments")
    # A digest of the draft's number.
    draft = models.CharField(max_length=64, blank=True, db_index=True)
    file = models.FileField(upload_to=attachment_path)
    mime = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("attachment of a concern")
        verbose_name_plural = _("attachments of concerns")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def extension(self) -> str:
        return str(self.file.name).rpartition(".")[2].upper()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """The row and the file, the file last: a failed transaction loses nothing."""
        from django.db import transaction

        name, storage = str(self.file.name), self.file.storage
        gone = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: storage.delete(name))
        return gone


class Tombstone(models.Model):
    """What remains of a concern that was erased: that there was one, and why it is gone. No words of anybody."""

    class Reason(models.TextChoices):
        PERSON = "person", _("at the wish of the person")
        RETENTION = "retention", _("the time to keep it is over")

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="tombstone", primary_key=True)
    at = models.DateTimeField(_("erased"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    rule = models.CharField(_("rule"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("tombstone of a concern")
        verbose_name_plural = _("tombstones of concerns")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
