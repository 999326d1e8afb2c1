"""The page of results."""

from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from reform.pages.listing import Choice, Filter
from reform.pages.models import Topic
from reform.people.models import Region, Unit

from . import asked, completion, limit, registry
from .documents import FACETS
from .find import Answer, Question, Unanswered, find
from .planner import MAX_LENGTH

MAX_VALUES = 20
ALL = "all"


@require_safe
def complete(request: HttpRequest) -> JsonResponse:
    """What may be meant by the beginning in `q`: `{"suggestions": [text, …]}`."""
    if limit.too_often(request, "complete", settings.SEARCH_COMPLETE_RATE):
        return JsonResponse({"suggestions": []}, status=429)
    typed = request.GET.get("q", "").replace("\x00", "")
    return JsonResponse({"suggestions": completion.complete(typed, get_language() or settings.LANGUAGE_CODE)})


@csrf_exempt  # It changes one number of a row that only its signed token names.
@require_POST
def chosen(request: HttpRequest) -> HttpResponse:
    """Which result was chosen, told by the reader's browser as it leaves (`token`, `position`)."""
    position = request.POST.get("position", "")
    if position.isdecimal() and len(position) < 5:
        asked.note_click(request.POST.get("token", ""), int(position))
    return HttpResponse(status=204)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answers `q`. Context: `query`, `answer` (see `find.Answer`; None when nothing was asked or no engine answers),
    `filters`, `filtered`, `sorts`, `next_url`, `clear_url`, `broken`, `topics` when nothing was found."""
    text = " ".join(request.GET.get("q", "").replace("\x00", " ").split())
    chosen = _chosen(request)
    sort = "date" if request.GET.get("sort") == "date" else "relevance"
    language = get_language() or settings.LANGUAGE_CODE
    filters: dict[str, list[str]] = dict(chosen)
    locale = filters.setdefault("locale", [language])
    if ALL in locale:
        del filters["locale"]
    if text and limit.too_often(request, "search", settings.SEARCH_RATE):
        said = {"title": _search_title(), "robots": "noindex", "query": text[:MAX_LENGTH], "limited": True}
        response = render(request, "search/results.html", said, status=429)
        response["Retry-After"] = "60"
        return response
    answer: Answer | None = None
    broken = False
    token = ""
    after = request.GET.get("after", "")[:200]
    if text:
        started = perf_counter()
        try:
            answer = find(Question(text[:MAX_LENGTH], filters, sort, after))
        except Unanswered:
            broken = True
        if answer and not answer.empty and not after and request.method == "GET":
            token = asked.note(
                text[:MAX_LENGTH],
                locale=language,
                engine=answer.engine,
                hits=answer.total,
                relaxed=answer.relaxed,
                ms=(perf_counter() - started) * 1000,
            )
    own = {"q": text[:MAX_LENGTH]} | ({"sort": sort} if sort != "relevance" else {})

    def url(values: dict[str, list[str]], **more: str) -> str:
        return f"{request.path}?{urlencode({**own, **values, **more}, doseq=True)}"

    context: dict[str, Any] = {
        "title": _search_title(),
        "robots": "noindex",
        "query": text[:MAX_LENGTH],
        "too_long": len(text) > MAX_LENGTH,
        "answer": answer,
        "broken": broken,
        "token": token,
        "meant_url": url({}, q=answer.meant) if answer and answer.meant else "",
        "filters": _filters(answer, chosen, language, url) if answer and not answer.empty else [],
        "filtered": bool(chosen),
        "clear_url": url({}),
        "sorts": [
            Choice(
                label,
                f"{request.path}?{urlencode({'q': text[:MAX_LENGTH], **chosen, 'sort': name}, doseq=True)}",
                name == sort,
            )
            for name, label in (("relevance", _("By relevance")), ("date", _("Newest first")))
        ],
        "next_url": url(chosen, after=answer.after) if answer and answer.after else "",
        "topics": Topic.objects.filter(locale__language_code=language)[:12] if answer and not answer.hits else [],
    }
    return render(request, "search/results.html", context, status=503 if broken else 200)


def _search_title() -> str:
    return pgettext("to search", "Search")


def _chosen(request: HttpRequest) -> dict[str, list[str]]:
    """The facets in the address: a few values each, none of them long. What does not exist finds nothing."""
    chosen = {}
    for name in FACETS:
        values = [value for value in request.GET.getlist(name)[:MAX_VALUES] if 0 < len(value) <= 60]
        if values := [value for value in dict.fromkeys(values) if "\x00" not in value]:
            chosen[name] = values
    return chosen


def _filters(answer: Answer, chosen: dict[str, list[str]], language: str, url: Any) -> list[Filter]:
    """One for each facet with something to choose; a value that is chosen is taken off by its link."""
    names = {
        "kind": _("Kind"),
        "topic": _("Topic"),
        "region": _("Place"),
        "unit": _("Unit"),
        "year": _("Year"),
        "locale": _("Language"),
    }
    filters = []
    for name in FACETS:
        counts = answer.facets.get(name, {})
        selected = chosen.get(name, [language] if name == "locale" else [])
        labels = _labels(name, {*counts, *selected} - {ALL})
        choices = []
        for value in _order(name, counts, selected):
            if value not in labels:
                continue
            rest = [other for other in selected if other != value and other != ALL]
            values = rest if value in selected else [*rest, value]
            if name == "locale" and not values:
                values = [ALL]
            label = pgettext("a choice and how many pages have it", "%(label)s (%(count)d)") % {
                "label": labels[value],
                "count": counts.get(value, 0),
            }
            target = {key: kept for key, kept in {**chosen, name: values}.items() if kept}
            choices.append(Choice(label, url(target), value in selected))
        if len(choices) > 1 or (name in chosen and choices):
            filters.append(Filter(name, names[name], choices))
    return filters


def _order(name: str, counts: dict[str, int], selected: list[str]) -> list[str]:
    values = {*counts, *selected}
    if name == "year":
        return sorted(values, reverse=True)
    return sorted(values, key=lambda value: (-counts.get(value, 0), value))


def _labels(name: str, values: set[str]) -> dict[str, str]:
    """What the values are called now; those that are not known any more are left out."""
    if name == "kind":
        return {value: str(label) for value, label in registry.kinds().items() if value in values}
    if name == "topic":
        return dict(Topic.objects.filter(slug__in=values).values_list("slug", "name"))
    if name == "region":
        return dict(Region.objects.filter(code__in=values).values_list("code", "name"))
    if name == "unit":
        return {unit.code: str(unit) for unit in Unit.objects.filter(code__in=values)}
    if name == "year":
        return {value: pgettext("a year", "%(year)s") % {"year": value} for value in values if value.isdigit()}
    return {code: _(str(label)) for code, label in settings.LANGUAGES if code in values}
