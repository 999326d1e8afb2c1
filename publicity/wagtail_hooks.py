"""Where policies and explainers meet Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .reports import REPORTS, may_read

urls = [
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
