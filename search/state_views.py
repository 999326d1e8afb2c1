"""How the search is, for administrators."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reform.people.views.pages import AdminPage

from . import actions
from .queries import engine_states, given_up


class SearchStateView(AdminPage):
    """Health, index, waiting changes and those given up, with a button to try those again."""

    permission = "search.view_outbox"
    template_name = "search/admin/state.html"
    page_title = _("State of the search")
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_retry = self.by.has_perm("search.retry_outbox")
        return super().get_context_data(states=engine_states(), rows=given_up(), may_retry=may_retry, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.getlist("row")
        pks = None if "all" in request.POST else [int(pk) for pk in chosen if pk.isdecimal()]
        count = actions.retry_given_up(self.by, pks)
        text = ngettext("%(count)d change will be tried again.", "%(count)d changes will be tried again.", count) % {
            "count": count
        }
        messages.success(request, text)
        return redirect("search_admin:state")
