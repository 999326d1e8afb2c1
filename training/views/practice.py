"""Practice and the book of wrong answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from .. import practice as drawing
from .. import responses, showing
from ..posted import answers_in


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


@never_cache
@permission_required("training.take_quiz", raise_exception=False)
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest) -> HttpResponse:
    """A question; after it was answered, whether it was right and why. Nothing of the key is sent before."""
    data = request.POST if request.method == "POST" else request.GET
    category, mistakes = _whole(data.get("topic")), data.get("from") == "mistakes"
    context: dict[str, Any] = {
        "title": _("Wrong answers, once more") if mistakes else _("Practice"),
        "categories": drawing.categories(),
        "topic": category,
        "mistakes": mistakes,
        "answered": False,
    }
    if request.method == "POST":
        question, seed = _whole(data.get("question")), _whole(data.get("seed"))
        shown = drawing.item(request.user, question, seed) if question is not None and seed is not None else None
        if shown is None:
            messages.warning(request, _("This question is not there any more. Here is another."))
            return redirect("training:practice")
        version = shown.version
        try:
            posted = responses.plain(answers_in(request.POST, [shown])).get(1)
            shown.response = responses.clean(version.type, version.content, shown.order, posted)
        except responses.BadResponse:
            shown.response = None
        if shown.response is None:
            context["problem"] = _("Answer the question first.")
        else:
            context |= {"answered": True, "right": drawing.answer(request.user, shown, shown.response)}
    else:
        shown = drawing.draw(request.user, category, mistakes, _whole(data.get("but")))
    if shown is not None:
        done = context["answered"]
        found = showing.shown(shown, answers=done, explanations=done)
        found.locked = done
        context |= {"shown": found, "question": shown.version.question_id, "seed": shown.seed}  # type: ignore[attr-defined]
    return render(request, "training/practice.html", context)


@never_cache
@permission_required("training.take_quiz", raise_exception=False)
@require_GET
def mistakes(request: HttpRequest) -> HttpResponse:
    """错题本: what was answered wrongly in practice, with the right answers."""
    rows = [
        {
            "mistake": mistake,
            "stem": showing.html_of(version.stem, version.content.get("format", "plain")),
            "key": responses.key_words(version.type, version.content),
            "why": showing.html_of(version.content.get("feedback") or "", version.content.get("format", "plain")),
        }
        for mistake, version in drawing.book(request.user)
    ]
    return render(request, "training/mistakes.html", {"title": _("Book of wrong answers"), "rows": rows})
