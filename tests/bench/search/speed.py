"""Speed on a site of many stories: how fast an index is built beside Wagtail's own, and how fast readers are answered."""

import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .county import questions
from .installation import Installation

ASKED = 200
PUBLISHED = 8
# Goals of issue 6, section 5. Milliseconds at the 95th of 100.
GOALS = {
    "embedded": {
        "two_words_p95_ms": 60,
        "two_words_page_p95_ms": 60,
        "question_p95_ms": 250,
        "question_page_p95_ms": 250,
        "completion_p95_ms": 20,
        "visible_max_s": 2,
    },
    "elasticsearch": {"page_of_bare": 1.5, "completion_p95_ms": 20, "visible_max_s": 2},
}
REBUILD = 5


def run(site: Installation, engine: str, parts: list[str], count: int) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """(part, figures, whether all goals were met) of `build` and `speed`."""
    filled = site.folder / "filled"
    if not filled.exists():
        site.manage("migrate", "--no-input", "--verbosity", "0")
        site.call("county.fill", str(count))
        filled.touch()
    answer = site.folder / "answer.json"
    if "build" in parts:
        site.call("speed.measure_builds", engine, str(answer))
        figures = json.loads(answer.read_text())
        yield "build", figures, min(figures["of_update_index"], figures["again_of_update_index"]) >= REBUILD
    if "speed" in parts:
        site.more |= {"SEARCH_RATE": "0", "SEARCH_COMPLETE_RATE": "0"}
        site.manage("collectstatic", "--no-input", "--verbosity", "0")
        worker = site.start("search_worker")
        try:
            site.call("speed.measure_answers", engine, str(answer))
        finally:
            worker.terminate()
            worker.wait(30)
        figures = json.loads(answer.read_text())
        goals = GOALS["elasticsearch" if engine == "elasticsearch" else "embedded"]
        yield "speed", figures, all(figures[name] <= goal for name, goal in goals.items())


# --- In processes with Django ----------------------------------------------------------------------------------------


def measure_builds(engine: str, answer: str) -> None:
    """Documents a second of `search_rebuild` and of `update_index`, each on an empty index and once more on a full one.

    Wagtail's gets the text of the story to index too, as an installation would that searches with it.
    """
    from django.conf import settings
    from django.core.management import call_command
    from wagtail.search import index
    from wagtail.search.models import IndexEntry

    from publicity.models import StoryPage
    from search import indexing
    from search.models import Build, Completion, Shown

    StoryPage.search_fields = [*StoryPage.search_fields, index.SearchField("body")]
    if engine == "elasticsearch":
        settings.WAGTAILSEARCH_BACKENDS = {
            "default": {
                "BACKEND": "tests.bench.search.wagtail_backend",
                "URLS": [settings.ELASTICSEARCH_URL],
                "INDEX_PREFIX": "bench-wagtail-",
                "TIMEOUT": 60,
            }
        }
    name = "elasticsearch" if engine == "elasticsearch" else "embedded"
    ours = indexing.engines()[name]
    count = StoryPage.objects.count()
    # From nothing.
    for built in ours.indices():
        ours.drop(built)
    for model in (Build, Completion, Shown, IndexEntry):
        model.objects.all()._raw_delete("default")
    figures: dict[str, Any] = {"documents": count}

    def rate(call: Callable[[], Any]) -> tuple[float, float]:
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        return round(count / (time.perf_counter() - wall), 1), round(count / (time.process_time() - cpu), 1)

    for way in ("", "again_"):
        own, own_cpu = rate(lambda: indexing.rebuild(name))
        wagtail, wagtail_cpu = rate(lambda: call_command("update_index", verbosity=0))
        figures |= {
            f"{way}rebuild_per_s": own,
            f"{way}update_index_per_s": wagtail,
            f"{way}of_update_index": round(own / wagtail, 2),
            f"{way}rebuild_per_cpu_s": own_cpu,
            f"{way}update_index_per_cpu_s": wagtail_cpu,
        }
        Path(answer).write_text(json.dumps(figures))


