"""“Try a query”: what the search makes of it, and why one page ranks where it ranks."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from reform.people.views.pages import AdminPage

from .engines.base import EngineError
from .explain import Trial, try_query
from .planner import MAX_LENGTH

PARTS: dict[str, str | Promise] = {
    "w": _("words of the text"),
    "b": _("pairs of characters of the text"),
    "u": _("single characters of the text"),
    "x": _("words of the title"),
    "y": _("pairs of characters of the title"),
    "z": _("single characters of the title"),
    "cover": _("share of the query that occurs, and the document number"),
    "parent": _("other parts of the same document that match"),
    "citations": _("documents that cite it"),
}


class TrialForm(forms.Form):
    query = forms.CharField(label=_("Query"), max_length=MAX_LENGTH)
    page = forms.ModelChoiceField(
        label=_("Explain this page"), queryset=Page.objects.filter(depth__gt=1), required=False, widget=AdminPageChooser
    )


class TrialView(AdminPage):
    """Asks as a reader would; logs nothing."""

    permission = "search.view_synonym"
    template_name = "search/admin/trial.html"
    page_title = _("Try a query")
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = TrialForm(self.request.GET or None)
        trial: Trial | None = None
        problem = ""
        if form.is_valid():
            try:
                trial = try_query(form.cleaned_data["query"], form.cleaned_data["page"])
            except EngineError as error:
                problem = str(error)
        reasons = []
        if trial:
            reasons = [
                (reason, [(PARTS[name], value) for name, value in sorted(reason.parts.items(), key=lambda p: -p[1])])
                for reason in trial.reasons
            ]
        return super().get_context_data(form=form, trial=trial, reasons=reasons, problem=problem, **kwargs)
