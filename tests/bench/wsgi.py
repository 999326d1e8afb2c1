"""The site and, in the same process, a bare Django view: no middleware, no template, no database, the same bytes."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform.settings.demo")

from django.conf import settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

from reform.wsgi import application as site

from reform.pages import edition  # isort: skip - only now are the models there

BARE, FIRST = "/bare/", "/first"
BODY = Path(os.environ["BENCH_BODY"]).read_bytes()


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers={"Content-Length": str(len(BODY))})


class BareHandler(WSGIHandler):
    """Django's handler around one view."""

    def load_middleware(self, is_async: bool = False) -> None:
        middleware, settings.MIDDLEWARE = settings.MIDDLEWARE, []
        super().load_middleware(is_async)
        settings.MIDDLEWARE = middleware

    def resolve_request(self, request: HttpRequest) -> Any:
        request.urlconf = "tests.bench.wsgi"
        return super().resolve_request(request)


urlpatterns = [path(BARE.lstrip("/"), bare)]
_bare = BareHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    address = environ["PATH_INFO"]
    if address == BARE:
        return _bare(environ, start_response)
    if address.startswith(f"{FIRST}/"):
        # As after a publication: nothing is remembered, no page is kept.
        environ["PATH_INFO"] = address.removeprefix(FIRST)
        edition._memory.values.clear()
        caches["pages"].clear()
    return site(environ, start_response)
