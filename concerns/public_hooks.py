"""The admin's doors to public answers and to contacts. Imported by `wagtail_hooks`."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

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


class PublicAnswersItem(MenuItem):
    """For who writes and approves them."""

    def is_shown(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(user.has_perm(publishing.WRITE) or user.has_perm(publishing.APPROVE))  # type: ignore[union-attr]


@hooks.register("register_admin_menu_item")
def public_answers_item() -> MenuItem:
    return PublicAnswersItem(
        _("Public answers"),
        reverse("concerns_publishing:index"),
        name="public-answers",
        icon_name="openquote",
        order=201,
    )
