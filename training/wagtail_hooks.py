"""Where training meets Wagtail's admin."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from .admin import bank_hooks, course_hooks

urls: list[URLPattern | URLResolver] = [*bank_hooks.urls, *course_hooks.urls]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("training/", include((urls, "training_admin")))]
