"""“Was this helpful?” under a public answer: one count a day, reader and page, and nothing about who."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from reform.pages.queries import public_pages

from ..models.answers import AnswerPage, HelpfulVote
from . import limits
from .asking import private


@csrf_exempt  # Pages are the same for all readers. It counts one vote and changes nothing else.
@require_POST
@private
def helped(request: HttpRequest, page_id: int) -> HttpResponse:
    """Counts it, once. 404 for a page that is not public."""
    page = get_object_or_404(AnswerPage, pk__in=public_pages().values("pk"), pk=page_id)
    counted = request.POST.get("helpful") in {"yes", "no"} and limits.first_today(
        f"helpful:{page.pk}", f"{limits.address(request)}|{request.headers.get('User-Agent', '')}"
    )
    if counted:
        HelpfulVote.objects.create(page=page, day=timezone.localdate(), helpful=request.POST["helpful"] == "yes")
    context = {"title": _("Thank you"), "robots": "noindex", "counted": counted, "answered": page}
    return render(request, "concerns/thanks.html", context)
