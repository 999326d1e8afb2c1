"""Where the inbox meets Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from reform.people.menus import menu_entry

from . import access, public_hooks  # noqa: F401 - registers its own
from .actions.logging import may_log
from .admin import answer, concern, importing, logging
from .admin.contact import contact
from .models import ClockRule, LogTemplate
from .seeing import hooks as seeing_hooks  # noqa: F401 - registers its own

urls: list[URLPattern | URLResolver] = [
    path("log/", logging.log, name="log"),
    path("log/look/", logging.look, name="log_look"),
    path("log/drop/", logging.drop, name="log_drop"),
    path("import/", importing.upload, name="import"),
    path("import/columns/", importing.columns, name="import_columns"),
    path("import/progress/", importing.progress, name="import_progress"),
    path("<int:pk>/", concern.concern, name="concern"),
    path("files/<int:pk>/", concern.file, name="file"),
    path("<int:pk>/contact/", contact, name="contact"),
    path("<int:pk>/do/<slug:name>/", concern.act, name="act"),
    path("<int:pk>/answer/", answer.draft, name="answer"),
    path("<int:pk>/answer/save/", answer.save, name="answer_save"),
    path("<int:pk>/letter/", answer.letter, name="letter"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("concerns/", include((urls, "concerns_admin")))]


menu_entry("admin", _("Log a concern"), "concerns_admin:log", allowed=may_log, icon="plus", order=199)
menu_entry(
    "admin",
    _("Import a list"),
    "concerns_admin:import",
    allowed=access.PERMISSIONS["concern_desk"],
    icon="upload",
    order=202,
)


class LogTemplateViewSet(ModelViewSet):
    """The repeated matters of the logging screen."""

    model = LogTemplate
    icon = "list-ul"
    menu_label = _("Repeated matters")
    menu_order = 203
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["name", "get_kind_display", "topic", "order"]
    search_fields = ["name", "text"]
    search_backend_name = None
    inspect_view_enabled = False


class ClockRuleViewSet(ModelViewSet):
    """The time limits. Their keys stand in rules/clocks.yaml, so rows are changed and neither added nor deleted."""

    model = ClockRule
    icon = "time"
    menu_label = _("Time limits")
    menu_order = 430
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["name", "amount", "get_unit_display", "extension", "source"]
    search_fields = ["name"]
    search_backend_name = None
    inspect_view_enabled = False


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [LogTemplateViewSet("log-templates"), ClockRuleViewSet("clock-rules")]
