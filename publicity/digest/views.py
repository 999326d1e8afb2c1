"""The reader's pages. They work without scripts, and mail scanners that follow every link change nothing: only a POST does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from reform.people.lockout import client_address

from . import actions, links
from .forms import SubscribeForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; afterwards the same answer whether the address was known or not."""
    form = SubscribeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("digest:asked")
        try:
            actions.subscribe(
                form.cleaned_data["email"], form.cleaned_data["language"], client_address(request) or "nowhere"
            )
        except actions.TooOften:
            form.add_error(None, _("That was asked too often. Please try again later."))
            status = 429
        else:
            return redirect("digest:asked")
    return render(request, "digest/subscribe.html", {"title": _("Weekly digest"), "form": form}, status=status)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    context = {"title": _("Look into your mailbox"), "robots": "noindex", "days": links.CONFIRM_DAYS}
    return render(request, "digest/asked.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One button that confirms."""
    if request.method == "POST":
        done = actions.confirm(token)
    else:
        done = False
        if links.read_confirm(token) is not None:
            context = {"title": _("Confirm the weekly digest"), "robots": "noindex"}
            return render(request, "digest/confirm.html", context)
    if done:
        return render(request, "digest/done.html", _done(_("You will get the digest on Monday morning."), "confirmed"))
    words = _("This link is no longer good. Please subscribe again.")
    return render(request, "digest/done.html", _done(words, "old"), status=410)


@never_cache
@csrf_exempt  # the one-click of mail programs (RFC 8058) comes without a cookie; the link itself is signed
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """One button that leaves; a mail program presses it by itself."""
    known = links.read_leave(token) is not None
    if request.method == "POST" and known:
        actions.leave(token)
        return render(request, "digest/done.html", _done(_("You have left. Your address has been erased."), "left"))
    if known:
        return render(request, "digest/leave.html", {"title": _("Leave the weekly digest"), "robots": "noindex"})
    return render(request, "digest/done.html", _done(_("This link is not one of ours."), "old"), status=404)


def _done(words: str, kind: str) -> dict[str, str]:
    return {"title": words, "kind": kind, "robots": "noindex"}
