"""The status page: with the receipt code and nothing else, the person sees where it stands and has all rights over it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reform.pages.delivery import deliver

from ..actions import asking, contacts, erasing
from ..actions.writing import ConcernError
from ..codes import LENGTH, code_of, grouped
from ..contacts import Details, Unreadable, details_of
from ..models import AnswerPage, Concern
from ..states import MOVES, State
from . import limits
from .asking import private
from .draft import Draft
from .forms import CodeForm, ContactForm, CorrectForm, RemarkForm
from .progress import progress
from .rules import numbers


@private
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Asks for the receipt code. The code never stands in an address, so no log and no history has it."""
    draft = Draft.of(request)
    if request.method != "POST" and draft.get("code"):
        return redirect("concerns:yours")
    form = CodeForm(request.POST if request.method == "POST" else None)
    answer = 200
    if request.method == "POST" and form.is_valid():
        where = limits.address(request)
        code = code_of(form.cleaned_data["code"])
        found = Concern.objects.filter(code=code).exists() if len(code) == LENGTH else False
        if not found or _guesses(where, 0) > numbers()["wrong_codes_per_hour"]:
            many = _guesses(where, 1) > numbers()["wrong_codes_per_hour"]
            many = limits.times("codes") > numbers()["all_wrong_codes_per_hour"] or many
            answer = 429 if many else 404
            sentence = (
                _("There have been too many wrong codes. Please try again in an hour.")
                if many
                else _("There is nothing with this code. Look at it once more: it has twelve letters and figures.")
            )
            form.add_error("code", sentence)
        else:
            draft.clear()
            draft["code"] = code
            return draft.keep(redirect("concerns:yours"))
    elif form.errors:
        answer = 422
    context = {"title": _("Where does it stand?"), "robots": "noindex", "form": form}
    return render(request, "concerns/status.html", context, status=answer)


def _guesses(where: str, more: int) -> int:
    """Wrong codes from one address in this hour, `more` (0 or 1) included."""
    return limits.times("wrong", where) if more else limits.so_far("wrong", where)


@private
@require_safe
def yours(request: HttpRequest) -> HttpResponse:
    """Everything about one concern."""
    draft = Draft.of(request)
    concern = _concern(draft)
    if concern is None:
        return redirect("concerns:status")
    return _yours(request, concern)


def _yours(
    request: HttpRequest, concern: Concern, forms: dict[str, Any] | None = None, code: int = 200
) -> HttpResponse:
    tombstone = getattr(concern, "tombstone", None)
    details, sealed = _details(concern)
    shown = progress(concern)
    context = {
        "title": concern.subject or _("Your concern"),
        "robots": "noindex",
        "concern": concern,
        "code": grouped(concern.code),
        "tombstone": tombstone,
        "progress": shown,
        "due": concern.due if not shown.answer and not shown.ended else None,
        "details": details,
        "sealed": sealed,
        "notes": concern.notes.filter(by=None).order_by("pk"),
        "files": concern.attachments.all(),
        "submission": getattr(concern, "submission", None),
        "solved": concern.follow_ups.order_by("-pk").first() if shown.answer else None,
        "public_page": _public_page(concern),
        "may_answer": concern.state in {State.ANSWERED, State.CLOSED} and bool(shown.answer),
        "may_correct": concern.state in asking.OPEN_TO_CORRECTION,
        "may_withdraw": concern.state in MOVES["withdraw"].sources,
        "remark_form": RemarkForm(),
        "unsolved_form": RemarkForm(prefix="unsolved"),
        "correct_form": CorrectForm(prefix="correct", initial={"subject": concern.subject, "text": concern.text}),
        "contact_form": ContactForm(prefix="contact", initial=vars(details)),
        **(forms or {}),
    }
    return render(request, "concerns/yours.html", context, status=code)


def _public_page(concern: Concern) -> AnswerPage | None:
    return AnswerPage.objects.live().filter(made_from__concern=concern).first()


def _details(concern: Concern) -> tuple[Details, bool]:
    """The details; and whether there are some that cannot be read, since their key is missing."""
    try:
        return details_of(concern), False
    except Unreadable:
        return Details(), True


