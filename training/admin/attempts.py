"""The attempts of a quiz in the admin: list, one with its steps and acts, statistics, regrading."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from reform.pages.sheets import xlsx_response

from ..actions import organising, regrading
from ..models import Attempt, AttemptItem, Quiz
from ..responses import key_words, words
from ..results import distractors, hints, questions_of, table_of
from .parts import TrainingPage, exported
from .quiz import QuizIndexView

PER_PAGE = 50


class _OfQuiz(TrainingPage):
    """A page about one quiz."""

    permission = "training.view_attempt"

    @cached_property
    def quiz(self) -> Quiz:
        return get_object_or_404(Quiz, pk=self.kwargs["pk"])

    def crumbs(self) -> list[tuple[str, Any]]:
        return [
            (reverse("training_admin:quizzes"), QuizIndexView.page_title),
            (reverse("training_admin:quiz", args=[self.quiz.pk]), self.quiz.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quiz=self.quiz, **kwargs)


class AttemptsView(_OfQuiz):
    """Who took the quiz, newest first, with filters, and as a workbook."""

    template_name = "training/admin/attempts.html"
    page_title = pgettext_lazy("at a quiz", "Attempts")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state, query = request.GET.get("state", ""), request.GET.get("q", "").strip()[:60]
        rows = self.quiz.all_attempts.select_related("user__unit").order_by("-pk")
        if state in Attempt.State.values:
            rows = rows.filter(state=state)
        if query:
            rows = rows.filter(user__name__icontains=query) | rows.filter(user__unit__name__icontains=query)
        if "export" in request.GET:
            exported(self.quiz, self.by, "attempts")
            heads = [
                _("Full name"),
                _("Unit"),
                _("number"),
                _("State"),
                _("mark"),
                _("highest possible mark"),
                _("passed"),
                _("started"),
                _("handed in"),
            ]
            return xlsx_response(
                f"quiz-{self.quiz.pk}", [(pgettext("at a quiz", "Attempts"), heads, [_row(row) for row in rows])]
            )
        before = request.GET.get("before", "")
        if before.isascii() and before.isdigit() and len(before) < 18:
            rows = rows.filter(pk__lt=int(before))
        page = list(rows[: PER_PAGE + 1])
        context = {
            "rows": page[:PER_PAGE],
            "more": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
            "states": Attempt.State.choices,
            "chosen": state,
            "query": query,
        }
        return self.render_to_response(self.get_context_data(**context))


def _row(row: Attempt) -> list[Any]:
    passed = "" if row.passed is None else _("yes") if row.passed else _("no")
    mark = "" if row.mark is None else float(row.mark)
    ends = [str(moment)[:16] if moment else "" for moment in (row.started, row.closed)]
    return [
        row.user.name,
        str(row.user.unit or ""),
        row.number,
        row.get_state_display(),
        mark,
        float(row.maximum),
        passed,
        *ends,
    ]


class AttemptView(TrainingPage):
    """One attempt: what was asked and answered, its steps, and what an organiser may do with it now."""

    permission = "training.view_attempt"
    template_name = "training/admin/attempt.html"

    @cached_property
    def attempt(self) -> Attempt:
        return get_object_or_404(Attempt.objects.select_related("quiz", "user__unit"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return f"{self.attempt.user} · {_('Attempt %(number)s') % {'number': self.attempt.number}}"

    def crumbs(self) -> list[tuple[str, Any]]:
        quiz = self.attempt.quiz
        return [
            (reverse("training_admin:quizzes"), QuizIndexView.page_title),
            (reverse("training_admin:attempts", args=[quiz.pk]), quiz.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        attempt = self.attempt
        # While it goes on, nobody reads along.
        items = (
            [] if attempt.state == Attempt.State.OPEN else list(attempt.items.select_related("version", "key_version"))
        )
        rows = [
            {
                "item": item,
                "answer": words(item.version.type, item.version.content, item.order, item.response),
                "key": key_words(item.version.type, (item.key_version or item.version).content),
            }
            for item in items
        ]
        manages = self.by.has_perm("training.manage_attempt") and self.by.pk != attempt.user_id
        steps = attempt.steps.select_related("by", "item").order_by("number")
        return super().get_context_data(attempt=attempt, rows=rows, steps=steps, manages=manages, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        minutes, reason = request.POST.get("minutes", ""), request.POST.get("reason", "")[:500]
        number = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 6 else 0
        acts = {
            "extend": lambda: organising.extend(self.attempt, self.by, number, reason),
            "reopen": lambda: organising.reopen(self.attempt, self.by, number, reason),
            "hand_in": lambda: organising.hand_in(self.attempt, self.by, reason),
        }
        act = acts.get(request.POST.get("action", ""))
        if act and self.tried(act, _("Done.")):
            return redirect("training_admin:attempt", self.attempt.pk)
        return self.render_to_response(self.get_context_data(typed=request.POST))


class StatisticsView(_OfQuiz):
    """What the answers say about the quiz and each question; as a workbook too."""

    template_name = "training/admin/statistics.html"
    page_title = gettext_lazy("Statistics")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        table = table_of(self.quiz)
        found = table.figures() if table.enough else []
        parts = distractors(self.quiz, table.questions if found else [])
        rows: list[dict[str, Any]] = [
            {
                "question": question,
                "figures": figures,
                "hints": hints(figures),
                "parts": parts.get(question.pk, []),
            }
            for question, figures in zip(table.questions, found, strict=False)
        ]
        if "export" in request.GET:
            exported(self.quiz, self.by, "statistics")
            heads = [_("Question"), *(label for _name, label in FIGURES), _("Hint")]
            lines = [
                [
                    row["question"].short,
                    *(_rounded(getattr(row["figures"], name)) for name, _label in FIGURES),
                    "；".join(row["hints"]),
                ]
                for row in rows
            ]
            return xlsx_response(f"quiz-{self.quiz.pk}-statistics", [(_("Statistics"), heads, lines)])
        whole = table.whole() if table.enough else None
        context = {"rows": rows, "whole": whole, "table": table, "figures": FIGURES}
        return self.render_to_response(self.get_context_data(**context))


FIGURES = (
    ("facility", gettext_lazy("facility, %")),
    ("standard_deviation", gettext_lazy("standard deviation, %")),
    ("intended_weight", gettext_lazy("intended weight, %")),
    ("effective_weight", gettext_lazy("effective weight, %")),
    ("discrimination_index", gettext_lazy("discrimination index, %")),
    ("discriminative_efficiency", gettext_lazy("discriminative efficiency, %")),
)


def _rounded(value: float | None) -> float | str:
    return "" if value is None else round(value, 2)


class RegradeView(_OfQuiz):
    """What becomes of which question → what that would change → applied with a reason."""

    permission = "training.regrade_quiz"
    template_name = "training/admin/regrade.html"
    page_title = gettext_lazy("Regrade")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("decided", {})
        questions = [
            {"version": version, "newer": newer, "decision": kwargs["decided"].get(version.question_id, "")}
            for version, newer in questions_of(self.quiz)
        ]
        choices = [("newest", _("mark by the newest version")), *AttemptItem.Verdict.choices]
        regrades = self.quiz.regrades.select_related("by")
        return super().get_context_data(questions=questions, choices=choices, regrades=regrades, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decided = {
            version.question_id: choice
            for version, _newer in questions_of(self.quiz)
            if (choice := request.POST.get(f"question-{version.question_id}", ""))
        }
        reason = request.POST.get("reason", "")
        context: dict[str, Any] = {"decided": decided, "reason": reason}
        if "apply" in request.POST and self.tried(
            lambda: regrading.apply(self.quiz, self.by, decided, reason), _("Regraded.")
        ):
            return redirect("training_admin:regrade", self.quiz.pk)
        changes: list[regrading.Change] = []
        if self.tried(lambda: changes.extend(regrading.dry_run(self.quiz, self.by, decided))):
            context["changes"] = [change for change in changes if change.differs]
            context["tried"] = bool(decided)
        return self.render_to_response(self.get_context_data(**context))
