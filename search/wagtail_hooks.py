"""The editors' words in the admin."""

from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from reform.people.menus import menu_entry

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
    list_display = ["words", BooleanColumn("one_way", label=_("one way"))]
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


for order, (view, url_name, allowed) in enumerate(
    (
        (SearchStateView, "search_admin:state", "search.view_outbox"),
        (AskedReport, "search_admin:asked", "search.view_asked"),
        (TrialView, "search_admin:try", "search.view_synonym"),
    ),
    start=1100,
):
    menu_entry("reports", view.page_title, url_name, allowed=allowed, icon="search", order=order)


@hooks.register("register_log_actions")
def register_logged(actions: Any) -> None:
    actions.register_action("search.retry", _("Try the search index again"), _("Let the search try a change again"))
