"""Exam papers: what was sealed, and sealing by hand before the clock does it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from reform.pages.delivery import deliver

from ..actions import sealing
from ..models import PaperArchive, Quiz
from .parts import TrainingPage


class PapersView(TrainingPage):
    """What was sealed when; sealing by hand."""

    permission = "training.manage_attempt"
    template_name = "training/admin/papers.html"
    page_title = gettext_lazy("Archive of exam papers")
    header_icon = "lock"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sealed = PaperArchive.objects.select_related("quiz", "by")
        return super().get_context_data(quizzes=Quiz.objects.all()[:200], sealed=sealed[:100], **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = request.POST.get("quiz", "")
        quiz = get_object_or_404(Quiz, pk=int(given) if given.isascii() and given.isdigit() else 0)
        if self.tried(lambda: sealing.seal(quiz, self.by), _("Sealed.")):
            return redirect("training_admin:papers")
        return self.render_to_response(self.get_context_data())


@require_GET
def papers_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The zip; that it was taken is on record."""
    found = get_object_or_404(PaperArchive.objects.select_related("quiz"), pk=pk)
    sealing.opened(found, request.user)
    return deliver(
        request,
        found.file,
        content_type="application/zip",
        etag=found.sha256,
        cache="private, no-store",
        attachment=True,
        filename=f"papers-{found.quiz_id}-{found.sha256[:12]}.zip",
    )
