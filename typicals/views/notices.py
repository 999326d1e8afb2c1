"""Public notices (公示): who is proposed and why, and the form in which anybody can object."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .. import nominating, visitors
from ..forms import ObjectionForm
from ..models import Nomination, NominationRules
from ..moves import State


def shown() -> QuerySet[Nomination]:
    """The notices that are open, and those that ended not long ago."""
    since = timezone.localdate() - timedelta(days=NominationRules.load().shown_days)
    ended = Q(closed_on__gte=since, state__in=[State.DECIDING, State.APPROVED, State.DECLINED])
    return Nomination.objects.filter(Q(state=State.NOTICED) | ended).select_related("region", "unit", "topic", "honour")


def notices(request: HttpRequest) -> HttpResponse:
    """Open notices first, then those that ended."""
    rows = list(shown().order_by("-notice_from", "-pk")[:100])
    opened = [row for row in rows if nominating.is_open(row)]
    context = {"title": _("Public notices"), "open": opened, "ended": [row for row in rows if row not in opened]}
    return render(request, "typicals/notices.html", context)


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice. 404 for what is not, or no longer, in public notice. Search engines do not list it: it ends."""
    found = get_object_or_404(shown(), pk=pk)
    context = {
        "title": _("Public notice: %(title)s") % {"title": found.title},
        "nomination": found,
        "facts": found.facts.all(),
        "open": nominating.is_open(found),
        "robots": "noindex",
    }
    return render(request, "typicals/notice.html", context)


@never_cache
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """The form: named or not. Comes back filled when something is wrong."""
    found = get_object_or_404(shown(), pk=pk)
    if not nominating.is_open(found):
        raise Http404
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.is_robot:
            return redirect("typicals:objected", pk)
        if not visitors.may_go_on(request, "objection", NominationRules.load().objections_per_hour):
            form.add_error(None, _("Too many objections came from here in the last hour. Please try again later."))
        else:
            data = form.cleaned_data
            try:
                nominating.object_to(found, data["text"], data["name"], data["contact"])
            except nominating.NotPossible as error:
                form.add_error(None, str(error))
            else:
                return redirect("typicals:objected", pk)
    status = 422 if form.errors else 200
    context = {"title": _("Object to it"), "nomination": found, "form": form, "robots": "noindex"}
    return render(request, "typicals/object.html", context, status=status)


def objected(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens with the objection now."""
    found = get_object_or_404(shown(), pk=pk)
    context = {"title": _("Thank you"), "nomination": found, "robots": "noindex"}
    return render(request, "typicals/objected.html", context)
