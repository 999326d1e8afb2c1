"""`make dev`: autoreload, debug toolbar, mail on the console; and nothing of it in production."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from .. import migrated
from ..services import free_port

ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(folder), "PYTHONPATH": f"{ROOT / 'site'}", **more}


def test_the_development_server_reloads_and_shows_toolbar_and_mail(tmp_path: Path) -> None:
    """Without DJANGO_SETTINGS_MODULE: these settings are the default of manage.py."""
    migrated.lay(tmp_path / "var" / "reform.sqlite3")
    variables = environment(tmp_path / "var", PYTHONUNBUFFERED="1")
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=variables, check=True)
    mail = "from django.core.mail import send_mail; send_mail('主题', '正文', None, ['a@example.com'])"
    sent = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", mail],
        cwd=ROOT,
        env=variables,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "To: a@example.com" in sent.stdout
    port, log = free_port(), tmp_path / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=variables,
            stdout=output,
            stderr=output,
        )
        try:
            page = ""
            for _attempt in range(120):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=20) as answer:
                        page = answer.read().decode()
                    break
                except OSError:
                    assert server.poll() is None, log.read_text()[-2000:]
                    time.sleep(0.5)
            assert 'id="djDebug"' in page
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}/static/debug_toolbar/js/toolbar.js", timeout=20
            ) as script:
                assert script.status == 200
            assert "Watching for file changes" in log.read_text()
        finally:
            server.terminate()
            server.wait(timeout=20)


def test_no_other_settings_have_the_toolbar(tmp_path: Path) -> None:
    for name in ("demo", "test"):
        code = "from django.conf import settings as s; print(s.DEBUG, s.DEBUG_TOOLBAR, 'debug_toolbar' in s.INSTALLED_APPS)"
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment(tmp_path, DJANGO_SETTINGS_MODULE=f"reform.settings.{name}"),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == ["False", "False", "False"], name
