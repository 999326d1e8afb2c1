"""Addresses and menu entries of what staff see of the inbox."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from reform.people.menus import menu_entry

from .. import access
from . import bulk_views, dashboard, export_views, panels, report_views, topic_views, views

urls = [
    path("", views.ConcernListView.as_view(), name="list"),
    path("overview/", dashboard.DashboardView.as_view(), name="dashboard"),
    path("topics/", topic_views.TopicsView.as_view(), name="topics"),
    path("topics/<int:pk>/", topic_views.TopicView.as_view(), name="topic"),
    path("topics/<int:pk>/explainer/", topic_views.start_explainer, name="start_explainer"),
    path("report/", report_views.ReportView.as_view(), name="report"),
    path("bulk/", bulk_views.BulksView.as_view(), name="bulks"),
    path("bulk/<int:number>/", bulk_views.done, name="bulk"),
    path("bulk/<slug:kind>/", bulk_views.preview, name="bulk_preview"),
    path("filters/save/", views.save_filter, name="save_filter"),
    path("filters/<int:pk>/delete/", views.delete_filter, name="delete_filter"),
    path("columns/", views.choose_columns, name="columns"),
    path("export/", export_views.export, name="export"),
    path("exports/", export_views.ExportsView.as_view(), name="exports"),
    path("exports/<int:pk>/", export_views.fetch, name="fetch"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("concerns/", include((urls, "concerns_seeing")))]


menu_entry("admin", _("Concerns"), "concerns_seeing:list", allowed=access.staff, icon="mail", order=200)
menu_entry(
    "admin", _("Overview of concerns"), "concerns_seeing:dashboard", allowed=access.staff, icon="order", order=201
)


@hooks.register("construct_homepage_panels", order=5)  # after the editorial office, which begins the list
def add_waiting(request: HttpRequest, components: list[Any]) -> None:
    components.extend(panels.panels(request.user))
