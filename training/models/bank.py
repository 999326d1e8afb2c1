"""The question bank: a question, and its versions, which never change."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def picture_name(picture: "QuestionPicture", filename: str) -> str:
    """Says nothing of the question, and is not below what the web server hands out unasked."""
    return f"questions/{uuid.uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class QuestionCategory(models.Model):
    """A topic of the bank. `path` is the whole way from the top, as it is written in files: 改革/放管服."""

    path = models.CharField(_("path"), max_length=255, unique=True)

    class Meta:
        verbose_name = _("question category")
        verbose_name_plural = _("question categories")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


class Question(models.Model):
    """What stays the same while its wording changes. The state is of its newest version."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CHECKED = "checked", _("checked")
        READY = "ready", _("ready")
        RETIRED = "retired", _("retired")

    class Difficulty(models.TextChoices):
        EASY = "easy", _("easy")
        MEDIUM = "medium", _("medium")
        HARD = "hard", _("hard")

    category = models.ForeignKey(
        QuestionCategory, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("category")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    exam_only = models.BooleanField(
        _("for exams only"), default=False, help_text=_("Practice never draws a question that is kept for exams.")
    )
    identifier = models.CharField(_("identifier"), max_length=100, blank=True)
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty.choices, blank=True)
    # Of the newest version, for filters and draws: see `bank.kinds`.
    kind = models.CharField(_("type"), max_length=20, blank=True, db_index=True, editable=False)
    tags = models.CharField(_("tags"), max_length=255, blank=True, help_text=_("Separated by 、"))
    source = models.CharField(_("source"), max_length=255, blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = pgettext_lazy("of the bank", "questions")
        ordering = ["-pk"]
        permissions = [("check_question", _("check and release questions"))]

    def __str__(self) -> str:
        newest = self.newest
        return newest.short if newest else str(self.pk)

    @property
    def newest(self) -> "QuestionVersion | None":
        """The version with the highest number."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)


class QuestionVersion(models.Model):
    """One wording of a question with its key. A row is written once and never changed: attempts rest on it."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions", verbose_name=_("question"))
    number = models.PositiveIntegerField(_("number"))
    type = models.CharField(_("type"), max_length=20)
    stem = models.TextField(_("stem"))
    # `Item.to_json()` without what has a column of its own: options, answers, tolerance, pairs, feedback …
    content = models.JSONField(_("content"))
    # What two wordings of the same question share: see `bank.likeness`.
    stem_key = models.CharField(max_length=64, db_index=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        ordering = ["question", "-number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.short} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `ValidationError` for a row that is there already."""
        if self.pk:
            raise ValidationError(_("A version of a question is never changed; write the next one."))
        super().save(*args, **kwargs)

    @property
    def short(self) -> str:
        """The beginning of the stem, for lists."""
        line = " ".join(self.stem.split())
        return line if len(line) <= 60 else f"{line[:59]}…"


class QuestionPicture(models.Model):
    """A picture in a question's text. It is shown to the people of the bank and to who has the question before them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="pictures", verbose_name=_("question"))
    file = models.FileField(_("file"), upload_to=picture_name)
    alt = models.CharField(_("what it shows"), max_length=255)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture of a question")
        verbose_name_plural = _("pictures of questions")
        default_permissions = ()

    def __str__(self) -> str:
        return self.alt


class QuestionEvent(models.Model):
    """Who did what to a question. Rows are only added."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="events", verbose_name=_("question"))
    kind = models.CharField(_("kind"), max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("user")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event of a question")
        verbose_name_plural = _("events of questions")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.question_id}"


class QuestionImport(models.Model):
    """What was read from an uploaded file, between its preview and its confirmation. Its owner alone sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    items = models.JSONField(default=list)  # as `Item.to_json`
    problems = models.JSONField(default=list)  # line, message
    done = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        default_permissions = ()
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name
