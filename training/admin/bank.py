"""The question bank in the admin: the list with counts and steps for many, one question, export."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..actions import bank as actions
from ..bank.files import FORMATS, write
from ..bank.kinds import KINDS
from ..bank.versions import item_of, near
from ..models import AttemptItem, Question, QuestionCategory, QuestionVersion, Quiz
from ..responses import key_words
from ..showing import html_of
from .parts import TrainingPage, exported

PER_PAGE = 50
ENDINGS = {"xlsx": "xlsx", "docx": "docx", "gift": "txt", "moodlexml": "xml"}
MOVE_LABELS = {
    "check": gettext_lazy("Checked: right and clear"),
    "release": gettext_lazy("Release"),
    "return": gettext_lazy("Back to draft"),
    "retire": gettext_lazy("Retire"),
    "revive": gettext_lazy("Take up again"),
}
FILTERS = ("state", "kind", "difficulty", "topic", "exam", "q")


def filtered(data: Any) -> QuerySet[Question]:
    """The questions that the filters of the list leave, newest first."""
    rows = Question.objects.order_by("-pk")
    if data.get("state") in Question.State.values:
        rows = rows.filter(state=data["state"])
    if data.get("kind") in KINDS:
        rows = rows.filter(kind=data["kind"])
    if data.get("difficulty") in Question.Difficulty.values:
        rows = rows.filter(difficulty=data["difficulty"])
    topic = data.get("topic", "")
    if topic:
        rows = rows.filter(category__path=topic) | rows.filter(category__path__startswith=f"{topic}/")
    if data.get("exam") in ("yes", "no"):
        rows = rows.filter(exam_only=data["exam"] == "yes")
    if words := data.get("q", "").replace("\x00", "").strip()[:60]:
        found = rows.filter(versions__stem__icontains=words) | rows.filter(tags__icontains=words)
        if words.isascii() and words.isdigit() and len(words) < 18:
            found = found | rows.filter(pk=int(words))
        rows = found.distinct()
    return rows


class QuestionsView(TrainingPage):
    """The list. A POST takes a step for the chosen questions, or gives them as a file."""

    permission = "training.view_question"
    template_name = "training/admin/questions.html"
    page_title = gettext_lazy("Question bank")
    header_icon = "list-ul"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        data = self.request.GET
        rows = filtered(data)
        counts = dict(Question.objects.order_by().values_list("state").annotate(Count("pk")))
        before = data.get("before", "")
        if before.isascii() and before.isdigit() and len(before) < 18:
            rows = rows.filter(pk__lt=int(before))
        rows = rows.select_related("category").prefetch_related("versions").annotate(used=Count("slots", distinct=True))
        page = list(rows[: PER_PAGE + 1])
        kept = data.copy()
        kept.pop("before", None)
        return super().get_context_data(
            rows=page[:PER_PAGE],
            more=page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
            states=[(key, label, counts.get(key, 0)) for key, label in Question.State.choices],
            kinds=KINDS.items(),
            difficulties=Question.Difficulty.choices,
            topics=QuestionCategory.objects.values_list("path", flat=True),
            chosen={name: data.get(name, "") for name in FILTERS},
            kept=kept.urlencode(),
            formats=FORMATS,
            moves=MOVE_LABELS.items() if self.by.has_perm("training.check_question") else (),
            may_add=self.by.has_perm("training.add_question"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ids = [int(pk) for pk in request.POST.getlist("question") if pk.isascii() and pk.isdigit() and len(pk) < 18]
        rows = filtered(request.GET) if request.POST.get("all") else Question.objects.filter(pk__in=ids)
        if format := request.POST.get("export", ""):
            return self._file(rows, format)
        move = request.POST.get("move", "")
        if move not in MOVE_LABELS:
            raise Http404
        if not self.by.has_perm(actions.MOVES[move][2]):
            raise PermissionDenied
        done, reasons = actions.move_many(rows, move, self.by, request.POST.get("note", "")[:500])
        if done:
            messages.success(request, _("%(what)s: %(number)d") % {"what": MOVE_LABELS[move], "number": done})
        for reason in reasons[:10]:
            messages.warning(request, reason)
        if not done and not reasons:
            messages.warning(request, _("Choose at least one question."))
        return redirect(request.get_full_path())

    def _file(self, rows: QuerySet[Question], format: str) -> HttpResponseBase:
        if format not in FORMATS:
            raise Http404
        found = list(rows.select_related("category").prefetch_related("versions"))
        if not found:
            messages.warning(self.request, _("Choose at least one question."))
            return redirect(self.request.get_full_path())
        items = [item_of(question.newest, question) for question in found if question.newest]
        data, left_out = write(items, format)
        if len(left_out) == len(items):
            messages.warning(self.request, _("This format can hold none of these questions."))
            return redirect(self.request.get_full_path())
        exported(found[0], self.by, f"{len(items) - len(left_out)} questions as {format}")
        response = HttpResponse(data, content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="questions.{ENDINGS[format]}"'
        if left_out:
            response["X-Left-Out"] = str(len(left_out))
        return response


class QuestionView(TrainingPage):
    """One question: how it reads, its key, its state and what may follow, versions, use, likeness, history."""

    permission = "training.view_question"
    template_name = "training/admin/question.html"
    header_icon = "list-ul"

    @cached_property
    def question(self) -> Question:
        return get_object_or_404(Question.objects.select_related("category"), pk=self.kwargs["pk"])

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("training_admin:questions"), QuestionsView.page_title)]

    def get_page_title(self) -> str:
        return _("Question %(number)d") % {"number": self.question.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question, newest = self.question, self.question.newest
        able = [(name, label) for name, label in MOVE_LABELS.items() if self._possible(name)]
        context = {
            "question": question,
            "version": newest,
            "shown": read_version(newest) if newest else None,
            "moves": able,
            "own": newest is not None and newest.author_id == self.by.pk,
            "may_edit": self.by.has_perm("training.change_question") and question.state != Question.State.RETIRED,
            "may_check": self.by.has_perm("training.check_question"),
            "quizzes": Quiz.objects.filter(
                Q(slots__question=question) | Q(slots__version__question=question)
            ).distinct(),
            "asked": AttemptItem.objects.filter(version__question=question).count(),
            "near": near(item_of(newest, question), but=question.pk) if newest else [],
            "versions": question.versions.select_related("author"),
            "events": question.events.select_related("user"),
        }
        return super().get_context_data(**context, **kwargs)

    def _possible(self, move: str) -> bool:
        before, after, _permission = actions.MOVES[move]
        state = self.question.state
        fits = state == before if before else state not in (after, Question.State.RETIRED)
        return fits and actions.may_move(self.question, move, self.by)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        move, note = request.POST.get("move", ""), request.POST.get("note", "")[:500]
        if move in ("exam", "no_exam"):
            actions.keep_for_exams(self.question, self.by, move == "exam")
        elif move in actions.MOVES and not self.tried(
            lambda: actions.move_question(self.question, move, self.by, note), _("Done.")
        ):
            return self.render_to_response(self.get_context_data(note=note))
        return redirect("training_admin:question", self.question.pk)


def read_version(version: QuestionVersion) -> dict[str, Any]:
    """A version as it reads with its key, for those who look after the bank."""
    content = version.content
    format = content.get("format", "plain")
    options = []
    if version.type == "multichoice":
        options = [
            (html_of(option["text"], format, inline=True), (option.get("fraction") or 0) > 0, option.get("fraction"))
            for option in content["options"]
        ]
    return {
        "stem": html_of(version.stem, format),
        "options": options,
        "key": "" if options else key_words(version.type, content),
        "tolerance": content.get("tolerance"),
        "explanation": html_of(content["feedback"], format) if content.get("feedback") else "",
        "rubric": content.get("rubric", []),
        "unordered": content.get("unordered"),
    }
