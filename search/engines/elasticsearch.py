"""Elasticsearch 9: pre-segmented text under the `whitespace` analyzer, which every distribution and managed cluster has.

An index is named `<prefix>-<name>`, an alias `<prefix>-<alias>-alias`. Nothing here needs a plugin, a script, the
reindex or by-query APIs, or a licence beyond the free one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from time import monotonic
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from ..documents import FACETS, Document
from ..planner import Plan, number_key
from ..ranking import Stats, coverage
from ..segment import Segmented
from ..weights import Weights, weights
from .base import Candidate, EngineError, Refused, Request, Response

FIELDS = ("words", "bigrams", "characters")
SUFFIX = {"words": "w", "bigrams": "b", "characters": "u"}
NUMBER_BOOST = 1000.0
FACET_SIZE = 200
RARITY_SECONDS = 300


def mappings() -> dict[str, Any]:
    """Fields of an index. `dynamic: strict`, so that a document of another version of the product is refused."""
    keyword = {"type": "keyword"}
    fields: dict[str, Any] = {
        "key": keyword,
        "page": {"type": "long"},
        "version": {"type": "long"},
        "deleted": {"type": "boolean"},
        "parent": keyword,
        "date": keyword,
        "number": keyword,
        "citations": {"type": "integer"},
        "dictionary": keyword,
        **dict.fromkeys(FACETS, keyword),
    }
    for part in ("title", "body"):
        for suffix in SUFFIX.values():
            fields[f"{part}_{suffix}"] = {
                "type": "text",
                "analyzer": "whitespace",
                # Characters keep their places for quoted phrases.
                "index_options": "positions" if suffix == "u" else "freqs",
                "similarity": "characters" if suffix == "u" else "tokens",
            }
    return {"dynamic": "strict", "_source": {"excludes": ["title_*", "body_*"]}, "properties": fields}


def index_settings(w: Weights) -> dict[str, Any]:
    """One shard, so that rarity is counted over everything."""
    return {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        "refresh_interval": "1s",
        "max_result_window": 10_000,
        "similarity": {
            "tokens": {"type": "BM25", "k1": w.k1, "b": w.b},
            "characters": {"type": "BM25", "k1": w.k1, "b": w.b_characters},
        },
    }


class ElasticsearchEngine:
    """Speaks to one cluster. Raises `EngineError` for whatever goes wrong there."""

    name = "elasticsearch"

    def __init__(self, client: Elasticsearch, prefix: str = "reform", *, timeout: float = 0.8) -> None:
        self._client, self._prefix = client, prefix
        self._asking = client.options(request_timeout=timeout, max_retries=0)
        self._rarities: dict[str, tuple[float, dict[str, int], list[int]]] = {}

    def patient(self) -> "ElasticsearchEngine":
        """The same cluster without the short timeout that a reader's page needs."""
        return ElasticsearchEngine(self._client, self._prefix, timeout=30)

    # --- indices --------------------------------------------------------------------------------------------------

    def create(self, index: str) -> None:
        with _failures():
            self._client.indices.create(
                index=self._index(index), mappings=mappings(), settings=index_settings(weights())
            )

    def drop(self, index: str) -> None:
        with _failures():
            self._client.indices.delete(index=self._index(index), ignore_unavailable=True)

    def indices(self) -> list[str]:
        with _failures():
            found = self._client.indices.get(index=f"{self._prefix}-*", expand_wildcards="open")
        return sorted(name.removeprefix(f"{self._prefix}-") for name in found)

    def resolve(self, alias: str) -> str:
        with _failures():
            try:
                found = self._client.indices.get_alias(name=self._alias(alias))
            except NotFoundError:
                return ""
        return min(found).removeprefix(f"{self._prefix}-")

    def point(self, alias: str, index: str) -> None:
        actions: list[dict[str, Any]] = []
        if old := self.resolve(alias):
            actions.append({"remove": {"index": self._index(old), "alias": self._alias(alias)}})
        actions.append({"add": {"index": self._index(index), "alias": self._alias(alias)}})
        with _failures():
            self._client.indices.update_aliases(actions=actions)

    # --- writing --------------------------------------------------------------------------------------------------

    def write(self, index: str, documents: Iterable[Document], *, bulk: bool = False) -> int:
        stale = 0
        name = self._index(index)
        with _failures():
            results = streaming_bulk(
                self._client,
                (self._action(name, document) for document in documents),
                chunk_size=1000,
                raise_on_error=False,
                raise_on_exception=True,
            )
            for accepted, item in results:
                if accepted:
                    continue
                answer = item["index"]
                if answer["status"] != 409:
                    kind = Refused if answer["status"] in {400, 413} else EngineError
                    raise kind(f"{answer['_id']}: {answer['status']} {answer.get('error')}")
                stale += 1
        if not bulk:
            self.refresh(index)
        return stale

    def finish(self, index: str) -> None:
        self.refresh(index)

    def refresh(self, index: str) -> None:
        with _failures():
            self._client.indices.refresh(index=self._index(index))

    @staticmethod
    def _action(index: str, document: Document) -> dict[str, Any]:
        entry = document.entry
        source: dict[str, Any] = {
            "key": entry.key,
            "page": entry.page,
            "version": document.version,
            "deleted": document.deleted,
        }
        if not document.deleted:
            source |= {
                "parent": entry.parent,
                "date": entry.date,
                "number": number_key(entry.number),
                "citations": entry.citations,
                "dictionary": document.dictionary,
                **{name: list(values) for name, values in entry.facets.items()},
                **_text("title", document.title),
                **_text("body", document.body),
            }
        return {
            "_op_type": "index",
            "_index": index,
            "_id": entry.key,
            "version": document.version,
            "version_type": "external_gte",
            "_source": source,
        }

    # --- reading --------------------------------------------------------------------------------------------------

    def health(self) -> str:
        """green, yellow or red."""
        with _failures():
            return str(self._asking.cluster.health(index=f"{self._prefix}-*")["status"])

    def count(self, index: str) -> int:
        with _failures():
            return int(self._client.count(index=self._index(index), query={"term": {"deleted": False}})["count"])

    def versions(self, index: str) -> Iterator[tuple[str, int, bool]]:
        after: list[Any] | None = None
        while True:
            with _failures():
                answer = self._client.search(
                    index=self._index(index),
                    size=5000,
                    sort=[{"key": "asc"}],
                    source=False,
                    docvalue_fields=[{"field": name} for name in ("key", "version", "deleted")],
                    search_after=after,
                    track_total_hits=False,
                )
            hits = answer["hits"]["hits"]
            if not hits:
                return
            for hit in hits:
                fields = hit["fields"]
                yield fields["key"][0], int(fields["version"][0]), bool(fields["deleted"][0])
            after = hits[-1]["sort"]

    def search(self, index: str, request: Request) -> Response:
        w = weights()
        plan = request.plan
        if plan.empty:
            return Response([], 0, {name: {} for name in request.count})
        with _failures():
            body = self._body(index, request, w)
            answer = self._asking.search(index=self._index(index), **body)
            return _response(answer, request)

    def _body(self, index: str, request: Request, w: Weights) -> dict[str, Any]:
        """The search as `elasticsearch.dsl` builds it."""
        by_date = request.sort == "date"
        shares = {} if by_date else coverage(request.plan, self._stats(index, request.plan), w)
        search = Search().query(_query(request, w, shares, scored=not by_date))
        wanted = {name: list(values) for name, values in request.filters.items() if values}
        if wanted:
            search = search.post_filter(
                "bool", filter=[Q("terms", **{name: values}) for name, values in wanted.items()]
            )
        filters = {name: Q("terms", **{name: values}) for name, values in wanted.items()}
        distinct = A("cardinality", field="page", precision_threshold=10_000)
        for name in request.count:
            others = [query for other, query in filters.items() if other != name]
            scope = search.aggs.bucket(name, "filter", filter=Q("bool", filter=others) if others else Q("match_all"))
            scope.bucket("values", "terms", field=name, size=FACET_SIZE).metric("pages", distinct)
        everything = search.aggs.bucket(
            "all", "filter", filter=Q("bool", filter=list(filters.values())) if filters else Q("match_all")
        )
        everything.metric("pages", distinct)
        search = search.source(False).extra(
            size=request.limit,
            track_total_hits=False,
            docvalue_fields=["key", "page", "version", "parent", "date", "citations"],
        )
        if by_date:
            search = search.sort("-date", "-key")
            if request.after:
                search = search.extra(search_after=list(request.after))
        body = search.to_dict()
        if "_source" in body:
            body["source"] = body.pop("_source")
        return body

    def _stats(self, index: str, plan: Plan) -> Stats:
        """How common the query's characters are. The cluster is asked for those not met in the last minutes."""
        name = self._index(index)
        known = self._rarities.get(name)
        if known is None or known[0] < monotonic():
            known = self._rarities[name] = (monotonic() + RARITY_SECONDS, {}, [0])
        _, frequencies, documents = known
        missing = [character for character in plan.characters if f"u{character}" not in frequencies]
        if missing:
            answer = self._asking.termvectors(
                index=name,
                doc={"body_u": " ".join(missing)},
                fields=["body_u"],
                term_statistics=True,
                positions=False,
                offsets=False,
            )
            vectors = answer["term_vectors"].get("body_u", {"terms": {}, "field_statistics": {"doc_count": 0}})
            documents[0] = int(vectors["field_statistics"]["doc_count"])
            for character in missing:
                frequencies[f"u{character}"] = int(vectors["terms"].get(character, {}).get("doc_freq", 0))
        return Stats(documents[0], {}, frequencies)

    # --- names ----------------------------------------------------------------------------------------------------

    def _index(self, index: str) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", index):
            raise EngineError(f"Not a name for an index: {index}")
        return f"{self._prefix}-{index}"

    def _alias(self, alias: str) -> str:
        return f"alias-{self._prefix}-{alias}"


