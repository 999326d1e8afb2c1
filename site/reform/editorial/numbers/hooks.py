"""The report's address and its entry in the menu."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from reform.people.wagtail_hooks import PermissionMenuItem

from . import views


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("numbers/", views.NumbersView.as_view(), name="office_numbers")]


@hooks.register("register_reports_menu_item")
def numbers_item() -> MenuItem:
    return PermissionMenuItem(
        gettext_lazy("Numbers of the office"),
        reverse("office_numbers"),
        name="office-numbers",
        icon_name="order",
        order=15,
        permission="pages.view_numbers",
    )
