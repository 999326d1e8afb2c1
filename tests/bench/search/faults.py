"""Faults: pages are published, changed, withdrawn, moved, deleted and made private at random by one process, while the
worker, rebuilds, that process itself and the server are killed (SIGKILL, a crash of PostgreSQL) at random moments, about every `pause` actions.

Then everything is started again and left alone until nothing waits. Index and database must agree exactly: the same
pages, with the same versions, in the index, in the shown texts and in the completion.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .installation import ROOT, Installation

COLUMNS = 4
MANY = 250
PATIENCE = 300
ACTIONS = ("publish", "publish", "change", "change", "unpublish", "move", "delete", "private", "public", "ask")


# --- In processes with Django ----------------------------------------------------------------------------------------


def prepare() -> None:
    """A home page and some columns."""
    from wagtail.models import Locale, Page, Site

    from reform.pages.models import ColumnPage, HomePage

    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="云溪改革", slug="yunxi", locale=Locale.get_default())
    )
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    for number in range(COLUMNS):
        home.add_child(instance=ColumnPage(title=f"栏目{number}", slug=f"l{number}", kind="news"))


def act(seed: str, count: str, done: str) -> None:
    """Does so many actions; each one that is done adds a byte to the file `done`."""
    from django.db import Error, connection
    from wagtail.models import PageViewRestriction

    chance = random.Random(f"{seed} {os.getpid()}")
    with open(done, "ab", buffering=0) as file:
        left = int(count)
        while left:
            try:
                _act_once(chance.choice(ACTIONS), chance, PageViewRestriction)
            except Error:
                # The server was killed under us. What was not committed has not happened.
                connection.close()
                time.sleep(0.2)
                continue
            file.write(b".")
            left -= 1


def _act_once(what: str, chance: random.Random, restrictions: Any) -> None:
    from django.db import transaction

    from publicity.models import StoryPage
    from reform.pages.models import ColumnPage
    from search.find import Question, Unanswered, find

    ids = list(StoryPage.objects.values_list("pk", flat=True))
    if len(ids) > MANY:
        what = "delete"
    column = chance.choice(list(ColumnPage.objects.all()))
    if what == "ask":
        try:
            answer = find(Question("改革故事", {}, chance.choice(["date", "relevance"])))
        except Unanswered:
            return
        for hit in answer.hits:
            assert StoryPage.objects.get(pk=hit.page.pk).live or hit.page.pk not in ids
        return
    if what == "private":
        # Some columns stay public, so that much is left to compare.
        if int(column.slug[1:]) < COLUMNS // 2:
            restrictions.objects.get_or_create(page=column, restriction_type="login")
        return
    if what == "public":
        for row in restrictions.objects.filter(page=column):
            row.delete()
        return
    with transaction.atomic():
        page = StoryPage.objects.filter(pk=chance.choice(ids)).first() if ids else None
        if what == "publish" or page is None:
            name = f"{chance.randrange(10**9)}"
            page = column.add_child(
                instance=StoryPage(title=f"改革故事{name}", slug=f"s{name}", hardship=f"第{name}件事", live=False)
            )
            page.save_revision().publish(skip_permission_checks=True)
        elif what == "change":
            page.title = f"改了的故事{chance.randrange(10**9)}"
            page.save_revision().publish(skip_permission_checks=True)
        elif what == "unpublish":
            page.unpublish()
        elif what == "move":
            page.move(column, pos="last-child")
        else:
            page.delete()


def waiting() -> None:
    """Prints how many changes wait for the worker."""
    from search.models import Outbox

    print(Outbox.objects.count())


def compare() -> None:
    """Prints what differs between the database and each engine as JSON; an empty object when nothing does."""
    from search import indexing
    from search.models import Completion, Outbox, PageVersion, Shown

    wanted = set(indexing.searchable().values_list("pk", flat=True))
    versions = dict(PageVersion.objects.values_list("page", "version"))
    right = {pk: versions[pk] for pk in wanted}
    wrong: dict[str, Any] = {}
    for name, engine in indexing.engines().items():
        index = engine.resolve(indexing.ALIAS)
        held = {int(key.partition("#")[0]): version for key, version, dead in engine.versions(index) if not dead}
        if held != right:
            wrong[name] = sorted({*held.items()} ^ {*right.items()})[:20]
    if set(Shown.objects.values_list("page", flat=True)) != wanted:
        wrong["shown"] = True
    if set(Completion.objects.filter(kind="title").values_list("page", flat=True)) != wanted:
        wrong["completion"] = True
    if Outbox.objects.exists():
        wrong["waiting"] = Outbox.objects.count()
    print(json.dumps({"pages": len(wanted), "wrong": wrong}))


# --- Outside ---------------------------------------------------------------------------------------------------------


def crash_postgres(site: Installation) -> None:
    """Ends the server at once, without a checkpoint, and starts it again: it recovers from its log."""
    import psycopg

    with psycopg.connect(site.database) as connection:
        folder = connection.execute("SHOW data_directory").fetchone()[0]  # type: ignore[index]
    from tests.services import postgres_program

    become = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run(
        [
            *become,
            postgres_program("pg_ctl"),
            "-D",
            folder,
            "-l",
            f"{folder}/../log",
            "-m",
            "immediate",
            "-w",
            "restart",
        ],
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )


def crash_elasticsearch(site: Installation) -> None:
    """Kills the server and starts it again on what is on its disk."""
    port = site.cluster.rpartition(":")[2]
    script = [sys.executable, str(ROOT / "tests" / "elasticsearch_server.py")]
    subprocess.run([*script, "stop", "--hard", "--port", port], check=True)
    time.sleep(random.random() * 3)
    subprocess.run([*script, "start", "--keep", "--port", port], check=True, stdout=subprocess.DEVNULL)


def run(
    site: Installation,
    actions: int,
    *,
    seed: int = 1,
    pause: int = 120,
    crash: Callable[[], None] | None = None,
    say: Callable[[str], None] = print,
) -> dict[str, Any]:
    """The whole run on a fresh installation. Returns counts; key `wrong` is empty when index and database agree."""
    chance = random.Random(seed)
    done = site.folder / "done"
    done.unlink(missing_ok=True)
    done.touch()
    site.call("faults.prepare")
    kills: Counter[str] = Counter()
    started = time.monotonic()

    def actor() -> subprocess.Popen[bytes]:
        left = actions - done.stat().st_size
        code = "import sys, django; django.setup()\nfrom tests.bench.search.faults import act\nact(*sys.argv[1:])"
        with (site.folder / "started.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-c", code, str(seed), str(left), str(done)],
                cwd=ROOT,
                env=site.environment,
                stdout=log,
                stderr=log,
            )

    worker, acting = site.start("search_worker", "--interval", "0.1"), actor()
    rebuild: subprocess.Popen[bytes] | None = None
    try:
        while acting.poll() is None:
            # Counted in actions: on a busy machine a process would be killed before it has come up.
            until = done.stat().st_size + int(pause * (0.3 + 1.4 * chance.random()))
            while acting.poll() is None and done.stat().st_size < until:
                time.sleep(0.1)
            what = chance.choice(["worker", "worker", "actor", "rebuild", "rebuild", "server"])
            if what == "worker":
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker = site.start("search_worker", "--interval", "0.1")
            elif what == "actor" and acting.poll() is None:
                acting.send_signal(signal.SIGKILL)
                acting.wait()
                if done.stat().st_size >= actions:
                    break
                acting = actor()
            elif what == "rebuild":
                if rebuild is not None and rebuild.poll() is None:
                    rebuild.send_signal(signal.SIGKILL)
                    rebuild.wait()
                    kills["rebuild killed"] += 1
                    rebuild = None
                    continue
                rebuild = site.start("search_rebuild")
            elif what == "server" and crash is not None:
                crash()
            else:
                continue
            kills[what] += 1
            say(f"{time.monotonic() - started:6.0f} s  {done.stat().st_size:6} actions  {what}")
        assert acting.poll() is not None
        if acting.returncode and done.stat().st_size < actions:
            raise RuntimeError((site.folder / "started.log").read_text()[-3000:])
        if rebuild is not None:
            rebuild.wait()
        # Nobody helps: the worker finds out by itself what it has to try again.
        end = time.monotonic() + PATIENCE
        while int(site.call("faults.waiting")) and time.monotonic() < end:
            if worker.poll() is not None:
                worker = site.start("search_worker", "--interval", "0.1")
            time.sleep(2)
        first = json.loads(site.call("faults.compare"))
        site.manage("search_rebuild")
        second = json.loads(site.call("faults.compare"))
        differed = site.manage("search_reconcile")
    finally:
        for process in (worker, acting, rebuild):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
    return {
        "actions": done.stat().st_size,
        "seconds": round(time.monotonic() - started),
        "kills": dict(kills),
        "pages": first["pages"],
        "wrong": {**first["wrong"], **{f"{name} after a rebuild": what for name, what in second["wrong"].items()}},
        "reconciled": differed.strip(),
    }


def clear(folder: Path) -> Path:
    """An empty folder for an installation."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
