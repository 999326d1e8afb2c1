"""The clock of an open admin page: how long the session lasts, and that somebody is at work."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..middleware import seconds_left


@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """GET tells the seconds left and a fresh token for forms; POST counts as something done (the middleware wrote it)."""
    return JsonResponse({"left": seconds_left(request), "token": get_token(request)})


@never_cache
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where the window lands in which somebody signed in again for the page they had open."""
    return render(request, "people/signed_in_again.html")
