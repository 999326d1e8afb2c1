"""Where exemplars meet Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from . import panels
from .models import ExemplarPage
from .views import nominations, pages
from .viewsets import HonourViewSet, NominationViewSet

urls = [
    path("consent/<int:page_id>/", pages.consent, name="consent"),
    path("consent/file/<int:pk>/", pages.consent_file, name="consent_file"),
    path("take-down/<int:page_id>/", pages.take_down, name="take_down"),
    path("revoke/<int:page_id>/", pages.revoke, name="revoke"),
    path("nominations/<int:pk>/", nominations.nomination, name="nomination"),
    path("nominations/<int:pk>/check/", nominations.check, name="check"),
    path("nominations/<int:pk>/<slug:action>/", nominations.act, name="act"),
    path("nominations/files/<int:pk>/get/", nominations.file, name="file"),
    path("objections/<int:pk>/answer/", nominations.answer, name="answer"),
    path("objections/<int:pk>/contact/", nominations.contact, name="contact"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("exemplars/", include((urls, "typicals_admin")))]


register_snippet(HonourViewSet)


@hooks.register("register_admin_viewset")
def register_nominations() -> NominationViewSet:
    return NominationViewSet("nominations")


@hooks.register("register_page_header_buttons")
def page_buttons(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    exemplar = page.specific
    if not isinstance(exemplar, ExemplarPage):
        return
    if exemplar.get_latest_revision_as_object().is_person and user.has_perm("typicals.view_consent"):
        yield Button(_("Consent…"), reverse("typicals_admin:consent", args=[page.pk]), icon_name="user", priority=56)
    if user.has_perm("typicals.add_honourrevocation"):
        yield Button(
            _("Take an honour back…"), reverse("typicals_admin:revoke", args=[page.pk]), icon_name="pick", priority=75
        )


@hooks.register("register_log_actions")
def register_log_actions(registry: Any) -> None:
    for name, label, message in (
        ("consent", gettext_lazy("Record a consent"), gettext_lazy("Consent recorded")),
        ("consent_seen", gettext_lazy("Open a consent"), gettext_lazy("Signed consent opened")),
        ("take_down", gettext_lazy("Take down"), gettext_lazy("Taken down because the person no longer agrees")),
        ("revoke", gettext_lazy("Take an honour back"), gettext_lazy("Honour taken back")),
    ):
        registry.register_action(f"typicals.{name}", label, message)


@hooks.register("construct_homepage_panels", order=10)  # after the editorial office, which begins the list
def add_waiting(request: HttpRequest, components: list[Any]) -> None:
    components.extend(panels.panels(request.user))
