"""Reads that the command and the administrators' page share."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from . import cluster, indexing
from .engines.base import EngineError
from .models import Build, EngineName, Outbox


@dataclass(frozen=True)
class EngineState:
    """How one engine is: what it answers, and what it has not been told yet. `problem` is empty when it answers."""

    name: str
    label: str
    problem: str
    health: str
    index: str
    documents: int
    waiting: int
    since: datetime | None
    dead: int
    resting: bool
    # Pages in an index that is being filled, and of how many; None when none is.
    filling: tuple[int, int] | None = None

    @property
    def well(self) -> bool:
        return bool(self.index) and not (self.problem or self.dead or self.resting or self.health == "red")


def engine_states() -> list[EngineState]:
    """Every engine of this installation."""
    states = []
    for name, engine in indexing.engines().items():
        rows = Outbox.objects.filter(engine=name)
        waiting = rows.filter(dead=False)
        build = Build.objects.filter(engine=name, finished=None).exclude(index="").first()
        problem = index = health = ""
        documents = 0
        try:
            health = engine.health()
            index = engine.resolve(indexing.ALIAS)
            documents = engine.count(index) if index else 0
        except EngineError as error:
            problem = str(error)[:300]
        states.append(
            EngineState(
                name=name,
                label=str(EngineName(name).label),
                problem=problem,
                health=health,
                index=index,
                documents=documents,
                waiting=waiting.count(),
                since=waiting.order_by("at").values_list("at", flat=True).first(),
                dead=rows.filter(dead=True).count(),
                filling=indexing.build_progress(build) if build else None,
                resting=name == EngineName.ELASTICSEARCH and cluster.rests(),
            )
        )
    return states


def given_up(limit: int = 200) -> list[tuple[Outbox, Page | None]]:
    """Changes that the worker no longer tries, oldest first, each with its page; None when the page is gone."""
    rows = list(Outbox.objects.filter(dead=True).order_by("pk")[:limit])
    pages = Page.objects.in_bulk({row.page for row in rows})
    return [(row, pages.get(row.page)) for row in rows]
