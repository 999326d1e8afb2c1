"""A quiz: its settings, what it asks, and what is different for a person or a unit."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .bank import Question, QuestionCategory, QuestionVersion


class Quiz(models.Model):
    """What an organiser sets. An attempt keeps a copy of it (`settings_of`), so that a change never reaches back."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("published")
        CLOSED = "closed", _("archived")

    class Counts(models.TextChoices):
        BEST = "best", _("the best attempt")
        LAST = "last", _("the last attempt")
        FIRST = "first", _("the first attempt")
        MEAN = "mean", _("the mean of all attempts")

    class Partial(models.TextChoices):
        ALL = "all", _("all or nothing")
        SHARE = "share", _("a share for each right option, nothing once a wrong one is chosen")

    class Layout(models.TextChoices):
        ALL = "all", _("all questions on one page")
        ONE = "one", _("question by question")

    class When(models.TextChoices):
        NEVER = "never", pgettext_lazy("shown when", "never")
        DURING = "during", _("after each question")
        AFTER = "after", _("after handing in")
        CLOSED = "closed", _("after the quiz has closed")

    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    exam = models.BooleanField(
        _("exam"), default=False, help_text=_("Only an exam may draw questions that are kept for exams.")
    )
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes allowed"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    grace = models.PositiveSmallIntegerField(
        _("seconds of grace"),
        default=30,
        validators=[MaxValueValidator(600)],
        help_text=_("Answers that reach the server this much after the end still count: the line may be slow."),
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts allowed"), null=True, blank=True, default=1, help_text=_("Empty: as many as one likes.")
    )
    wait = models.PositiveIntegerField(_("minutes between two attempts"), default=0)
    counts = models.CharField(_("which attempt counts"), max_length=10, choices=Counts.choices, default=Counts.BEST)
    pass_percent = models.DecimalField(
        _("pass mark in per cent"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(60),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    penalty = models.PositiveSmallIntegerField(
        _("taken off for a wrong answer, in per cent of its mark"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("For questions with options. 0: a wrong answer costs nothing. The sum is never below 0."),
    )
    partial = models.CharField(
        _("questions with several right options"), max_length=10, choices=Partial.choices, default=Partial.ALL
    )
    shuffle_questions = models.BooleanField(_("shuffle the questions"), default=True)
    shuffle_options = models.BooleanField(_("shuffle the options"), default=True)
    layout = models.CharField(_("layout"), max_length=10, choices=Layout.choices, default=Layout.ALL)
    forward_only = models.BooleanField(
        _("forward only"), default=False, help_text=_("Question by question, without a way back.")
    )
    show_marks = models.CharField(_("show marks"), max_length=10, choices=When.choices, default=When.AFTER)
    show_answers = models.CharField(_("show right answers"), max_length=10, choices=When.choices, default=When.AFTER)
    show_explanations = models.CharField(
        _("show explanations"), max_length=10, choices=When.choices, default=When.AFTER
    )
    password = models.CharField(
        _("password"), max_length=60, blank=True, help_text=_("Told in the room; asked before each attempt.")
    )
    two_markers = models.BooleanField(
        _("two people mark written answers"), default=False, help_text=_("Neither sees the mark of the other.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["-pk"]
        permissions = [
            ("take_quiz", _("learn and take quizzes")),
            ("regrade_quiz", _("regrade quizzes")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:quiz", args=[self.pk])


class QuizSlot(models.Model):
    """One place of a quiz: a fixed version, the latest version of a question, or a rule that draws some."""

    class Kind(models.TextChoices):
        LATEST = "latest", _("a question, in its newest wording")
        VERSION = "version", _("a question, in one wording")
        DRAW = "draw", _("questions drawn from the bank")

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="slots", verbose_name=_("quiz"))
    order = models.PositiveIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DRAW)
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="slots", verbose_name=_("question")
    )
    version = models.ForeignKey(
        QuestionVersion, models.PROTECT, null=True, blank=True, related_name="slots", verbose_name=_("version")
    )
    number = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    category = models.ForeignKey(
        QuestionCategory, models.PROTECT, null=True, blank=True, related_name="slots", verbose_name=_("topic")
    )
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Question.Difficulty.choices, blank=True)
    type = models.CharField(_("type"), max_length=20, blank=True)
    mark = models.DecimalField(
        _("mark for each"), max_digits=6, decimal_places=2, default=Decimal(1), validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("place of a quiz")
        verbose_name_plural = _("places of a quiz")
        ordering = ["quiz", "order", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} × {self.number}"


class QuizOverride(models.Model):
    """More time, one more attempt or a later closing for a person, or for a unit with what is below it."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="overrides", verbose_name=_("quiz"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("who learns", "person"),
    )
    unit = models.ForeignKey(
        "people.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    extra_minutes = models.PositiveSmallIntegerField(_("more minutes"), default=0)
    extra_attempts = models.PositiveSmallIntegerField(_("more attempts"), default=0)
    closes = models.DateTimeField(_("closes later"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=255)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("exception of a quiz")
        verbose_name_plural = _("exceptions of a quiz")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, unit__isnull=True)
                | models.Q(user__isnull=True, unit__isnull=False),
                name="an_exception_is_for_a_person_or_a_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quiz}: {self.user or self.unit}"
