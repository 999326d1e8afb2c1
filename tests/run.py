"""All that CI runs, as `make test`: the suite on SQLite, the suite on PostgreSQL, the browser suite.

On Debian or Ubuntu, as root, what is missing is installed from the distribution. Elsewhere one line says what to
install, and what was left out for lack of it. With CI set (or with --all) nothing may be left out: a suite or a test
that did not run is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import migrated
from services import Missing, elasticsearch, postgres, redis

ROOT = Path(__file__).resolve().parents[1]
# Program → Debian package. The font is for pictures of Chinese pages, the library for PDFs.
PROGRAMS = {
    "chromium": "chromium",
    "redis-server": "redis-server",
    "pg_dump": "postgresql",
    "nginx": "nginx",
    "xgettext": "gettext",
}
FONT, PANGO = "fonts-noto-cjk", "libpangoft2-1.0-0"
# The tests of one file follow one another: a story is first written, then read. A picture is kept of what failed.
BROWSER = ["tests/browser", "--dist", "loadfile", "--screenshot", "only-on-failure", "--output", "test-results"]
STRICT = "--all" in sys.argv or os.environ.get("CI", "").lower() not in ("", "0", "false")
WORKERS = os.environ.get("TEST_WORKERS", "2")


def found(program: str) -> bool:
    """Debian keeps servers out of the path of ordinary people."""
    return bool(shutil.which(program) or shutil.which(program, path="/usr/sbin"))


def install() -> None:
    """Install what is missing, where that is ours to do; else say what to install."""
    packages = [package for program, package in PROGRAMS.items() if not found(program)]
    if shutil.which("apt-get") and os.getuid() == 0:
        subprocess.run([ROOT / "deploy" / "apt-install", *packages, FONT, PANGO], check=STRICT)
    elif packages:
        print(f"To run everything, install: {' '.join(packages)} (Debian: sudo apt-get install {' '.join(packages)})")


def suite(title: str, arguments: list[str], **environment: str) -> tuple[str, bool, str]:
    """Run pytest once. A suite that collected no test has failed."""
    print(f"\n--- {title}", flush=True)
    start = time.monotonic()
    variables = {**os.environ, **environment}
    if not variables.get("DATABASE_URL"):
        variables.pop("DATABASE_URL", None)
    if STRICT:
        variables["NO_SKIPS"] = "1"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", WORKERS, *arguments]
    code = subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode
    return title, code == 0, f"{time.monotonic() - start:.0f} s"


def main() -> int:
    """Run the suites; 1 when one failed or, in CI, did not run."""
    install()
    results: list[tuple[str, bool, str]] = []
    left_out: list[str] = []
    with ExitStack() as stack:
        servers = {}
        for name, start in (
            ("TEST_POSTGRES_URL", postgres),
            ("TEST_REDIS_URL", redis),
            ("TEST_ELASTICSEARCH_URL", elasticsearch),
        ):
            if os.environ.get(name):
                servers[name] = os.environ[name]
                continue
            try:
                servers[name] = stack.enter_context(start())
            except Missing as missing:
                left_out.append(f"what needs {missing} (it is not installed)")
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reform-migrated-")))
        servers |= migrated.make(folder, servers.get("TEST_POSTGRES_URL"))
        rest = ["tests", "--ignore=tests/browser"]
        results.append(suite("SQLite", rest, DATABASE_URL="", **servers))
        if "TEST_POSTGRES_URL" in servers:
            results.append(suite("PostgreSQL", rest, DATABASE_URL=servers["TEST_POSTGRES_URL"], **servers))
        if shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"):
            results.append(suite("Browser", BROWSER, DATABASE_URL="", **servers))
        else:
            left_out.append("the browser suite (Chromium is not installed)")
    print()
    for title, passed, took in results:
        print(f"{'passed' if passed else 'FAILED'}  {title} ({took})")
    for what in left_out:
        print(f"{'FAILED' if STRICT else 'left out'}  {what}")
    return 0 if all(passed for _title, passed, _took in results) and not (STRICT and left_out) else 1


if __name__ == "__main__":
    sys.exit(main())
