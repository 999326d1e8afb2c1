"""Exam papers: the sealed zip of a quiz, and the hashes that are on record."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry

from reform.people.views.pages import AdminPage

from .. import archive
from ..actions.course import CourseError
from ..models import Quiz


class PapersView(AdminPage):
    """What was sealed when; sealing gives the zip."""

    permission = "training.manage_attempt"
    template_name = "training/admin/papers.html"
    page_title = gettext_lazy("Archive of exam papers")
    header_icon = "lock"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sealed = ModelLogEntry.objects.filter(action="training.seal").select_related("user")
        return super().get_context_data(
            quizzes=Quiz.objects.all()[:200], sealed=sealed.order_by("-timestamp")[:50], **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = request.POST.get("quiz", "")
        quiz = get_object_or_404(Quiz, pk=int(given) if given.isascii() and given.isdigit() else 0)
        try:
            data, _digest = archive.seal(quiz, self.by)
        except CourseError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data())
        response = HttpResponse(data, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="papers-{quiz.pk}.zip"'
        return response
