"""What has been kept for its time is erased, and what is erased is nowhere: database, index, files, caches, mail queue, logs."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from concerns import events, retention
from concerns.actions import asking, contacts, erasing, publishing
from concerns.contacts import Details
from concerns.models import Answer, AnswerPage, AnswersPage, Attachment, Concern, SavedFilter, Tombstone
from concerns.public import files
from reform.editorial import notices
from reform.people.models import User
from search import indexing

pytestmark = pytest.mark.django_db

SECRETS = (
    "沈小满",
    "13958012345",
    "xiaoman@example.org",
    "溪山路十二号",
    "三楼漏水发霉",
    "更正前的旧话",
    "补充的一句话",
    "答复里的原话",
)
PUBLIC = "公开版里的话"


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def whole(home: Any, staff: Any, units: Any, media: Path) -> Concern:
    """A concern with everything that can hang on one."""
    cache.clear()
    home.add_child(instance=AnswersPage(title="你问我答", slug="answers"))
    stored = files.store(ContentFile("三楼漏水发霉".encode(), name="file.pdf"), "0" * 32)
    concern = asking.submit(
        kind="help",
        subject="更正前的旧话",
        text="更正前的旧话",
        details=Details("沈小满", "13958012345", "xiaoman@example.org", "溪山路十二号"),
        notice="2026-11",
        may_publish=True,
        by_mail=True,
        page="/x/沈小满/",
        attachments=[stored],
    )
    asking.correct(concern, "三楼漏水发霉", "我是沈小满，三楼漏水发霉，电话13958012345，住溪山路十二号")
    asking.add(concern, "补充的一句话")
    Answer.objects.create(concern=concern, text="答复里的原话", sent_at=timezone.now(), way="web")
    Concern.objects.filter(pk=concern.pk).update(
        state="answered", answer="答复里的原话", answered_at=timezone.now(), unit=units["water"]
    )
    return Concern.objects.get(pk=concern.pk)


def publish(concern: Concern, staff: Any, question: str) -> Any:
    words = {"title": question, "question": question, "answer": PUBLIC, "basis": "consent"}
    public = publishing.save(concern, staff["desk"], **words)
    publishing.submit(public, staff["desk"])
    page = publishing.approve(public, staff["approver"])
    while indexing.update():
        pass
    Client().get(page.url)
    return page


def dump() -> str:
    """Every row of every table, as text."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.endswith("_terms") and table.startswith("search_ix"):
                continue  # a view of the words that its index holds, which is read here as well
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    data = value.tobytes() if isinstance(value, memoryview) else value
                    parts.append(data.decode("utf-8", "ignore") if isinstance(data, bytes) else str(data))
    text = "\n".join(parts)
    # JSON columns may hold characters as escapes.
    return text + text.encode().decode("unicode_escape", "ignore")


def found(media: Path, log: str) -> set[str]:
    """The secrets that are still somewhere."""
    places = dump() + log + repr(getattr(cache, "_cache", "")) + repr(getattr(caches["pages"], "_cache", ""))
    places += "".join(
        file.read_bytes().decode("utf-8", "ignore") + file.name for file in media.rglob("*") if file.is_file()
    )
    return {secret for secret in SECRETS if secret in places}


def test_after_erasure_a_grep_finds_nothing(whole, staff, media, caplog, django_capture_on_commit_callbacks):
    publish(whole, staff, "漏水怎么办")
    for owner, query in (("desk", {"q": "沈小满"}), ("approver", {"q": "漏水"})):
        SavedFilter.objects.create(owner=staff[owner], name=query["q"], query=query)
    assert found(media, caplog.text) >= {"三楼漏水发霉", "答复里的原话", "补充的一句话", "更正前的旧话", "沈小满"}
    with django_capture_on_commit_callbacks(execute=True):  # files go when the database has let them go
        erasing.erase_for_person(whole)
    while indexing.update():
        pass
    assert notices.send(timezone.now()) == (0, 0)
    assert found(media, caplog.text) == set()
    assert PUBLIC not in dump()
    assert not list(media.rglob("*.pdf"))
    assert Tombstone.objects.get().reason == "person"
    assert [item.name for item in SavedFilter.objects.all()] == ["漏水"], "a matter is nobody"
    assert list(events.breaks()) == []


def test_a_public_page_that_tells_nobody_may_outlive_the_time_of_keeping(
    whole, staff, media, caplog, django_capture_on_commit_callbacks
):
    page = publish(whole, staff, "漏水怎么办")
    with django_capture_on_commit_callbacks(execute=True):
        report = retention.run(timezone.now() + timedelta(days=1200))
    assert report.rules["web"]["concerns"] == 1
    assert found(media, caplog.text) == set()
    assert AnswerPage.objects.get(pk=page.pk).live and PUBLIC in Client().get(page.url).content.decode()


def test_time_by_channel_and_state(db, staff):
    now = timezone.now()
    made = {}
    for channel, state, restricted in (
        ("web", "closed", False), ("hotline", "closed", False), ("phone", "rejected", False),
        ("web", "in_work", False), ("web", "closed", True),
    ):  # fmt: skip
        concern = Concern.objects.create(
            channel=channel, state=state, restricted=restricted, received_at=now, text="话", kind="help"
        )
        contacts.keep(concern, Details(phone="13958012345"))
        made[channel, state, restricted] = concern.pk

    def left(days: int) -> tuple[set[int], set[int]]:
        retention.run(now + timedelta(days=days))
        rows = Concern.objects.filter(tombstone=None)
        return set(rows.values_list("pk", flat=True)), set(rows.exclude(contact=None).values_list("pk", flat=True))

    everything = set(made.values())
    assert left(59) == (everything, everything)
    gone = {made["hotline", "closed", False], made["phone", "rejected", False]}
    assert left(61) == (everything, everything - gone)
    assert left(91)[1] == {made["web", "in_work", False], made["web", "closed", True]}
    assert made["phone", "rejected", False] not in left(366)[0]
    assert left(1100)[0] == {made["web", "in_work", False], made["web", "closed", True]}
    assert left(1826) == ({made["web", "in_work", False]},) * 2  # what is open is never erased by itself


def test_a_dry_run_says_what_it_would_do_and_does_nothing(whole, capsys, monkeypatch):
    later = timezone.now() + timedelta(days=100)
    monkeypatch.setattr("concerns.management.commands.erase_expired.timezone.now", lambda: later)
    call_command("erase_expired", "--dry-run", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["dry"] and said["rules"]["web"] == {"contacts": 1, "concerns": 0}
    assert contacts.details_of(whole)
    call_command("erase_expired")
    assert not contacts.details_of(whole) and Concern.objects.get(pk=whole.pk).text
    assert "网上来件" in capsys.readouterr().out


def test_files_that_nobody_sent_are_gone_after_a_day(media):
    stored = files.store(ContentFile(b"x", name="file.pdf"), "1" * 32)
    Attachment.objects.filter(pk=stored.pk).update(at=timezone.now() - timedelta(hours=25))
    assert retention.run(timezone.now()).files == 1
    assert not Attachment.objects.exists()


def test_nothing_of_the_person_stands_in_logs_and_events(whole, caplog):
    assert User.objects.exists()
    said = io.StringIO()
    call_command("erase_expired", stdout=said)
    for secret in SECRETS:
        assert secret not in caplog.text + said.getvalue()
        assert not whole.events.filter(data__icontains=secret).exists()
