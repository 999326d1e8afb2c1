"""The site in a folder of its own, on SQLite or PostgreSQL, with or without Elasticsearch, and processes that run on it."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ENGINES = ("sqlite", "postgresql", "elasticsearch")


@dataclass
class Installation:
    """`database` is an address or empty (SQLite in `folder`); `cluster` the address of Elasticsearch or empty."""

    folder: Path
    database: str = ""
    cluster: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        left = ("DATABASE_URL", "MEDIA_ROOT", "REDIS_URL", "ELASTICSEARCH_URL")
        kept = {name: value for name, value in os.environ.items() if name not in left}
        variables = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "reform.settings.demo",
            "VAR_DIR": str(self.folder),
            "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
            "PYTHONWARNINGS": "ignore",
            "ALLOWED_HOSTS": "testserver,127.0.0.1",
            "ELASTICSEARCH_PREFIX": f"bench-{os.getpid()}",
            **self.more,
        }
        if self.database:
            variables["DATABASE_URL"] = self.database
        if self.cluster:
            variables["ELASTICSEARCH_URL"] = self.cluster
        return variables

    def manage(self, *command: str) -> str:
        """One management command; what it printed. Raises `RuntimeError`."""
        return self._run([sys.executable, "manage.py", *command])

    def call(self, function: str, *arguments: str) -> str:
        """`module.function` of this folder, called with texts, in a process with Django set up; what it printed."""
        module, _, name = function.rpartition(".")
        code = (
            f"import sys, django; django.setup()\nfrom tests.bench.search.{module} import {name}\n{name}(*sys.argv[1:])"
        )
        return self._run([sys.executable, "-c", code, *arguments])

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A management command that goes on by itself."""
        with (self.folder / "started.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[1:4])}: {done.stdout[-1500:]}{done.stderr[-3000:]}")
        return done.stdout
