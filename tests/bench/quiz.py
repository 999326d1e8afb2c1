"""500 people take a timed quiz of 50 questions at once; each changes an answer every 5 seconds: 100 saves a second.

    python tests/bench/quiz.py [--database both|sqlite|postgresql] [--people 500] [--seconds 75] [--kills 3]

One server as it is installed (deploy/gunicorn.py), killed with all its workers some times during the run and started again; the
clients run on the same machine and do what static/js/quiz.js does: one save at a time, numbered, sent again until it is
answered, later and later. Everybody begins first (25 a second), then they work for so many seconds in which there is a server.
Afterwards the database is compared with what was acknowledged: no answer lost, none marked twice.

Goals (issue 7, section 7), on PostgreSQL, while there is a server: p95 of a save under 300 ms, of the page under 500 ms. What was
sent to a server that was being started is shown beside it. PostgreSQL runs with its own settings: what it has confirmed is on the disk.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from tests.services import free_port, postgres  # noqa: E402

QUESTIONS, PAUSE, OPTIONS = 50, 5.0, 4
BEGIN_A_SECOND = 25
RELOADS = 0.02  # one save in fifty is followed by a look at the whole page
GOALS = {"save": 300, "page": 500}
SETTLED = 5.0  # a server that was just started works off what waited for it


@dataclass
class Person:
    session: str
    window: str = ""
    paper: str = ""
    csrf: str = "x" * 32
    number: int = 1
    kept: dict[str, Any] = field(default_factory=dict)  # acknowledged: position → answer


@dataclass
class Times:
    """When each request began and ended; when there was no server."""

    requests: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    outages: list[tuple[float, float]] = field(default_factory=list)
    broken: int = 0  # lines that broke, to be tried again
    faults: int = 0  # answers of 500 and above

    def add(self, what: str, began: float) -> None:
        self.requests.setdefault(what, []).append((began, time.monotonic()))

    def split(self, what: str) -> tuple[list[float], list[float]]:
        """Milliseconds of the requests while the server ran, and of those that met a restart."""
        running, restarting = [], []
        for began, ended in self.requests.get(what, []):
            met = any(began < up + SETTLED and ended > down for down, up in self.outages)
            (restarting if met else running).append((ended - began) * 1000)
        return sorted(running), sorted(restarting)


class Line:
    """One connection of one browser, opened again after the server went away."""

    def __init__(self, port: int, person: Person) -> None:
        self.port, self.person = port, person
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body). Raises `OSError`, `asyncio.IncompleteReadError` when the line breaks."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        person = self.person
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: sessionid={person.session}; csrftoken={person.csrf}",
            f"X-CSRFToken: {person.csrf}",
            "X-Requested-With: XMLHttpRequest",
            f"Content-Type: {kind or 'application/x-www-form-urlencoded'}",
            f"Content-Length: {len(body)}",
        ]
        try:
            writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
            await writer.drain()
            raw = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in raw[1:])}
            length = int(headers.get("content-length", 0))
            data = await reader.readexactly(length) if length else b""
        except BaseException:
            self.close()
            raise
        if headers.get("connection", "").lower() == "close":
            self.close()
        return int(raw[0].split()[1]), headers, data

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
            self.streams = None


async def insist(line: Line, times: Times, what: str, *request: Any) -> tuple[int, dict[str, str], bytes]:
    """As the script of the page does: the same request again until it is answered, later and later."""
    pause = 1.0
    while True:
        began = time.monotonic()
        try:
            answer = await line.send(*request)
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            times.broken += 1
        else:
            if answer[0] < 500:
                times.add(what, began)
                return answer
            times.faults += 1
        pause = min(pause * 2, 15)
        await asyncio.sleep(pause * (0.5 + random.random()))


async def begin(person: Person, quiz: int, port: int, times: Times, late: float) -> Line:
    """Starts and reads the paper. The line stays open."""
    await asyncio.sleep(late)
    line = Line(port, person)
    status, headers, _body = await insist(line, times, "start", "POST", f"/training/quiz/{quiz}/start/")
    assert status == 302, status
    person.paper = headers["location"]
    person.window = person.paper.partition("w=")[2]
    await look(line, times)
    return line


async def look(line: Line, times: Times) -> None:
    """The whole page with its 50 questions."""
    status, _headers, body = await insist(line, times, "page", "GET", line.person.paper)
    assert status == 200 and body.count(b"<fieldset") == QUESTIONS, status


async def work(line: Line, quiz: int, times: Times, clock: "Clock") -> None:
    """An answer every five seconds until the time is over; then handed in."""
    person, at = line.person, f"/training/quiz/{quiz}"
    await asyncio.sleep(PAUSE * random.random())
    while not clock.over:
        place, answer = str(random.randint(1, QUESTIONS)), [random.randrange(OPTIONS)]
        data = {"window": person.window, "number": person.number, "answers": {place: answer}}
        status, _headers, body = await insist(
            line, times, "save", "POST", f"{at}/save/", json.dumps(data).encode(), "application/json"
        )
        assert status == 200, (status, body)
        person.kept[place] = answer
        person.number += 1
        if random.random() < RELOADS:
            await look(line, times)
        await asyncio.sleep(PAUSE * (0.8 + 0.4 * random.random()))
    form = f"window={person.window}&go=submit".encode()
    status, headers, _body = await insist(line, times, "submit", "POST", f"{at}/attempt/", form)
    assert status == 302 and "/attempts/" in headers["location"], (status, headers.get("location"))
    line.close()


@dataclass
class Clock:
    """Told by who kills the server: the seconds in which there was none do not count."""

    over: bool = False


def prepare(people: int) -> tuple[int, list[Person]]:
    """The quiz and the people with their sessions, in the database of the environment."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import Group

    from reform.people.models import User
    from training.actions import import_questions
    from training.bank.item import Item, Option
    from training.models import Question, Quiz, QuizSlot

    options = [Option(f"选项{place}", 100.0 * (place == 1)) for place in range(OPTIONS)]
    items = [
        Item(1, "multichoice", f"第{n}问：这一项改革由谁负责？", single=True, options=options) for n in range(QUESTIONS)
    ]
    import_questions(items)
    Question.objects.update(state="ready")
    quiz = Quiz.objects.create(title="压力测验", state="open", minutes=60, attempts=1)
    QuizSlot.objects.create(quiz=quiz, kind="draw", number=QUESTIONS, mark=2)
    group = Group.objects.get(name="学员")
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = []
    users = User.objects.bulk_create(
        User(username=f"load{number}", name=f"学员{number}", password="!") for number in range(people)
    )
    group.user_set.add(*users)
    for user in users:
        session = store()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        found.append(Person(session.session_key))
    return quiz.pk, found


