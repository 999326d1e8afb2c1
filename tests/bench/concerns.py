"""How fast the inbox is on many concerns: list, filters, counters, search, duplicates, logging. On PostgreSQL.

    DATABASE_URL=postgres://… python tests/bench/concerns.py build 1000000
    DATABASE_URL=postgres://… python tests/bench/concerns.py time

`build` migrates an empty database and fills it (half an hour for a million); `time` prints one line a question.
Issue 8: list, filter and counters p95 ≤ 300 ms on 1,000,000 and ≤ 2 × that on 10,000; logging p95 ≤ 200 ms, duplicates
≤ 300 ms on 100,000 open ones.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TIMES = 25


def start() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform.settings.test")
    import django

    django.setup()


def build(count: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from concerns.models import Concern
    from reform.demo.factories import RegionFactory, TopicFactory, UserFactory, make_unit
    from reform.people.models import Unit, User

    call_command("migrate", verbosity=0)
    if not User.objects.filter(username="desk").exists():
        county = make_unit("C", "云溪县")
        for number in range(30):
            make_unit(f"U{number}", f"第{number}单位", county)
        for number in range(10):
            RegionFactory(code=f"3300{number}", name=f"第{number}镇")
            TopicFactory(name=f"主题{number}", slug=f"topic-{number}")
        unit = Unit.objects.get(code="U3")
        UserFactory(username="desk", name="值班", unit=unit, roles=["concern_desk"], password="a long password 1")
        UserFactory(username="handler", name="承办", unit=unit, roles=["handler"], password="a long password 1")
    begun = time.perf_counter()
    call_command("generate_concerns", count - Concern.objects.count(), verbosity=2, seed=count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{count} concerns in {time.perf_counter() - begun:.0f} s")


def measure(name: str, ask: Callable[[int], Any]) -> None:
    """Once to warm up, then `TIMES` times; milliseconds."""
    ask(0)
    took = []
    for number in range(1, TIMES + 1):
        begun = time.perf_counter()
        ask(number)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    print(f"| {name} | {took[len(took) // 2]:.0f} | {took[int(len(took) * 0.95)]:.0f} |", flush=True)


def timing() -> None:
    from django.core.cache import cache
    from django.test import Client

    from concerns.models import Concern, SavedFilter
    from concerns.seeing import synthetic
    from concerns.states import OPEN
    from reform.pages.models import Topic
    from reform.people.models import Region, Unit, User

    desk, handler = Client(), Client()
    desk_user = User.objects.get(username="desk")
    desk.force_login(desk_user)
    handler.force_login(User.objects.get(username="handler"))
    topics, regions = list(Topic.objects.all()), list(Region.objects.all())
    units = list(Unit.objects.filter(depth=2))
    for name, query in {
        "投诉": {"kind": "complaint", "state": "open"},
        "急件": {"urgency": "urgent"},
        "来电": {"channel": "phone", "topic": str(topics[0].pk)},
    }.items():
        SavedFilter.objects.update_or_create(owner=desk_user, name=name, defaults={"query": query})
    words = [f"{theme['words'][0]} {theme['matters'][0]}" for theme in synthetic.rules()["themes"]]

    def get(client: Client, **query: Any) -> Any:
        cache.clear()
        answer = client.get("/admin/concerns/", query)
        assert answer.status_code == 200
        return answer

    print(f"{Concern.objects.count()} concerns, {Concern.objects.filter(state__in=OPEN).count()} open; ms: p50, p95")
    measure("list, as the desk opens it", lambda n: get(desk))
    measure("the same for a unit's handler", lambda n: get(handler))
    early = Concern.objects.order_by("received_at")[Concern.objects.count() // 10].received_at
    measure("a page deep inside, by key", lambda n: get(desk, after=f"{early.timestamp()}_{n}"))
    measure("open of a topic", lambda n: get(desk, state="open", topic=topics[n % len(topics)].pk))
    measure("topic × region × channel × kind", lambda n: get(
        desk, topic=topics[n % 10].pk, region=regions[n % 7].pk, channel="letter", kind="suggestion"))  # fmt: skip
    measure("a unit × settled", lambda n: get(desk, unit=units[n % 30].pk, state="closed"))
    measure("overdue, due first", lambda n: get(desk, due="over", order="due"))
    measure(
        "nothing answers",
        lambda n: get(
            desk,
            channel="media",
            urgency="urgent",
            kind="suggestion",
            topic=topics[n % 10].pk,
            region=regions[0].pk,
            state="rejected",
        ),
    )
    measure("search, two words", lambda n: get(desk, q=words[n % len(words)]))
    measure("search, one frequent word", lambda n: get(desk, q=["自来水", "电梯", "养老金", "校车"][n % 4]))
    measure("search with a filter", lambda n: get(desk, q=words[n % len(words)], state="open", kind="complaint"))
    _duplicates(words, desk_user)


def _duplicates(words: list[str], user: Any) -> None:
    from concerns.likeness import similar

    texts = [f"{word.replace(' ', '')}，什么时候能修好，由哪个单位负责？" for word in words]
    measure("duplicates of a text", lambda n: similar("", texts[n % len(texts)]))
    try:
        from concerns.actions.logging import log
    except ImportError:
        return
    from django.utils import timezone

    measure(
        "logging",
        lambda n: log(user, channel="phone", received_at=timezone.now(), text=f"{texts[n % len(texts)]}第{n}次"),
    )


if __name__ == "__main__":
    start()
    if sys.argv[1:2] == ["build"]:
        build(int(sys.argv[2]))
    else:
        timing()
