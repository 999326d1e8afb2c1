"""Many rows of the list at once: what will be done and what not, doing it, what was done, taking it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from reform.people.models import Unit

from ..actions import ConcernError, bulk
from ..admin.concern import breadcrumbs
from ..forms import unit_choices
from ..models import ConcernEvent
from . import places

SHOWN = 50


class BulkForm(forms.Form):
    """For a dispatch; to settle needs nothing."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("lead unit"), queryset=Unit.objects.none(), empty_label=gettext_lazy("choose")
    )
    note = forms.CharField(
        label=gettext_lazy("note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = unit_choices()  # type: ignore[attr-defined]


def _desk(request: HttpRequest) -> Any:
    if not places.is_desk(request.user):
        raise PermissionDenied
    return request.user


@never_cache
@require_POST
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """Without `confirmed`: each row and whether it goes. With it: does it, and leads to what was done."""
    user = _desk(request)
    if kind not in bulk.KINDS:
        raise Http404
    try:
        rows = bulk.chosen(user, [int(number) for number in request.POST.getlist("concern") if number.isdecimal()])
    except ConcernError as refused:
        messages.error(request, str(refused))
        return redirect("concerns_seeing:list")
    if not rows:
        messages.error(request, _("Mark the concerns first."))
        return redirect("concerns_seeing:list")
    confirmed = "confirmed" in request.POST
    form = BulkForm(request.POST if confirmed else None) if kind == "dispatch" else None
    unit = form.cleaned_data["unit"] if form and confirmed and form.is_valid() else None
    error = ""
    if confirmed and (form is None or unit):
        try:
            event = bulk.run(kind, rows, user, unit, form.cleaned_data["note"] if form else "")
        except ConcernError as refused:
            error = str(refused)
        else:
            messages.success(request, _("Done: %(step)s") % {"step": bulk.KINDS[kind].label})
            return redirect("concerns_seeing:bulk", event.number)
    lines = bulk.preview(kind, rows, user, unit)
    context = {
        "kind": kind,
        "step": bulk.KINDS[kind],
        "form": form,
        "error": error,
        "going": [line for line in lines if not line.refused],
        "refused": [line for line in lines if line.refused],
        "breadcrumbs_items": breadcrumbs(last=str(bulk.KINDS[kind].label)),
        "header_title": bulk.KINDS[kind].label,
        "header_icon": "list-ul",
    }
    return render(request, "concerns/seeing/bulk.html", context, status=422 if confirmed else 200)


@never_cache
def done(request: HttpRequest, number: int) -> HttpResponse:
    """One of them: which concerns, and how many can still be taken back. A POST takes them back."""
    user = _desk(request)
    event = get_object_or_404(ConcernEvent, number=number, kind=bulk.DONE)
    step = bulk.KINDS[event.data["kind"]]
    reason = request.POST.get("reason", "").strip()
    if request.method == "POST":
        try:
            undone = bulk.undo(event, user, reason)
        except ConcernError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Taken back: %(count)d") % {"count": len(undone.data["concerns"])})
            return redirect("concerns_seeing:bulk", number)
    shown = bulk.chosen(user, event.data["concerns"])
    context = {
        "event": event,
        "step": step,
        "rows": shown,
        "unit": Unit.objects.filter(pk=event.data.get("unit", 0)).first(),
        "undoable": bulk.undoable(event, user),
        "reason": reason,
        "breadcrumbs_items": breadcrumbs(last=str(step.label)),
        "header_title": step.label,
        "header_icon": "list-ul",
    }
    return render(request, "concerns/seeing/bulk_done.html", context)


class BulksView(places.InboxPage):
    """The log: who did what to how many, and what was taken back."""

    template_name = "concerns/seeing/bulks.html"
    page_title = gettext_lazy("Steps for many concerns")
    header_icon = "list-ul"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _desk(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = ConcernEvent.objects.filter(kind__in=(bulk.DONE, bulk.UNDONE)).select_related("user")[:SHOWN]
        rows = [
            {
                "event": event,
                "number": event.data.get("bulk", event.number),
                "label": bulk.KINDS[event.data["kind"]].label if event.kind == bulk.DONE else _("Taken back"),
                "count": len(event.data["concerns"]),
                "refused": event.data.get("refused", 0),
            }
            for event in found
        ]
        return super().get_context_data(rows=rows, **kwargs)
