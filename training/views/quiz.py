"""The page of a quiz and the pages of an attempt. Whose attempt it is comes from the session, never from the address."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reform.pages.delivery import deliver

from ..actions import attempt as actions
from ..actions.errors import AttemptClosed, StaleWindow, TrainingError
from ..models import Attempt, AttemptItem, QuestionPicture, Quiz, Step
from ..posted import answers_in, flags_in
from ..responses import BadResponse
from ..showing import is_due, shown
from ..slots import total
from ..standings import closes_for_all, may_learn, standing, terms_for

View = Callable[..., HttpResponse]


def learner(view: View) -> View:
    """Signed in and allowed to learn; nothing of it stays in any cache."""

    @login_required
    @never_cache
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_learn(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def _quiz_or_404(pk: int, user: Any) -> Quiz:
    """A published quiz, or one that the person has attempted."""
    quiz = get_object_or_404(Quiz, pk=pk)
    if quiz.state != Quiz.State.OPEN and not quiz.all_attempts.filter(user=user).exists():
        raise Http404
    return quiz


@learner
@require_GET
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """What the quiz is, its rules for this person, their attempts, and the button."""
    user: Any = request.user
    found = _quiz_or_404(pk, user)
    return render(request, "training/quiz.html", _about(found, user))


def _about(found: Quiz, user: Any) -> dict[str, Any]:
    actions.close_if_over(found, user)
    now = timezone.now()
    terms = terms_for(found, user)
    attempts = list(found.all_attempts.filter(user=user).order_by("number"))
    open_one = next((attempt for attempt in attempts if attempt.state == Attempt.State.OPEN), None)
    questions, mark = total(found)
    closes = closes_for_all(found)
    return {
        "quiz": found,
        "terms": terms,
        "ends": open_one.deadline if open_one else terms.deadline(now),
        "attempts": [attempt for attempt in attempts if attempt.closed],
        "open_one": open_one,
        "reason": "" if open_one else actions.reason_against(found, user, now),
        "standing": standing(found, user),
        "marks_due": found.show_marks != Quiz.When.NEVER
        and (found.show_marks != Quiz.When.CLOSED or (closes is not None and now >= closes)),
        "questions": questions,
        "mark": mark,
    }


@learner
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Starts, or goes on in this window."""
    user: Any = request.user
    found = _quiz_or_404(pk, user)
    try:
        attempt = actions.start(found, user, request.POST.get("password", "")[:60])
    except TrainingError as error:
        context = {**_about(found, user), "refused": str(error)}
        return render(request, "training/quiz.html", context, status=422)
    return redirect(_address(attempt))


def _address(attempt: Attempt, **query: Any) -> str:
    address = reverse("training:attempt", args=[attempt.quiz_id])
    return f"{address}?{urlencode({'w': attempt.window, **query})}"


@learner
@require_http_methods(["GET", "POST"])
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper. A window that is not the attempt's own is sent to the page of the quiz, which says so."""
    user: Any = request.user
    found = Attempt.objects.select_related("quiz").filter(quiz=pk, user=user).order_by("-number").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        return _posted(request, found)
    if found.state != Attempt.State.OPEN:
        return redirect("training:result", pk, found.number)
    if request.GET.get("w") != found.window:
        messages.info(request, _("This attempt goes on in another window. You can go on here instead."))
        return redirect("training:quiz", pk)
    return _paper(request, found)


def _paper(request: HttpRequest, found: Attempt, status: int = 200, error: str = "") -> HttpResponse:
    now = timezone.now()
    items = list(found.items.select_related("version", "key_version"))
    one = found.settings["layout"] == Quiz.Layout.ONE or found.settings["forward_only"]
    place = found.place if found.settings["forward_only"] else _place(request, len(items))
    reviewing = "review" in request.GET
    on_page = [] if reviewing else items[place - 1 : place] if one else items
    questions = []
    for item in on_page:
        due: dict[str, Any] = {
            what: is_due(found, what, None, now, checked=item.mark is not None)
            for what in ("marks", "answers", "explanations")
        }
        questions.append(shown(item, **due))
    context = {
        "attempt": found,
        "quiz": found.quiz,
        "title": found.settings["title"],
        "questions": questions,
        "items": items,
        "one": one,
        "place": place,
        "last": place >= len(items),
        "reviewing": reviewing,
        "number": len(items),
        "answered": sum(item.response is not None for item in items),
        "open": sum(item.response is None for item in items),
        "left": actions.seconds_left(found, now),
        "now": now,
        "checks": Quiz.When.DURING in (found.settings[f"show_{what}"] for what in ("marks", "answers", "explanations")),
        "error": error,
    }
    return render(request, "training/paper.html", context, status=status)


