"""What every engine does. Three implement it; one contract suite runs over all of them (tests/contract)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..documents import Document
from ..planner import Plan


class EngineError(Exception):
    """The engine did not answer, or not usefully. The reader gets the embedded engine instead."""


class Refused(EngineError):
    """The engine answers, but will not take this document."""


@dataclass(frozen=True)
class Request:
    """One question to an engine.

    `filters`: any of the values of a facet, all of the facets. `count`: facets to be counted, each without its own
    filter. `without`: pages that must not count, whatever the index says. `after`: for sort by date, the (date, key)
    of the last entry of the page before.
    """

    plan: Plan
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    count: Sequence[str] = ()
    without: Sequence[int] = ()
    sort: str = "relevance"
    after: tuple[str, str] | None = None
    limit: int = 200


@dataclass(slots=True)
class Candidate:
    """A document that matches, with the engine's score: the sum of BM25 over the streams, and coverage."""

    key: str
    page: int
    version: int
    score: float
    parent: str = ""
    date: str = ""
    citations: int = 0


@dataclass(frozen=True)
class Response:
    """`total` counts pages, not entries; facets too."""

    candidates: list[Candidate]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """An index is a plain name; an alias is a name that points to one and can be moved in one step."""

    name: str

    def create(self, index: str) -> None:
        """An empty index. One of this name that exists is an error."""
        ...

    def drop(self, index: str) -> None:
        """Nothing happens when there is none."""
        ...

    def indices(self) -> list[str]:
        """Every index of ours, whether an alias points to it or not."""
        ...

    def resolve(self, alias: str) -> str:
        """The index that the alias points to; empty when there is none."""
        ...

    def point(self, alias: str, index: str) -> None:
        """Moves the alias in one step."""
        ...

    def write(self, index: str, documents: Iterable[Document], *, bulk: bool = False) -> int:
        """Writes documents and tombstones; returns how many were older than what is there, which is no error.

        `bulk` while an index is filled: figures about it as a whole come with `finish`.
        """
        ...

    def finish(self, index: str) -> None:
        """After a bulk: makes everything visible and the figures right."""
        ...

    def refresh(self, index: str) -> None:
        """Makes what was written visible."""
        ...

    def health(self) -> str:
        """In the engine's own word; empty for one that is as well as its database. Raises `EngineError`."""
        ...

    def count(self, index: str) -> int:
        """Documents that are not tombstones."""
        ...

    def versions(self, index: str) -> Iterator[tuple[str, int, bool]]:
        """(key, version, deleted) of everything in the index, by key."""
        ...

    def search(self, index: str, request: Request) -> Response:
        """Answers, or raises `EngineError`."""
        ...
