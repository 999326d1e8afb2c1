"""Written answers in the admin: what waits, by question; one at a time, without the name of who wrote it."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..actions import marking as actions
from ..models import AttemptItem, Step
from ..responses import key_words
from ..showing import html_of
from .parts import TrainingPage


def waiting_for(user: Any) -> QuerySet[AttemptItem]:
    """What this person may mark now: not their own, and not what they marked in this round."""
    mine = Step.objects.filter(kind=Step.Kind.MARK, by=user).values("item")
    return AttemptItem.objects.filter(waiting=True).exclude(attempt__user=user).exclude(pk__in=mine)


class MarkingView(TrainingPage):
    """The questions with answers that wait."""

    permission = "training.mark_attempt"
    template_name = "training/admin/marking.html"
    page_title = gettext_lazy("Marking")
    header_icon = "edit"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = (
            waiting_for(self.by)
            .values("attempt__quiz", "attempt__quiz__title", "version", "version__stem")
            .annotate(number=Count("pk"))
            .order_by("attempt__quiz", "version")
        )
        return super().get_context_data(rows=rows, **kwargs)


class MarkingNextView(TrainingPage):
    """Leads to the next answer of one question of one quiz."""

    permission = "training.mark_attempt"

    def get(self, request: HttpRequest, *args: Any, quiz: int, version: int, **kwargs: Any) -> HttpResponse:
        found = waiting_for(self.by).filter(attempt__quiz=quiz, version=version).order_by("pk").first()
        return redirect("training_admin:mark", found.pk) if found else redirect("training_admin:marking")


class MarkView(TrainingPage):
    """One answer with the rubric and the model answer."""

    permission = "training.mark_attempt"
    template_name = "training/admin/mark.html"
    page_title = gettext_lazy("Mark an answer")
    header_icon = "edit"

    @cached_property
    def item(self) -> AttemptItem:
        rows = waiting_for(self.by).select_related("attempt__quiz", "version")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("training_admin:marking"), MarkingView.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.item.version
        context = {
            "item": self.item,
            "stem": html_of(version.stem, version.content.get("format", "plain")),
            "answer": (self.item.response or [""])[0],
            "model": key_words(version.type, version.content),
            "rubric": version.content.get("rubric", []),
            "left": waiting_for(self.by).filter(attempt__quiz=self.item.attempt.quiz, version=version).count(),
        }
        return super().get_context_data(**context, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        item, data = self.item, request.POST
        try:
            mark = Decimal(data.get("mark", "").strip())
            if not mark.is_finite():
                raise InvalidOperation
        except InvalidOperation:
            return self.render_to_response(self.get_context_data(typed=data, error=_("Enter a number.")))
        quiz, version = item.attempt.quiz_id, item.version_id
        points = [line[:300] for line in data.getlist("points")][:50]
        if self.tried(lambda: actions.give_mark(item, self.by, mark, data.get("comment", ""), points), _("Marked.")):
            return redirect("training_admin:marking_next", quiz, version)
        return self.render_to_response(self.get_context_data(typed=data))
