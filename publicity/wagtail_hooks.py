"""Where policies and explainers meet Wagtail's admin."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reform.people.menus import menu_entry

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


for order, (name, report) in enumerate(REPORTS.items(), start=20):
    menu_entry(
        "reports", report.page_title, f"publicity_admin:{name}", allowed=may_read, icon=report.header_icon, order=order
    )
menu_entry(
    "admin",
    _("Import from Word"),
    "publicity_admin:import",
    allowed=import_views.may_import,
    icon="upload",
    order=250,
)
