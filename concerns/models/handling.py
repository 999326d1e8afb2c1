"""What happens to a concern on its way: dispatches, merges, recusals, and what staff wrote about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .concern import Concern


class Note(models.Model):
    """Words of staff or of the person about a concern: reasons, remarks. The one place that erasure has to empty.

    `event` says what they were written for: the kind of the event, whose data hold the id of the note.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="notes")
    event = models.CharField(_("written for"), max_length=30)
    text = models.TextField(_("text"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("note of a concern")
        verbose_name_plural = _("notes of concerns")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.concern_id}: {self.event}"


class Dispatch(models.Model):
    """One hop (分派): to which unit, as lead or helper, and what the unit said. Its reasons are notes."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("waiting for the unit")
        ACCEPTED = "accepted", _("accepted")
        OBJECTED = "objected", _("objected")
        OVERRULED = "overruled", _("objection overruled")
        UPHELD = "upheld", _("objection upheld")
        RECALLED = "recalled", _("taken back")

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="dispatches")
    unit = models.ForeignKey("people.Unit", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField(_("lead unit"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("dispatched by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("dispatched"))
    object_until = models.DateTimeField(_("objections until"), null=True, blank=True)
    answer = models.CharField(_("answer of the unit"), max_length=10, choices=Answer.choices, default=Answer.WAITING)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(pgettext_lazy("of a concern", "answered"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["at", "pk"]
        default_permissions = ()
        # What a unit has, found without the rows themselves; the answers are those of `GONE`.
        indexes = [
            models.Index(
                fields=["unit", "concern"],
                condition=~models.Q(answer__in=["upheld", "recalled"]),
                name="dispatch_by_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} → {self.unit_id}"


# What a unit no longer has to do with; it still sees nothing of it.
GONE = (Dispatch.Answer.UPHELD, Dispatch.Answer.RECALLED)


class Recusal(models.Model):
    """Somebody keeps out (回避): neither sees the concern nor acts on it."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="recusals")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who keeps out"), on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["concern", "user"], name="one_recusal_a_person")]

    def __str__(self) -> str:
        return f"{self.concern_id}: {self.user_id}"


class Merge(models.Model):
    """One concern was attached to another that is about the same matter. Both stay; it can be undone."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="merges")
    into = models.ForeignKey(Concern, models.PROTECT, related_name="+")
    state_before = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of concerns")
        verbose_name_plural = _("merges of concerns")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.concern_id} → {self.into_id}"


class FollowUp(models.Model):
    """The call back (回访): did the office respond, is it solved, is the person satisfied. None: not known."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="follow_ups")
    responded = models.BooleanField(_("responded"), null=True)
    solved = models.BooleanField(_("solved"), null=True)
    satisfied = models.BooleanField(_("satisfied"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.concern_id)
