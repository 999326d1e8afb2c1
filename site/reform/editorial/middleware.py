"""Answers 410 with the reason at the address of a withdrawn page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .models import Withdrawal


class WithdrawnMiddleware:
    """Looks only at what would be 404: a page that was never withdrawn costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        path = request.path if request.path.endswith("/") else f"{request.path}/"
        withdrawal = Withdrawal.objects.filter(path=path, lifted_at=None).first()
        if withdrawal is None:
            return response
        return render(request, "editorial/withdrawn.html", {"withdrawal": withdrawal}, status=410)