def _text(part: str, segmented: Segmented) -> dict[str, str]:
    return {f"{part}_{SUFFIX[name]}": " ".join(getattr(segmented, name)) for name in FIELDS}


def _token(token: str) -> Query:
    """A token with its stream's letter as a query on the body."""
    return Q("term", **{f"body_{token[0]}": token[1:]})


def _query(request: Request, w: Weights, shares: Mapping[str, float], *, scored: bool) -> Query:
    plan = request.plan
    must: list[Query] = []
    for unit in plan.units:
        choices = [_all([_token(token) for token in choice]) for choice in unit.choices if choice]
        must.append(choices[0] if len(choices) == 1 else Q("bool", should=choices, minimum_should_match=1))
    filters = [Q("bool", should=must, minimum_should_match=plan.required)] if must else []
    filters += [Q("match_phrase", body_u=" ".join(phrase)) for phrase in plan.phrases]
    text = Q("bool", filter=filters, should=_scoring(plan, w, shares) if scored else [])
    if plan.number:
        number = Q("constant_score", filter=Q("term", number=plan.number), boost=NUMBER_BOOST)
        text = Q("bool", should=[text, number], minimum_should_match=1) if filters else number
    excluded = [Q("term", deleted=True)]
    if request.without:
        excluded.append(Q("terms", page=list(request.without)))
    return Q("bool", must=[text], must_not=excluded)


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Q("bool", filter=queries)


