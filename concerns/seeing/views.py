"""The list of concerns: filters, counters, pages by key, saved filters, columns."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, When
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from .. import access, counting
from ..actions import bulk
from ..models import Concern, SavedFilter
from ..queries import visible_to
from ..states import OPEN
from . import columns, paging, places
from .filters import SOON, FilterForm, narrowed

FILTERS_SHOWN = 12
EXCERPT = 60


def list_address(query: dict[str, str]) -> str:
    return f"{reverse('concerns_seeing:list')}?{urlencode(query)}" if query else reverse("concerns_seeing:list")


class ConcernListView(places.InboxPage):
    template_name = "concerns/seeing/list.html"
    page_title = gettext_lazy("Concerns")
    header_icon = "mail"

    def crumbs(self) -> list[tuple[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = self.by, self.request.GET
        form = FilterForm(asked)
        valid = form.is_valid()
        mine = visible_to(user)
        found = narrowed(mine, form.cleaned_data, user) if valid else Concern.objects.none()
        searched = valid and bool(form.cleaned_data["q"].strip())
        order = "number" if searched else (valid and form.cleaned_data["order"]) or "received"
        part = paging.page(found, order, asked.get("after", ""), asked.get("before", ""))
        saved = list(filters_of(user)[:FILTERS_SHOWN])
        numbers = counting.counts([found, *_boxes(mine, user), *(_of(item, mine, user) for item in saved)])
        boxes = _asked_boxes(user)
        chosen = columns.chosen_by(user)
        return super().get_context_data(
            form=form,
            first_row=[form[name] for name in form.FIRST_ROW],
            more_fields=[form[name] for name in form.fields if name not in form.FIRST_ROW],
            more_open=any(name in form.chosen for name in form.fields if name not in form.FIRST_ROW),
            asked=form.chosen,
            count=str(min(numbers[0], counting.MOST)),
            many=numbers[0] > counting.MOST,
            boxes=[
                {"label": label, "url": list_address(query), "count": counting.said(number), "here": query == form.chosen,
                 "serious": serious and number > 0}
                for (label, query, serious), number in zip(boxes, numbers[1 : 1 + len(boxes)], strict=True)
            ],
            saved=[
                {"filter": item, "url": list_address(item.query), "count": counting.said(number),
                 "own": item.owner_id == user.pk, "here": item.query == form.chosen}
                for item, number in zip(saved, numbers[1 + len(boxes) :], strict=True)
            ],
            rows=rows(part.ids, chosen),
            columns=chosen,
            all_columns=[(column, column in chosen) for column in columns.COLUMNS],
            after=list_address({**form.chosen, "after": part.after}) if part.after else "",
            before=list_address({**form.chosen, "before": part.before}) if part.before else "",
            start=list_address(form.chosen),
            query=urlencode(form.chosen),
            desk=places.is_desk(user),
            bulk=bulk.KINDS,
            searched=searched,
            **kwargs,
        )  # fmt: skip


def _asked_boxes(user: Any) -> list[tuple[Any, dict[str, str], bool]]:
    """The counters above the list: (label, query, whether it is a warning)."""
    made: list[tuple[Any, dict[str, str], bool]] = [
        (_("open"), {"state": "open"}, False),
        (_("overdue"), {"due": "over", "order": "due"}, True),
        (_("due within three days"), {"due": "soon", "order": "due"}, False),
        (_("handled by me"), {"state": "open", "mine": "on"}, False),
    ]
    states = Concern.State.choices if places.is_wide(user) else []
    return made + [(label, {"state": value}, False) for value, label in states if value in OPEN]


def _boxes(mine: Any, user: Any) -> list[Any]:
    now = timezone.now()
    mine = mine.order_by()
    asked = [
        mine.filter(state__in=OPEN),
        mine.filter(due__lt=now),
        mine.filter(due__gte=now, due__lt=now + SOON),
        mine.filter(state__in=OPEN, handler=user.pk),
    ]
    states = Concern.State.values if places.is_wide(user) else []
    return asked + [mine.filter(state=value) for value in states if value in OPEN]


def _of(item: SavedFilter, mine: Any, user: Any) -> Any:
    """What a saved filter finds among what somebody sees. A topic or unit that is gone makes it find nothing."""
    form = FilterForm(item.query)
    return narrowed(mine, form.cleaned_data, user) if form.is_valid() else Concern.objects.none()


def filters_of(user: Any) -> Any:
    """Somebody's own filters and the shared ones, the own first."""
    own = Q(owner=user.pk)
    found = SavedFilter.objects.filter(own | Q(shared=True)).select_related("owner")
    return found.order_by(Case(When(own, then=0), default=1), "name", "pk")


def rows(ids: list[int], chosen: list[columns.Column]) -> list[dict[str, Any]]:
    """The rows of these concerns in this order: without their texts, but for the beginning of the matter."""
    now = timezone.now()
    found = (
        Concern.objects.filter(pk__in=ids)
        .select_related("topic", "region", "unit", "handler")
        .annotate(excerpt=Left("matter", EXCERPT * 2))
        .only(*columns.NEEDED)
        .in_bulk()
    )
    made = []
    for pk in ids:
        row = found[pk]
        made.append(
            {
                "concern": row,
                "number": row.number,
                "url": places.address_of(pk),
                "excerpt": " ".join(row.excerpt.split())[:EXCERPT],
                "late": row.due is not None and row.due < now,
                "urgent": row.urgency == Concern.Urgency.URGENT,
                "cells": [(column, column.value(row)) for column in chosen],
            }
        )
    return made


def _allowed(request: HttpRequest) -> None:
    if not access.staff(request.user):
        raise PermissionDenied


def asked_back(request: HttpRequest) -> FilterForm:
    """The filter a button of the list was pressed under."""
    return FilterForm(QueryDict(request.POST.get("query", "")))


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keeps the filter under a name; the same name again changes it."""
    _allowed(request)
    form, name = asked_back(request), request.POST.get("name", "").strip()[:40]
    if not name:
        messages.error(request, _("Give the filter a name."))
    elif not form.is_valid() or not form.chosen:
        messages.error(request, _("Choose something to filter by first."))
    else:
        owner: Any = request.user
        kept = {"query": form.chosen, "shared": bool(request.POST.get("shared"))}
        SavedFilter.objects.update_or_create(owner=owner, name=name, defaults=kept)
        messages.success(request, _("The filter “%(name)s” is kept.") % {"name": name})
    return redirect(list_address(form.chosen))


@require_POST
def delete_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """The own ones only."""
    _allowed(request)
    item = get_object_or_404(SavedFilter, pk=pk, owner=request.user.pk or 0)
    item.delete()
    messages.success(request, _("The filter “%(name)s” is gone.") % {"name": item.name})
    return redirect("concerns_seeing:list")


@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    _allowed(request)
    columns.choose(request.user, request.POST.getlist("column"))
    return redirect(list_address(asked_back(request).chosen))