def measure_answers(engine: str, answer: str) -> None:
    """Milliseconds of a reader's questions, of the whole page of results, of completion; seconds until a publication is
    found with the worker running beside."""
    from django.test import Client

    from search import indexing
    from search.engines import elasticsearch_engine

    for name in indexing.engines():
        if not indexing.engines()[name].resolve(indexing.ALIAS):
            indexing.rebuild(name)
    client, chance = Client(), random.Random(8)
    figures: dict[str, Any] = {
        "documents": indexing.embedded_engine().count(indexing.embedded_engine().resolve(indexing.ALIAS))
    }
    cluster = elasticsearch_engine() if engine == "elasticsearch" else None
    for kind, texts in (("two_words", two_words(chance)), ("question", long_questions(chance))):
        ask(client, texts[:20], cluster)  # warms up
        figures |= {f"{kind}_{name}": value for name, value in ask(client, texts, cluster).items()}
    if cluster is not None:
        figures["page_of_bare"] = max(figures["two_words_page_of_bare"], figures["question_page_of_bare"])
    times = []
    for typed in beginnings(chance):
        started = time.perf_counter()
        assert client.get("/search/complete/", {"q": typed}).status_code == 200
        times.append((time.perf_counter() - started) * 1000)
    figures |= spread("completion_", times)
    figures |= visible()
    Path(answer).write_text(json.dumps(figures))


def ask(client: Any, texts: list[str], cluster: Any) -> dict[str, float]:
    """Each text asked of `find`, which is all but the template, and as a page; of the bare cluster in between."""
    from search import indexing
    from search.documents import FACETS
    from search.engines.base import Request
    from search.find import Question, find
    from search.weights import weights
    from search.words import current_plan

    times: dict[str, list[float]] = {"": [], "page_": []}
    for text in texts:
        filters = {"locale": ["zh-hans"]}
        if cluster is not None:
            index = cluster.resolve(indexing.ALIAS)
            request = Request(current_plan(text), filters, FACETS, limit=weights().window)
            body = cluster._body(index, request, weights())
            times.setdefault("bare_", []).append(took(cluster._client.search, index=cluster._index(index), **body))
        times[""].append(took(find, Question(text, filters)))
        times["page_"].append(took(client.get, "/search/", {"q": text}))
    found = {name: value for way, measured in times.items() for name, value in spread(way, measured).items()}
    if cluster is not None:
        found["page_of_bare"] = round(found["page_p95_ms"] / found["bare_p95_ms"], 2)
        found["find_of_bare"] = round(found["p95_ms"] / found["bare_p95_ms"], 2)
    return found


def took(call: Callable[..., Any], *arguments: Any, **named: Any) -> float:
    started = time.perf_counter()
    call(*arguments, **named)
    return (time.perf_counter() - started) * 1000


def spread(name: str, times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        f"{name}p50_ms": round(ordered[len(ordered) // 2], 1),
        f"{name}p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
    }


def two_words(chance: random.Random) -> list[str]:
    """Two words of a question, as readers type them."""
    from search.planner import without_questions
    from search.segment import IS_HAN, segmenter

    found = []
    for text in chance.sample(questions(), ASKED * 2):
        words = [w for w in segmenter().segment(without_questions(text)).words if len(w) > 1 and IS_HAN.match(w)]
        if len(set(words)) > 1:
            found.append(" ".join(chance.sample(sorted(set(words)), 2)))
    return found[:ASKED]


def long_questions(chance: random.Random) -> list[str]:
    """Questions of about 27 characters."""
    return chance.sample([text for text in questions() if 24 <= len(text) <= 30], ASKED)


def beginnings(chance: random.Random) -> list[str]:
    """What stands in the box while words are typed: characters, pinyin, initials."""
    from pypinyin import Style, lazy_pinyin

    found = []
    for text in two_words(chance):
        word = text.split()[0]
        found += [word[:2], "".join(lazy_pinyin(word))[:4], "".join(lazy_pinyin(word, style=Style.FIRST_LETTER))[:2]]
    return found


def visible() -> dict[str, float]:
    """Seconds from the end of a publication until a reader finds it."""
    from publicity.models import StoryPage
    from reform.pages.models import ColumnPage
    from search.find import Question, find

    times = []
    for number in range(PUBLISHED):
        column = ColumnPage.objects.get(slug="gushi")
        mark = f"xin{time.time_ns()}"
        page = column.add_child(instance=StoryPage(title=f"新发布的故事 {mark}", slug=mark, live=False))
        page.save_revision().publish(skip_permission_checks=True)
        started = time.perf_counter()
        while not find(Question(mark)).hits and time.perf_counter() - started < 30:
            time.sleep(0.02)
        times.append(time.perf_counter() - started)
        time.sleep(0.3 * (number % 3))
    return {"visible_p50_s": round(sorted(times)[len(times) // 2], 2), "visible_max_s": round(max(times), 2)}
