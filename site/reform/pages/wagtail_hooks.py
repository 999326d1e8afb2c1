from typing import Any

from django.http import Http404, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from .uses import reachable


@hooks.register("before_serve_document")
def only_published(document: Any, request: Any) -> HttpResponse | None:
    """A file that no published page offers is not there for strangers."""
    if not reachable(document, request):
        raise Http404
    return None


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
