"""How an index inside the database is searched: SQL finds candidates, Python ranks them. See `embedded` for its tables."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest
from itertools import islice
from typing import Any

from ..documents import Document, Entry
from ..planner import Plan, tokens_of
from ..ranking import STREAMS, TITLE_STREAMS, Scorer, Stats
from ..segment import Segmented
from ..weights import weights
from .base import Candidate, EngineError, Request, Response
from .columns import Columns, columns, date_number
from .lookup import Choices, branches, index_terms, token_streams

# A document number that was typed comes before everything else.
NUMBER_POINTS = 1000.0
LENGTHS = tuple(f"l{stream}" for stream in STREAMS + TITLE_STREAMS)


def read_figures(cursor: Any, index: str, lock: str = "") -> dict[str, Any]:
    """Figures about an index as a whole: its stamp, its last change, documents, mean lengths. `lock` ends the query."""
    cursor.execute(f"SELECT sums FROM search_ix WHERE name = %s{lock}", [index])
    row = cursor.fetchone()
    if row is None:
        raise EngineError(f"There is no index {index}.")
    figures: dict[str, Any] = json.loads(row[0])
    return figures


class IndexReader:
    """One question to one index. `ids` is SQL that yields the ids for one `expression` of its full-text index; `keep`
    says whether what is read may be remembered."""

    def __init__(
        self,
        cursor: Any,
        index: str,
        table: str,
        ids: str,
        expression: Callable[[Iterable[Choices]], str],
        keep: bool,
    ) -> None:
        self.cursor, self.table, self.keep = cursor, table, keep
        self.ids, self.expression = ids, expression
        self.weights = weights()
        self.figures = read_figures(cursor, index)

    def search(self, request: Request) -> Response:
        """The best entries, how many pages match, and the facets."""
        w = self.weights
        plan = request.plan
        stats = self._stats(plan)
        if plan.empty or not stats.documents:
            return Response([], 0, {name: {} for name in request.count})
        held = columns(self.cursor, self.table, self.figures["stamp"], self.figures["change"], keep=self.keep)
        matched = self._matches(plan, stats)
        if matched and max(matched) >= len(held.pages):
            # Written since the columns were read.
            matched = {pk: points for pk, points in matched.items() if pk < len(held.pages)}
        if request.without:
            without, pages = set(request.without), held.pages
            matched = {pk: points for pk, points in matched.items() if pages[pk] not in without}
        filters = {name: set(values) for name, values in request.filters.items() if values}
        facets = held.count(matched, filters, request.count)
        ids = held.allowed(matched, filters)
        total = held.total(ids)
        if request.sort == "date":
            candidates = self._newest(ids, held, request, stats)
        else:
            best = self._promising(ids, matched, held, max(w.candidates, request.limit), stats)
            candidates = self._score(best, plan, stats)
            candidates.sort(key=lambda item: (-item.score, item.key))
            if plan.phrases and len(ids) <= len(best):
                total = len({item.page for item in candidates})
        return Response(candidates[: request.limit], total, facets)

    def _promising(
        self, ids: list[int], matched: dict[int, float], held: Columns, number: int, stats: Stats
    ) -> list[int]:
        """So many of the documents, those whose words are rarest for their length."""
        if len(ids) <= number:
            return ids
        w, lengths = self.weights, held.lengths
        flat, steep = 1 + w.k1 * (1 - w.b), w.k1 * w.b / (stats.lengths.get("w") or 1.0)
        points = [matched[pk] / (flat + steep * lengths[pk]) for pk in ids]
        least = nlargest(number, points)[-1]
        better = [pk for pk, worth in zip(ids, points, strict=True) if worth > least]
        equal = (pk for pk, worth in zip(ids, points, strict=True) if worth == least)
        return [*better, *islice(equal, number - len(better))]

    def _newest(self, ids: list[int], held: Columns, request: Request, stats: Stats) -> list[Candidate]:
        """The newest entries that come after the request's key; of one moment the greatest key first."""
        dates, after = held.dates, request.after
        if after:
            latest = date_number(after[0])
            ids = [pk for pk in ids if dates[pk] <= latest]
        ids.sort(key=dates.__getitem__, reverse=True)
        found: list[Candidate] = []
        start = 0
        while start < len(ids) and len(found) < request.limit:
            # Those of the last one's moment belong to it, so that their order does not depend on where it was cut.
            end = min(len(ids), start + request.limit)
            while end < len(ids) and dates[ids[end]] == dates[ids[end - 1]]:
                end += 1
            chosen = self._score(ids[start:end], request.plan, stats)
            found += [item for item in chosen if not after or (item.date, item.key) < after]
            start = end
        found.sort(key=lambda item: (item.date, item.key), reverse=True)
        return found

    def _stats(self, plan: Plan) -> Stats:
        cursor, table, figures = self.cursor, self.table, self.figures
        tokens: set[str] = set()
        for words, bigrams, characters in [
            (plan.words, plan.bigrams, plan.characters),
            *((s.words, s.bigrams, s.characters) for s in plan.synonyms),
        ]:
            for streams, source in (("wx", words), ("by", bigrams), ("uz", characters)):
                tokens.update(stream + token for token in source for stream in streams)
        for unit in plan.units:
            tokens.update(token for choice in unit.choices for token in choice)
        for phrase in plan.phrases:
            tokens.update(tokens_of(phrase))
        frequencies: dict[str, int] = {}
        if tokens:
            cursor.execute(
                f"SELECT term, n FROM {table}_df WHERE term IN ({', '.join(['%s'] * len(tokens))})", sorted(tokens)
            )
            frequencies = dict(cursor.fetchall())
        return Stats(
            documents=figures.get("documents", 0),
            titled=figures.get("titled", 0),
            lengths=figures.get("lengths", {}),
            frequencies=frequencies,
        )

    def _matches(self, plan: Plan, stats: Stats) -> dict[int, float]:
        """The documents that match, with the rarity of what was found in them."""
        looked_up, required = branches(plan, stats, self.weights)
        phrases: list[Choices] = [(tokens_of(phrase),) for phrase in plan.phrases]
        units = [branch for branch in looked_up if branch.unit >= 0]
        others = [branch for branch in looked_up if branch.unit < 0]
        found: dict[int, float] = defaultdict(float)
        if units and required >= len(units):
            # All of them: the index itself keeps only what has them together.
            together = [*phrases, *(branch.choices for branch in units)]
            every, *rest = self._found([together, *([branch.choices, *together] for branch in others)])
            found |= dict.fromkeys(every, sum(branch.weight for branch in units))
        else:
            times: dict[int, int] = defaultdict(int)
            rest = self._found([[branch.choices, *phrases] for branch in (*units, *others)])
            for branch in units:
                for pk in rest.pop(0):
                    found[pk] += branch.weight
                    times[pk] += 1
            if required > 1:
                found = defaultdict(float, {pk: points for pk, points in found.items() if times[pk] >= required})
        for branch, ids in zip(others, rest, strict=True):
            for pk in ids:
                if pk in found:
                    found[pk] += branch.weight
        if plan.number:
            self.cursor.execute(f"SELECT id FROM {self.table}_doc WHERE number = %s", [plan.number])
            for (pk,) in self.cursor.fetchall():
                found[pk] += NUMBER_POINTS
        return found

    def _found(self, asked: Sequence[Iterable[Choices]]) -> list[list[int]]:
        """For each that is asked the ids of the documents that hold one choice of all its words."""
        if not asked:
            return []
        parts = (f"SELECT {number}, ({self.ids})" for number in range(len(asked)))
        self.cursor.execute(" UNION ALL ".join(parts), [self.expression(all_of) for all_of in asked])
        # One text for each: faster than a row for each document.
        texts = dict(self.cursor.fetchall())
        return [json.loads(f"[{texts[number]}]") if texts[number] else [] for number in range(len(asked))]

    def _score(self, ids: list[int], plan: Plan, stats: Stats) -> list[Candidate]:
        if not ids:
            return []
        cursor, table = self.cursor, self.table
        cursor.execute(
            f"SELECT d.key, d.page, d.version, d.parent, d.date, d.citations, d.number, t.title, t.body,"
            f" {', '.join(f'd.{name}' for name in LENGTHS)}"
            f" FROM {table}_doc d JOIN {table}_text t ON t.id = d.id WHERE d.id IN ({', '.join(['%s'] * len(ids))})",
            ids,
        )
        scorer = Scorer(plan, stats, self.weights)
        candidates = []
        for key, page, version, parent, date, citations, number, title, body, *lengths in cursor.fetchall():
            if plan.phrases:
                joined = body.replace(" ", "").replace("\n", "")
                if not all(phrase in joined for phrase in plan.phrases):
                    continue
            score = scorer.score(title, body, lengths)
            if plan.number and number == plan.number:
                score += NUMBER_POINTS
            candidates.append(Candidate(key, page, version, score, parent, date, citations))
        return candidates

    def explain(self, plan: Plan, page: int) -> list[tuple[str, dict[str, float], set[str]]]:
        """For each entry of a page in the index: key, the parts of its score, and the words of the query it holds."""
        stats = self._stats(plan)
        self.cursor.execute(
            f"SELECT d.key, t.title, t.body, {', '.join(f'd.{name}' for name in LENGTHS)} FROM {self.table}_doc d"
            f" JOIN {self.table}_text t ON t.id = d.id WHERE d.page = %s AND NOT d.deleted ORDER BY d.key",
            [page],
        )
        rows = self.cursor.fetchall()
        scorer = Scorer(plan, stats, self.weights)
        found = []
        for key, title, body, *lengths in rows:
            held = index_terms(
                token_streams(Document(Entry(key, 0, "", ""), 0, Segmented.parse(title), Segmented.parse(body)))
            )
            words = {unit.word for unit in plan.units if any(held.issuperset(choice) for choice in unit.choices)}
            found.append((key, scorer.explain(title, body, lengths), words))
        return found
