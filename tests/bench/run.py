"""`make bench`: requests a second, in one run with one server of two workers.

bare      a Django view without middleware that returns the same bytes
cached    the story, as strangers get it
uncached  the story, past the cache of whole pages, as people who have signed in get it
first     the story for the first reader after a publication, when nothing is remembered

Goals (issue 4, section 6): cached ≥ 0.6 of bare, uncached ≥ 0.08 of bare. Ends with 1 when one is missed.

    python tests/bench/run.py [--seconds 4] [--port 8139] [--folder FOLDER]

Builds its own demo county in a temporary folder, or uses the one in FOLDER (built there when it is empty). The client
runs on the same machine and takes its share of it, which flatters the slow and not the fast; so the processor time that
the workers spent on each request is printed too.
"""

import argparse
import os
import platform
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
sys.path[:0] = [str(ROOT)]

from tests.browser.county import build, environment, manage  # noqa: E402
from tests.services import free_port  # noqa: E402

WORKERS, CONNECTIONS, ROUNDS = 2, 4, 15
GOALS = {"cached": 0.6, "uncached": 0.08}


@dataclass
class Measured:
    rate: float
    cpu_ms: float


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=0.8, help=f"of each measurement; there are {4 * ROUNDS}")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    port = options.port or free_port()
    with tempfile.TemporaryDirectory() as temporary:
        shared = options.folder or Path(temporary)
        shared.mkdir(parents=True, exist_ok=True)
        folder = build(shared)
        story = find_story(folder)
        body = folder / "story.html"
        body.touch()
        variables = {**environment(folder, port), "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "BENCH_BODY": str(body)}
        with serve(variables, port):
            body.write_bytes(fetch(port, story))
        with serve(variables, port) as server:
            # A parameter that the cache does not know.
            targets = {"bare": "/bare/", "cached": story, "uncached": f"{story}?fresh=1", "first": f"/first{story}"}
            sizes = {name: len(fetch(port, path)) for name, path in targets.items()}
            rounds: dict[str, list[Measured]] = {name: [] for name in targets}
            for _number in range(ROUNDS):
                for name, path in targets.items():
                    load(port, path, 0.2)
                    rounds[name].append(measure(server, port, path, options.seconds))
    return report(story, sizes, rounds)


def find_story(folder: Path) -> str:
    """The path of the story with the longest body."""
    code = (
        "from publicity.models import StoryPage\n"
        "pages = StoryPage.objects.live().filter(locale__language_code='zh-hans')\n"
        "print(max(pages, key=lambda page: len(page.body)).get_url_parts()[2])"
    )
    return manage(folder, "shell", "--no-imports", "-c", code).strip().splitlines()[-1]


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


def report(story: str, sizes: dict[str, int], rounds: dict[str, list[Measured]]) -> int:
    """Prints the table; 1 when a goal is missed."""
    rates = {name: statistics.median(item.rate for item in items) for name, items in rounds.items()}
    # Within each round: what else the machine does falls on all four alike, and the middle round counts.
    shares = {
        name: statistics.median(item.rate / bare.rate for item, bare in zip(items, rounds["bare"], strict=True))
        for name, items in rounds.items()
    }
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    print(f"\n{time.strftime('%Y-%m-%d')}, {commit}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"{story}: {sizes['bare']} bytes; {WORKERS} workers, {CONNECTIONS} connections, middle of {ROUNDS} rounds\n")
    print(f"{'':10}{'requests/s':>12}{'lowest to highest':>20}{'of bare':>10}{'goal':>8}{'worker CPU':>14}")
    for name, rate in rates.items():
        cpu = statistics.median(item.cpu_ms for item in rounds[name])
        spread = f"{min(item.rate for item in rounds[name]):.0f} to {max(item.rate for item in rounds[name]):.0f}"
        goal = f"≥ {GOALS[name]}" if name in GOALS else ""
        print(f"{name:10}{rate:12.0f}{spread:>20}{shares[name]:10.3f}{goal:>8}{cpu:11.2f} ms")
    missed = [name for name, goal in GOALS.items() if shares[name] < goal]
    if missed:
        print(f"\nmissed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
