"""The screen on which concerns are taken down. It works without its script; with it, keys, look-ups and autosave."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from publicity.models import ExplainerPage
from search import find

from ..actions import NotPossible, contacts, logging
from ..forms import LogForm
from ..likeness import matter_of, similar, terms_of
from ..models import Concern, LogDraft, LogTemplate
from ..queries import visible_to
from ..states import State
from ..suggestions import suggest

# What is looked up while somebody types.
SHOWN, EXPLAINERS = 5, 3
ENOUGH = 8  # characters
# Kept of a draft. Who called and how to reach them is sealed when it is saved, and never kept in between.
DRAFTED = ("text", "channel", "received_at", "kind", "urgency", "tone", "topic", "region", "accused_unit")


@never_cache
def log(request: HttpRequest) -> HttpResponse:
    """The empty screen, or what was on it before a crash; after saving, the next empty one."""
    user: Any = request.user
    if not logging.may_log(user):
        raise PermissionDenied
    form = LogForm(
        request.POST or None, user=user, initial=_draft(user) | {"channel": request.session.get("channel", "phone")}
    )
    if request.method == "POST" and form.is_valid() and (concern := _saved(request, form)):
        request.session["channel"] = concern.channel
        messages.success(request, _told(concern))
        return redirect("concerns_admin:log")
    context = {
        "form": form,
        "templates": LogTemplate.objects.select_related("topic"),
        "drafted": not form.is_bound and bool(_draft(user)),
        "found": _look(user, form["text"].value() or ""),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Log a concern")},
        ],
        "header_title": _("Log a concern"),
        "header_icon": "mail",
    }
    return render(request, "concerns/admin/log.html", context, status=422 if form.errors else 200)


def _draft(user: Any) -> dict[str, Any]:
    row = LogDraft.objects.filter(user=user).first()
    return row.data if row else {}


def _saved(request: HttpRequest, form: LogForm) -> Concern | None:
    told = form.cleaned_data
    try:
        concern = logging.log(
            request.user,
            channel=told["channel"],
            received_at=told["received_at"],
            text=told["text"],
            same_as=told["same_as"],
            **form.facts(),
        )
    except NotPossible as error:
        form.add_error(None, str(error))
        return None
    if details := form.details():
        contacts.keep(concern, details, request.user)
    return concern


def _told(concern: Concern) -> str:
    link = format_html('<a href="{}">{}</a>', reverse("concerns_admin:concern", args=[concern.pk]), concern.number)
    if concern.merged_into:
        return format_html(_("{} was logged and attached to {}."), link, concern.merged_into.number)
    return format_html(_("{} was logged."), link)


@never_cache
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keeps the draft; answers with what the text looks like: proposals, likely duplicates, explainers."""
    user: Any = request.user
    if not logging.may_log(user):
        raise PermissionDenied
    data = {name: request.POST.get(name, "")[:20_000] for name in DRAFTED}
    if data["text"].strip():
        LogDraft.objects.update_or_create(user=user, defaults={"data": data})
    return render(request, "concerns/admin/log_found.html", {"found": _look(user, data["text"])})


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Throws the draft away."""
    user: Any = request.user
    if not logging.may_log(user):
        raise PermissionDenied
    LogDraft.objects.filter(user=user).delete()
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({})
    return redirect("concerns_admin:log")


def _look(user: Any, text: str) -> dict[str, Any]:
    text = text.strip()[:3000]
    if len(text) < ENOUGH:
        return {}
    return {"suggestions": suggest(text), "alike": alike(user, text), "explainers": explainers(text), "text": text}


def alike(user: Any, text: str, leave_out: int | None = None) -> list[dict[str, Any]]:
    """Concerns about the same matter that this user may see and that stand by themselves, with enough to judge."""
    near = similar("", text, limit=4 * SHOWN, leave_out=leave_out)
    rows = (
        visible_to(user).exclude(state=State.MERGED).select_related("unit").in_bulk([item.concern.pk for item in near])
    )
    found = [
        {"concern": rows[item.concern.pk], "score": round(item.score * 100), "why": item.why}
        for item in near
        if item.concern.pk in rows and item.score >= 0.15
    ]
    return found[:SHOWN]


def explainers(text: str) -> list[Any]:
    """Explainers that may answer it already, by the words of the matter; nothing that tells who somebody is is searched."""
    words = " ".join(terms_of(matter_of("", text))[:8])
    if not words:
        return []
    try:
        answer = find.find(find.Question(words, filters={"kind": ["explainer"]}))
    except find.Unanswered:
        return []
    return [hit for hit in answer.hits if isinstance(hit.page.specific, ExplainerPage)][:EXPLAINERS]
