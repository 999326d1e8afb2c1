"""The editors' words in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Synonym, Term


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
