from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from reform.pages.models import BasePage

from . import gate, panels, views, wording_views
from .viewsets import WordingViewSet

urls = [
    path("review/<int:page_id>/", views.review, name="review"),
    path("submit/<int:page_id>/", views.submit, name="submit"),
    path("withdraw/<int:page_id>/", views.withdraw, name="withdraw"),
    path("emergency/<int:page_id>/", views.emergency, name="emergency"),
    path("correct/<int:page_id>/", views.correct, name="correct"),
    path("findings/<int:page_id>/", views.findings, name="findings"),
    path("findings/<int:page_id>/fix/", views.fix_finding, name="fix_finding"),
    path("findings/<int:page_id>/confirm/", views.confirm_finding, name="confirm_finding"),
    path("wording/import/", wording_views.upload, name="wording_import"),
    path("wording/import/template/", wording_views.template, name="wording_template"),
    path("wording/import/confirm/", wording_views.confirm, name="wording_confirm"),
    path("emergency/<int:pk>/review/", views.review_emergency, name="review_emergency"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("editorial/", include((urls, "editorial")))]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("editorial.emergency", _("Emergency publication"), _("Published in the emergency path"))
    actions.register_action(
        "editorial.emergency_reviewed", _("Emergency reviewed"), _("Emergency publication reviewed")
    )
    actions.register_action("editorial.withdraw", _("Withdraw"), _("Withdrawn"))
    actions.register_action("editorial.confirm", _("Confirm finding"), _("Personal data confirmed with a reason"))
    actions.register_action("editorial.correct", _("Correct"), _("Correction added"))


@hooks.register("construct_homepage_panels")
def add_work(request: Any, components: list[Any]) -> None:
    """Our lists take the place of Wagtail's, which know nothing of who may act on what."""
    components[:] = panels.work_panels(request.user)


@hooks.register("register_page_header_buttons")
def page_buttons(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    specific = page.specific
    if not isinstance(specific, BasePage):
        return
    if page.workflow_in_progress:
        yield Button(_("Review…"), reverse("editorial:review", args=[page.pk]), icon_name="check", priority=5)
    if page.live and user.has_perm("editorial.add_withdrawal"):
        yield Button(_("Withdraw…"), reverse("editorial:withdraw", args=[page.pk]), icon_name="download", priority=70)
    if page.live and not page.workflow_in_progress and specific.permissions_for_user(user).can_edit():
        yield Button(
            _("Add a correction…"), reverse("editorial:correct", args=[page.pk]), icon_name="edit", priority=60
        )
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


@hooks.register("construct_page_action_menu")
def only_review_actions(menu_items: list[Any], request: Any, context: Any) -> None:
    """Publishing and taking down are not in the menu; Wagtail hides them already, since nobody holds the permission."""
    menu_items[:] = [
        item for item in menu_items if item.name not in {"action-publish", "action-unpublish", "action-delete"}
    ]


register_snippet(WordingViewSet)


@hooks.register("insert_editor_js")
def findings_script() -> str:
    return format_html('<script src="{}" defer></script>', static("js/findings.js"))