def compare(quiz: int, people: list[Person]) -> dict[str, int]:
    """What the database holds against what was acknowledged."""
    from importlib import import_module

    from django.conf import settings

    from training.models import Attempt

    store = import_module(settings.SESSION_ENGINE).SessionStore
    lost = twice = open_ones = answers = 0
    by_user = {}
    rows = Attempt.objects.filter(quiz=quiz).prefetch_related("items__version", "steps")
    for attempt in rows:
        by_user[attempt.user_id] = attempt
    assert len(by_user) == rows.count(), "somebody has two attempts"
    for person in people:
        attempt = by_user[int(store(person.session)["_auth_user_id"])]
        held = {str(item.position): item.response for item in attempt.items.all()}
        lost += sum(held[place] != answer for place, answer in person.kept.items())
        answers += len(person.kept)
        steps = list(attempt.steps.all())
        kinds = [step.kind for step in steps]
        numbers = [step.save_number for step in steps if step.kind == "save"]
        twice += len(numbers) != len(set(numbers)) or kinds.count("submit") != 1 or kinds.count("result") != 1
        open_ones += attempt.state != "done"
        right = sum(2 for item in attempt.items.all() if item.response and item.order[item.response[0]] == 1)
        twice += attempt.mark != right
    return {"answers": answers, "lost": lost, "marked wrongly or twice": twice, "not closed": open_ones}