def _place(request: HttpRequest, number: int) -> int:
    text = request.GET.get("q", "1")
    return min(max(int(text), 1), number) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _posted(request: HttpRequest, found: Attempt) -> HttpResponse:
    """Save, and where to go then. Works without JavaScript."""
    user: Any = request.user
    window, go = request.POST.get("window", ""), request.POST.get("go", "save")
    items = _items_on_page(found, request)
    answers = answers_in(request.POST, items)
    place = min((item.position for item in items), default=1)
    try:
        if go == "submit":
            done = actions.submit(found.quiz_id, user, window, answers)
            return redirect("training:result", found.quiz_id, done.number)
        if answers:
            flags = flags_in(request.POST, [item.position for item in items])
            actions.save(found.quiz_id, user, window, None, answers, flags)
        if go == "check":
            actions.check(found.quiz_id, user, window, place)
        elif go == "next":
            actions.go_to(found.quiz_id, user, window, place + 1)
    except AttemptClosed as error:
        messages.warning(request, str(error))
        return redirect("training:result", found.quiz_id, error.number)
    except StaleWindow:
        messages.warning(
            request, _("This attempt goes on in another window. What you sent here was not saved; you can go on here.")
        )
        return redirect("training:quiz", found.quiz_id)
    except BadResponse:
        return _paper(request, found, 422, _("This answer cannot be read. Nothing was saved; try again."))
    if go == "review":
        return redirect(_address(found, review=1))
    step = {"next": place + 1, "prev": place - 1}.get(go, int(go) if go.isdigit() and len(go) < 5 else place)
    return redirect(_address(found, q=max(step, 1)))


def _items_on_page(found: Attempt, request: HttpRequest) -> list[AttemptItem]:
    places = [
        int(place) for place in request.POST.getlist("on") if place.isascii() and place.isdigit() and len(place) < 5
    ]
    rows: QuerySet[AttemptItem] = found.items.filter(position__in=places).select_related("version")
    return list(rows)


@learner
@require_GET
def result(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The receipt and what may be shown by now. The number is that of the person's own attempt."""
    user: Any = request.user
    found = get_object_or_404(Attempt.objects.select_related("quiz"), quiz=pk, user=user, number=number)
    if found.state == Attempt.State.OPEN:
        return redirect("training:quiz", pk)
    now, closes = timezone.now(), closes_for_all(found.quiz)
    due = {what: is_due(found, what, closes, now) for what in ("marks", "answers", "explanations")}
    due["marks"] = due["marks"] and found.state == Attempt.State.DONE
    items = list(found.items.select_related("version", "key_version"))
    if found.state == Attempt.State.MARKING:
        # Who could still be given the attempt back does not see the key while others are marked.
        due["answers"] = due["explanations"] = False
    comments = comments_on(found) if due["marks"] else {}
    context = {
        "attempt": found,
        "quiz": found.quiz,
        "title": found.settings["title"],
        "due": due,
        "number": len(items),
        "answered": sum(item.response is not None for item in items),
        "questions": [shown(item, comments=comments.get(item.pk, ()), **due) for item in items]
        if any(due.values())
        else [],
        "standing": standing(found.quiz, user) if due["marks"] else None,
        "reason": actions.reason_against(found.quiz, user, now),
    }
    return render(request, "training/result.html", context)


def comments_on(found: Attempt) -> dict[int, list[str]]:
    """Item → what markers wrote to the person, without their names."""
    written: dict[int, list[str]] = {}
    for step in found.steps.filter(kind=Step.Kind.MARK).order_by("number"):
        if step.item_id and step.data.get("comment"):
            written.setdefault(step.item_id, []).append(step.data["comment"])
    return written


@login_required
@require_GET
def picture(request: HttpRequest, pk: Any) -> HttpResponseBase:
    """A picture of a question: for the people of the bank, and for who has the question before them or had it."""
    found = get_object_or_404(QuestionPicture, pk=pk)
    user: Any = request.user
    if not user.has_perm("training.view_question"):
        asked = AttemptItem.objects.filter(attempt__user=user, version__question=found.question_id)
        if not asked.exists():
            raise Http404
    kind = (found.file.name or "").rpartition(".")[2]
    return deliver(
        request,
        found.file,
        content_type=f"image/{kind.replace('jpg', 'jpeg')}",
        etag=found.pk.hex,
        cache="private, max-age=3600",
    )
