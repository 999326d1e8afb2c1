"""The editors' words in the admin."""

from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from reform.people.wagtail_hooks import PermissionMenuItem

from .forms import AnyPageChooser
from .models import Placement, Synonym, Term
from .report_views import AskedReport
from .state_views import SearchStateView
from .trial_views import TrialView


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "tag"
    list_display = ["text"]
    search_fields = ["text"]
    panels = [FieldPanel("text")]


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "link"
    list_display = ["words", "one_way"]
    search_fields = ["words"]
    panels = [FieldPanel("words"), FieldPanel("one_way")]


class PlacementViewSet(SnippetViewSet):
    model = Placement
    icon = "pin"
    list_display = ["page", "kind", "queries", "start", "end"]
    list_filter = ["kind"]
    search_fields = ["queries"]
    panels = [
        FieldPanel("kind"),
        FieldPanel("page", widget=AnyPageChooser),
        FieldPanel("queries"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")], heading=_("Period")),
    ]


class SearchWords(SnippetViewSetGroup):
    items = (TermViewSet, SynonymViewSet, PlacementViewSet)
    menu_label = pgettext_lazy("to search", "Search")
    menu_icon = "search"
    menu_order = 700


register_snippet(SearchWords)

urls = [
    path("state/", SearchStateView.as_view(), name="state"),
    path("try/", TrialView.as_view(), name="try"),
    path("asked/", AskedReport.as_view(), name="asked"),
    path("asked/results/", AskedReport.as_view(results_only=True), name="asked_results"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    return [path("search-admin/", include((urls, "search_admin")))]


@hooks.register("register_reports_menu_item")
def state_menu() -> MenuItem:
    return PermissionMenuItem(
        SearchStateView.page_title,
        reverse("search_admin:state"),
        name="search-state",
        icon_name="search",
        order=1100,
        permission="search.view_outbox",
    )


@hooks.register("register_reports_menu_item")
def asked_menu() -> MenuItem:
    return PermissionMenuItem(
        AskedReport.page_title,
        reverse("search_admin:asked"),
        name="search-asked",
        icon_name="search",
        order=1101,
        permission="search.view_asked",
    )


@hooks.register("register_reports_menu_item")
def trial_menu() -> MenuItem:
    return PermissionMenuItem(
        TrialView.page_title,
        reverse("search_admin:try"),
        name="search-try",
        icon_name="search",
        order=1102,
        permission="search.view_synonym",
    )


@hooks.register("register_log_actions")
def register_logged(actions: Any) -> None:
    actions.register_action("search.retry", _("Try the search index again"), _("Let the search try a change again"))
