"""An attempt at a quiz: what was asked in which order, what was answered, and every step of it."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .bank import QuestionVersion
from .quiz import Quiz


class Attempt(models.Model):
    """`settings`, `seed`, the items and their orders are written at the start and never again."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("an attempt", "in work")
        MARKING = "marking", _("waiting for a marker")
        DONE = "done", _("done")

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="all_attempts", verbose_name=_("quiz"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="quiz_attempts",
        verbose_name=pgettext_lazy("who learns", "person"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    settings = models.JSONField(_("settings"))  # see `training.freezing`
    seed = models.CharField(max_length=32, editable=False)
    started = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True, db_index=True)
    closed = models.DateTimeField(_("handed in"), null=True, blank=True)
    # The window that may write: a new one each time somebody goes on elsewhere.
    window = models.CharField(max_length=32, editable=False)
    saved = models.DateTimeField(_("saved"), null=True, blank=True)
    saves = models.PositiveIntegerField(default=0, editable=False)  # the number of the last save that was accepted
    steps_count = models.PositiveIntegerField(default=0, editable=False)
    place = models.PositiveSmallIntegerField(default=1, editable=False)  # forward only: the question that is open
    maximum = models.DecimalField(_("highest possible mark"), max_digits=8, decimal_places=2)
    mark = models.DecimalField(_("mark"), max_digits=8, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)
    receipt = models.CharField(_("receipt"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = pgettext_lazy("at a quiz", "attempts")
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [
            ("manage_attempt", _("reopen, extend and hand in for others")),
            ("mark_attempt", _("mark written answers")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "user", "number"], name="one_attempt_a_number"),
            models.UniqueConstraint(
                fields=["quiz", "user"], condition=models.Q(state="open"), name="one_open_attempt_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.user} · {self.number}"


class AttemptItem(models.Model):
    """One question of an attempt. `order` is how its options were shown: shown place → place in the version."""

    class Verdict(models.TextChoices):
        FULL = "full", _("everybody gets its mark")
        OUT = "out", _("it does not count")

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items", verbose_name=_("attempt"))
    position = models.PositiveSmallIntegerField(_("position"))
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="items", verbose_name=_("version"))
    order = models.JSONField(default=list)
    maximum = models.DecimalField(_("highest possible mark"), max_digits=6, decimal_places=2)
    response = models.JSONField(_("answer"), null=True, blank=True)  # in shown places: see `training.responses`
    flagged = models.BooleanField(_("to look at again"), default=False)
    mark = models.DecimalField(_("mark"), max_digits=8, decimal_places=2, null=True, blank=True)
    waiting = models.BooleanField(_("waits for a marker"), default=False)
    # After a regrade: the version whose key counts in place of the one that was shown, or what became of the question.
    key_version = models.ForeignKey(QuestionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    verdict = models.CharField(
        pgettext_lazy("on a question", "verdict"), max_length=10, choices=Verdict.choices, blank=True
    )

    class Meta:
        verbose_name = _("question of an attempt")
        verbose_name_plural = _("questions of an attempt")
        ordering = ["attempt", "position"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="one_question_a_position")]
        indexes = [models.Index(fields=["version"], condition=models.Q(waiting=True), name="training_waiting")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"


class Step(models.Model):
    """What happened in an attempt, in order. Rows are only added."""

    class Kind(models.TextChoices):
        START = "start", _("started")
        SAVE = "save", _("answers saved")
        WINDOW = "window", _("went on in another window")
        SUBMIT = "submit", _("handed in")
        CLOSE = "close", _("closed at the end of the time")
        LATE = "late", _("came too late and does not count")
        EXTEND = "extend", _("given more time")
        REOPEN = "reopen", pgettext_lazy("an attempt", "reopened")
        HAND_IN = "hand_in", _("handed in by an organiser")
        MARK = "mark", _("marked by a person")
        RESULT = "result", pgettext_lazy("of an attempt", "result")
        REGRADE = "regrade", _("regraded")

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="steps", verbose_name=_("attempt"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind.choices)
    save_number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    item = models.ForeignKey(AttemptItem, models.CASCADE, null=True, blank=True, related_name="steps")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("step of an attempt")
        verbose_name_plural = _("steps of an attempt")
        ordering = ["attempt", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="one_step_a_number")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.number} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `TypeError` for a row that exists: history is not rewritten."""
        if not self._state.adding:
            raise TypeError("A step is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A step is append-only.")


class Regrade(models.Model):
    """A correction of a quiz's marks: what was decided of which question, why, and whose result it changed."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="regrades", verbose_name=_("quiz"))
    decisions = models.JSONField(_("decisions"))  # question → "newest", "full" or "out"
    changes = models.JSONField(_("changed results"))  # attempt, before, after, passed before, passed after
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.quiz} · {self.reason}"
