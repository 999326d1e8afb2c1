"""Where the inbox meets Wagtail's admin."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from .admin.contact import contact
from .seeing import hooks as seeing_hooks  # noqa: F401 - registers its own

urls: list[URLPattern | URLResolver] = [
    path("<int:pk>/contact/", contact, name="contact"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("concerns/", include((urls, "concerns_admin")))]
