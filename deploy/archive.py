"""Backup and restore: database and uploaded files of this installation in one file.

`python deploy/archive.py backup FILE.tar.gz` while the site runs; `python deploy/archive.py restore FILE.tar.gz --yes`
while it is stopped. Settings come from the environment, as for the site itself. An archive holds personal data: keep it
as safe as the database.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform.settings.production")


class ArchiveError(Exception):
    """The archive cannot be written or read; `str()` says why."""


def backup(target: Path) -> None:
    """Write the archive, whole or not at all, readable by its owner alone. Raises `ArchiveError`."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    partial = target.with_name(target.name + ".partial")
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        dump = folder / "database"
        if _is_sqlite(database):
            # The backup interface copies a consistent state while others write.
            with closing(sqlite3.connect(database["NAME"])) as source, closing(sqlite3.connect(dump)) as copy:
                source.backup(copy)
        else:
            _run(["pg_dump", "--format=custom", "--no-owner", "--file", str(dump), *_names(database)], database)
        about = {"engine": _engine(database), "made": datetime.now(UTC).isoformat(), "media": _keeps_media(settings)}
        (folder / "about.json").write_text(json.dumps(about))
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz") as archive:
                archive.add(folder / "about.json", "about.json")
                archive.add(dump, "database")
                if about["media"] and Path(settings.MEDIA_ROOT).is_dir():
                    archive.add(settings.MEDIA_ROOT, "media")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)


def restore(source: Path) -> None:
    """Put database and files in the place of those that are there. Raises `ArchiveError` before anything is changed."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with tarfile.open(source) as archive:
                archive.extractall(folder, filter="data")
            about = json.loads((folder / "about.json").read_text())
        except (OSError, EOFError, tarfile.TarError, ValueError) as error:
            raise ArchiveError(f"{source} is not a whole archive: {error}") from error
        if about["engine"] != _engine(database):
            raise ArchiveError(f"The archive is of {about['engine']}, this installation uses {_engine(database)}.")
        if _is_sqlite(database):
            _restore_sqlite(folder / "database", Path(database["NAME"]))
        else:
            options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
            _run(["pg_restore", *options, *_names(database), str(folder / "database")], database)
        if about["media"] and (folder / "media").is_dir():
            _replace(folder / "media", Path(settings.MEDIA_ROOT))
    import django
    from django.core.cache import cache

    django.setup()
    cache.clear()


def _restore_sqlite(dump: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".restored")
    shutil.copyfile(dump, fresh)
    # What is left of the old file's journal must not be applied to the new file.
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    fresh.replace(target)


def _replace(fresh: Path, target: Path) -> None:
    """Files are put beside the old ones first, so that a full disk leaves the old ones as they were."""
    beside = target.with_name(target.name + ".restored")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(fresh, beside)
    if target.exists():
        shutil.rmtree(target)
    beside.rename(target)


def _is_sqlite(database: dict[str, Any]) -> bool:
    return database["ENGINE"].endswith("sqlite3")


def _engine(database: dict[str, Any]) -> str:
    return database["ENGINE"].rpartition(".")[2]


def _keeps_media(settings: Any) -> bool:
    """Files on S3-style storage are kept by that storage's own versions and copies."""
    return "FileSystem" in settings.STORAGES["default"]["BACKEND"]


def _names(database: dict[str, Any]) -> list[str]:
    options = {"host": database["HOST"], "port": database["PORT"], "username": database["USER"]}
    return [f"--{key}={value}" for key, value in options.items() if value] + [f"--dbname={database['NAME']}"]


def _run(command: list[str], database: dict[str, Any]) -> None:
    # By the environment: a command line is for everybody to read.
    environment = {**os.environ, "PGPASSWORD": str(database["PASSWORD"] or "")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ArchiveError(f"{command[0]} failed: {done.stderr.strip()[-1000:]}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Backup and restore of database and uploaded files.")
    parser.add_argument("what", choices=["backup", "restore"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--yes", action="store_true", help="replace what is there now (restore)")
    options = parser.parse_args()
    if options.what == "restore" and not options.yes:
        print(
            "This replaces the database and the uploaded files. Stop the site, then say so with --yes.", file=sys.stderr
        )
        return 2
    try:
        {"backup": backup, "restore": restore}[options.what](options.file.absolute())
    except ArchiveError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{options.what}: {options.file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
