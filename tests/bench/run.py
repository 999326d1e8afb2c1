"""`make bench`: requests a second of a bare Django view, of the cached story, of the uncached story.

One gunicorn after the other with the same two workers, in turns, so that whatever else the machine does falls on all
three alike. The middle of the rounds counts. Goals (issue 4, section 6): cached ≥ 0.6 of bare, uncached ≥ 0.08 of bare.
"""

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from tests.browser.county import build, environment  # noqa: E402
from tests.services import free_port  # noqa: E402

ROUNDS, SECONDS, CONNECTIONS = 3, 5, 8
GOALS = {"cached": 0.6, "uncached": 0.08}


@contextmanager
def server(folder: Path, **extra: str) -> Iterator[int]:
    """gunicorn with two workers on the county in `folder`; yields its port."""
    port = free_port()
    variables = {
        **environment(folder, port),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "WEB_WORKERS": "2",
        **extra,
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "--max-requests", "0"]
    process = subprocess.Popen(
        [*command, "--pythonpath", "site,.", "--bind", f"127.0.0.1:{port}", "--log-level", "error", "reform.wsgi"],
        cwd=ROOT,
        env=variables,
    )
    try:
        for _attempt in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20).close()
                break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def rate(port: int, path: str) -> float:
    """Requests a second over a few kept connections: by wrk when it is installed, else by threads of our own."""
    if shutil.which("wrk"):
        address = f"http://127.0.0.1:{port}{path}"
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", address]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in output:
            raise RuntimeError(output)
        return float(next(line for line in output.splitlines() if line.startswith("Requests/sec")).split()[1])
    counts: list[int] = []

    def ask() -> None:
        connection, done, end = http.client.HTTPConnection("127.0.0.1", port, timeout=30), 0, time.monotonic() + SECONDS
        while time.monotonic() < end:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status}")
            done += 1
        counts.append(done)

    threads = [threading.Thread(target=ask) for _number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def story_path(port: int) -> str:
    """The first story that the home page leads to."""
    import re

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        found = re.search(r'href="(/gushi/[^"/]+/)"', answer.read().decode())
    if found is None:
        raise RuntimeError("the home page leads to no story")
    return found.group(1)


def main() -> int:
    """Print the three rates and how they compare; 1 when a goal is missed."""
    shared = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "bench"
    shared.mkdir(parents=True, exist_ok=True)
    folder = build(shared)
    body = folder / "story.html"
    rates: dict[str, list[float]] = {"bare": [], "cached": [], "uncached": []}
    for number in range(ROUNDS):
        with server(folder) as port:
            path = story_path(port)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                body.write_bytes(answer.read())
            rates["cached"].append(rate(port, path))
            # A parameter that the cache does not know is rendered each time.
            rates["uncached"].append(rate(port, f"{path}?uncached=1"))
        with server(folder, BENCH_BARE=str(body)) as port:
            rates["bare"].append(rate(port, path))
        print(f"round {number + 1}: " + ", ".join(f"{name} {values[-1]:.0f}/s" for name, values in rates.items()))
    middle = {name: statistics.median(values) for name, values in rates.items()}
    print(f"\n{path}, {len(body.read_bytes())} bytes, {CONNECTIONS} connections, 2 workers")
    missed = False
    for name, value in middle.items():
        share, goal = value / middle["bare"], GOALS.get(name)
        note = "" if goal is None else f"  goal {goal}: {'met' if share >= goal else 'MISSED'}"
        missed |= goal is not None and share < goal
        print(f"{name:<10}{value:>8.0f}/s {share:>7.2f} of bare{note}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
