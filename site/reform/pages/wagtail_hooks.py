from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from . import queries
from .views.slug import slug
from .ways_out import admin_views as ways_out


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [
        path("page-slug/", slug, name="page_slug"),
        path("ways-out/", include((ways_out.urls, "ways_out"))),
    ]


@hooks.register("register_page_header_buttons")
def share_button(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    """分享与导出, for every article whose text this person may see."""
    if page.specific_class in queries.article_models() and (
        queries.is_public(page) or page.permissions_for_user(user).can_edit()
    ):
        yield Button(
            _("Share and export"), reverse("ways_out:overview", args=[page.pk]), icon_name="download", priority=50
        )


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def editor_js() -> str:
    return format_html('<script src="{}" data-url="{}"></script>', static("admin/slug.js"), reverse("page_slug"))
