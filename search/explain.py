"""Why a page ranks where it ranks, for the editors' page “try a query”."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wagtail.models import Page

from reform.pages.queries import is_public

from . import indexing, registry
from .engines import embedded_engine
from .engines.base import Request
from .placements import placed
from .planner import Plan
from .ranking import prior, rank
from .weights import weights
from .words import current_plan, synonyms


@dataclass(frozen=True)
class Ranked:
    """One result of the trial. `first`: an editor put it there."""

    place: int
    page: Page
    score: float
    first: bool


@dataclass(frozen=True)
class Reason:
    """One entry of the page asked about. `parts` sum up to `score`; `missing` are words of the query it does not have."""

    key: str
    place: int | None
    parts: Mapping[str, float]
    score: float
    words: list[str]
    missing: list[str]


@dataclass(frozen=True)
class Trial:
    """What the search makes of a query. `never`: editors keep the page away; `public`: readers may see it."""

    plan: Plan
    synonyms: dict[str, list[str]]
    total: int
    results: list[Ranked] = field(default_factory=list)
    page: Page | None = None
    public: bool = False
    indexable: bool = False
    never: bool = False
    first: bool = False
    reasons: list[Reason] = field(default_factory=list)


def try_query(text: str, page: Page | None = None) -> Trial:
    """Asks the embedded engine, which scores as the others do. Raises `EngineError`."""
    plan = current_plan(text)
    known = synonyms()
    table = {unit.word: known[unit.word] for unit in plan.units if unit.word in known}
    engine = embedded_engine()
    index = engine.resolve(indexing.ALIAS)
    if plan.empty or not index:
        return Trial(plan, table, 0, page=page)
    w = weights()
    places = placed(text)
    response = engine.search(index, Request(plan, without=sorted(places.never), limit=w.window))
    raw = {candidate.key: candidate.score for candidate in response.candidates}
    ranked = rank(response.candidates, plan, w)
    order: list[tuple[int, float]] = [(pk, 0.0) for pk in places.first]
    seen = set(places.first)
    for candidate in ranked:
        if candidate.page not in seen:
            seen.add(candidate.page)
            order.append((candidate.page, candidate.score))
    place_of = {pk: place for place, (pk, _) in enumerate(order, start=1)}
    pages = Page.objects.in_bulk([pk for pk, _ in order[:20]])
    results = [Ranked(place_of[pk], pages[pk], score, pk in places.first) for pk, score in order[:20] if pk in pages]
    reasons = []
    if page is not None:
        by_key = {candidate.key: candidate for candidate in ranked}
        for key, parts, words in engine.explain(index, plan, page.pk):
            parts = dict(parts)
            ranked_entry = by_key.get(key)
            if ranked_entry:
                parts["citations"] = prior(ranked_entry.citations, len(plan.units), w)
                parts["parent"] = ranked_entry.score - raw[key] - parts["citations"]
            reasons.append(
                Reason(
                    key=key,
                    place=place_of.get(page.pk) if ranked_entry else None,
                    parts={name: value for name, value in parts.items() if abs(value) > 0.0005},
                    score=sum(parts.values()),
                    words=[unit.word for unit in plan.units if unit.word in words],
                    missing=[unit.word for unit in plan.units if unit.word not in words],
                )
            )
    return Trial(
        plan,
        table,
        response.total,
        results,
        page,
        public=page is not None and is_public(page),
        indexable=page is not None and isinstance(page.specific, tuple(registry.models())),
        never=page is not None and page.pk in places.never,
        first=page is not None and page.pk in places.first,
        reasons=reasons,
    )
