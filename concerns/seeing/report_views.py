"""The month's report: which month, where, and those there are."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reform.pages.models import ColumnPage

from .. import monthly
from ..actions import NotPossible, reporting
from . import places


class ReportForm(forms.Form):
    month = forms.TypedChoiceField(label=gettext_lazy("month"), coerce=date.fromisoformat)
    column = forms.ModelChoiceField(label=gettext_lazy("column"), queryset=ColumnPage.objects.none(), empty_label=None)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        months = monthly.months(timezone.localdate())
        self.fields["month"].choices = [(str(month), monthly.named(month)) for month in months]  # type: ignore[attr-defined]
        allowed = ColumnPage.objects.filter(pk__in=[column.pk for column in reporting.columns_for(user)])
        self.fields["column"].queryset = allowed.order_by("path")  # type: ignore[attr-defined]


class ReportView(places.InboxPage):
    """A POST makes the draft and opens it in the editor."""

    template_name = "concerns/seeing/report.html"
    page_title = gettext_lazy("Monthly report of concerns")
    header_icon = "doc-full"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not places.is_wide(self.by):
            raise PermissionDenied
        return self.render_to_response(self.get_context_data(form=ReportForm(user=self.by)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not places.is_wide(self.by):
            raise PermissionDenied
        form = ReportForm(request.POST, user=self.by)
        if form.is_valid():
            try:
                page = reporting.make_report(form.cleaned_data["month"], form.cleaned_data["column"], self.by)
            except NotPossible as error:
                form.add_error("month", str(error))
            else:
                messages.success(
                    request, _("The draft is here. Read it, add what explains the figures, and submit it for review.")
                )
                return redirect("wagtailadmin_pages:edit", page.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = sorted(reporting.made().items(), reverse=True)
        return super().get_context_data(
            may_make=bool(reporting.columns_for(self.by)),
            reports=[(monthly.named(month), page) for month, page in reports],
            **kwargs,
        )
