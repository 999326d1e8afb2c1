from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks

from .views.slug import slug


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("page-slug/", slug, name="page_slug")]


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def editor_js() -> str:
    return format_html('<script src="{}" data-url="{}"></script>', static("admin/slug.js"), reverse("page_slug"))
