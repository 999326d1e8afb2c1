"""People and units in Wagtail's admin."""

from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html, json_script
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from .bulk_actions import refused
from .fields import UnitChoiceField
from .menus import menu_entry
from .models import Unit
from .roles import BY_KEY
from .views import accounts, audit, imports, manual, session, units
from .viewsets import RegionViewSet, WorkingYearViewSet

register_form_field_override(models.ForeignKey, to=Unit, override={"form_class": UnitChoiceField})

unit_urls = [
    path("", units.UnitTreeView.as_view(), name="tree"),
    path("new/", units.UnitAddView.as_view(), name="add"),
    path("<int:pk>/", units.UnitDetailView.as_view(), name="detail"),
    path("<int:pk>/edit/", units.UnitEditView.as_view(), name="edit"),
    path("<int:pk>/move/", units.UnitMoveView.as_view(), name="move"),
    path("<int:pk>/merge/", units.UnitMergeView.as_view(), name="merge"),
    path("<int:pk>/close/", units.UnitSwitchView.as_view(), {"to": "close"}, name="close"),
    path("<int:pk>/reopen/", units.UnitSwitchView.as_view(), {"to": "reopen"}, name="reopen"),
]
audit_urls = [
    path("log/", audit.AuditLogReport.as_view(), name="log"),
    path("log/results/", audit.AuditLogReport.as_view(results_only=True), name="log_results"),
    path("pages/<int:pk>/", audit.PageLogView.as_view(), name="page"),
    path("sign-ins/", audit.SignInReport.as_view(), name="sign_ins"),
    path("sign-ins/results/", audit.SignInReport.as_view(results_only=True), name="sign_ins_results"),
    path("units/", audit.UnitEventReport.as_view(), name="units"),
    path("units/results/", audit.UnitEventReport.as_view(results_only=True), name="units_results"),
    path("roles/", audit.RolesView.as_view(), name="roles"),
]
manual_urls = [
    path("", manual.ManualsView.as_view(), name="index"),
    path("pictures/<slug:name>.png", manual.picture, name="picture"),
    path("<slug:name>/", manual.ManualView.as_view(), name="page"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [
        path("units/", include((unit_urls, "people_units"))),
        path("audit/", include((audit_urls, "people_audit"))),
        path("manuals/", include((manual_urls, "people_manuals"))),
        path("people/import/", imports.UploadView.as_view(), name="people_import"),
        path("people/import/template/", imports.TemplateFileView.as_view(), name="people_import_template"),
        path("people/import/<uuid:pk>/", imports.PreviewView.as_view(), name="people_import_preview"),
        path("people/import/<uuid:pk>/done/", imports.DoneView.as_view(), name="people_import_done"),
        path(
            "people/accounts/<int:pk>/<slug:action>/",
            accounts.AccountActionView.as_view(),
            name="people_account_action",
        ),
        path("session/", session.session, name="people_session"),
        path("session/signed-in/", session.signed_in, name="people_signed_in"),
    ]


@hooks.register("register_admin_viewset")
def register_regions() -> list[RegionViewSet | WorkingYearViewSet]:
    return [RegionViewSet("regions"), WorkingYearViewSet("working-years")]


menu_entry("settings", _("Units"), "people_units:tree", allowed="people.view_unit", icon="group", order=591)
menu_entry(
    "settings",
    imports.UploadView.page_title,
    "people_import",
    allowed="people.import_people",
    icon="upload",
    order=592,
)
for order, (label, url_name, allowed, icon) in enumerate(
    (
        (audit.AuditLogReport.page_title, "people_audit:log", "people.view_audit", "history"),
        (audit.SignInReport.page_title, "people_audit:sign_ins", "people.view_signin", "key"),
        (audit.UnitEventReport.page_title, "people_audit:units", "people.view_unitevent", "group"),
        (audit.RolesView.page_title, "people_audit:roles", "people.view_roles", "clipboard-list"),
    ),
    start=1001,
):
    menu_entry("reports", label, url_name, allowed=allowed, icon=icon, order=order)
menu_entry("help", _("Manuals"), "people_manuals:index", allowed=lambda user: True, icon="doc-full", order=900)


@hooks.register("construct_help_menu")
def keep_help_here(request: HttpRequest, items: list[MenuItem]) -> None:
    """Staff are led to our manuals, not to Wagtail's guide on another host; without those entries no badge is shown."""
    items[:] = [item for item in items if not urlsplit(str(item.url)).netloc]


@hooks.register("register_account_menu_item")
def own_account(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("account_home"),
        "label": _("Password and second factor"),
        "help_text": _("Change your password, set up a second factor, see your last sign-ins."),
    }


# Wagtail's actions on many accounts at once write past our rules (own roles, auditors, superusers, history).
for action in (AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction):
    hooks.register("register_bulk_action", refused(action), order=1000)


@hooks.register("insert_global_admin_js")
def session_clock() -> str:
    """The clock that warns before the session ends and lets somebody sign in again without losing the page."""
    words = {
        "title": gettext("You will be signed out soon"),
        "soon": gettext("Nothing has been done for a while. You will be signed out in %s seconds."),
        "stay": gettext("Go on working"),
        "ended": gettext("You have been signed out"),
        "keep": gettext(
            "What you have typed is still on this page. Sign in again in a new window, then come back here."
        ),
        "signIn": gettext("Sign in again"),
        "back": gettext("I have signed in"),
        "notYet": gettext("You are not signed in yet."),
    }
    config = {
        "session": reverse("people_session"),
        "signIn": f"{reverse('account_login')}?next={reverse('people_signed_in')}",
        "words": words,
    }
    return format_html(
        '{}<script src="{}" defer></script>', json_script(config, "people-session"), static("people/session.js")
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, label, message in (
        ("create", _("Create an account"), _("Account created")),
        ("change", _("Change an account"), _("Account changed")),
        ("close", _("Close an account"), _("Account closed")),
        ("reopen", _("Reopen an account"), _("Account reopened")),
        ("one_time_password", _("Give a one-time password"), _("One-time password given")),
        ("activation", _("Send an activation link"), _("Activation link sent")),
        ("unlock", _("Lift the lockout"), _("Lockout lifted")),
        ("second_factor_reset", _("Reset the second factor"), _("Second factor reset")),
    ):
        actions.register_action(f"people.{name}", label, message)

    @actions.register_action("people.roles")
    class RolesFormatter(LogFormatter):
        label = _("Change roles")

        def format_message(self, entry: Any) -> str:
            given = "、".join(BY_KEY[key].name for key in entry.data.get("given", ()) if key in BY_KEY)
            taken = "、".join(BY_KEY[key].name for key in entry.data.get("taken", ()) if key in BY_KEY)
            parts = [gettext("given: %s") % given if given else "", gettext("taken: %s") % taken if taken else ""]
            return gettext("Roles changed") + "（" + "；".join(part for part in parts if part) + "）"

    @actions.register_action("people.import")
    class ImportFormatter(LogFormatter):
        label = _("Import units and people")

        def format_message(self, entry: Any) -> str:
            return gettext(
                "Imported: units %(units_added)s added, %(units_changed)s changed; people %(people_added)s added, "
                "%(people_changed)s changed; %(skipped)s rows skipped"
            ) % {
                key: entry.data.get(key, 0)
                for key in ("units_added", "units_changed", "people_added", "people_changed", "skipped")
            }
