"""What the office does around the page of an exemplar: consents, taking down, honours that are taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.log_actions import log

from .. import actions
from ..forms import ConsentForm, RevocationForm
from ..models import Consent, ExemplarHonour, ExemplarPage, HonourRevocation


def consent(request: HttpRequest, page_id: int) -> HttpResponse:
    """The consents of a person's page, and the form that records another."""
    page = _person(page_id)
    if not request.user.has_perm("typicals.view_consent"):
        raise PermissionDenied
    may_add = request.user.has_perm("typicals.add_consent") and page.permissions_for_user(request.user).can_edit()
    form = ConsentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not may_add:
            raise PermissionDenied
        if form.is_valid():
            try:
                actions.note_consent(page, request.user, **form.cleaned_data)
            except actions.ExemplarError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The consent is recorded."))
                return redirect("typicals_admin:consent", page_id)
    context = {
        "page": page,
        "form": form if may_add else None,
        "consents": Consent.objects.filter(page_key=page.translation_key).select_related("recorded_by", "withdrawn_by"),
        "may_take_down": request.user.has_perm("editorial.add_withdrawal"),
    }
    return render(request, "typicals/admin/consent.html", context)


@require_GET
def consent_file(request: HttpRequest, pk: int) -> FileResponse:
    """The signed form. Each look is an event in the page's history."""
    found = get_object_or_404(Consent, pk=pk)
    if not request.user.has_perm("typicals.view_consent"):
        raise PermissionDenied
    if not found.file:
        raise Http404
    if found.page is not None:
        log(found.page.specific, "typicals.consent_seen", user=request.user)
    name = (found.file.name or "").rpartition("/")[2]
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def take_down(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks once, then takes a person's page down in every language."""
    page = _person(page_id)
    if not request.user.has_perm("editorial.add_withdrawal"):
        raise PermissionDenied
    if request.method == "POST":
        count = actions.take_down(page, request.user)
        messages.success(request, _("Taken down: %(count)d pages. The consent has ended.") % {"count": count})
        return redirect("typicals_admin:consent", page_id)
    return render(request, "typicals/admin/take_down.html", {"page": page})


def revoke(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes an honour of a page back; readers see it at once."""
    page = get_object_or_404(ExemplarPage, pk=page_id)
    if not request.user.has_perm("typicals.add_honourrevocation"):
        raise PermissionDenied
    gone = HonourRevocation.objects.values("award_key")
    awards = ExemplarHonour.objects.filter(page=page).exclude(translation_key__in=gone).select_related("honour")
    form = RevocationForm(request.POST or None, awards=awards)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            actions.revoke_honour(data["award"], request.user, data["kind"], data["reason"], data["document_number"])
        except actions.ExemplarError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The honour is marked as taken back; readers see it now."))
            return redirect(reverse("wagtailadmin_home"))
    rows = HonourRevocation.objects.filter(page=page).select_related("honour", "by")
    return render(request, "typicals/admin/revoke.html", {"page": page, "form": form, "awards": awards, "rows": rows})


def _person(page_id: int) -> ExemplarPage:
    """The page as its latest draft has it: an editor records the consent before anything is public. 404 for a unit."""
    page = get_object_or_404(ExemplarPage, pk=page_id)
    draft = page.get_latest_revision_as_object()
    if not (draft.is_person or page.is_person):
        raise Http404
    return draft if draft.is_person else page
