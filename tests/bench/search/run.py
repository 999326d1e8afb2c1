"""`make bench-search`: relevance, speed and faults of the search on its three engines, each part by itself.

    python tests/bench/search/run.py PART … [--engines sqlite,postgresql,elasticsearch] [--folder FOLDER] [--json]

relevance  STARD: nDCG@10, MRR@10, recall@10 with the prior and by text alone; overlap@10 between the engines; how far
           apart the same questions come out in Simplified and in Traditional characters
build      a site of 100,000 stories: the documents a second of `search_rebuild` beside those of Wagtail's `update_index`
speed      on that site: two-word queries, questions of 27 characters, pages of results with facets, completion,
           a publication until it is found
faults     10,000 random actions while worker, rebuild, acting process and server are killed

The servers are those of tests/services.py, or those that TEST_POSTGRES_URL and TEST_ELASTICSEARCH_URL name. STARD is
read from BENCH_DATA (docs/measurements.md). A site of `build` is kept in --folder, for `speed`. Ends with 1 when a goal
is missed.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT)]

from tests.bench.search import faults, relevance, speed  # noqa: E402
from tests.bench.search.installation import ENGINES, Installation  # noqa: E402
from tests.services import elasticsearch, postgres  # noqa: E402

PARTS = ("relevance", "build", "speed", "faults")


@contextmanager
def servers(engines: list[str]) -> Iterator[dict[str, str]]:
    """Addresses by engine of what has to be started."""
    found: dict[str, str] = {}
    with ExitStack() as stack:
        for name, variable, start in (
            ("postgresql", "TEST_POSTGRES_URL", postgres),
            ("elasticsearch", "TEST_ELASTICSEARCH_URL", elasticsearch),
        ):
            if name in engines:
                found[name] = os.environ.get(variable) or stack.enter_context(start())
        yield found


def installation(engine: str, folder: Path, addresses: dict[str, str], part: str) -> Installation:
    """A site for one engine: a database of its own on PostgreSQL, a prefix of its own on Elasticsearch."""
    database = ""
    if engine == "postgresql":
        name = f"bench_{part}"
        database = f"{addresses[engine].rpartition('/')[0]}/{name}"
        _make_database(addresses[engine], name)
    folder.mkdir(parents=True, exist_ok=True)
    more = {"ELASTICSEARCH_PREFIX": f"bench-{part}"}
    return Installation(folder, database, addresses.get("elasticsearch", "") if engine == "elasticsearch" else "", more)


def _make_database(address: str, name: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {name}")
            # The server of the tests forgets the last moments in a crash; an installation's does not.
            connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")


def run_faults(engine: str, addresses: dict[str, str], folder: Path, actions: int) -> tuple[dict[str, Any], bool]:
    if engine == "postgresql":
        import psycopg

        with psycopg.connect(addresses[engine], autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS bench_faults")
    site = installation(engine, faults.clear(folder / f"faults-{engine}"), addresses, "faults")
    crash = {"postgresql": faults.crash_postgres, "elasticsearch": faults.crash_elasticsearch}.get(engine)
    site.manage("migrate", "--no-input", "--verbosity", "0")
    if site.cluster:
        site.manage(
            "shell",
            "--no-imports",
            "-c",
            "from search.indexing import engines\ne = engines()['elasticsearch']\nfor i in e.indices(): e.drop(i)",
        )
    say = lambda line: print(f"  {engine}: {line}", file=sys.stderr, flush=True)  # noqa: E731
    figures = faults.run(site, actions, crash=(lambda: crash(site)) if crash else None, say=say)
    return figures, not figures["wrong"]


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--every", type=int, default=1, help="relevance: only every Nth question")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each measurement")
    options = parser.parse_args()
    parts = options.parts or ["build", "speed", "relevance"]
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    engines = options.engines.split(",")
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    print(f"{time.strftime('%Y-%m-%d')}, {commit}, Python {platform.python_version()}, {os.cpu_count()} cores")
    well = True
    with tempfile.TemporaryDirectory() as temporary, servers(engines) as addresses:
        folder = options.folder or Path(temporary)

        def report(part: str, engine: str, figures: dict[str, Any], met: bool) -> None:
            nonlocal well
            well &= met
            if options.json:
                print(
                    json.dumps({"part": part, "engine": engine, "met": met, **figures}, ensure_ascii=False), flush=True
                )
                return
            print(f"\n{part}, {engine}{'' if met else ': MISSED'}")
            for name, value in figures.items():
                print(f"  {name:36} {value}", flush=True)

        if "relevance" in parts:
            for engine, figures, met in relevance.run(engines, addresses, folder, options.every):
                report("relevance", engine, figures, met)
        for engine in engines:
            if "build" in parts or "speed" in parts:
                site = installation(engine, folder / f"site-{engine}", addresses, "speed")
                for part, figures, met in speed.run(site, engine, parts, options.documents):
                    report(part, engine, figures, met)
            if "faults" in parts:
                report("faults", engine, *run_faults(engine, addresses, folder, options.actions))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
