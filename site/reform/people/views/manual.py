"""The manuals in the admin."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from .. import manuals
from .pages import AdminPage


class ManualsView(AdminPage):
    """All manuals."""

    permission = "wagtailadmin.access_admin"
    template_name = "people/manuals.html"
    page_title = _("Manuals")
    header_icon = "help"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(manuals=manuals.titles(), **kwargs)


class ManualView(AdminPage):
    """One manual."""

    permission = "wagtailadmin.access_admin"
    template_name = "people/manual.html"
    header_icon = "help"

    def get_page_title(self) -> str:
        return manuals.titles().get(self.kwargs["name"], "")

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("people_manuals:index"), _("Manuals"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            text = manuals.html(self.kwargs["name"])
        except KeyError as error:
            raise Http404 from error
        # The project's own text; the renderer escapes whatever HTML stands in it.
        return super().get_context_data(text=mark_safe(text), **kwargs)  # noqa: S308


@cache_control(private=True, max_age=3600)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the manuals."""
    path = manuals.IMAGES / f"{name}.png"
    if path not in manuals.IMAGES.glob("*.png"):
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
