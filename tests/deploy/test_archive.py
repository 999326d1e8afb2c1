"""Backup, loss of everything, restore: on SQLite and on PostgreSQL, with uploaded files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .. import migrated

ROOT = Path(__file__).resolve().parents[2]
COUNT = (
    "from reform.people.models import User;"
    "print(sorted(User.objects.filter(username__startswith='keep').values_list('username', flat=True)))"
)


def run(folder: Path, url: str, *command: str, code: int = 0) -> str:
    """Run one Python command of the installation in `folder`; what it printed."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "reform.settings.demo",
        "VAR_DIR": str(folder),
        **({"DATABASE_URL": url} if url else {}),
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def add_user(folder: Path, url: str, name: str) -> None:
    script = (
        f"from reform.people.models import User; User.objects.create(username='{name}', email='{name}@example.com')"
    )
    run(folder, url, "manage.py", "shell", "--no-imports", "-c", script)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """A database of its own without rows, of each kind."""
    if request.param == "sqlite":
        migrated.lay(tmp_path / "var" / "demo.sqlite3")
        yield ""
        return
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        pytest.skip("needs TEST_POSTGRES_URL (python tests/services.py COMMAND)")
    import psycopg

    name = f"archive_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{migrated.template()}")
        yield server.rsplit("/", 1)[0] + f"/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_what_was_lost_comes_back_whole(url, tmp_path):
    folder, archive = tmp_path / "var", tmp_path / "backup.tar.gz"
    media = folder / "demo-media"
    run(folder, url, "manage.py", "migrate", "--no-input", "--verbosity", "0")
    add_user(folder, url, "keep1")
    (media / "original_images").mkdir(parents=True)
    (media / "original_images" / "云溪.jpg").write_bytes(b"a picture")

    run(folder, url, "deploy/archive.py", "backup", str(archive))
    assert archive.stat().st_mode & 0o077 == 0

    # What came after the backup goes, what was lost after it comes back.
    add_user(folder, url, "keep2")
    (media / "original_images" / "云溪.jpg").unlink()
    (media / "later.txt").write_text("later")
    if not url:
        for path in folder.glob("demo.sqlite3*"):
            path.unlink()

    run(folder, url, "deploy/archive.py", "restore", str(archive), "--yes")
    assert "['keep1']" in run(folder, url, "manage.py", "shell", "--no-imports", "-c", COUNT)
    assert (media / "original_images" / "云溪.jpg").read_bytes() == b"a picture"
    assert not (media / "later.txt").exists()
    assert "No planned migration operations" in run(folder, url, "manage.py", "migrate", "--plan")


def test_a_torn_archive_changes_nothing(tmp_path):
    folder, archive = tmp_path / "var", tmp_path / "torn.tar.gz"
    folder.mkdir()
    (folder / "demo.sqlite3").write_bytes(b"as it was")
    archive.write_bytes(b"\x1f\x8b\x08 no more of it")
    assert "not a whole archive" in run(folder, "", "deploy/archive.py", "restore", str(archive), "--yes", code=1)
    assert (folder / "demo.sqlite3").read_bytes() == b"as it was"


def test_restore_asks_first(tmp_path):
    assert "--yes" in run(tmp_path, "", "deploy/archive.py", "restore", "any.tar.gz", code=2)
