"""A site with many stories of about 1,000 characters, for measuring: rows are written in bulk, nothing is published."""

import json
import lzma
import os
import random
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

CHARACTERS = 1000
DATA = Path(os.environ.get("BENCH_DATA", Path(__file__).resolve().parents[4] / "shared" / "data")) / "stard"
BATCH = 500


def articles() -> list[str]:
    """The statute articles of STARD."""
    with lzma.open(DATA / "corpus.jsonl.xz", "rt", encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def questions() -> list[str]:
    """The questions of STARD."""
    return [json.loads(line)["text"] for line in (DATA / "queries.jsonl").read_text(encoding="utf-8").splitlines()]


def texts(count: int) -> Iterator[tuple[str, str]]:
    """(title, text) of so many documents: sentences out of some articles, mixed anew for each, the same each time."""
    chance = random.Random(6)
    pool = articles()
    for _number in range(count):
        parts: list[str] = []
        while sum(map(len, parts)) < CHARACTERS:
            parts.append(chance.choice(pool))
        sentences = [s for part in parts for s in re.split(r"(?<=[。；])", part) if s]
        chance.shuffle(sentences)
        title = re.sub(r"[。；，：、\s].*", "", sentences[0])[:30] or sentences[0][:30]
        yield title, "".join(sentences)[:CHARACTERS]


def fill(number_of_stories: str) -> None:
    """Writes a home page, a column and so many public stories with topics, places, units and years."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Locale, Page, Site

    from publicity.models import StoryPage
    from reform.pages.models import ColumnPage, HomePage, Topic
    from reform.people.models import Region, Unit

    count = int(number_of_stories)
    locale = Locale.get_default()
    home = Page.get_first_root_node().add_child(instance=HomePage(title="云溪改革", slug="yunxi", locale=locale))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "port": 80, "root_page": home, "site_name": "云溪改革"},
    )
    column = home.add_child(instance=ColumnPage(title="改革故事", slug="gushi", kind="news", locale=locale))
    topics = [Topic.objects.create(name=f"专题{n}", slug=f"zhuanti{n}", locale=locale) for n in range(12)]
    regions = [Region.objects.create(code=f"9{n}", name=f"第{n}镇") for n in range(20)]
    units = [Unit.add_root(code=f"d{n}", name=f"第{n}局") for n in range(30)]
    kind = ContentType.objects.get_for_model(StoryPage)
    chance, now = random.Random(7), timezone.now()
    own = list(StoryPage._meta.local_concrete_fields)
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    pages: list[Any] = []

    def write() -> None:
        Page.objects.bulk_create(
            Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.local_concrete_fields})
            for page in pages
        )
        StoryPage.objects._insert(pages, fields=own, using="default")
        through = StoryPage.topics.through
        through.objects.bulk_create(
            through(storypage_id=page.pk, topic_id=topic.pk)
            for page in pages
            for topic in chance.sample(topics, chance.choice([0, 1, 1, 2]))
        )
        pages.clear()

    for number, (title, text) in enumerate(texts(count)):
        pk = first + number
        day = now - timedelta(days=chance.randrange(2000))
        page = StoryPage(
            id=pk,
            page_ptr_id=pk,
            path=column.path + Page._int2str(number + 1).rjust(Page.steplen, Page.alphabet[0]),
            depth=column.depth + 1,
            title=title,
            draft_title=title,
            slug=f"s{number}",
            url_path=f"{column.url_path}s{number}/",
            content_type=kind,
            locale=locale,
            live=True,
            first_published_at=day,
            last_published_at=day,
            region=chance.choice(regions),
            unit=chance.choice(units),
            body=json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>", "id": f"{number:08d}"}]),
        )
        pages.append(page)
        if len(pages) == BATCH:
            write()
    if pages:
        write()
    Page.objects.filter(pk=column.pk).update(numchild=count)
