"""Where the editorial office meets Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from reform.pages.models import BasePage
from reform.people.menus import menu_entry
from reform.people.roles import has_role

from . import action_menu, actions, check_views, choosing, gate, panels, translations, views, viewsets, wording_views
from .models import ReviewTask
from .numbers import hooks as number_hooks  # noqa: F401 - registers its own
from .translations import hooks as translation_hooks  # noqa: F401 - registers its own
from .wording_viewset import WordingViewSet


class StepPolicy(ModelPermissionPolicy):
    """The three steps are neither added nor removed, not even by a superuser."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


# Wagtail asks its own permission for every kind of task; these steps have theirs.
register_permission_policy(ReviewTask, StepPolicy(ReviewTask), exact_class=True)

urls = [
    path("review/<int:page_id>/", views.review, name="review"),
    path("text/<int:page_id>/", views.text, name="text"),
    path("submit/<int:page_id>/", views.submit, name="submit"),
    path("take-out/<int:page_id>/", views.take_out, name="take_out"),
    path("withdraw/<int:page_id>/", views.withdraw, name="withdraw"),
    path("emergency/<int:page_id>/", views.emergency, name="emergency"),
    path("emergency/<int:pk>/review/", views.review_emergency, name="review_emergency"),
    path("correct/<int:page_id>/", views.correct, name="correct"),
    path("corrections/<int:pk>/remove/", views.remove_correction, name="remove_correction"),
    path("record/<int:page_id>/", views.record, name="record"),
    path("ledger/", views.ledger, name="ledger"),
    path("findings/<int:page_id>/", check_views.findings, name="findings"),
    path("findings/<int:page_id>/fix/", check_views.fix_finding, name="fix_finding"),
    path("findings/<int:page_id>/confirm/", check_views.confirm_finding, name="confirm_finding"),
    path("confirmations/", check_views.confirmations, name="confirmations"),
    path("confirmations/<int:pk>/remove/", check_views.remove_confirmation, name="remove_confirmation"),
    path("wording/import/", wording_views.upload, name="wording_import"),
    path("wording/import/template/", wording_views.template, name="wording_template"),
    path("wording/import/confirm/", wording_views.confirm, name="wording_confirm"),
]
# These stand before wagtail-localize's own addresses (see `translations`).
localize_urls = [
    path("update/<int:translation_source_id>/", translations.UpdateDraftsView.as_view()),
    path("page/<int:page_id>/convert_to_alias/", translations.refuse_alias),
    # Shows the titles of all drafts that are being translated, to everybody: ours asks who wants to know.
    path("reports/translations/", RedirectView.as_view(pattern_name="editorial_translations:translation_report")),
    path(
        "reports/translations/results/", RedirectView.as_view(pattern_name="editorial_translations:translation_report")
    ),
]


@hooks.register("register_admin_urls", order=-10)
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("editorial/", include((urls, "editorial"))), path("localize/", include(localize_urls))]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[PageViewSet | ModelViewSet]:
    return [viewsets.ReviewedPageViewSet(), viewsets.ReviewTaskViewSet("review-steps")]


@hooks.register("register_log_actions")
def register_log_actions(registry: Any) -> None:
    for name, label, message, key in (
        ("emergency", gettext_lazy("Emergency publication"), gettext_lazy("Published in the emergency path"), "reason"),
        ("emergency_reviewed", gettext_lazy("Emergency reviewed"), gettext_lazy("Emergency publication looked at"), "verdict"),
        ("withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdrawn"), "reason"),
        ("correct", gettext_lazy("Correct"), gettext_lazy("Correction added"), "text"),
        ("correction_removed", gettext_lazy("Take a correction back"), gettext_lazy("Correction taken back"), "text"),
        ("confirm", gettext_lazy("Confirm finding"), gettext_lazy("Personal data confirmed with a reason"), "reason"),
        ("confirmation_removed", gettext_lazy("Take a confirmation back"), gettext_lazy("Confirmation of personal data taken back"), "reason"),
        ("restarted", gettext_lazy("Restart the review"), gettext_lazy("Review started again after an edit"), ""),
        ("translated", gettext_lazy("Translate"), gettext_lazy("Translated strings"), ""),
    ):  # fmt: skip
        registry.register_action(f"editorial.{name}")(_formatter(label, message, key))
    registry.register_action("editorial.wording_imported")(ReadInFormatter)


class ReadInFormatter(LogFormatter):
    """Says from which file, also where Wagtail shows no comments."""

    label = gettext_lazy("Read in")

    def format_message(self, log_entry: Any) -> str:
        return _("Read in from “%(file)s”") % {"file": log_entry.data.get("file", "")}


