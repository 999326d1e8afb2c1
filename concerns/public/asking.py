"""The public form, one question a step. Nothing is stored in a table before the last step is sent (but files, see `files`).

Each step is an address of its own: back and reload do what people expect, without scripts.
"""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reform.pages.queries import public_pages

from ..actions import asking
from ..codes import grouped
from ..contacts import Details
from . import files, limits, proof
from .draft import Draft
from .forms import KINDS, CheckForm, ContactForm, KindForm, WordsForm
from .offers import answered_already
from .rules import notice_lines, notices, numbers

View = Callable[..., HttpResponseBase]
STEPS = ("kind", "words", "answered", "files", "contact", "check")


def private(view: View) -> View:
    """No cache on the way keeps it, no search engine lists it."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
        return response

    return never_cache(wrapped)


@private
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """What it is for, and the first question. `page` names the page whose reader has found an error."""
    context = {
        "title": _("Ask about what concerns you"),
        "reported": _page(request.GET.get("page", "")),
        "draft": Draft.of(request),
        "notice": notices()[0]["version"],
    }
    return render(request, "concerns/ask.html", context)


@csrf_exempt  # The home page, the same for all readers, has this form too. It begins a draft and changes nothing else.
@require_POST
@private
def begin(request: HttpRequest) -> HttpResponse:
    """Begins with what was typed in the one field."""
    draft = Draft.of(request)
    if "code" in draft or "page" in draft:
        draft.clear()
    draft["subject"] = " ".join(request.POST.get("subject", "").replace("\x00", "").split())[:100]
    page = _page(request.POST.get("page", ""))
    if page is not None:
        draft["kind"], draft["page"], draft["page_title"] = asking.SITE_ERROR, page.full_url, page.title
    return draft.keep(redirect("concerns:step", "words" if page is not None else "kind"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One step: shows its question, and takes the answer to the next one."""
    draft = Draft.of(request)
    if name not in STEPS:
        return redirect("concerns:ask")
    if (missing := _missing(draft, name)) is not None:
        return missing
    if request.method == "POST" and "back" in request.POST:
        return _leave(draft, request, name)
    return VIEWS[name](request, draft)


def _missing(draft: Draft, name: str) -> HttpResponse | None:
    """Where to go first when an earlier step has not been answered."""
    if not draft or "code" in draft:
        return redirect("concerns:ask")
    if name != "kind" and not draft.get("kind"):
        return redirect("concerns:step", "kind")
    if name not in {"kind", "words"} and not draft.get("text"):
        return redirect("concerns:step", "words")
    return None


def _leave(draft: Draft, request: HttpRequest, name: str) -> HttpResponse:
    """Back one step. What was typed so far is kept, however unfinished."""
    for field in {"words": ("subject", "text"), "contact": ("name", "phone", "email", "address")}.get(name, ()):
        draft[field] = request.POST.get(field, "").replace("\x00", "")[:5000]
    before = _steps(draft)[: _steps(draft).index(name)]
    return draft.keep(redirect("concerns:step", before[-1]) if before else redirect("concerns:ask"))


