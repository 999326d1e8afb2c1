"""What is to be mailed about a concern: written with what it tells, sent later by `send_notices`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .concern import Concern


class ConcernMail(models.Model):
    """One mail. It holds no address and no text: both are read when it is sent, so erasing leaves nothing behind.

    `to` empty: the person who asked, by the contact they left.
    """

    class Kind(models.TextChoices):
        DISPATCHED = "dispatched", _("a concern was dispatched to your unit")
        OBJECTED = "objected", _("a unit objects to a dispatch")
        RETURNED = "returned", _("an answer was returned")
        TO_ENDORSE = "to_endorse", _("an answer waits for your agreement")
        TO_APPROVE = "to_approve", _("an answer waits for your release")
        TO_SEND = "to_send", _("a released answer waits to be sent")
        DUE_SOON = "due_soon", _("a time limit ends soon")
        OVERDUE = "overdue", _("a time limit is over")
        UNKNOWN_YEAR = "unknown_year", _("the working calendar of a year is missing")
        ANSWER = "answer", _("your answer")
        RECEIPT = "receipt", _("your receipt code")
        EXTENDED = "extended", _("your concern will take longer")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    concern = models.ForeignKey(Concern, models.CASCADE, null=True, blank=True, related_name="mails")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("to"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=60)
    created = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("mail about a concern")
        verbose_name_plural = _("mails about concerns")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["to", "key"], name="one_concern_mail_a_person_a_key"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(to=None), name="one_concern_mail_to_who_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"
