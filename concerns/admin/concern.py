"""The page of one concern: what was asked, where it stands, what can be done, what happened; and its steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from reform.people.calendar import Calendar, UnknownYear

from .. import access
from ..actions import ConcernError, answering, clocks, contacts
from ..models import Attachment, Concern
from ..models.contact import Contact
from ..queries import visible_to
from ..states import State
from ..suggestions import suggest, usual_units
from ..timeline import timeline
from .logging import alike
from .steps import STEPS, offered


def visible_or_404(request: HttpRequest, pk: int) -> Concern:
    """403 for who has nothing to do with the inbox, 404 for a concern that is none of theirs."""
    user: Any = request.user
    if not access.staff(user):
        raise PermissionDenied
    rows = visible_to(user).select_related(
        "unit", "region", "topic", "handler", "logged_by", "merged_into", "accused_unit"
    )
    return get_object_or_404(rows, pk=pk)


def breadcrumbs(concern: Concern | None = None, last: str = "") -> list[dict[str, str]]:
    """The way back to the list."""
    try:
        first = reverse("concerns_seeing:list")
    except NoReverseMatch:
        first = reverse("wagtailadmin_home")
    items = [{"url": first, "label": _("Concerns")}]
    if concern is not None:
        items.append({"url": reverse("concerns_admin:concern", args=[concern.pk]), "label": concern.number})
    if last:
        items.append({"url": "", "label": last})
    return items


@never_cache
@require_GET
def concern(request: HttpRequest, pk: int) -> HttpResponse:
    """One concern."""
    user: Any = request.user
    found = visible_or_404(request, pk)
    names = offered(found, user)
    draft = answering.in_making(found)
    calendar = Calendar()
    context = {
        "concern": found,
        "main": [(name, STEPS[name]) for name in names if STEPS[name].main],
        "more": [(name, STEPS[name]) for name in names if not STEPS[name].main],
        "may_write": found.state == State.IN_WORK and answering.may_write(found, user),
        "draft": draft,
        "sent": found.answers.exclude(sent_at=None)
        .select_related("approved_by", "sent_by")
        .prefetch_related("citations"),
        "clocks": [_shown(clock, calendar) for clock in found.clocks.prefetch_related("pauses")],
        "hops": found.dispatches.select_related("unit", "by", "answered_by"),
        "merged": found.merged.all(),
        "files": found.attachments.all(),
        "follow_ups": found.follow_ups.select_related("by"),
        "timeline": timeline(found),
        "may_look": contacts.may_look(found, user) and Contact.objects.filter(concern=found).exists(),
        "named": found.named.all() if found.restricted else (),
        "unclassified": not found.kind or found.topic_id is None,
        "breadcrumbs_items": breadcrumbs(found),
        "header_title": found.number,
        "header_icon": "mail",
    }
    if found.state in {State.LOGGED, State.RETURNED} and "concern_desk" in access.sides(found, user):
        context |= {
            "alike": alike(user, f"{found.subject}\n{found.text}", leave_out=found.pk),
            "suggestions": suggest(found.text) if context["unclassified"] else (),
            "usual": usual_units(found),
        }
    return render(request, "concerns/admin/concern.html", context)


def _shown(clock: Any, calendar: Calendar) -> dict[str, Any]:
    """A clock with the days it counted; a missing calendar is said."""
    try:
        return {"clock": clock, "days": clocks.explain(clock, calendar).days, "problem": ""}
    except UnknownYear as error:
        return {"clock": clock, "days": (), "problem": str(error)}


@never_cache
@require_GET
def file(request: HttpRequest, pk: int) -> FileResponse:
    """What somebody sent with a concern: to save, never shown inside the site."""
    found = get_object_or_404(Attachment.objects.exclude(concern=None), pk=pk)
    concern = visible_or_404(request, found.concern_id)  # type: ignore[arg-type]
    name = f"{concern.number}-{found.pk}.{found.extension.lower()}"
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step: its form, or a confirmation; what it refuses is said beside the form, filled as it was."""
    user: Any = request.user
    found = visible_or_404(request, pk)
    if name not in STEPS:
        raise Http404
    if name not in offered(found, user):
        raise PermissionDenied
    step = STEPS[name]
    initial = {"unit": request.GET.get("unit"), "into": request.GET.get("into")}
    form: Any = None
    if step.form is not None:
        extra: dict[str, Any] = {"concern": found, "user": user}
        if name != "classify":
            extra["initial"] = {key: value for key, value in initial.items() if value}
        form = step.form(request.POST if request.method == "POST" else None, **extra)
    error = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            step.do(found, user, form)
        except ConcernError as refused:
            error = str(refused)
        else:
            messages.success(request, _("Done: %(step)s") % {"step": step.label})
            if name == "keep_out" or not visible_to(user).filter(pk=found.pk).exists():
                return redirect(breadcrumbs()[0]["url"])
            return redirect("concerns_admin:concern", found.pk)
    context = {
        "concern": found,
        "name": name,
        "step": step,
        "form": form,
        "error": error,
        "draft": answering.in_making(found) if name in {"endorse", "approve", "send", "send_back"} else None,
        "breadcrumbs_items": breadcrumbs(found, str(step.label)),
        "header_title": step.label,
        "header_icon": "mail",
    }
    return render(request, "concerns/admin/act.html", context, status=422 if error or (form and form.errors) else 200)
