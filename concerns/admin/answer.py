"""The draft of an answer: one writes, others read; saved as it is written; what the checks say beside it. The printed letter."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Site

from reform.pages.models import SiteSettings
from reform.pages.ways_out import pdf
from reform.pages.ways_out.made import Busy

from .. import access, events
from ..actions import NotPossible, answering, contacts
from ..answer_checks import hints
from ..contacts import Details, Unreadable
from ..models import Answer, Concern
from ..states import State
from .concern import breadcrumbs, visible_or_404
from .logging import explainers


@never_cache
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen. A POST keeps the text, and submits it when asked to."""
    user: Any = request.user
    concern = visible_or_404(request, pk)
    if not answering.may_write(concern, user):
        raise PermissionDenied
    if concern.state != State.IN_WORK:
        messages.error(request, _("The answer is written while the concern is being handled."))
        return redirect("concerns_admin:concern", pk)
    error, holder, text = "", None, None
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            _keep(request, concern, text)
            if "submit" in request.POST:
                answering.submit(concern, user)
                messages.success(request, _("The answer was submitted."))
                return redirect("concerns_admin:concern", pk)
            messages.success(request, _("Saved."))
            return redirect("concerns_admin:answer", pk)
        except NotPossible as refused:
            error = str(refused)
            answer = answering.in_making(concern)
    else:
        try:
            answer = answering.open_draft(concern, user, force="force" in request.GET)
        except answering.Stale as refused:
            error, answer = str(refused), answering.in_making(concern)
            holder = answering.lock_holder(answer) if answer else None
    context = _context(concern, answer, text, error, holder)
    return render(request, "concerns/admin/answer.html", context, status=422 if error and text is not None else 200)


def _context(concern: Concern, answer: Answer | None, text: str | None, error: str, holder: Any) -> dict[str, Any]:
    shown = answer.text if text is None and answer else text or ""
    cited = list(answer.citations.all()) if answer else []
    offered = [hit.page for hit in explainers(f"{concern.subject}\n{concern.text}")]
    return {
        "concern": concern,
        "answer": answer,
        "text": shown,
        "error": error,
        "holder": holder,
        "hints": hints(concern, shown),
        "cited": cited,
        "offered": [page for page in offered if page.pk not in {item.pk for item in cited}],
        "returned": concern.notes.filter(event__in=["send_back", "unapprove"]).last(),
        "breadcrumbs_items": breadcrumbs(concern, _("Answer")),
        "header_title": _("Answer"),
        "header_icon": "edit",
    }


def _keep(request: HttpRequest, concern: Concern, text: str) -> Answer:
    version = request.POST.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise NotPossible(_("The page is out of date. Open it again."))
    cited = [int(pk) for pk in request.POST.getlist("cite") if pk.isdecimal() and len(pk) < 12]
    return answering.save_draft(concern, request.user, text, int(version), cited)


@never_cache
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave: `version` and the hints as HTML, or 409 with the reason."""
    concern = visible_or_404(request, pk)
    if not answering.may_write(concern, request.user):
        raise PermissionDenied
    text = request.POST.get("text", "")
    try:
        answer = _keep(request, concern, text)
    except NotPossible as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    said = render_to_string("concerns/admin/hints.html", {"hints": hints(concern, text)})
    return JsonResponse({"version": answer.version, "hints": said})


@never_cache
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The released or sent answer as a letter to print, with the name and address the person left: a look, on record."""
    concern = visible_or_404(request, pk)
    answer = concern.answers.last()
    if (
        answer is None
        or concern.state not in {State.APPROVED, State.ANSWERED, State.CLOSED}
        or not answer.approved_by_id
    ):
        raise Http404
    if not access.sides(concern, request.user) & {"concern_desk", "handler"}:
        raise PermissionDenied
    try:
        details = contacts.look(concern, request.user)
    except Unreadable:
        details = Details()  # the letter is printed without the name
    events.append(concern, "letter", request.user, {"answer": answer.pk})
    site = Site.find_for_request(request) or Site.objects.get(is_default_site=True)
    context = {
        "concern": concern,
        "answer": answer,
        "details": details,
        "site": site,
        "about": SiteSettings.for_site(site),
    }
    try:
        data = pdf.pdf(render_to_string("concerns/admin/letter.html", context, request=request), pdf.for_everybody)
    except Busy:
        messages.error(request, _("The PDF cannot be made now. Try again later."))
        return redirect("concerns_admin:concern", pk)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{concern.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
