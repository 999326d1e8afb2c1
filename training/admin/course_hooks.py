"""The organiser's part of the admin: addresses, the menu, what is written to the log."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.viewsets.base import ViewSet

from reform.people.menus import menu_entry

from . import assignments, certificates, panels, papers

urls = [
    path("assignments/", assignments.AssignmentsView.as_view(), name="assignments"),
    path("assignments/new/", assignments.NewAssignmentView.as_view(), name="assign"),
    path("assignments/<int:pk>/", assignments.BoardView.as_view(), name="board"),
    path("assignments/<int:pk>/people/", assignments.PeopleView.as_view(), name="people"),
    path("assignments/<int:pk>/nudge/", assignments.NudgeView.as_view(), name="nudge"),
    path("assignments/<int:pk>/change/", assignments.ChangeView.as_view(), name="change"),
    path("assignees/<int:pk>/exempt/", assignments.ExemptView.as_view(), name="exempt"),
    path("certificates/", certificates.CertificatesReport.as_view(), name="certificates"),
    path(
        "certificates/results/",
        certificates.CertificatesReport.as_view(results_only=True),
        name="certificates_results",
    ),
    path("certificates/<int:pk>/", certificates.CertificateView.as_view(), name="certificate"),
    path("certificates/packed/", certificates.BatchesView.as_view(), name="batches"),
    path("certificates/packed/<int:pk>/", certificates.batch_file, name="batch_file"),
    path("papers/", papers.PapersView.as_view(), name="papers"),
    path("papers/<int:pk>/", papers.papers_file, name="papers_file"),
    path("hours/", certificates.HoursReport.as_view(), name="hours"),
    path("hours/results/", certificates.HoursReport.as_view(results_only=True), name="hours_results"),
    path("hours/<int:pk>/", certificates.HourView.as_view(), name="hours_entry"),
]


menu = Menu(register_hook_name="register_learning_menu_item", construct_hook_name="construct_learning_menu")
for order, (label, name, allowed, icon) in {
    10: (_("Question bank"), "questions", "training.view_question", "list-ul"),
    20: (_("Quizzes"), "quizzes", "training.view_quiz", "tasks"),
    30: (_("Marking"), "marking", "training.mark_attempt", "edit"),
    100: (_("Assignments of courses"), "assignments", "training.view_assignment", "clipboard-list"),
    101: (_("Certificates"), "certificates", "training.view_certificate", "doc-full-inverse"),
    102: (_("Downloads of certificates"), "batches", "training.export_certificate", "download"),
    103: (_("Archive of exam papers"), "papers", "training.manage_attempt", "lock"),
    104: (_("Ledger of credit hours"), "hours", "training.view_hourentry", "history"),
}.items():
    menu_entry("learning", label, f"training_admin:{name}", allowed=allowed, icon=icon, order=order)


@hooks.register("register_admin_menu_item")
def submenu() -> SubmenuMenuItem:
    return SubmenuMenuItem(_("Learning"), menu, name="learning", icon_name="tasks", order=270)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    return [
        certificates.TemplateViewSet("certificate-templates", menu_hook="register_learning_menu_item", menu_order=200),
        certificates.ContactViewSet("training-contacts", menu_hook="register_learning_menu_item", menu_order=210),
    ]


@hooks.register("register_log_actions")
def register_log_actions(registry: Any) -> None:
    registry.register_action("training.revoke", _("Revoke a certificate"), _("Certificate revoked"))
    registry.register_action("training.seal", _("Seal exam papers"), _("Exam papers sealed"))
    registry.register_action("training.reissue", _("Issue a certificate anew"), _("Certificate issued anew"))


@hooks.register("construct_homepage_panels", order=5)  # after the editorial office, which begins the list
def add_waiting(request: HttpRequest, components: list[Any]) -> None:
    components.extend(panels.panels(request.user))
