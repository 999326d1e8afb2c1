"""Nominations in the admin: the list, the proposal's form, the page of one nomination with what can be done now."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from .. import nominating
from ..actions import ExemplarError
from ..models import Nomination, NominationFile, Objection
from ..moves import MOVES, State, possible
from ..parties import may

READ = ("typicals.view_nomination",)


def visible(user: Any) -> QuerySet[Nomination]:
    """The nominations somebody may see: all for the office, those of their own unit for who proposes."""
    if any(user.has_perm(name) for name in READ):
        # What a unit is still writing is its own.
        return Nomination.objects.exclude(state=State.DRAFT)
    if user.has_perm("typicals.add_nomination") and user.unit_id:
        return Nomination.objects.filter(unit_id=user.unit_id)
    return Nomination.objects.none()


def _visible_or_404(user: Any, pk: int) -> Nomination:
    if not (user.has_perm("typicals.add_nomination") or any(user.has_perm(name) for name in READ)):
        raise PermissionDenied
    return get_object_or_404(visible(user).select_related("unit", "region", "topic", "honour", "proposer"), pk=pk)


class NominationIndexView(generic.IndexView):
    """All that the user may see, with filters, counts and export. Objections are counted for verifiers alone."""

    def get_base_queryset(self) -> QuerySet[Nomination]:
        rows = visible(self.request.user).select_related("unit", "region", "proposer")
        waiting = Count("objections", filter=Q(objections__answered_at=None))
        return rows.annotate(waiting=waiting).order_by("-changed_at", "-pk")

    @cached_property
    def columns(self) -> list[Column]:
        found = [
            TitleColumn("title", label=gettext_lazy("Title"), get_url=self._address, sort_key="title"),
            Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
            Column("unit", label=gettext_lazy("Proposing unit")),
            Column("region", label=gettext_lazy("Region")),
            Column("state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"),
            DateColumn("changed_at", label=gettext_lazy("Changed"), sort_key="changed_at"),
        ]
        if self.request.user.has_perm("typicals.verify_nomination"):
            found.insert(5, Column("waiting", label=gettext_lazy("Open objections")))
        return found

    def _address(self, nomination: Nomination) -> str:
        return reverse("typicals_admin:nomination", args=[nomination.pk])

    def get_edit_url(self, instance: Nomination) -> str | None:
        return super().get_edit_url(instance) if _may_edit(self.request.user, instance) else None

    def get_delete_url(self, instance: Nomination) -> None:
        """What was proposed stays on record; a unit withdraws it."""


def _may_edit(user: Any, nomination: Nomination) -> bool:
    return nomination.state in {State.DRAFT, State.RETURNED} and may(nomination, user, "nominator")


class NominationCreateView(generic.CreateView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.unit:  # type: ignore[union-attr]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> Nomination:
        nomination = self.form.save(commit=False)
        return nominating.create(nomination, self.request.user)

    def get_success_url(self) -> str:
        return reverse("typicals_admin:nomination", args=[self.object.pk])


class NominationEditView(generic.EditView):
    def get_object(self, queryset: QuerySet[Nomination] | None = None) -> Nomination:
        found = super().get_object(queryset)
        if not _may_edit(self.request.user, found):
            raise PermissionDenied
        return found

    def save_instance(self) -> Nomination:
        nomination = self.form.save(commit=False)
        return nominating.change(nomination, self.request.user)

    def get_success_url(self) -> str:
        return reverse("typicals_admin:nomination", args=[self.object.pk])


class NominationHistoryView(generic.HistoryView):
    """For whom the nomination itself is visible."""

    def get_object(self) -> Nomination:
        return _visible_or_404(self.request.user, super().get_object().pk)


class NominationUsageView(generic.UsageView):
    """The same."""

    def get_object(self) -> Nomination:
        return _visible_or_404(self.request.user, super().get_object().pk)


@never_cache
@require_GET
def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    """One nomination: the proposal, what was confirmed, what is possible now, what happened."""
    found = _visible_or_404(request.user, pk)
    return render(request, "typicals/admin/nomination.html", _context(request, found))


def _context(request: HttpRequest, found: Nomination) -> dict[str, Any]:
    user: Any = request.user
    verifies = user.has_perm("typicals.verify_nomination")
    facts = list(found.facts.prefetch_related("checks__by"))
    office = any(user.has_perm(name) for name in READ)
    may_check = found.state == State.VERIFYING and may(found, user, "verifier")
    rows = []
    for fact in facts:
        checks = [item for item in fact.checks.all() if item.round == found.round]
        mine = any(item.by_id == user.pk for item in checks)
        rows.append({"fact": fact, "checks": checks, "open": may_check and not mine})
    return {
        "nomination": found,
        "rows": rows,
        "may_check": any(row["open"] for row in rows),
        "may_edit": _may_edit(user, found),
        "moves": [(name, MOVES[name]) for name in possible(found.state) if _may_move(found, user, name)],
        "verifies": verifies,
        "answers": verifies and may(found, user, "verifier"),
        "objections": found.objections.select_related("answered_by", "contact") if verifies else [],
        # Who proposed is not told that somebody objected, when, or who looked into it.
        "objection_count": found.objections.count() if office else None,
        "events": found.events.select_related("by").exclude(action__in=() if office else OF_OBJECTIONS),
        "labels": EVENT_LABELS,
    }


OF_OBJECTIONS = ("object", "answer", "contact_seen")
EVENT_LABELS = {
    "create": gettext_lazy("Proposal begun"),
    "change": gettext_lazy("Proposal changed"),
    "check": gettext_lazy("Facts checked"),
    "object": gettext_lazy("Objection received"),
    "answer": gettext_lazy("Objection answered"),
    "contact_seen": gettext_lazy("Contact of an objector opened"),
    **{name: move.label for name, move in MOVES.items()},
}


def _may_move(found: Nomination, user: Any, name: str) -> bool:
    role = MOVES[name].role
    return role != "clock" and may(found, user, role)


def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """One move: asks for its reason or document number where there is one, then makes it."""
    found = _visible_or_404(request.user, pk)
    if action not in MOVES or MOVES[action].role == "clock":
        raise Http404
    move = MOVES[action]
    if not _may_move(found, request.user, action):
        raise PermissionDenied
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        number = request.POST.get("document_number", "")[:60]
        if _tried(request, lambda: _moves(found, request.user, action, reason, number)):
            messages.success(request, _("Done: %(what)s") % {"what": move.label})
            return redirect("typicals_admin:nomination", pk)
    context = {"nomination": found, "action": action, "move": move, "reason": request.POST.get("reason", "")}
    return render(request, "typicals/admin/act.html", context)


def _moves(found: Nomination, user: Any, action: str, reason: str, number: str) -> None:
    function: Callable[..., Any] = getattr(nominating, action)
    if action in {"submit", "open_notice"}:
        function(found, user)
    elif action == "approve":
        function(found, user, number)
    elif action == "cancel":
        function(found, user, reason, number)
    else:
        function(found, user, reason)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The facts a verifier looked at; those left blank stay open."""
    found = _visible_or_404(request.user, pk)
    if not may(found, request.user, "verifier"):
        raise PermissionDenied
    findings = {}
    for fact in found.facts.all():
        verdict = request.POST.get(f"fact-{fact.pk}", "")
        if verdict in {"yes", "no"}:
            findings[fact.pk] = (verdict == "yes", request.POST.get(f"source-{fact.pk}", "")[:200])
    if not findings:
        messages.error(request, _("Say of at least one fact whether it holds."))
    elif _tried(request, lambda: nominating.check(found, request.user, findings)):
        messages.success(request, _("Recorded."))
    else:
        return render(request, "typicals/admin/nomination.html", _context(request, found) | {"typed": request.POST})
    return redirect("typicals_admin:nomination", pk)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A verifier's finding about an objection."""
    objection = _objection(request, pk)
    upheld = request.POST.get("upheld", "")
    if upheld not in {"yes", "no"}:
        messages.error(request, _("Say whether the objection is right."))
    elif _tried(
        request,
        lambda: nominating.answer_objection(
            objection, request.user, upheld == "yes", request.POST.get("finding", "")[:500]
        ),
    ):
        messages.success(request, _("Recorded."))
    return redirect("typicals_admin:nomination", objection.nomination_id)


@never_cache
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the contact of an objector in this one answer; the look is an event."""
    objection = _objection(request, pk)
    told: list[str] = []
    if not _tried(request, lambda: told.append(nominating.see_contact(objection, request.user))):
        return redirect("typicals_admin:nomination", objection.nomination_id)
    return render(request, "typicals/admin/contact.html", {"objection": objection, "contact": told[0]})


def _objection(request: HttpRequest, pk: int) -> Objection:
    objection = get_object_or_404(Objection.objects.select_related("nomination"), pk=pk)
    if not may(objection.nomination, request.user, "verifier"):
        raise PermissionDenied
    return objection


@require_GET
def file(request: HttpRequest, pk: int) -> FileResponse:
    """An attachment, to save and never to be shown inside the site."""
    found = get_object_or_404(NominationFile, pk=pk)
    _visible_or_404(request.user, found.nomination_id)
    name = f"{found.title}.{(found.file.name or '').rpartition('.')[2]}"
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _tried(request: HttpRequest, step: Callable[[], Any]) -> bool:
    """Does it, or says in words why not."""
    try:
        step()
    except ExemplarError as error:
        messages.error(request, str(error))
        return False
    return True