class Server:
    """gunicorn in a process group of its own, which is killed whole."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port, self.environment = free_port(), environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "-b", f"127.0.0.1:{self.port}"]
        command += ["--backlog", "2048", "--keep-alive", "30", "reform.wsgi"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, start_new_session=True, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    async def answers(self, person: Person, address: str) -> None:
        """Returns when it has answered a few times in a row, so that every worker is likely to be there."""
        good, until = 0, time.monotonic() + 90
        while good < 4:
            assert time.monotonic() < until, "the server does not come up"
            line = Line(self.port, person)
            try:
                good = good + 1 if (await line.send("GET", address))[0] == 200 else 0
            except (TimeoutError, OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.2)
            finally:
                line.close()


async def run(options: argparse.Namespace, quiz: int, people: list[Person], environment: dict[str, str]) -> Times:
    """Everybody begins, everybody works, the server is killed now and then, everybody hands in."""
    server, times, clock = Server(environment), Times(), Clock()
    probe, address = Person(people[0].session), f"/training/quiz/{quiz}/"
    server.start()
    try:
        await server.answers(probe, address)
        lines = await asyncio.gather(
            *(begin(person, quiz, server.port, times, place / BEGIN_A_SECOND) for place, person in enumerate(people))
        )
        lives = [asyncio.create_task(work(line, quiz, times, clock)) for line in lines]
        for kill in range(options.kills + 1):
            await asyncio.sleep(options.seconds / (options.kills + 1))
            if kill < options.kills:
                down = time.monotonic()
                server.kill()
                server.start()
                await server.answers(probe, address)
                times.outages.append((down, time.monotonic()))
        clock.over = True
        await asyncio.gather(*lives)
    finally:
        server.kill()
    return times


@contextmanager
def database(kind: str, folder: str) -> Iterator[str]:
    """The address of an empty database of this kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/quiz.sqlite3"
    else:
        with postgres(durable=True) as address:
            yield address


def measure(options: argparse.Namespace) -> bool:
    """One database from empty to compared. Whether everything was as it should be."""
    with tempfile.TemporaryDirectory() as folder, database(options.database, folder) as address:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "reform.settings.demo",
            "VAR_DIR": folder,
            "DATABASE_URL": address,
            "PYTHONWARNINGS": "ignore",
            "DEMO_PASSWORD": "x",
        }
        os.environ.update(environment)
        for command in (["migrate", "--no-input", "-v0"], ["collectstatic", "--no-input", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        import django

        django.setup()
        quiz, people = prepare(options.people)
        times = asyncio.run(run(options, quiz, people, environment))
        return _told(options, times, compare(quiz, people))


def _told(options: argparse.Namespace, times: Times, found: dict[str, int]) -> bool:
    good = not (found["lost"] or found["marked wrongly or twice"] or found["not closed"])
    print(f"{options.database}: {options.people} people, {options.seconds:g} s with a server, {options.kills} kills")
    for what in ("start", "page", "save", "submit"):
        running, restarting = times.split(what)
        goal = GOALS.get(what)
        met = not goal or options.database != "postgresql" or _p95(running) < goal
        good = good and met
        line = f"  {what:7} {_line(running)}" + (f"  goal {goal} ms{'' if met else ': MISSED'}" if goal else "")
        print(line + (f"; while it started again {_line(restarting)}" if restarting else ""))
    outages = ", ".join(f"{up - down:.1f}" for down, up in times.outages)
    print(f"  without a server for {outages or '0'} s; {times.broken} broken lines, {times.faults} faults")
    print(f"  {found['answers']} answers acknowledged, " + ", ".join(f"{found[key]} {key}" for key in list(found)[1:]))
    return good


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else sum(values)


def _line(values: list[float]) -> str:
    middle = statistics.median(values) if values else 0.0
    return f"{len(values):6}  p50 {middle:7.1f} ms  p95 {_p95(values):7.1f} ms"


def main() -> int:
    """The command line. Each database is measured by a process of its own: Django is set up once in each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=75)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--database", choices=["both", "sqlite", "postgresql"], default="both")
    options = parser.parse_args()
    if options.database != "both":
        return 0 if measure(options) else 1
    parts = [
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--database", kind], check=False).returncode
        for kind in ("postgresql", "sqlite")
    ]
    return max(parts)


if __name__ == "__main__":
    sys.exit(main())
