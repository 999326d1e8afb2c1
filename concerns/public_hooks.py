"""The admin's doors to public answers and to contacts. Imported by `wagtail_hooks`."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reform.people.menus import menu_entry

from .actions import publishing
from .admin import publishing as views

urls: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("results/", views.index_results, name="index_results"),
    path("<int:pk>/", views.review, name="review"),
    path("of/<int:pk>/", views.write, name="write"),
]


@hooks.register("register_admin_urls")
def register_publishing_urls() -> list[URLPattern | URLResolver]:
    return [path("public-answers/", include((urls, "concerns_publishing")))]


menu_entry(
    "admin",
    _("Public answers"),
    "concerns_publishing:index",
    allowed=publishing.writes_or_approves,
    icon="openquote",
    order=201,
)
