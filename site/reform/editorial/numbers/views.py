"""The report in the admin. Editors see their own unit, administrators and auditors every one."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from reform.pages.sheets import xlsx_response
from reform.pages.templatetags.look import long_date
from reform.people.fields import UnitChoiceField
from reform.people.models import Unit
from reform.people.roles import has_role
from reform.people.views.pages import AdminPage

from . import charts, queries

LONGEST = 1100  # days


class PeriodForm(forms.Form):
    """The last thirty days when nothing is asked for."""

    first = forms.DateField(label=gettext_lazy("from"), widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("until"), widget=AdminDateInput)
    unit = UnitChoiceField(label=gettext_lazy("unit, with those below it"), queryset=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["unit"]).queryset = Unit.objects.all()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            self.add_error("last", _("The period ends before it begins."))
        elif first and last and (last - first).days > LONGEST:
            self.add_error("last", _("Choose a period of at most three years."))
        return found


class NumbersView(AdminPage):
    permission = "pages.view_numbers"
    template_name = "editorial/numbers/report.html"
    page_title = gettext_lazy("Numbers of the office")
    header_icon = "order"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        given = {"first": today - timedelta(days=29), "last": today, **request.GET.dict()}
        self.form = PeriodForm(given)
        self.all_units = request.user.is_superuser or has_role(self.by, "site_admin", "auditor")
        if not self.all_units:
            del self.form.fields["unit"]
        self.numbers = self._numbers() if self.form.is_valid() else None
        if self.numbers and request.GET.get("export") == "xlsx":
            return self._export(self.numbers)
        return super().get(request, *args, **kwargs)

    def _numbers(self) -> queries.Numbers | None:
        """None for an editor without a unit, who has no numbers to see."""
        chosen = self.form.cleaned_data
        unit = chosen.get("unit") if self.all_units else self.by.unit
        if unit is None and not self.all_units:
            return None
        return queries.numbers(chosen["first"], chosen["last"], unit)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("export", None)
        context = super().get_context_data(form=self.form, numbers=self.numbers, query=query.urlencode(), **kwargs)
        if self.numbers:
            context |= {"facts": facts(self.numbers), "parts": parts(self.numbers), "few": queries.FEW}
        return context

    def _export(self, found: queries.Numbers) -> HttpResponse:
        sheets = [(_("Summary"), [_("What"), _("Number")], facts(found))]
        sheets += [(str(part["chart"].title), part["headings"], part["rows"]) for part in parts(found)]
        return xlsx_response(f"numbers-{found.first:%Y%m%d}-{found.last:%Y%m%d}", sheets)


def facts(found: queries.Numbers) -> list[tuple[str, Any]]:
    """The numbers that stand alone."""
    few = _("fewer than %(number)d, not shown") % {"number": queries.FEW}
    median = f"{found.median:.1f}" if found.median is not None else few
    ninetieth = f"{found.ninetieth:.1f}" if found.ninetieth is not None else few
    return [
        (_("Period counted"), f"{long_date(found.first)}—{long_date(found.last)}"),
        (_("Unit"), str(found.unit) if found.unit else _("all units")),
        (_("Published"), found.total),
        (_("Translations published"), found.translations),
        (_("Days from draft to publication, half took less"), median),
        (_("Days from draft to publication, nine in ten took less"), ninetieth),
        (_("Steps sent back"), found.returned),
        (_("Reads"), few if 0 < found.reads < queries.FEW else found.reads),
        (_("Readers who voted"), few if 0 < found.votes < queries.FEW else found.votes),
        (_("Readers who said it helped"), _helped(found, few)),
    ]


def _helped(found: queries.Numbers, few: str) -> str:
    """A share, since a number means little without the votes it is part of."""
    if not found.votes:
        return _("no votes")
    return f"{found.helped} · {found.helped / found.votes:.0%}" if found.votes >= queries.FEW else few


def parts(found: queries.Numbers) -> list[dict[str, Any]]:
    """The charts with the tables under them. What was published is public anyway; reads of few are not told one by one."""
    by_kind = [(name, number, str(number)) for name, number in found.published]
    by_month = [(f"{month:%Y-%m}", number, str(number)) for month, number in found.months]
    reads = [(day.isoformat(), *_hidden(number)) for day, number in found.read_days]
    most = [(title, number, str(number)) for title, number in found.most_read]
    made = [
        (charts.lying(_("Published by kind"), by_kind), [_("Kind"), _("Number")], by_kind),
        (charts.standing(_("Published by month"), by_month), [_("Month"), _("Number")], by_month),
        (charts.standing(_("Reads over time"), reads), [_("Day"), _("Reads")], reads),
    ]
    if most:
        made.append((charts.lying(_("Most read"), most), [_("Title"), _("Reads")], most))
    return [{"chart": chart, "headings": headings, "rows": _table(rows)} for chart, headings, rows in made]


def _hidden(number: int) -> tuple[int, str]:
    """A number of readers as it is drawn and written: fewer than `FEW` have no bar."""
    return (0, f"<{queries.FEW}") if 0 < number < queries.FEW else (number, str(number))


def _table(rows: list[charts.Row]) -> list[tuple[str, Any]]:
    """What is written under a chart; a number stays a number in the file."""
    return [(name, number if text == str(number) else text) for name, number, text in rows]
