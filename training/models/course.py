"""Courses as pages: a course, its chapters, its lessons. Reviewed, translated and searched like every other text."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from reform.pages.filetypes import media_kind
from reform.pages.models import BasePage, BodyPage, ColumnPage

TRANSCRIPT_FEATURES = ["h3", "bold", "ol", "ul", "link"]


class CoursesPage(ColumnPage):
    """The catalogue of courses (课程目录). Context: as `ColumnPage`; for somebody signed in also `mine` (state by course)."""

    parent_page_types = ["pages.HomePage", "pages.ColumnPage"]
    subpage_types = ["training.CoursePage", "pages.StandardPage"]
    template = "training/courses.html"

    class Meta:
        verbose_name = _("catalogue of courses")
        verbose_name_plural = _("catalogues of courses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .. import catalogue

        # Not the column's own list: its filters are others.
        return super(ColumnPage, self).get_context(request, *args, **kwargs) | catalogue.context(request, self)


class CoursePage(BodyPage):
    """A course (课程): what it is for, its chapters and lessons, and the hours that completing it yields.

    `body` introduces it. Context: `outline` (see `outline.Outline`), `state` (see `queries.CourseState`; None for a stranger).
    """

    objectives = models.TextField(
        _("objectives"), max_length=600, blank=True, help_text=_("What one can do afterwards, one a line")
    )
    audience = models.CharField(_("for whom"), max_length=100, blank=True)
    teacher = models.CharField(_("teacher"), max_length=60, blank=True)
    required = models.BooleanField(
        _("required course"), default=False, help_text=_("Required (必修); otherwise elective (选修)")
    )
    hours = models.DecimalField(
        _("credit hours"),
        max_digits=4,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(200)],
        help_text=_("Empty or 0: by the rule, from the estimated minutes of the lessons"),
    )
    in_order = models.BooleanField(
        _("one lesson after the other"), default=True, help_text=_("A lesson opens when the one before it is done")
    )
    certificate = models.BooleanField(_("gives a certificate"), default=False)
    teaches = models.ForeignKey(
        Page,
        verbose_name=_("made from"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The exemplar or story that this course teaches; its page then links here"),
    )

    content_panels = [
        *BodyPage.content_panels[:-1],
        FieldPanel("objectives"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("required"), FieldPanel("hours")]),
                FieldRowPanel([FieldPanel("in_order"), FieldPanel("certificate")]),
                FieldRowPanel([FieldPanel("audience"), FieldPanel("teacher")]),
                PageChooserPanel("teaches"),
                HelpPanel(content=_("Chapters and lessons are the pages below this one, in the order of the tree.")),
            ],
            heading=_("the course"),
        ),
        FieldPanel("body", heading=_("introduction")),
    ]
    schema_type = "Course"
    parent_page_types = ["training.CoursesPage"]
    subpage_types = ["training.ChapterPage", "training.LessonPage"]
    template = "training/course.html"

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def kicker(self) -> str:
        return _now("Required course") if self.required else _now("Elective course")

    @property
    def objective_lines(self) -> list[str]:
        return [line.strip() for line in self.objectives.splitlines() if line.strip()]

    def obstacles(self) -> list[tuple[str, str]]:
        """Besides the wording: a course says what it is for."""
        found = [*super().obstacles()]
        if not self.objective_lines:
            found.append(("objectives", _now("Write at least one objective: what one can do afterwards.")))
        if not self.topics.all():
            found.append(("topics", _now("File the course under at least one topic: the catalogue is narrowed by it.")))
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from .. import outline, queries

        shown = outline.of(self)
        user = getattr(request, "user", None)
        state = queries.course_state(user, self, shown) if user and user.is_authenticated else None
        return super().get_context(request, *args, **kwargs) | {"outline": shown, "state": state}


class ChapterPage(BasePage):
    """A chapter (章): a heading over some lessons. Its own address leads to its place on the course's page."""

    is_entry = False
    parent_page_types = ["training.CoursePage"]
    subpage_types = ["training.LessonPage"]
    template = "training/course.html"

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(f"{self.get_parent().get_url(request)}#{self.slug}")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The course as it stands: a chapter has no page of its own."""
        return self.get_parent().specific.serve_preview(request, mode_name)


class LessonPage(BodyPage):
    """A lesson (课): a text, a recording with its transcript, a document, or a quiz.

    Context: `course`, `outline`, `place` (the lesson's own entry in the outline), `state`, `progress`, `missing` (lessons
    to be done first). How each kind is completed: `rules/progress.yaml`.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        RECORDING = "recording", _("video or audio")
        DOCUMENT = "document", _("document")
        QUIZ = "quiz", _("quiz")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    minutes = models.PositiveSmallIntegerField(
        _("estimated minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    optional = models.BooleanField(
        _("optional"), default=False, help_text=_("The course can be completed without this lesson")
    )
    recording = models.ForeignKey(
        "pages.CustomDocument",
        verbose_name=_("video or audio file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("mp4, webm, mp3, m4a or wav"),
    )
    seconds = models.PositiveIntegerField(
        _("length in seconds"),
        default=0,
        help_text=_("Of the recording: the share that was watched is counted from it"),
    )
    captions = models.ForeignKey(
        "pages.CustomDocument",
        verbose_name=_("subtitles"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("A WebVTT file (.vtt), for people who cannot hear"),
    )
    transcript = RichTextField(
        _("transcript"),
        blank=True,
        features=TRANSCRIPT_FEATURES,
        help_text=_("What is said and shown, in writing: for people who cannot hear or see it, and for the search"),
    )
    document = models.ForeignKey(
        "pages.CustomDocument",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    quiz = models.ForeignKey(
        "training.Quiz",
        verbose_name=_("quiz"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lessons",
    )

    content_panels = [
        *BodyPage.content_panels[:1],
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("kind"), FieldPanel("minutes")]), FieldPanel("optional")],
            heading=_("the lesson"),
        ),
        *BodyPage.content_panels[1:],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("recording"), FieldPanel("seconds")]),
                FieldPanel("captions"),
                FieldPanel("transcript"),
            ],
            heading=_("video or audio"),
        ),
        FieldPanel("document"),
        FieldPanel("quiz"),
        InlinePanel("conditions", label=_("lesson"), heading=_("lessons to be done first"), max_num=8),
    ]
    is_entry = False
    schema_type = "LearningResource"
    read_with = ("conditions",)
    parent_page_types = ["training.CoursePage", "training.ChapterPage"]
    subpage_types: list[str] = []
    template = "training/lesson.html"

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.recording and not media_kind(self.recording.file_extension.lower()):
            errors["recording"] = _now("This file is neither video nor audio.")
        if self.captions and self.captions.file_extension.lower() != "vtt":
            errors["captions"] = _now("Subtitles must be a WebVTT file (.vtt).")
        if errors:
            raise ValidationError(errors)

    def obstacles(self) -> list[tuple[str, str]]:
        """Besides the wording: what the lesson is about must be there."""
        found = [*super().obstacles()]
        needs = {
            self.Kind.RECORDING: ("recording", _now("Choose the video or audio file.")),
            self.Kind.DOCUMENT: ("document", _now("Choose the document.")),
            self.Kind.QUIZ: ("quiz", _now("Choose the quiz.")),
        }
        if self.kind in needs and not getattr(self, f"{needs[self.Kind(self.kind)][0]}_id"):
            found.append(needs[self.Kind(self.kind)])
        if self.kind == self.Kind.TEXT and not self.body:
            found.append(("body", _now("The lesson has no text.")))
        if self.kind == self.Kind.RECORDING and not self.seconds:
            found.append(("seconds", _now("Enter how many seconds the recording lasts.")))
        if self.kind == self.Kind.RECORDING and not self.transcript:
            found.append(
                ("transcript", _now("A recording needs its transcript, for people who cannot hear or see it."))
            )
        return found

    @cached_property
    def course(self) -> CoursePage:
        """The course it belongs to, whether or not a chapter stands between."""
        return CoursePage.objects.ancestor_of(self).get()

    @property
    def media_kind(self) -> str:
        return media_kind(self.recording.file_extension.lower()) if self.recording else ""

    @property
    def kicker(self) -> str:
        return str(self.get_kind_display())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Opening a lesson notes, for somebody who takes the course, that they were here."""
        from .. import queries
        from ..actions import course as actions

        state = None
        if (
            getattr(request, "user", None)
            and request.user.is_authenticated
            and not getattr(request, "is_preview", False)
        ):
            state = actions.open_lesson(request.user, self)
        return super().get_context(request, *args, **kwargs) | queries.lesson_context(self, state)


class LessonCondition(Orderable):
    """A lesson that must be done before this one opens: one of the same course, in the source language."""

    page = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="conditions")
    lesson = models.ForeignKey(LessonPage, verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("lesson")]

    class Meta(Orderable.Meta):
        verbose_name = _("lesson to be done first")

    def clean(self) -> None:
        """Raises `ValidationError` for a lesson of another course, the lesson itself, or a circle."""
        super().clean()
        if not self.lesson_id or not self.page_id:
            return
        if self.lesson_id == self.page_id:
            raise ValidationError({"lesson": _now("A lesson cannot wait for itself.")})
        if self.lesson.course.pk != self.page.course.pk:
            raise ValidationError({"lesson": _now("This lesson belongs to another course.")})
        seen, waiting = set(), [self.lesson_id]
        while waiting:
            pk = waiting.pop()
            if pk == self.page_id:
                raise ValidationError({"lesson": _now("These lessons would wait for each other.")})
            if pk not in seen:
                seen.add(pk)
                waiting += LessonCondition.objects.filter(page_id=pk).values_list("lesson_id", flat=True)
