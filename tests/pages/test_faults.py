"""The site while its database does not answer: readers get a page that says so, and no one learns why."""

import os
import subprocess
import sys
from pathlib import Path

from ..services import free_port

ROOT = Path(__file__).resolve().parents[2]

ASK = """
import re
from django.test import Client
client = Client(raise_request_exception=False)
for address in ("/", "/gushi/", "/en/", "/accounts/login/", "/search/?q=1"):
    answer = client.get(address)
    html = answer.content.decode()
    print(address, answer.status_code, "<h1>" in html and "<main" in html, bool(re.search("5432|psycopg|Traceback|refused", html)),
          answer.headers.get("Content-Security-Policy", ""), sep="|")
print("HTML" + html)
"""


def test_the_page_for_faults_needs_no_database() -> None:
    """A process of its own, whose PostgreSQL is not there."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ASK],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "reform.settings.test",
            "DATABASE_URL": f"postgres://nobody:secret@127.0.0.1:{free_port()}/nothing",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines, _mark, html = done.stdout.partition("HTML")
    answers = [line.split("|") for line in lines.strip().splitlines()]
    assert len(answers) == 5, done.stderr[-2000:]
    for address, status, whole, tells, policy in answers:
        assert (status, whole, tells) == ("500", "True", "False"), address
        assert "default-src 'none'" in policy, address
    assert '<html lang="zh-Hans"' in html or '<html lang="zh-hans"' in html
    assert 'href="/"' in html and "<style>" in html and "<link" not in html and "<script" not in html
