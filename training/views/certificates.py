"""Certificates: the public check, and the holder's PDF."""

import hmac
import unicodedata
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reform.pages.ways_out.made import Busy
from search.limit import too_often

from .. import certificate_paper, rulebook
from ..actions.certificate import masked, may_see
from ..models import Certificate


def _tidy(number: str) -> str:
    """What was typed as a number: full-width signs, spaces and small letters are forgiven."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split())[:20]


def _limited(request: HttpRequest) -> HttpResponse | None:
    """The answer to who asks for too many numbers, also one who has signed in; None to all others."""
    most = rulebook.rules("certificates")["verifications_a_minute"]
    if request.user.has_perm("training.view_certificate") or not too_often(
        request, "certificate", most, signed_in=True
    ):
        return None
    text = _("Too many numbers were asked for from your address. Please wait a minute.")
    context = {"title": _("Verify a certificate"), "problem": text}
    response = render(request, "training/verify.html", context, status=429)
    response["Retry-After"] = "60"
    return response


@never_cache
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """The field for a number; a number that exists leads to its page."""
    typed = request.GET.get("number", "")
    context = {"title": _("Verify a certificate"), "typed": typed[:40], "problem": ""}
    if typed:
        if stop := _limited(request):
            return stop
        found = Certificate.objects.filter(serial=_tidy(typed)).first()
        if found is not None:
            return redirect("training:certificate", found.serial)
        context["problem"] = _("There is no certificate with this number. Compare it with the paper, letter by letter.")
    return render(request, "training/verify.html", context, status=404 if context["problem"] else 200)


@never_cache
@require_GET
def certificate(request: HttpRequest, serial: str) -> HttpResponse:
    """The public page of a certificate. The whole name is for the holder's link and for whoever may see it."""
    if stop := _limited(request):
        return stop
    found = Certificate.objects.filter(serial=_tidy(serial)).select_related("template").first()
    if found is None:
        context = {
            "title": _("Verify a certificate"),
            "typed": serial[:40],
            "problem": _("There is no certificate with this number. Compare it with the paper, letter by letter."),
        }
        return render(request, "training/verify.html", context, status=404)
    key = request.GET.get("key", "")
    known = may_see(request.user, found) or (key.isascii() and hmac.compare_digest(key, found.token))
    newer = Certificate.objects.filter(replaces=found).first() if known else None
    shown: dict[str, Any] = {
        "title": _("Certificate %(serial)s") % {"serial": found.serial},
        "certificate": found,
        "name": found.name if known else masked(found.name),
        "known": known,
        "newer": newer,
        "own": request.user.is_authenticated and request.user.pk == found.user_id,
        "share": certificate_paper.holder_address(found) if known and request.user.is_authenticated else "",
    }
    response = render(request, "training/certificate.html", shown)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@login_required
@require_GET
def paper(request: HttpRequest, serial: str) -> HttpResponse:
    """The PDF, for the holder and for who may download those of others."""
    if stop := _limited(request):
        return stop
    found = get_object_or_404(Certificate.objects.select_related("template"), serial=serial)
    if request.user.pk != found.user_id and not request.user.has_perm("training.export_certificate"):
        return redirect("training:certificate", found.serial)
    try:
        body = certificate_paper.draw(found)
    except Busy:
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{found.serial}.pdf") or "inline"
    return response
