"""What stands between a signed-in person and the page: idle time, first password, second factor."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from .queries import has_second_factor, needs_second_factor

Response = Callable[[HttpRequest], HttpResponse]

SEEN = "seen"
# The clock is written at most this often, so that reading a page is not a write.
STEP = 30


@receiver(user_logged_in)
def start_clock(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Idle time counts for people who can enter the admin."""
    if user.has_perm("wagtailadmin.access_admin"):
        request.session[SEEN] = int(time.time())


class IdleSessionMiddleware:
    """Signs staff out after `SESSION_IDLE_SECONDS` without anything done.

    What an open page asks for by itself (Wagtail's editing sessions, our own clock) does not count as something done.
    A visitor without a session costs nothing and gets no `Vary: Cookie`.
    """

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        seen, now = request.session.get(SEEN), int(time.time())
        if seen is None:
            if _in_admin(request) and request.user.is_authenticated:
                request.session[SEEN] = now
            return self.get_response(request)
        if now - seen > settings.SESSION_IDLE_SECONDS:
            return self._end(request)
        if now - seen >= min(STEP, settings.SESSION_IDLE_SECONDS // 4) and not _passive(request):
            request.session[SEEN] = now
        return self.get_response(request)

    def _end(self, request: HttpRequest) -> HttpResponse:
        request.ended_by_idle_time = True  # type: ignore[attr-defined]
        logout(request)
        if not _in_admin(request) or _by_script(request):
            return self.get_response(request)
        if request.method in {"GET", "HEAD"}:
            messages.info(request, _("You were signed out because nothing was done for a while."))
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        messages.warning(
            request, _("You were signed out because nothing was done for a while. What you sent last was not saved.")
        )
        return redirect_to_login(_page_of_form(request), settings.LOGIN_URL)


class AccountGateMiddleware:
    """Sends a person with a one-time password to choose their own, and staff without a second factor to set one up."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _always_open(request):
            return self.get_response(request)
        user = request.user
        if user.is_authenticated:
            if user.must_change_password:
                return _stop(request, "account_change_password", _("Choose a password of your own first."))
            if _in_admin(request) and needs_second_factor(user) and not has_second_factor(user):
                return _stop(request, "mfa_index", _("Set up a second factor first: this site requires it of staff."))
        return self.get_response(request)


def seconds_left(request: HttpRequest) -> int:
    """How long the session still lasts if nothing is done."""
    seen = request.session.get(SEEN, int(time.time()))
    return max(0, seen + settings.SESSION_IDLE_SECONDS - int(time.time()))


def _stop(request: HttpRequest, name: str, message: str) -> HttpResponse:
    if _by_script(request):
        raise PermissionDenied
    messages.warning(request, message)
    return redirect(name)


def _in_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _by_script(request: HttpRequest) -> bool:
    return (
        request.headers.get("x-requested-with") == "XMLHttpRequest"
        or request.headers.get("sec-fetch-dest", "document") == "empty"
    )


def _passive(request: HttpRequest) -> bool:
    if "x-passive" in request.headers:  # one of our scripts that asks again and again
        return True
    admin = reverse("wagtailadmin_home")
    if request.path.startswith(f"{admin}editing-sessions/"):
        return True
    return request.method == "GET" and request.path == reverse("people_session")


def _always_open(request: HttpRequest) -> bool:
    open_prefixes = (reverse("account_home"), settings.STATIC_URL, settings.MEDIA_URL)
    return request.path.startswith(open_prefixes) or request.path in {
        reverse("wagtailadmin_logout"),
        reverse("wagtailadmin_javascript_catalog"),
        reverse("wagtailadmin_sprite"),
    }


def _page_of_form(request: HttpRequest) -> str:
    """Where the form came from: what was posted to may not answer a GET."""
    referer = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.path