def _kind(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = KindForm(_posted(request), initial={"kind": draft.get("kind")})
    if request.method == "POST" and form.is_valid():
        draft["kind"] = form.cleaned_data["kind"]
        return draft.keep(redirect("concerns:step", "words"))
    return _shown(request, draft, "kind", form, kinds=KINDS)


def _words(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = WordsForm(_posted(request), initial={"subject": draft.get("subject"), "text": draft.get("text")})
    if request.method == "POST" and form.is_valid():
        draft["subject"], draft["text"] = form.cleaned_data["subject"], form.cleaned_data["text"]
        # An accusation is searched for nowhere, and neither is an error on a page.
        search = draft["kind"] not in {asking.SITE_ERROR, "accusation"}
        draft["offered"] = search and bool(answered_already(draft["subject"], draft["text"]))
        return draft.keep(redirect("concerns:step", "answered" if draft["offered"] else "files"))
    return _shown(request, draft, "words", form)


def _answered(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.method == "POST":
        if "helped" in request.POST:
            response = render(request, "concerns/helped.html", {"title": _("Good"), "robots": "noindex"})
            _drop_files(draft)
            return draft.forget(response)
        return redirect("concerns:step", "files")
    hits = answered_already(draft["subject"], draft["text"])
    if not hits:
        return redirect("concerns:step", "files")
    return _shown(request, draft, "answered", None, hits=hits)


def _files(request: HttpRequest, draft: Draft) -> HttpResponse:
    error = ""
    stored = files.of_draft(draft.token)
    if request.method == "POST":
        if "drop" in request.POST:
            for item in stored:
                if str(item.pk) == request.POST["drop"]:
                    item.delete()
            return redirect("concerns:step", "files")
        sent = request.FILES.getlist("files")
        if len(stored) + len(sent) > numbers()["files"]:
            error = _("At most %(number)d files.") % {"number": numbers()["files"]}
        elif sent and limits.times("files", limits.address(request)) > 10 * numbers()["sent_per_hour"]:
            error = _("That was asked too often. Please try again later.")
        else:
            try:
                for file in [files.cleaned(file) for file in sent]:
                    stored.append(files.store(file, draft.token))
            except ValidationError as found:
                error = " ".join(found.messages)
        if not error:
            return redirect("concerns:step", "files" if sent and "more" in request.POST else "contact")
    context: dict[str, Any] = {
        "stored": stored,
        "error": error,
        "most": numbers()["files"],
        "megabytes": numbers()["file_megabytes"],
    }
    return _shown(request, draft, "files", None, **context)


def _contact(request: HttpRequest, draft: Draft) -> HttpResponse:
    fields = ("name", "phone", "email", "address", "by_mail")
    form = ContactForm(_posted(request), initial={field: draft.get(field) for field in fields})
    if request.method == "POST" and form.is_valid():
        draft.update({field: form.cleaned_data[field] for field in fields})
        return draft.keep(redirect("concerns:step", "check"))
    return _shown(request, draft, "contact", form)


def _check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Everything once more, the notice, and the button that sends it."""
    form = CheckForm(_posted(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            # A machine is told nothing.
            return draft.forget(render(request, "concerns/helped.html", {"title": _("Thank you"), "robots": "noindex"}))
        refused = _refused(request, draft, form.cleaned_data["proof"])
        if not refused:
            return _send(draft, form.cleaned_data["may_publish"])
        form.add_error(None, refused)
        status = 429
    draft.setdefault("checking", time())
    context = {
        "kind_label": next((label for value, label, _help in KINDS if value == draft["kind"]), ""),
        "stored": files.of_draft(draft.token),
        "contact": _details(draft).values(),
        "lines": notice_lines(notices()[0]["version"], get_language() or "zh-hans"),
        "notice": notices()[0]["version"],
        "challenge": proof.challenge(),
        "wait": numbers()["wait_without_proof"],
    }
    return draft.keep(_shown(request, draft, "check", form, status=status, **context))


def _refused(request: HttpRequest, draft: Draft, payload: str) -> str:
    """Why it cannot be sent now; empty when it can. Without proof of work patience takes its place."""
    where = limits.address(request)
    if proof.is_solved(payload):
        many = limits.times("sent", where) > numbers()["sent_per_hour"]
    else:
        wait = draft.get("checking", time()) + numbers()["wait_without_proof"] - time()
        if wait > 0:
            return _("Please wait %(seconds)d seconds and send it again: it keeps machines away.") % {
                "seconds": int(wait) + 1
            }
        many = limits.times("plain", where) > numbers()["sent_without_proof_per_hour"]
        many = limits.times("plain") > numbers()["all_without_proof_per_hour"] or many
    return _("Too much has come from your connection in the last hour. Please try again later.") if many else ""


def _send(draft: Draft, may_publish: bool) -> HttpResponse:
    concern = asking.submit(
        kind=draft["kind"],
        subject=draft["subject"],
        text=draft["text"],
        details=_details(draft),
        notice=notices()[0]["version"],
        may_publish=may_publish,
        by_mail=bool(draft.get("by_mail")),
        page=draft.get("page", ""),
        attachments=files.of_draft(draft.token),
    )
    mailed = bool(draft.get("by_mail"))
    draft.clear()
    draft.update(code=concern.code, sent=True, mailed=mailed)
    return draft.keep(redirect("concerns:sent"))


@private
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The receipt: the code, large, as long as this browser remembers it."""
    draft = Draft.of(request)
    if not draft.get("sent"):
        return redirect("concerns:ask")
    context = {
        "title": _("We have received it"),
        "robots": "noindex",
        "code": grouped(draft["code"]),
        "mailed": draft["mailed"],
    }
    return render(request, "concerns/sent.html", context)


@require_safe
def privacy(request: HttpRequest, version: str) -> HttpResponse:
    """One version of the notice; 404 for one that never was."""
    lines = notice_lines(version, get_language() or "zh-hans")
    since = next((notice["since"] for notice in notices() if notice["version"] == version), None)
    context = {"title": _("Privacy notice"), "lines": lines, "version": version, "since": since, "robots": "noindex"}
    return render(request, "concerns/privacy.html", context, status=200 if lines else 404)


def _steps(draft: Draft) -> list[str]:
    """The steps that this draft has."""
    skipped = set() if draft.get("offered") else {"answered"}
    if draft.get("page"):
        skipped.add("kind")
    return [name for name in STEPS if name not in skipped]


def _shown(request: HttpRequest, draft: Draft, name: str, form: Any, status: int = 200, **more: Any) -> HttpResponse:
    titles = {
        "kind": _("What is it about?"),
        "words": _("What should we know?"),
        "answered": _("Perhaps this answers it already"),
        "files": _("Is there a picture or a paper?"),
        "contact": _("How can we reach you?"),
        "check": _("Look it over and send it"),
    }
    steps = _steps(draft)
    number = steps.index(name) + 1 if name in steps else 1
    wrong = form is not None and bool(form.errors)
    context = {
        "title": titles[name],
        "robots": "noindex",
        "step": name,
        "step_template": f"concerns/steps/{name}.html",
        "number": number,
        "count": len(steps),
        "draft": draft,
        "form": form,
        "first": number == 1,
        **more,
    }
    if more.get("error"):
        wrong = True
    return render(request, "concerns/step.html", context, status=422 if wrong and status == 200 else status)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _details(draft: Draft) -> Details:
    return Details(**{part: draft.get(part, "") for part in ("name", "phone", "email", "address")})


def _drop_files(draft: Draft) -> None:
    for item in files.of_draft(draft.token):
        item.delete()


def _page(value: str) -> Any:
    """The public page with this number; None for anything else."""
    if not (value.isascii() and value.isdigit() and len(value) < 12):
        return None
    return public_pages().filter(pk=int(value)).first()


VIEWS: dict[str, Callable[[HttpRequest, Draft], HttpResponse]] = {
    "kind": _kind,
    "words": _words,
    "answered": _answered,
    "files": _files,
    "contact": _contact,
    "check": _check,
}
