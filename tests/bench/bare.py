"""A bare Django view: the bytes of the story from memory."""

import os
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import re_path

BODY = Path(os.environ["BENCH_BARE"]).read_bytes()


def bare(request: HttpRequest) -> HttpResponse:
    """The whole answer."""
    return HttpResponse(BODY)


urlpatterns = [re_path("", bare)]
