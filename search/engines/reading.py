"""How an index inside the database is searched: SQL finds candidates, Python ranks them. See `embedded` for its tables."""

import json
from collections.abc import Callable, Iterable
from heapq import nlargest
from typing import Any

from ..documents import Document, Entry
from ..planner import Plan, tokens_of
from ..ranking import STREAMS, TITLE_STREAMS, Scorer, Stats
from ..segment import Segmented
from ..weights import weights
from .base import Candidate, EngineError, Request, Response
from .facets import filter_rows
from .lookup import branches, index_terms, token_streams

LENGTHS = tuple(f"l{stream}" for stream in STREAMS + TITLE_STREAMS)


class IndexReader:
    """One question to one index. `match` is SQL that yields the ids for one `expression` of its full-text index."""

    def __init__(
        self, cursor: Any, index: str, table: str, match: str, expression: Callable[[Iterable[Iterable[str]]], str]
    ) -> None:
        self.cursor, self.index, self.table = cursor, index, table
        self.match, self.expression = match, expression
        self.weights = weights()

    def search(self, request: Request) -> Response:
        """The best entries, how many pages match, and the facets."""
        w = self.weights
        plan = request.plan
        stats = self._stats(plan)
        if plan.empty or not stats.documents:
            return Response([], 0, {name: {} for name in request.count})
        rows = self._matches(request, stats)
        rows, facets = filter_rows(rows, request)
        total = len({row[1] for row in rows})
        if request.sort == "date":
            rows.sort(key=lambda row: (row[3], row[4]), reverse=True)
            if request.after:
                rows = [row for row in rows if (row[3], row[4]) < request.after]
            chosen = rows[: request.limit]
        else:
            chosen = nlargest(max(w.candidates, request.limit), rows, key=lambda row: row[2])
        candidates = self._score(chosen, plan, stats)
        if request.sort == "date":
            candidates.sort(key=lambda item: (item.date, item.key), reverse=True)
        else:
            candidates.sort(key=lambda item: (-item.score, item.key))
        if plan.phrases and len(rows) <= len(chosen):
            total = len({item.page for item in candidates})
        return Response(candidates[: request.limit], total, facets)

    def _stats(self, plan: Plan) -> Stats:
        cursor, table = self.cursor, self.table
        cursor.execute("SELECT sums FROM search_ix WHERE name = %s", [self.index])
        row = cursor.fetchone()
        if row is None:
            raise EngineError(f"There is no index {self.index}.")
        figures = json.loads(row[0])
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

    def _matches(self, request: Request, stats: Stats) -> list[tuple[Any, ...]]:
        """(id, page, estimate, date, key, facets) of what matches."""
        plan, table, w = request.plan, self.table, self.weights
        looked_up, required = branches(plan, stats, w)
        parameters: list[Any] = []
        parts = []
        for branch in looked_up:
            parts.append(self.match)
            parameters += [branch.weight, int(branch.unit >= 0), self.expression(branch.choices)]
        if plan.number:
            parts.append(f"SELECT id, %s, %s FROM {table}_doc WHERE number = %s")
            parameters += [1000.0, 1000, plan.number]
        if not parts:
            return []
        having = ["SUM(m) >= %s"]
        parameters.append(required)
        where = ["NOT d.deleted"]
        for phrase in plan.phrases:
            where.append(f"d.id IN (SELECT id FROM ({self.match}) AS p)")
            parameters += [0.0, 0, self.expression([tokens_of(phrase)])]
        if request.without:
            where.append(f"d.page NOT IN ({', '.join(['%s'] * len(request.without))})")
            parameters += list(request.without)
        mean = stats.lengths.get("w") or 1.0
        self.cursor.execute(
            f"WITH hits (id, s, m) AS ({' UNION ALL '.join(parts)}),"
            f" sums AS (SELECT id, SUM(s) AS s FROM hits GROUP BY id HAVING {' AND '.join(having)})"
            f" SELECT d.id, d.page, sums.s / (1 + {w.k1 * (1 - w.b)} + {w.k1 * w.b / mean} * d.lw), d.date, d.key, d.facets"
            f" FROM sums JOIN {table}_doc d ON d.id = sums.id WHERE {' AND '.join(where)}",
            parameters,
        )
        return list(self.cursor.fetchall())

    def _score(self, rows: list[tuple[Any, ...]], plan: Plan, stats: Stats) -> list[Candidate]:
        if not rows:
            return []
        cursor, table = self.cursor, self.table
        ids = [row[0] for row in rows]
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
                score += 1000
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
