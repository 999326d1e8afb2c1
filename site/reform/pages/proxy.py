"""The visitor's address, when a web server of ours stands in front."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class VisitorAddressMiddleware:
    """Puts the visitor's address where Django looks for it.

    The last entry of `X-Forwarded-For` was written by our own web server; those before it are the visitor's to invent.
    Without this, a lockout after failed sign-ins would shut out everybody, since all seem to come from one address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        last = request.META.pop("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if last:
            request.META["REMOTE_ADDR"] = last
        return self.get_response(request)
