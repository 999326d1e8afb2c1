"""Wagtail's view for pages, with the page found beforehand where that is possible."""

from django.http import HttpRequest, HttpResponse
from wagtail import views
from wagtail.url_routing import RouteResult

from ..routing import find_page


def serve(request: HttpRequest, path: str) -> HttpResponse:
    page = find_page(request, path)
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return views.serve(request, path)