def _scoring(plan: Plan, w: Weights, shares: Mapping[str, float]) -> list[Query]:
    boosts = {"words": w.words, "bigrams": w.bigrams, "characters": w.characters}
    parts: list[tuple[float, Mapping[str, Iterable[str]]]] = [
        (1.0, {name: getattr(plan, name).elements() for name in FIELDS}),
        *((w.synonym, {name: sorted(set(getattr(synonym, name))) for name in FIELDS}) for synonym in plan.synonyms),
    ]
    queries = [
        Q("constant_score", filter=_token(f"u{character}"), boost=share) for character, share in shares.items() if share
    ]
    for discount, streams in parts:
        for name, tokens in streams.items():
            text = " ".join(tokens)
            for part, weight in (("body", 1.0), ("title", w.title)):
                boost = boosts[name] * weight * discount
                if text and boost:
                    queries.append(Q("match", **{f"{part}_{SUFFIX[name]}": {"query": text, "boost": boost}}))
    return queries


def _response(answer: Any, request: Request) -> Response:
    candidates = []
    for hit in answer["hits"]["hits"]:
        fields = hit["fields"]
        candidates.append(
            Candidate(
                key=fields["key"][0],
                page=int(fields["page"][0]),
                version=int(fields["version"][0]),
                score=float(hit["_score"] or 0.0),
                parent=fields.get("parent", [""])[0],
                date=fields.get("date", [""])[0],
                citations=int(fields.get("citations", [0])[0]),
            )
        )
    buckets = answer.get("aggregations", {})
    facets = {
        name: {bucket["key"]: int(bucket["pages"]["value"]) for bucket in buckets[name]["values"]["buckets"]}
        for name in request.count
    }
    return Response(candidates, int(buckets["all"]["pages"]["value"]), facets)


class _failures:
    """Turns every way in which the cluster or its answer can be wrong into `EngineError`."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, traceback: Any) -> None:
        if isinstance(
            error, ApiError | TransportError | BulkIndexError | LookupError | ValueError | TypeError | AttributeError
        ):
            raise EngineError(f"{type(error).__name__}: {error}") from error
