"""Votes of readers. The form stands on pages that are kept for everybody, so it carries no token of anybody's."""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie

from reform.pages.queries import is_public
from reform.people.lockout import client_address

from . import votes
from .forms import VoteForm
from .models import ExplainerPage


@ensure_csrf_cookie
def vote(request: HttpRequest, page_id: int) -> HttpResponse:
    """The question by itself (GET), and the vote (POST).

    A POST counts when the browser says that it comes from this site, or when it carries the token of the form shown
    here; else the form is shown, filled in, to be sent once more.
    """
    page = _page(page_id)
    form = VoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not (_comes_from_here(request) or _has_token(request)):
            return _shown(request, page, form, 403, _("Please send your answer once more from this page."))
        try:
            votes.vote(
                page,
                address=client_address(request) or "",
                agent=request.headers.get("User-Agent", ""),
                answered=form.cleaned_data["answered"] == "yes",
                remark=form.cleaned_data["remark"],
            )
        except votes.NotCounted as error:
            return _shown(request, page, None, 409, str(error))
        return redirect("publicity:thanks", page.pk)
    return _shown(request, page, form, 400 if request.method == "POST" else 200)


# The token is checked above, and only where the browser does not say where the form was.
vote_from_anywhere = csrf_exempt(vote)


def thanks(request: HttpRequest, page_id: int) -> HttpResponse:
    return _shown(request, _page(page_id), None, 200, _("Thank you. The editors read every answer."))


def _shown(
    request: HttpRequest, page: ExplainerPage, form: VoteForm | None, status: int, message: str = ""
) -> HttpResponse:
    context = {"title": _("Did this answer your question?"), "robots": "noindex", "explainer": page, "form": form, "message": message}  # fmt: skip
    return render(request, "publicity/vote.html", context, status=status)


def _page(page_id: int) -> ExplainerPage:
    page = ExplainerPage.objects.filter(pk=page_id, live=True).first()
    if page is None or not is_public(page):
        raise Http404
    return page


def _comes_from_here(request: HttpRequest) -> bool:
    """Browsers say with every POST where it comes from, and no page can make them lie."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    if origin:
        return urlsplit(origin).netloc == request.get_host()
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _has_token(request: HttpRequest) -> bool:
    check = _Check(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, lambda _request: HttpResponse(), (), {}) is None
