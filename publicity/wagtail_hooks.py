"""Where policies and explainers meet Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import import_views
from .reports import REPORTS, may_read

urls = [
    path("import/", import_views.upload, name="import"),
    path("import/<uuid:pk>/", import_views.confirm, name="import_confirm"),
]
urls += [
    pattern
    for name, view in REPORTS.items()
    for pattern in (
        path(f"{name.replace('_', '-')}/", view.as_view(), name=name),
        path(f"{name.replace('_', '-')}/results/", view.as_view(results_only=True), name=f"{name}_results"),
    )
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("publicity/", include((urls, "publicity_admin")))]


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


def _item(name: str, order: int) -> None:
    view = REPORTS[name]

    @hooks.register("register_reports_menu_item")
    def item() -> MenuItem:
        address = reverse(f"publicity_admin:{name}")
        return ReportMenuItem(view.page_title, address, name=name, icon_name=view.header_icon, order=order)


for number, report in enumerate(REPORTS):
    _item(report, 20 + number)


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return import_views.may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_item() -> MenuItem:
    address = reverse("publicity_admin:import")
    return ImportMenuItem(_("Import from Word"), address, name="word-import", icon_name="upload", order=250)
