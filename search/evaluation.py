"""Relevance of an engine on judged queries: nDCG, MRR, recall and time. Formats as TREC's qrels and one JSON a line."""

import json
import lzma
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from ahocorasick_rs import AhoCorasick, MatchKind

from .documents import Entry, prepare
from .engines.base import Engine, Request
from .planner import plan
from .ranking import rank
from .segment import Segmenter
from .weights import Weights, weights

CUT = 10
# The laws of the evaluation are named with it and cited without.
COUNTRY = "中华人民共和国"


class UnreadableInput(Exception):
    """A file of the evaluation is not in its format; `str()` names file and line."""


@dataclass(frozen=True)
class Figures:
    """What the command prints. Times in milliseconds, of one query as the product asks it."""

    queries: int
    documents: int
    ndcg_10: float
    mrr_10: float
    recall_10: float
    no_hit: int
    p50_ms: float
    p95_ms: float
    index_seconds: float


def open_text(path: Path) -> TextIO:
    """A text file, `.xz` or not; with or without the mark that Windows puts before UTF-8."""
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8-sig")
    return path.open(encoding="utf-8-sig")


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    number = 0
    try:
        with open_text(path) as file:
            for number, line in enumerate(file, start=1):
                yield number, line
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{path}, after line {number}: not UTF-8") from error
    except (lzma.LZMAError, EOFError) as error:
        raise UnreadableInput(f"{path}, after line {number}: not a whole .xz file ({error})") from error


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in _numbered(path):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise UnreadableInput(f"{path}, line {number}: not JSON ({error})") from error
            if not isinstance(row, dict):
                raise UnreadableInput(f"{path}, line {number}: not an object")
            yield number, row


def count_citations(path: Path) -> dict[str, int]:
    """How many other parents name each parent in their texts: what links between policies are to the site."""
    texts = [(_parent(row), str(row.get("text") or "")) for _, row in _lines(path)]
    names: dict[str, str] = {}
    for parent in {parent for parent, _ in texts if len(parent) > 1}:
        names[parent] = parent
        names.setdefault(parent.removeprefix(COUNTRY), parent)
    names.pop("", None)
    if not names:
        return {}
    finder = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest)
    citing: dict[str, set[str]] = defaultdict(set)
    for parent, text in texts:
        for name in finder.find_matches_as_strings(text):
            if names[name] != parent:
                citing[names[name]].add(parent)
    return {parent: len(others) for parent, others in citing.items()}


def _parent(row: dict[str, Any]) -> str:
    return str(row.get("parent") or row.get("law") or "")[:120]


def read_corpus(path: Path, citations: Mapping[str, int] | None = None) -> Iterator[Entry]:
    """Entries of a corpus: `id` and `text`, perhaps `title`, and `parent` or `law`, which groups.

    Without a parent, `name` is the title; with one it only repeats the parent's. `citations` by parent.
    """
    for number, row in _lines(path):
        if "id" not in row or "text" not in row:
            raise UnreadableInput(f"{path}, line {number}: needs id and text")
        parent = _parent(row)
        title = row.get("title") or ("" if parent else row.get("name")) or ""
        cited = (citations or {}).get(parent, 0)
        yield Entry(str(row["id"]), number, str(title), str(row["text"] or ""), parent=parent, citations=cited)


def read_queries(path: Path) -> dict[str, str]:
    """Query texts by id."""
    queries = {}
    for number, row in _lines(path):
        if "qid" not in row or "text" not in row:
            raise UnreadableInput(f"{path}, line {number}: needs qid and text")
        queries[str(row["qid"])] = str(row["text"] or "")
    return queries


def read_judgments(path: Path) -> dict[str, dict[str, int]]:
    """Grades above zero by query and document: lines of `qid 0 id grade`."""
    judgments: dict[str, dict[str, int]] = defaultdict(dict)
    for number, line in _numbered(path):
        if not (parts := line.split()):
            continue
        try:
            query, _, document, grade = parts
            if int(grade) > 0:
                judgments[query][document] = int(grade)
        except ValueError as error:
            raise UnreadableInput(f"{path}, line {number}: needs four columns, the last a number") from error
    return dict(judgments)


def score(found: list[str], relevant: dict[str, int]) -> tuple[float, float, float]:
    """(nDCG, reciprocal rank, recall) at ten, gain 2^grade - 1."""
    gains = [2 ** relevant.get(key, 0) - 1 for key in found[:CUT]]
    ideal = sorted((2**grade - 1 for grade in relevant.values()), reverse=True)[:CUT]
    dcg = sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
    best = sum(gain / math.log2(place + 2) for place, gain in enumerate(ideal))
    first = next((1 / (place + 1) for place, gain in enumerate(gains) if gain), 0.0)
    return dcg / best, first, sum(1 for gain in gains if gain) / len(relevant)


def evaluate(
    engine: Engine,
    corpus: Path,
    queries: Path,
    judgments: Path,
    segmenter: Segmenter,
    *,
    w: Weights | None = None,
    index: str = "scratch",
    text_alone: bool = False,
    warn: Callable[[str], None] = lambda text: None,
) -> Figures:
    """Indexes the corpus into a scratch index, asks every judged query, and drops the index again.

    A query without a judgment is not asked, one that is only in the judgments neither, which `warn` is told; a judged
    document that the corpus has not counts as not found.
    Raises `UnreadableInput` for a file that is not in its format, `EngineError` when the engine fails.
    """
    asked, judged = read_queries(queries), read_judgments(judgments)
    # Before anything is indexed: it may take minutes.
    if missing := sorted(judged.keys() - asked.keys()):
        warn(f"{len(missing)} queries of {judgments} are not in {queries}: {', '.join(missing[:5])}")
    judged = {query: relevant for query, relevant in judged.items() if query in asked}
    if not judged:
        raise UnreadableInput(f"{judgments}: no judgments of these queries")
    engine.drop(index)
    try:
        started = time.perf_counter()
        engine.create(index)
        citations = {} if text_alone else count_citations(corpus)
        engine.write(index, (prepare(entry, 1, segmenter) for entry in read_corpus(corpus, citations)), bulk=True)
        engine.finish(index)
        index_seconds = time.perf_counter() - started
        if not (documents := engine.count(index)):
            raise UnreadableInput(f"{corpus}: no documents")
        results = []
        times = []
        empty = 0
        for query, relevant in judged.items():
            started = time.perf_counter()
            found = top(engine, index, asked[query], segmenter, w)
            times.append((time.perf_counter() - started) * 1000)
            empty += not found
            results.append(score(found, relevant))
    finally:
        with suppress(Exception):
            engine.drop(index)
    times.sort()
    ndcg, mrr, recall = (sum(column) / len(results) for column in zip(*results, strict=True))
    return Figures(
        queries=len(results),
        documents=documents,
        ndcg_10=round(ndcg, 4),
        mrr_10=round(mrr, 4),
        recall_10=round(recall, 4),
        no_hit=empty,
        p50_ms=round(times[len(times) // 2], 1),
        p95_ms=round(times[int(len(times) * 0.95)], 1),
        index_seconds=round(index_seconds, 1),
    )


def top(
    engine: Engine, index: str, text: str, segmenter: Segmenter, w: Weights | None = None, n: int = CUT
) -> list[str]:
    """Keys of the best entries, through the product's planner and ranking."""
    w = w or weights()
    asked = plan(text, segmenter)
    response = engine.search(index, Request(asked, limit=w.window))
    return [candidate.key for candidate in rank(response.candidates, asked, w)[:n]]
