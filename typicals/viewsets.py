"""Honours and nominations in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Honour, Nomination
from .views.nominations import (
    NominationCreateView,
    NominationEditView,
    NominationHistoryView,
    NominationIndexView,
    NominationUsageView,
)


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


class NominationFilterSet(WagtailFilterSet):
    class Meta:
        model = Nomination
        fields = ["state", "kind", "region", "year"]


class NominationViewSet(ModelViewSet):
    """Nominations: filters, counts, export. What can be done with one stands on its own page."""

    model = Nomination
    icon = "clipboard-list"
    menu_label = _("Nominations")
    menu_name = "nominations"
    menu_order = 255
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = NominationIndexView
    add_view_class = NominationCreateView
    edit_view_class = NominationEditView
    history_view_class = NominationHistoryView
    usage_view_class = NominationUsageView
    filterset_class = NominationFilterSet
    list_export = ["title", "get_kind_display", "subject", "unit", "region", "year", "get_state_display", "changed_at"]
    export_headings = {"get_kind_display": _("kind"), "get_state_display": _("state")}
    export_filename = "nominations"
    search_fields = ["title", "subject"]
    search_backend_name = None
    list_per_page = 50
