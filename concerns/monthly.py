"""What the office publishes of a month: figures and tables in which nobody's matter can be told (`concerns.figures`).

Accusations are in none of them, whoever makes the report.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reform.editorial.numbers.statistics import percentile
from reform.pages.models import Topic
from reform.pages.templatetags.look import long_date
from reform.people.models import Region

from .figures import SMALLEST, publishable, publishable_rate, publishable_row
from .models import Concern, FollowUp

MONTHS = 12  # how far back a report can be made


def months(today: date) -> list[date]:
    """The first days of the whole months that a report can be made of, the newest first."""
    found = [(today.replace(day=1) - timedelta(days=1)).replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def last_day(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """The numbers as they are; `blocks` leaves out what must be."""

    month: date
    received: int
    answered: int
    days: list[float]
    rates: list[tuple[int, int]]  # responded, solved, satisfied: (yes, of how many who said)
    # title, heading of the first column, rows of (name, received, answered); each of them has every concern once
    tables: list[tuple[str, str, list[tuple[str, int, int]]]]


def month_of(month: date) -> Month:
    """Counts a month. Queries: one a table, and four."""
    start, end = _moment(month), _moment(last_day(month) + timedelta(days=1))
    got = Q(received_at__gte=start, received_at__lt=end)
    sent = Q(answered_at__gte=start, answered_at__lt=end)
    rows = Concern.objects.filter(got | sent, restricted=False).order_by()
    pairs = rows.filter(sent).values_list("received_at", "answered_at")
    days = [(answered - received).total_seconds() / 86_400 for received, answered in pairs if answered]
    said = FollowUp.objects.filter(at__gte=start, at__lt=end, concern__restricted=False)
    names = ("responded", "solved", "satisfied")
    counted = said.aggregate(
        **{f"{name}_yes": Count("pk", filter=Q(**{name: True})) for name in names},
        **{f"{name}_all": Count("pk", filter=Q(**{f"{name}__isnull": False})) for name in names},
    )

    def table(field: str, known: Iterable[tuple[Any, Any]]) -> list[tuple[str, int, int]]:
        found = {
            key: rest
            for key, *rest in rows.values_list(field).annotate(
                got=Count("pk", filter=got), sent=Count("pk", filter=sent)
            )
        }
        named = [(str(label), *found.pop(key)) for key, label in known if key in found]
        others = [sum(column) for column in zip(*found.values(), strict=True)] if found else [0, 0]
        return [*named, *([(_("not yet sorted"), *others)] if any(others) else [])]

    kinds = [choice for choice in Concern.Kind.choices if choice[0] != Concern.Kind.ACCUSATION]
    return Month(
        month,
        received=rows.filter(got).count(),
        answered=len(days),
        days=days,
        rates=[(counted[f"{name}_yes"], counted[f"{name}_all"]) for name in names],
        tables=[
            (_("What was asked about"), _("topic"), table("topic", [(row.pk, row) for row in Topic.objects.all()])),
            (_("Where it came from"), _("region"), table("region", [(row.pk, row) for row in Region.objects.all()])),
            (_("What kind of concern"), _("kind"), table("kind", kinds)),
            (_("How it reached us"), _("channel"), table("channel", Concern.Channel.choices)),
        ],
    )


def title(month: date) -> str:
    return _("Concerns in %(month)s: what was asked and what was answered") % {"month": named(month)}


def summary(found: Month) -> str:
    return _("From %(first)s to %(last)s: how many concerns were received and answered, about what, and how long it took.") % {
        "first": long_date(found.month),
        "last": long_date(last_day(found.month)),
    }  # fmt: skip


def blocks(found: Month) -> list[tuple[str, Any]]:
    """The body of the page."""
    source = _("inbox of concerns, %(month)s") % {"month": named(found.month)}
    made: list[tuple[str, Any]] = [
        ("figures", {"items": _figures(found), "source": source}),
        ("paragraph", f"<p>{escape(summary(found))}</p>"),
        ("heading", {"text": _("After the answer"), "level": "h2"}),
        ("paragraph", _rates(found)),
    ]
    for heading, first, rows in found.tables:
        if rows:
            made += [("heading", {"text": heading, "level": "h2"}), ("table", _table(heading, first, rows, found))]
    made.append(("paragraph", f"<p>{escape(_note())}</p>"))
    return made


def _figures(found: Month) -> list[dict[str, str]]:
    unit, days = _("concerns"), _("days")
    items = [
        {"number": _shown(publishable(found.received)), "unit": unit, "label": pgettext("how many", "received")},
        {"number": _shown(publishable(found.answered)), "unit": unit, "label": pgettext("how many", "answered")},
    ]
    if found.answered >= SMALLEST:
        # The 90th percentile of a few would be one person's.
        halves = [(0.5, _("half were answered within"))]
        halves += [(0.9, _("nine in ten were answered within"))] if found.answered >= 10 * SMALLEST else []
        items += [
            {"number": f"{percentile(found.days, part):.1f}", "unit": days, "label": label} for part, label in halves
        ]
    return items


def _rates(found: Month) -> str:
    names = (_("Response rate"), _("Solution rate"), _("Satisfaction rate"))
    lines = [f"<li>{escape(name)}：{escape(_rate(*pair))}</li>" for name, pair in zip(names, found.rates, strict=True)]
    return f"<ul>{''.join(lines)}</ul>"


def _rate(yes: int, whole: int) -> str:
    rate = publishable_rate(yes, whole)
    if rate is None:
        return _("fewer than five were asked")
    if rate[0] == rate[1]:
        return _("%(share)d%% of %(whole)d who said") % {"share": rate[0], "whole": whole}
    return _("%(first)d%% to %(last)d%% of %(whole)d who said") % {"first": rate[0], "last": rate[1], "whole": whole}


def _table(caption: str, first: str, rows: list[tuple[str, int, int]], found: Month) -> dict[str, Any]:
    columns: list[Callable[[tuple[str, int, int]], int]] = [lambda row: row[1], lambda row: row[2]]
    shown = [publishable_row([column(row) for row in rows]) for column in columns]
    data = [[first, pgettext("how many", "received"), pgettext("how many", "answered")]]
    data += [[row[0], _shown(shown[0][place]), _shown(shown[1][place])] for place, row in enumerate(rows)]
    data.append([_("together"), _shown(publishable(found.received)), _shown(publishable(found.answered))])
    return {
        "data": data,
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_header_choice": "both",
        "table_caption": f"{caption}（{named(found.month)}）",
    }


def _shown(number: int | None) -> str:
    return "—" if number is None else f"{number:,}"


def _note() -> str:
    return _(
        "A dash stands for a number below five, or for one that a number below five would follow from. "
        "Accusations are not counted here."
    )


def named(month: date) -> str:
    return _("%(month)d/%(year)d") % {"year": month.year, "month": month.month}


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
