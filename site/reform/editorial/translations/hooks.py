"""Where translation meets Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_localize.views import edit_translation

from reform.people.menus import menu_entry

from ..panels import WorkPanel
from . import progress, views

urls = [
    path("", views.ReportView.as_view(), name="translation_report"),
    path("mine/", views.QueueView.as_view(), name="translation_queue"),
    path("<int:pk>/", views.translation, name="translation"),
    path("<int:pk>/take/", views.take, name="translation_take"),
    path("<int:pk>/renew/", views.renew, name="translation_renew"),
    path("<int:pk>/confirm/", views.confirm, name="translation_confirm"),
]


@require_POST
def stop_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Who gave the work out may stop it; a translator may not."""
    if not request.user.has_perm("wagtail_localize.submit_translation"):
        raise PermissionDenied
    if not request.POST.get("next", "/").startswith("/"):  # wagtail-localize would look for a view of that name
        raise SuspiciousOperation
    return edit_translation.stop_translation(request, translation_id=translation_id)


@hooks.register("register_admin_urls", order=-10)
def register_urls() -> list[URLPattern | URLResolver]:
    return [
        path("translations/", include((urls, "editorial_translations"))),
        path("localize/translate/<int:translation_id>/disable/", stop_translation),
    ]


menu_entry(
    "admin",
    gettext_lazy("My translations"),
    "editorial_translations:translation_queue",
    allowed="editorial.translate_assigned",
    icon="wagtail-localize-language",
    order=150,
)
menu_entry(
    "reports",
    gettext_lazy("Translations"),
    "editorial_translations:translation_report",
    allowed="editorial.view_translation_report",
    icon="wagtail-localize-language",
    order=20,
)


@hooks.register("construct_reports_menu")
def leave_out_their_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """Ours takes the place of wagtail-localize's, which knows neither staleness nor columns."""
    items[:] = [item for item in items if item.url != reverse("wagtail_localize:translations_report")]


@hooks.register("construct_homepage_panels", order=10)
def add_queue(request: HttpRequest, components: list[Any]) -> None:
    """A translator's front page begins with what is to be translated."""
    if not request.user.has_perm("editorial.translate_assigned") or request.user.is_superuser:
        return
    waiting = [row for row in progress.of_translator(request.user) if row.state != progress.CURRENT]
    rows = [
        {
            "title": row.page.title,
            "url": reverse("wagtailadmin_pages:edit", args=[row.record.page_id]),
            "note": f"{row.locale.get_display_name()} · {row.state_label} · {row.done}/{row.total}",
            "at": row.record.assigned_at,
        }
        for row in waiting
        if row.record
    ]
    empty = _("Nothing is assigned to you. Open “My translations” to take one.")
    components.insert(0, WorkPanel("translations", _("To translate"), empty, rows, len(rows)))


@hooks.register("before_edit_page", order=-9)
def warn_of_old_source(request: HttpRequest, page: Any) -> None:
    if request.method == "GET":
        views.editor_notice(request, page)


@hooks.register("register_log_actions")
def register_log_actions(registry: Any) -> None:
    for name, label, message in (
        ("assigned", gettext_lazy("Assign a translation"), gettext_lazy("Translation assigned")),
        ("unassigned", gettext_lazy("Take a translation back"), gettext_lazy("Translation is nobody's")),
        ("renewed", gettext_lazy("Update a translation"), gettext_lazy("Translation took the new source")),
        ("confirmed", gettext_lazy("Confirm a translation"), gettext_lazy("Translation still holds")),
    ):
        registry.register_action(f"editorial.translation_{name}", label, message)
