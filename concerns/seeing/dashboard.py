"""The dashboard: what is late, what is mine, then the figures of a period with charts and tables, and the same as xlsx."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from reform.editorial.numbers import charts
from reform.pages.sheets import xlsx_response
from reform.pages.templatetags.look import long_date

from .. import events
from ..actions import explaining
from ..models import Concern
from ..queries import visible_to
from ..states import OPEN
from . import columns, paging, places, topics
from .figures import Figures, figures
from .views import list_address, rows

LONGEST = 400  # days
FIRST_ROWS = 8


class PeriodForm(forms.Form):
    """The last thirteen weeks when nothing is asked for."""

    first = forms.DateField(label=gettext_lazy("from"), widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("until"), widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and first > last:
            self.add_error("last", _("The period ends before it begins."))
        elif first and last and (last - first).days > LONGEST:
            self.add_error("last", _("Choose a period of at most thirteen months."))
        return found


class DashboardView(places.InboxPage):
    template_name = "concerns/seeing/dashboard.html"
    page_title = gettext_lazy("Overview of concerns")
    header_icon = "order"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        self.form = PeriodForm({"first": today - timedelta(days=90), "last": today, **request.GET.dict()})
        self.found = None
        if self.form.is_valid():
            self.found = figures(visible_to(self.by), self.form.cleaned_data["first"], self.form.cleaned_data["last"])
        if self.found and request.GET.get("export") == "xlsx":
            sheets = [(_("Summary"), [_("What"), _("Number")], facts(self.found))]
            sheets += [(str(part["title"]), part["headings"], part["rows"]) for part in parts(self.found)]
            period = {"first": str(self.found.first), "last": str(self.found.last)}
            events.append(None, "exported", request.user, {"overview": period})
            return xlsx_response(f"concerns-{self.found.first:%Y%m%d}-{self.found.last:%Y%m%d}", sheets)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = visible_to(self.by)
        own = mine.filter(state__in=OPEN, handler=self.by.pk)
        chosen = [columns.BY_KEY[key] for key in ("state", "unit", "due")]
        query = self.request.GET.copy()
        query.pop("export", None)
        context = {
            "form": self.form,
            "query": query.urlencode(),
            "wide": places.is_wide(self.by),
            "lists": [
                (title, list_address(address), rows(paging.page(found, "due", size=FIRST_ROWS).ids, chosen), empty)
                for title, address, found, empty in (
                    (_("Overdue and due soon"), {"state": "open", "order": "due"}, mine, _("Nothing has a due date.")),
                    (_("My work"), {"state": "open", "mine": "on", "order": "due"}, own, _("You handle nothing now.")),
                )
            ],
        }
        if self.found:
            answered = topics.explainers()
            context |= {
                "facts": facts(self.found),
                "parts": parts(self.found),
                "rises": self.found.rises,
                "topics": [
                    (topic, number, next(iter(answered.get(topic.pk, ())), None)) for topic, number in self.found.topics
                ],
                "may_start": bool(explaining.column_for(self.by)),
            }
        return super().get_context_data(**context, **kwargs)


def share(yes: int, whole: int) -> str:
    """A rate with what it is a rate of."""
    return _("%(share)s (%(yes)d of %(whole)d)") % {"share": f"{yes / whole:.1%}", "yes": yes, "whole": whole} if whole else _("nobody was asked")  # fmt: skip


def facts(found: Figures) -> list[tuple[str, Any]]:
    def days(number: float | None) -> str:
        return _("%(days)s days") % {"days": f"{number:.1f}"} if number is not None else _("no answers")

    return [
        (_("Period counted"), f"{long_date(found.first)}—{long_date(found.last)}"),
        (_("Concerns received"), found.received),
        (_("Concerns answered"), found.answered),
        (_("Overdue now"), found.overdue),
        (_("Due within three days"), found.soon),
        (_("Response rate"), share(*found.rates[0])),
        (_("Solution rate"), share(*found.rates[1])),
        (_("Satisfaction rate"), share(*found.rates[2])),
        (_("Time to answer, half took less"), days(found.median)),
        (_("Time to answer, nine in ten took less"), days(found.ninetieth)),
    ]


def parts(found: Figures) -> list[dict[str, Any]]:
    """Charts with the tables under them; units have a table alone, in their order and not by score."""
    states = [(str(Concern.State(key).label), found.states.get(key, 0), str(found.states.get(key, 0)))
              for key in Concern.State.values if key in OPEN]  # fmt: skip
    weeks = [(long_date(week), number, str(number)) for week, number in found.weeks]
    by_topic = [(str(topic), number, str(number)) for topic, number in found.topics]
    made = [
        _part(charts.lying(_("Open, by state"), states), [_("state"), _("Number")], states),
        _part(charts.standing(_("Received, by week"), weeks), [_("Week from"), _("Number")], weeks),
    ]
    if by_topic:
        made.append(_part(charts.lying(_("Received, by topic"), by_topic), [_("topic"), _("Number")], by_topic))
    made.append(
        {
            "title": _("Concerns by unit"),
            "chart": None,
            "headings": [_("Unit"), _("Concerns received"), _("Open now"), _("Overdue now")],
            "rows": [(str(unit), *numbers) for unit, *numbers in found.units],
        }
    )
    return made


def _part(chart: charts.Chart, headings: list[str], drawn: list[charts.Row]) -> dict[str, Any]:
    rows = [(name, number) for name, number, _text in drawn]
    return {"title": chart.title, "chart": chart, "headings": headings, "rows": rows}
