"""The wording list in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from .models import WordingEntry


class WordingIndexView(IndexView):
    """The list says where a whole list can be read in."""

    template_name = "editorial/wording_index.html"


class WordingViewSet(SnippetViewSet):
    """The wording list: filters, search, export, and import from xlsx."""

    model = WordingEntry
    icon = "edit"
    menu_label = _("Wording list")
    menu_name = "wording"
    menu_order = 250
    add_to_admin_menu = True
    index_view_class = WordingIndexView
    list_display = ["wrong", "right", "kind", "level", "source", BooleanColumn("active", label=_("in use"))]
    list_filter = ["kind", "level", "active"]
    list_export = ["wrong", "right", "kind", "level", "unless", "source", "note", "active"]
    export_filename = "wording"
    search_fields = ["wrong", "right"]
    search_backend_name = None  # any part of an expression finds it
    list_per_page = 50
    panels = [
        FieldRowPanel([FieldPanel("wrong"), FieldPanel("right")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("level")]),
        FieldPanel("unless"),
        FieldPanel("source"),
        FieldPanel("note"),
        FieldPanel("active"),
    ]
