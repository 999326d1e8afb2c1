"""Requests a second, in one run with one server of two workers: a bare Django view returning the same bytes, the cached
story, the uncached story.

    python tests/bench/bench_pages.py [--seconds 4] [--port 8169] [--check]

Builds its own demo county in a temporary folder. The client runs on the same machine and takes its share of it, which
flatters the slow and not the fast; so the processor time that the workers spent on each request is printed too.
`--check` fails when a goal is missed (cached ≥ 0.6 of bare, uncached ≥ 0.08 of bare).
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKERS, CONNECTIONS, ROUNDS = 2, 4, 3
GOALS = {"cached": 0.6, "uncached": 0.08}


@dataclass
class Measured:
    rate: float
    cpu_ms: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each measurement; there are nine")
    parser.add_argument("--port", type=int, default=8169)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = build(Path(folder), options.port)
        story = find_story(environment)
        body = Path(folder) / "body.html"
        body.write_bytes(b"")
        with serve(environment | {"BENCH_BODY": str(body)}, options.port):
            body.write_bytes(fetch(options.port, story))
        with serve(environment | {"BENCH_BODY": str(body)}, options.port) as server:
            # `?fresh=1` is a parameter the cache does not know, so it stands aside.
            targets = {"bare": "/bare/", "cached": story, "uncached": f"{story}?fresh=1"}
            sizes = {name: len(fetch(options.port, path)) for name, path in targets.items()}
            rounds: dict[str, list[Measured]] = {name: [] for name in targets}
            for _number in range(ROUNDS):
                for name, path in targets.items():
                    load(options.port, path, 0.5)
                    rounds[name].append(measure(server, options.port, path, options.seconds))
    return report(story, sizes, rounds, options.check)


def build(folder: Path, port: int) -> dict[str, str]:
    """The environment of a demo county of its own."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "reform.settings.demo",
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "PYTHONWARNINGS": "ignore",
        "PORT": str(port),
    }
    for command in (
        ["migrate", "--verbosity", "0"],
        ["build_demo"],
        ["collectstatic", "--no-input", "--verbosity", "0"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    return environment


def find_story(environment: dict[str, str]) -> str:
    """The path of the story with the longest body."""
    code = (
        "from publicity.models import StoryPage\n"
        "pages = StoryPage.objects.live().filter(locale__language_code='zh-hans')\n"
        "print(max(pages, key=lambda page: len(page.body)).get_url_parts()[2])"
    )
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1]


class serve:
    """gunicorn with two workers, as `make demo` starts it, but never renewing them."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.port = port
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "--log-level", "warning"]
        command += ["--workers", str(WORKERS), "--max-requests", "0", "--bind", f"127.0.0.1:{port}"]
        self.process = subprocess.Popen([*command, "tests.bench.wsgi"], cwd=ROOT, env=environment)

    def __enter__(self) -> "serve":
        for _turn in range(240):
            try:
                fetch(self.port, "/robots.txt")
                return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.25)
        self.__exit__()
        raise RuntimeError("the server did not start")

    def __exit__(self, *details: object) -> None:
        self.process.terminate()
        self.process.wait(30)

    def cpu_seconds(self) -> float:
        """Processor time of the workers so far."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def fetch(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as response:
        return response.read()


def load(port: int, path: str, seconds: float) -> int:
    """Asks over a few kept connections until the time is over; the number of answers. Raises when one is not 200."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    end = time.perf_counter() + seconds
    counts: list[int] = []
    failures: list[bytes] = []

    def ask() -> None:
        count = 0
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            while time.perf_counter() < end:
                connection.sendall(request)
                data = connection.recv(65_536)
                head, _gap, rest = data.partition(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n", 1)[0])
                if not head.startswith(b"HTTP/1.1 200"):
                    failures.append(head)
                    return
                left = length - len(rest)
                while left > 0:
                    left -= len(connection.recv(min(left, 262_144)))
                count += 1
        counts.append(count)

    threads = [threading.Thread(target=ask) for _number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0].decode(errors="replace"))
    return sum(counts)


def measure(server: serve, port: int, path: str, seconds: float) -> Measured:
    before, start = server.cpu_seconds(), time.perf_counter()
    answers = load(port, path, seconds)
    return Measured(answers / (time.perf_counter() - start), (server.cpu_seconds() - before) / answers * 1000)


def report(story: str, sizes: dict[str, int], rounds: dict[str, list[Measured]], check: bool) -> int:
    """Prints the table; 1 when a goal is missed and `check` is set."""
    rates = {name: statistics.median(item.rate for item in items) for name, items in rounds.items()}
    print(
        f"\n{story}: {sizes['bare']} bytes; {WORKERS} workers, {CONNECTIONS} connections, median of {ROUNDS} rounds\n"
    )
    print(f"{'':10}{'requests/s':>12}{'of bare':>10}{'goal':>8}{'worker CPU':>14}")
    for name, rate in rates.items():
        cpu = statistics.median(item.cpu_ms for item in rounds[name])
        goal = f"≥ {GOALS[name]}" if name in GOALS else ""
        print(f"{name:10}{rate:12.0f}{rate / rates['bare']:10.3f}{goal:>8}{cpu:11.2f} ms")
    missed = [name for name, goal in GOALS.items() if rates[name] / rates["bare"] < goal]
    if len(set(sizes.values())) > 1:
        print(f"\nnot the same bytes: {sizes}")
        missed.append("bytes")
    if missed:
        print(f"\nmissed: {', '.join(missed)}")
    return 1 if missed and check else 0


if __name__ == "__main__":
    sys.exit(main())
