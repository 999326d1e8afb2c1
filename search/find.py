"""A reader's search: which engine answers, what the database lets the reader see, and what is tried when nothing is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from wagtail.models import Page

from reform.pages.queries import public_pages, specific

from . import cluster, indexing, registry
from .documents import FACETS
from .engines import elasticsearch_engine, embedded_engine
from .engines.base import Candidate, Engine, EngineError, Request, Response
from .models import EngineName, Outbox, PageVersion, Shown
from .passages import found_words, marked, passage
from .placements import placed
from .planner import Plan, relaxed
from .ranking import rank
from .spelling import proposals
from .weights import weights
from .words import current_plan

PAGE_SIZE = 10
# A query that finds fewer pages may be mistyped.
FEW = 3
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
    `emergency`: the cluster did not answer and the database did. `meant`: another way to write it that finds more."""

    hits: list[Hit]
    total: int
    facets: dict[str, dict[str, int]]
    after: str = ""
    relaxed: str = ""
    emergency: bool = False
    empty: bool = False
    meant: str = ""
    engine: str = ""


def find(question: Question) -> Answer:
    """Answers a question. Raises `Unanswered`."""
    plan = current_plan(question.text)
    if plan.empty:
        return Answer([], 0, {}, empty=True)
    places = placed(question.text)
    strict = None
    for step in _steps(plan, question):
        response, candidates, emergency = _visible(step, question, places.never)
        strict = response.total if strict is None else strict
        if candidates or question.after:
            break
    rest = _one_a_page(candidates)
    total = response.total
    if places.first and question.sort != "date" and _whole(question):
        rest, more = _placed_first(rest, places.first)
        total += more
    if question.sort != "date":
        rest = _after(rest, question.after)
    shown = rest[:PAGE_SIZE]
    hits = _hits(shown, step.plan)
    after = _key(shown[-1]) if len(rest) > PAGE_SIZE else ""
    meant = _meant(question, strict or 0, places.never) if not question.after else ""
    gives_up = step.gives_up if hits else ""
    name = EngineName.ELASTICSEARCH if elasticsearch_engine() and not emergency else EngineName.EMBEDDED
    return Answer(hits, total, response.facets, after, gives_up, emergency, meant=meant, engine=name.value)


def _whole(question: Question) -> bool:
    """Whether the reader narrowed nothing but the language."""
    return not any(values for name, values in question.filters.items() if name != "locale")


def _placed_first(candidates: list[Candidate], first: list[int]) -> tuple[list[Candidate], int]:
    """The editors' pages before all others, as far as they are public; and how many of them were not found anyway."""
    public = _public(set(first))
    by_page = {candidate.page: candidate for candidate in candidates}
    top = [by_page.get(page) or Candidate(str(page), page, 0, 0.0) for page in first if page in public]
    placed_pages = {candidate.page for candidate in top}
    rest = [candidate for candidate in candidates if candidate.page not in placed_pages]
    return [*top, *rest], len(placed_pages - set(by_page))


def _meant(question: Question, found: int, never: set[int]) -> str:
    """Another way to write a query that finds little, when it finds more."""
    if found >= FEW:
        return ""
    for text in proposals(question.text):
        request = Request(current_plan(text), question.filters, (), sorted({*_withdrawn(), *never}), limit=1)
        try:
            if _ask(request)[0].total > found:
                return text
        except Unanswered:
            return ""
    return ""


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


def _visible(step: _Step, question: Question, never: set[int]) -> tuple[Response, list[Candidate], bool]:
    """What the reader may see of the answer, in order. The index may be late: the database has the last word."""
    by_date = question.sort == "date"
    after = _date_key(question.after) if by_date else None
    request = Request(
        step.plan, step.filters, FACETS, sorted({*_withdrawn(), *never}), question.sort, after, weights().window
    )
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
        candidates = rank(candidates, step.plan, weights())
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
    """Titles and passages of the pages as they are now, not as the index has them."""
    ids = [candidate.page for candidate in candidates]
    pages = {page.pk: page for page in specific(list(public_pages().filter(pk__in=ids)))}
    texts = _texts(candidates)
    words, kinds = found_words(plan), registry.kinds()
    hits = []
    for candidate in candidates:
        page = pages.get(candidate.page)
        if page is None:
            continue
        key, title, text = texts.get(candidate.key) or _read(page.pk, candidate.key)
        hits.append(
            Hit(
                page=page,
                title=marked(title or page.title, words),
                passage=passage(text or title, words),
                kind=str(kinds[registry.kind_of(page)]),
                anchor=key.partition("#")[2],
            )
        )
    return hits


def _texts(candidates: list[Candidate]) -> dict[str, tuple[str, str, str]]:
    """(key, title, text) by key, of entries whose page has not changed since they were written."""
    rows = {row.key: row for row in Shown.objects.filter(key__in=[candidate.key for candidate in candidates])}
    pages = {row.page for row in rows.values()}
    versions = dict(PageVersion.objects.filter(page__in=pages).values_list("page", "version"))
    return {key: (key, row.title, row.text) for key, row in rows.items() if row.version == versions.get(row.page, -1)}


def _read(pk: int, key: str) -> tuple[str, str, str]:
    """The same from the page itself: it changed, and the worker has not come yet."""
    page = Page.objects.get(pk=pk).specific
    entries = registry.entries_of(page)
    entry = next((entry for entry in entries if entry.key == key), entries[0] if entries else None)
    return (entry.key, entry.title, entry.text) if entry else (str(pk), page.title, "")
