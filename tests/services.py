"""A PostgreSQL, a Redis and an Elasticsearch of our own for a test run: fresh, on free ports, gone afterwards.

`python tests/services.py COMMAND …` runs the command with TEST_POSTGRES_URL, TEST_REDIS_URL and
TEST_ELASTICSEARCH_URL set; one that is set already is used as it is.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


class Missing(Exception):
    """A server that is not installed; `str()` names the program."""


def free_port() -> int:
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres_program(name: str) -> str:
    """Where a server program of PostgreSQL is: Debian keeps them out of the path. Raises `Missing`."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
    found = shutil.which(name, path=str(versions[-1])) if versions else None
    found = found or shutil.which(name)
    if found is None:
        raise Missing(name)
    return found


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """A cluster in a temporary folder; yields the address of its database. Raises `Missing`.

    `durable`: with PostgreSQL's own settings, for measurements; else nothing waits for the disk.
    """
    initdb, pg_ctl = postgres_program("initdb"), postgres_program("pg_ctl")
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    become = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="reform-pg-"))
    try:
        if become:
            shutil.chown(folder, "postgres")
        data, port = folder / "data", free_port()
        _quiet(
            [*become, initdb, "-D", str(data), "-U", "reform", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        )
        fast = "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"
        server = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {fast}"
        _quiet([*become, pg_ctl, "-D", str(data), "-l", str(folder / "log"), "-w", "-t", "60", "-o", server, "start"])
        try:
            yield f"postgres://reform@127.0.0.1:{port}/postgres"
        finally:
            _quiet([*become, pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis that keeps nothing; yields its address. Raises `Missing`."""
    program = shutil.which("redis-server")
    if program is None:
        raise Missing("redis-server")
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with tempfile.TemporaryDirectory(prefix="reform-redis-") as folder:
        server = subprocess.Popen([program, *options, "--dir", folder], stdout=subprocess.DEVNULL)
        try:
            _await_port(port, server)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(timeout=20)


@contextmanager
def elasticsearch() -> Iterator[str]:
    """A real Elasticsearch; yields its address. Raises `Missing`."""
    server = [sys.executable, str(Path(__file__).with_name("elasticsearch_server.py"))]
    port = ["--port", str(free_port())]
    started = subprocess.run([*server, "start", *port], capture_output=True, text=True, check=False)
    if started.returncode:
        raise Missing(f"Elasticsearch: {started.stderr.strip()}")
    try:
        yield started.stdout.strip()
    finally:
        subprocess.run([*server, "stop", "--hard", *port], check=False)


def _await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(200):
        if server.poll() is not None:
            raise RuntimeError(f"{server.args} ended at once")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing answers on port {port}")


def _quiet(command: list[str]) -> None:
    """Run with no output, from a folder that every user may enter; say what was printed when it fails."""
    # Output goes to a file: a server that the command leaves running would keep a pipe open.
    with tempfile.TemporaryFile() as output:
        code = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        ).returncode
        if code:
            output.seek(0)
            raise RuntimeError(f"{command[0]} failed: {output.read().decode(errors='replace')[-2000:]}")


def main() -> int:
    """The command line."""
    environment = dict(os.environ)
    servers = {"TEST_POSTGRES_URL": postgres, "TEST_REDIS_URL": redis, "TEST_ELASTICSEARCH_URL": elasticsearch}
    with ExitStack() as stack:
        for name, start in servers.items():
            if not environment.get(name):
                environment[name] = stack.enter_context(start())
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