@private
@require_http_methods(["POST"])
def change(request: HttpRequest, what: str) -> HttpResponse:
    """One of the things the person may do. Comes back filled when something is missing."""
    draft = Draft.of(request)
    concern = _concern(draft)
    if what == "leave":
        return draft.forget(redirect("concerns:status"))
    if concern is None:
        return redirect("concerns:status")
    if what not in CHANGES:
        raise Http404
    if limits.times("changes", str(concern.pk)) > numbers()["changes_per_hour"]:
        messages.error(request, _("That was asked too often. Please try again later."))
        return redirect("concerns:yours")
    try:
        return CHANGES[what](request, concern)
    except ConcernError as error:
        messages.error(request, str(error))
    return redirect("concerns:yours")


def _done(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("concerns:yours")


def _remark(request: HttpRequest, concern: Concern) -> HttpResponse:
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _yours(request, concern, {"remark_form": form, "open": "remark"}, 422)
    asking.add(concern, form.cleaned_data["text"])
    return _done(request, _("Your remark has been added."))


def _correct(request: HttpRequest, concern: Concern) -> HttpResponse:
    form = CorrectForm(request.POST, prefix="correct")
    if not form.is_valid():
        return _yours(request, concern, {"correct_form": form, "open": "correct"}, 422)
    asking.correct(concern, form.cleaned_data["subject"], form.cleaned_data["text"])
    return _done(request, _("Your words have been changed."))


def _contact(request: HttpRequest, concern: Concern) -> HttpResponse:
    form = ContactForm(request.POST, prefix="contact")
    if not form.is_valid():
        return _yours(request, concern, {"contact_form": form, "open": "contact"}, 422)
    asking.change_contact(concern, form.details)
    return _done(request, _("Your details have been changed."))


def _solved(request: HttpRequest, concern: Concern) -> HttpResponse:
    asking.say_solved(concern)
    return _done(request, _("Thank you. We are glad that it is settled."))


def _unsolved(request: HttpRequest, concern: Concern) -> HttpResponse:
    form = RemarkForm(request.POST, prefix="unsolved")
    if not form.is_valid():
        return _yours(request, concern, {"unsolved_form": form, "open": "unsolved"}, 422)
    asking.say_unsolved(concern, form.cleaned_data["text"])
    return _done(request, _("The office takes it up again and answers here."))


def _withdraw(request: HttpRequest, concern: Concern) -> HttpResponse:
    asking.withdraw(concern)
    return _done(request, _("It has been withdrawn. Nobody works on it any more."))


def _erase_contact(request: HttpRequest, concern: Concern) -> HttpResponse:
    contacts.erase(concern)
    return _done(request, _("Your details have been erased. The matter goes on without them."))


def _erase(request: HttpRequest, concern: Concern) -> HttpResponse:
    if request.POST.get("sure") != "yes":
        context = {"title": _("Erase everything?"), "robots": "noindex", "code": grouped(concern.code)}
        return render(request, "concerns/erase.html", context)
    erasing.erase_for_person(concern)
    return _done(request, _("All of it has been erased."))


@private
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of one's own."""
    concern = _concern(Draft.of(request))
    if concern is None:
        raise Http404
    item = get_object_or_404(concern.attachments, pk=pk)
    return deliver(request, item.file, content_type=item.mime, etag=f"a{item.pk}", cache="private, no-store")


def _concern(draft: Draft) -> Concern | None:
    """Whose receipt code this browser has."""
    code = draft.get("code")
    if not code:
        return None
    rows = Concern.objects.select_related("unit", "merged_into__unit", "submission", "tombstone")
    return rows.filter(code=code).first()


CHANGES: dict[str, Callable[[HttpRequest, Concern], HttpResponse]] = {
    "remark": _remark,
    "correct": _correct,
    "contact": _contact,
    "solved": _solved,
    "unsolved": _unsolved,
    "withdraw": _withdraw,
    "erase-contact": _erase_contact,
    "erase": _erase,
}
