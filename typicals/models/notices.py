"""Messages about nominations, mailed by `send_notices` with those of the editorial office."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reform.editorial.models import Message

from .nominations import Nomination


class NominationNotice(Message):
    """A message to one person about a nomination, written in the transaction of what it tells."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("The nomination was received and will be verified")
        RETURNED = "returned", _("The nomination was returned to your unit")
        NOTICED = "noticed", _("The nomination is in public notice")
        DECIDED = "decided", _("The nomination was decided on")
        TO_VERIFY = "to_verify", _("A nomination waits to be verified")
        CONFIRMED = "confirmed", _("All facts of a nomination are confirmed: its public notice can be opened")
        OBJECTION = "objection", _("An objection to a nomination waits for an answer")
        TO_DECIDE = "to_decide", _("A nomination waits for your decision")
        WITHDRAWN = "withdrawn", _("A nomination was withdrawn by its unit")

    kind = models.CharField(max_length=20, choices=Kind)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="one_nomination_notice_for_a_key")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.nomination_id}"
