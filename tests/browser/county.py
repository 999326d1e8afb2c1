"""The demo county on a server of its own: built once for a run, copied for each process that tests against it."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import migrated
from ..services import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "yunxi-demo-2026"


def environment(folder: Path, port: int = 8000) -> dict[str, str]:
    """The variables that make `manage.py` and gunicorn work on the county in `folder`."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "MEDIA_ROOT", "REDIS_URL")
    }
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "reform.settings.demo",
        "VAR_DIR": str(folder),
        "DEMO_PASSWORD": PASSWORD,
        "PORT": str(port),
        "PYTHONWARNINGS": "ignore",
    }


def manage(folder: Path, *command: str, **variables: str) -> str:
    """Run one management command on the county, with more variables; what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**environment(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout[-1000:]}{done.stderr[-3000:]}")
    return done.stdout


def build(shared: Path) -> Path:
    """The folder of the built county, made by whichever process comes first."""
    folder = shared / "county"
    with (shared / "county.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            migrated.lay(folder / "demo.sqlite3")
            manage(folder, "migrate", "--no-input", "--verbosity", "0")
            manage(folder, "build_demo")
            manage(folder, "run_jobs", "--once", "--verbosity", "0")
            manage(folder, "collectstatic", "--no-input", "--verbosity", "0")
            (folder / "done").touch()
    return folder


@contextmanager
def serve(folder: Path, port: int | None = None) -> Iterator[str]:
    """gunicorn as in production; yields the address."""
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--log-level", "warning", "reform.wsgi"],
            cwd=ROOT,
            env={**environment(folder, port), "WEB_WORKERS": "2"},
            stdout=log,
            stderr=log,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            for _attempt in range(240):
                if server.poll() is not None:
                    raise RuntimeError((folder / "server.log").read_text()[-3000:])
                try:
                    urllib.request.urlopen(f"{address}/robots.txt", timeout=20).close()  # noqa: S310
                    break
                except OSError:
                    time.sleep(0.25)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=40)


@contextmanager
def county(shared: Path, own: Path) -> Iterator[tuple[str, Path]]:
    """A copy of the built county in `own`, served; yields its address and its folder."""
    shutil.copytree(build(shared), own, dirs_exist_ok=True)
    with serve(own) as address:
        yield address, own
