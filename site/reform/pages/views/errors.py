"""What readers see when something is not there or went wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from .. import queries, routing
from ..listing import NoSuchList


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. Context: `reason` (empty, or a sentence for readers) and `columns`, the pages of the main menu."""
    site = routing.find_site(request)
    context: dict[str, Any] = {
        "reason": str(exception) if isinstance(exception, NoSuchList) else "",
        "columns": queries.menu_pages(routing.find_home(request)) if site else [],
        "robots": "noindex",
    }
    return render(request, "404.html", context, status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"robots": "noindex"}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. No context of the request: it may be the very thing that is wrong."""
    return _bare("400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Works without the database: no context processor runs and the template stands alone."""
    return _bare("500.html", 500)


def _bare(template: str, status: int) -> HttpResponse:
    """A page with its style inside: it needs no other file, so its policy allows that style and nothing else."""
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"}
    return HttpResponse(loader.render_to_string(template), status=status, headers=policy)