def _formatter(text: Any, said: Any, key: str) -> type[LogFormatter]:
    """A formatter that shows the reason, verdict or note of the event as its comment."""

    class EventFormatter(LogFormatter):
        label = text
        message = said

        def format_comment(self, log_entry: Any) -> str:
            return log_entry.data.get(key, "") if key else ""

    return EventFormatter


@hooks.register("construct_homepage_panels")
def add_work(request: HttpRequest, components: list[Any]) -> None:
    """Our lists take the place of Wagtail's, which know nothing of who may act on what."""
    components[:] = panels.work_panels(request.user)


menu_entry(
    "reports",
    gettext_lazy("Review ledger"),
    "editorial:ledger",
    allowed=lambda user: has_role(user, "auditor", "site_admin", "final_review"),
    icon="list-ul",
    order=10,
)
menu_entry(
    "reports",
    gettext_lazy("Confirmed personal data"),
    "editorial:confirmations",
    allowed="editorial.view_confirmedfinding",
    icon="check",
    order=11,
)


@hooks.register("register_page_header_buttons")
def page_buttons(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    specific = page.specific
    if not isinstance(specific, BasePage):
        return
    permissions = specific.permissions_for_user(user)
    reviewing = page.workflow_in_progress
    if reviewing:
        yield Button(_("Review page"), reverse("editorial:review", args=[page.pk]), icon_name="check", priority=5)
    yield Button(_("Full record"), reverse("editorial:record", args=[page.pk]), icon_name="history", priority=55)
    if page.live and not specific.get_lock() and permissions.can_edit():
        yield Button(
            _("Add a correction…"), reverse("editorial:correct", args=[page.pk]), icon_name="edit", priority=60
        )
    if page.live and user.has_perm("editorial.add_withdrawal"):
        yield Button(_("Withdraw…"), reverse("editorial:withdraw", args=[page.pk]), icon_name="download", priority=70)
    if user.has_perm("editorial.add_emergencypublication") and (page.has_unpublished_changes or not page.live):
        yield Button(
            _("Emergency publication…"),
            reverse("editorial:emergency", args=[page.pk]),
            icon_name="warning",
            priority=80,
        )


@hooks.register("check_page_for_review")
def check_page(page: Page) -> Iterator[tuple[str | None, str]]:
    for finding in gate.blocking(page):
        yield finding.field, finding.message()


hooks.register("construct_page_chooser_queryset", choosing.in_chooser)


@hooks.register("construct_page_action_menu")
def only_review_actions(menu_items: list[Any], request: HttpRequest, context: Any) -> None:
    action_menu.arrange(menu_items, request, context)


@hooks.register("before_edit_page", order=-10)
def editing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Taking out of review goes through the action; translators are told how their text gets to reviewers."""
    if request.method == "POST" and request.POST.get("action-cancel-workflow"):
        actions.withdraw_from_review(page, request.user)
        messages.success(request, _("Taken out of review. The next submission starts at the first step."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    if request.method == "GET" and translations.translation_of(page) and not page.workflow_in_progress:
        link = format_html(
            '<a href="{}">{}</a>', reverse("editorial:review", args=[page.pk]), _("Open the review page")
        )
        messages.info(
            request,
            format_html("{} {}", _("Translated? The review page shows the result and submits it to review."), link),
        )
    return None


# --- The doors to readers that are not the review ------------------------------------------------------------------
# `reform.pages.access` refuses these by permission. Here they are shut once more, also where a page is no BasePage.


@hooks.register("before_publish_page")
@hooks.register("before_unpublish_page")
def refuse(request: HttpRequest, page: Page) -> None:
    raise PermissionDenied


@hooks.register("before_create_page")
def pages_begin_as_drafts(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    if request.POST.get("action-publish"):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: HttpRequest, action_type: str, objects: Any, action_class: Any) -> None:
    if action_type in {"publish", "unpublish"} and any(isinstance(item, Page) for item in objects):
        raise PermissionDenied


@hooks.register("before_move_page")
def moving(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks only when the move is made: its question before that shows the title of the draft."""
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


@hooks.register("before_copy_page")
def copies_are_drafts(request: HttpRequest, page: Page) -> None:
    if request.method == "POST" and (request.POST.get("publish_copies") or request.POST.get("alias")):
        raise PermissionDenied


@hooks.register("before_delete_page")
def only_drafts_are_deleted(request: HttpRequest, page: Page) -> None:
    if page.get_descendants(inclusive=True).live().exists():
        raise PermissionDenied


register_snippet(WordingViewSet)


@hooks.register("insert_editor_js")
def editor_scripts() -> str:
    names = ((static(f"js/{name}.js"),) for name in ("autosave", "findings"))
    return format_html_join("\n", '<script src="{}" defer></script>', names)
