"""The admin's front page for the people of training: what is waiting for me. The same queries for few rows and for many."""

from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reform.editorial.panels import ROWS, WorkPanel
from reform.people.roles import has_role

from ..board import counts
from ..models import Assignment, Question, QuestionVersion
from .marking import waiting_for


def panels(user: Any) -> list[WorkPanel]:
    """One for each thing that somebody's role in training has to do."""
    made = []
    if has_role(user, "question_writer"):
        mine = _drafts().filter(author=user.pk)
        made.append(_questions("writing", _("My draft questions"), _("You have no draft questions."), mine))
    if has_role(user, "question_checker"):
        others = _drafts().exclude(author=user.pk)
        made.append(_questions("checking", _("Questions to check"), _("No question waits to be checked."), others))
    if has_role(user, "marker"):
        made.append(_marking(user))
    if has_role(user, "organiser"):
        made.append(_assignments())
    return made


def _drafts() -> QuerySet[Any]:
    """Drafts with `author` (0 for an import by the command line) and `stem` of their newest version."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    return Question.objects.filter(state=Question.State.DRAFT).annotate(
        author=Coalesce(Subquery(newest.values("author")[:1]), 0, output_field=BigIntegerField()),
        stem=Subquery(newest.values("stem")[:1]),
    )


def _questions(name: str, heading: str, empty: str, found: QuerySet[Any]) -> WorkPanel:
    rows = [
        {
            "title": " ".join((row.stem or str(row.pk)).split())[:60],
            "url": reverse("training_admin:question", args=[row.pk]),
            "at": row.created,
        }
        for row in found.order_by("-pk")[:ROWS]
    ]
    return WorkPanel(f"training-{name}", heading, empty, rows, found.count())


def _marking(user: Any) -> WorkPanel:
    """By quiz, since answers are marked without knowing whose they are."""
    found = list(
        waiting_for(user)
        .values_list("attempt__quiz__title", "attempt__quiz")
        .annotate(attempts=Count("attempt", distinct=True))
        .order_by("attempt__quiz__title", "attempt__quiz")
    )
    rows = [
        {
            "title": title,
            "url": reverse("training_admin:marking"),
            "note": _("Papers that wait: %(number)d") % {"number": number},
        }
        for title, _pk, number in found
    ]
    return WorkPanel("training-marking", _("Quizzes to mark"), _("No paper waits for marking."), rows, len(rows))


def _assignments() -> WorkPanel:
    """Those that run, the one that is due first on top."""
    today = timezone.localdate()
    running = Assignment.objects.filter(closed_at=None, starts_on__lte=today)
    shown = list(running.order_by("due_on", "pk")[:ROWS])
    states = counts(shown)
    rows = [
        {
            "title": row.title,
            "url": reverse("training_admin:board", args=[row.pk]),
            "note": _("Due %(day)s · overdue: %(late)d · not started: %(new)d")
            % {
                "day": row.due_on.isoformat(),
                "late": states[row.pk].counts["overdue"],
                "new": states[row.pk].counts["new"],
            },
        }
        for row in shown
    ]
    late = any(states[row.pk].counts["overdue"] for row in shown)
    empty = _("No assignment runs now.")
    return WorkPanel("training-assignments", _("Assignments that run"), empty, rows, running.count(), serious=late)
