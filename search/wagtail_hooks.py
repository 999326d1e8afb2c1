"""The editors' words in the admin."""

from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from reform.people.wagtail_hooks import PermissionMenuItem

from .models import Synonym, Term
from .state_views import SearchStateView


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


class SearchWords(SnippetViewSetGroup):
    items = (TermViewSet, SynonymViewSet)
    menu_label = _("Search words")
    menu_icon = "search"
    menu_order = 700


register_snippet(SearchWords)

urls = [path("state/", SearchStateView.as_view(), name="state")]


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


@hooks.register("register_log_actions")
def register_logged(actions: Any) -> None:
    actions.register_action("search.retry", _("Try the search index again"), _("Let the search try a change again"))
