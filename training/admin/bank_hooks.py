"""The bank, quizzes and marking in Wagtail's admin: addresses, what is written to the log."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import attempts, bank, imports, marking, question_form, quiz

urls = [
    path("questions/", bank.QuestionsView.as_view(), name="questions"),
    path("questions/<int:pk>/", bank.QuestionView.as_view(), name="question"),
    path("questions/<int:pk>/edit/", question_form.QuestionEditView.as_view(), name="question_edit"),
    path("questions/new/<slug:kind>/", question_form.QuestionFormView.as_view(), name="question_new"),
    path("questions/import/", imports.ImportView.as_view(), name="import"),
    path("questions/import/<uuid:pk>/", imports.ImportConfirmView.as_view(), name="import_confirm"),
    path(
        "questions/template.<slug:format>",
        permission_required("training.add_question", raise_exception=True)(imports.template),
        name="import_template",
    ),
    path("quizzes/", quiz.QuizIndexView.as_view(), name="quizzes"),
    path("quizzes/results/", quiz.QuizIndexView.as_view(results_only=True), name="quizzes_results"),
    path("quizzes/new/", quiz.NewQuizView.as_view(), name="quiz_new"),
    path("quizzes/<int:pk>/", quiz.QuizView.as_view(), name="quiz"),
    path("quizzes/<int:pk>/exceptions/", quiz.ExceptionsView.as_view(), name="exceptions"),
    path("quizzes/<int:pk>/attempts/", attempts.AttemptsView.as_view(), name="attempts"),
    path("quizzes/<int:pk>/statistics/", attempts.StatisticsView.as_view(), name="statistics"),
    path("quizzes/<int:pk>/regrade/", attempts.RegradeView.as_view(), name="regrade"),
    path("quizzes/<int:pk>/<slug:action>/", quiz.QuizStateView.as_view(), name="quiz_state"),
    path("attempts/<int:pk>/", attempts.AttemptView.as_view(), name="attempt"),
    path("marking/", marking.MarkingView.as_view(), name="marking"),
    path("marking/<int:quiz>/<int:version>/", marking.MarkingNextView.as_view(), name="marking_next"),
    path("marking/answers/<int:pk>/", marking.MarkView.as_view(), name="mark"),
]


@hooks.register("register_log_actions")
def register_bank_log_actions(registry: Any) -> None:
    for name, label, message in (
        ("export", _("Export"), _("Exported")),
        ("exception", _("Add an exception"), _("Exception added")),
        ("exception_removed", _("Take an exception back"), _("Exception taken back")),
        ("quiz_open", _("Publish a quiz"), _("Quiz published")),
        ("quiz_closed", _("Archive a quiz"), _("Quiz archived")),
    ):
        registry.register_action(f"training.{name}", label, message)
