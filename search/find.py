"""A reader's search: which engine answers, what the database lets the reader see, and what is tried when nothing is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from wagtail.models import Page

from reform.pages.queries import public_pages, specific

from . import cluster, indexing, registry
from .documents import FACETS, Entry
from .engines import elasticsearch_engine, embedded_engine
from .engines.base import Candidate, Engine, EngineError, Request, Response
from .models import Outbox
from .passages import found_words, marked, passage
from .planner import Plan, relaxed
from .ranking import rank
from .weights import weights
from .words import current_plan

PAGE_SIZE = 10
# As many as a database takes in one statement.
MOST_WITHDRAWN = 30_000


class Unanswered(Exception):
    """No engine answers, not even the embedded one."""


@dataclass(frozen=True)
class Question:
    """What a reader asks. `after` is the key under which the page before ended."""

    text: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = "relevance"
    after: str = ""


@dataclass(frozen=True)
class Hit:
    """One page that was found; title and passage are safe HTML with the found words marked."""

    page: Page
    title: str
    passage: str
    kind: str
    anchor: str


@dataclass(frozen=True)
class Answer:
    """`relaxed` says what was given up to find anything: "" nothing, "words" that all must match, "filters" too.
    `emergency`: the cluster did not answer and the database did."""

    hits: list[Hit]
    total: int
    facets: dict[str, dict[str, int]]
    after: str = ""
    relaxed: str = ""
    emergency: bool = False
    empty: bool = False


def find(question: Question) -> Answer:
    """Answers a question. Raises `Unanswered`."""
    plan = current_plan(question.text)
    if plan.empty:
        return Answer([], 0, {}, empty=True)
    for step in _steps(plan, question):
        response, candidates, emergency = _visible(step, question)
        if candidates or question.after:
            break
    rest = _one_a_page(candidates)
    if question.sort != "date":
        rest = _after(rest, question.after)
    shown = rest[:PAGE_SIZE]
    hits = _hits(shown, step.plan)
    after = _key(shown[-1]) if len(rest) > PAGE_SIZE else ""
    return Answer(hits, response.total, response.facets, after, step.gives_up if hits else "", emergency)


@dataclass(frozen=True)
class _Step:
    plan: Plan
    filters: Mapping[str, Sequence[str]]
    gives_up: str


def _steps(plan: Plan, question: Question) -> list[_Step]:
    steps = [_Step(plan, question.filters, "")]
    if plan.required > 1 or plan.phrases:
        steps.append(_Step(relaxed(plan), question.filters, "words"))
    rest = {name: values for name, values in question.filters.items() if name == "locale"}
    if len(rest) < len(question.filters):
        steps.append(_Step(relaxed(plan), rest, "filters"))
    return steps


def _visible(step: _Step, question: Question) -> tuple[Response, list[Candidate], bool]:
    """What the reader may see of the answer, in order. The index may be late: the database has the last word."""
    by_date = question.sort == "date"
    after = _date_key(question.after) if by_date else None
    request = Request(step.plan, step.filters, FACETS, _withdrawn(), question.sort, after, weights().window)
    response, emergency = _ask(request)
    seen = {candidate.page for candidate in response.candidates}
    hidden = seen - _public(seen)
    if hidden:
        # The index holds what it must not: counts are asked again without it, and the worker is told.
        indexing.enqueue(hidden)
        response, emergency = _ask(replace(request, without=[*request.without, *hidden]))
        seen = {candidate.page for candidate in response.candidates}
        hidden = seen - _public(seen)
    candidates = [candidate for candidate in response.candidates if candidate.page not in hidden]
    if not by_date:
        candidates = rank(candidates, weights())
    return response, candidates, emergency


def _withdrawn() -> list[int]:
    """Pages that wait for the worker, or were given up by it, and are not public: in no count either."""
    waiting = Outbox.objects.exclude(page__in=public_pages().values("pk")).values_list("page", flat=True).distinct()
    return sorted(waiting[:MOST_WITHDRAWN])


def _public(pages: set[int]) -> set[int]:
    if not pages:
        return set()
    return set(public_pages().filter(pk__in=pages).values_list("pk", flat=True))


def _ask(request: Request) -> tuple[Response, bool]:
    """The cluster's answer, else the database's; whether the second stood in for the first."""
    engine = elasticsearch_engine()
    if engine is not None and not cluster.rests():
        try:
            return cluster.ask(lambda: _search(engine, request)), False
        except EngineError:
            # Logged there.
            pass
    try:
        return _search(embedded_engine(), request), engine is not None
    except EngineError as error:
        raise Unanswered from error


def _search(engine: Engine, request: Request) -> Response:
    index = engine.resolve(indexing.ALIAS)
    if not index:
        raise EngineError("There is no index yet.")
    return engine.search(index, request)


def _one_a_page(candidates: list[Candidate]) -> list[Candidate]:
    best: dict[int, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.page, candidate)
    return list(best.values())


def _key(candidate: Candidate) -> str:
    return f"{candidate.score:.6f}~{candidate.date}~{candidate.key}"


def _date_key(key: str) -> tuple[str, str] | None:
    parts = key.split("~")
    return (parts[1], parts[2]) if len(parts) == 3 else None


def _after(candidates: list[Candidate], key: str) -> list[Candidate]:
    """What follows the key; when its entry is gone, what ranks below it. A key that is none: everything."""
    parts = key.split("~")
    if len(parts) != 3:
        return candidates
    for place, candidate in enumerate(candidates):
        if candidate.key == parts[2]:
            return candidates[place + 1 :]
    try:
        limit = float(parts[0])
    except ValueError:
        return candidates
    return [candidate for candidate in candidates if candidate.score < limit]


def _hits(candidates: list[Candidate], plan: Plan) -> list[Hit]:
    """Titles and passages from the pages as they are now, not from the index."""
    ids = [candidate.page for candidate in candidates]
    full = {page.pk: page for page in public_pages().filter(pk__in=ids).specific()}
    light = {page.pk: page for page in specific(list(full.values()))}
    words, kinds = found_words(plan), registry.kinds()
    hits = []
    for candidate in candidates:
        page = full.get(candidate.page)
        if page is None:
            continue
        entries = registry.entries_of(page)
        entry = next((entry for entry in entries if entry.key == candidate.key), entries[0])
        hits.append(
            Hit(
                page=light[page.pk],
                title=marked(entry.title or page.title, words),
                passage=passage(_readable(entry), words),
                kind=str(kinds[registry.kind_of(page)]),
                anchor=entry.anchor,
            )
        )
    return hits


def _readable(entry: Entry) -> str:
    return entry.text or entry.title
