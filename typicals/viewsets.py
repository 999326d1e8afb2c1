"""Honours in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Honour


class HonourViewSet(SnippetViewSet):
    """The honours that exemplars can hold: filters, search, export."""

    model = Honour
    icon = "pick"
    menu_label = _("Honours")
    menu_name = "honours"
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["name", "level", "awarding_body"]
    list_filter = ["level"]
    list_export = ["name", "slug", "level", "awarding_body"]
    export_filename = "honours"
    search_fields = ["name", "awarding_body"]
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("awarding_body")]),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("order")]),
    ]
