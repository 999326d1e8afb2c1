"""The report's address and its entry in the menu."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from wagtail import hooks

from reform.people.menus import menu_entry

from . import views


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("numbers/", views.NumbersView.as_view(), name="office_numbers")]


menu_entry(
    "reports",
    gettext_lazy("Numbers of the office"),
    "office_numbers",
    allowed="pages.view_numbers",
    icon="order",
    order=15,
)
