"""Production starts with safe values and refuses each unsafe one by name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTACT_KEY = "q7h1kGm2n4Yw0l3yq9v5c8Jx6d1Zt0ePz2aUu4RrSsE="
KEY = "f3Kq-9vXw_2Lr8TnBz5YcGh7JmPd4SaWe6UiQoEx1RtHyNbVkMg0ZjLs"


# Reading the settings is where a start stops; a whole `manage.py` for each case would take minutes.
READ = ("-c", "import reform.settings.production")


def start(folder: Path, *command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command with safe production settings, but for the changes; an empty change unsets the variable."""
    safe = {
        "SECRET_KEY": KEY,
        "CONTACT_KEYS": CONTACT_KEY,
        "ALLOWED_HOSTS": "gaige.yunxi.invalid",
        "WAGTAILADMIN_BASE_URL": "https://gaige.yunxi.invalid",
        "VAR_DIR": str(folder),
    }
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "reform.settings.production",
        **safe,
        **changes,
    }
    return subprocess.run(
        [sys.executable, *(command or READ)],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


def test_safe_values_pass_the_deployment_check(tmp_path):
    done = start(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("DEBUG", "1", "debug pages"),
        ("DEBUG", "True", "debug pages"),
        ("SECRET_KEY", "", "is empty"),
        ("SECRET_KEY", "short", "too short"),
        ("SECRET_KEY", "a" * 80, "too simple"),
        ("SECRET_KEY", "change-me-" + KEY, "from an example"),
        ("SECRET_KEY", "django-insecure-" + KEY, "from an example"),
        ("CONTACT_KEYS", "", "is empty"),
        ("CONTACT_KEYS", f"{CONTACT_KEY},short", "no key"),
        ("CONTACT_KEYS", "ZGV2ZWxvcG1lbnQtb25seS1ub3QtYS1zZWNyZXQtISE=", "from development"),
        ("ALLOWED_HOSTS", "", "is empty"),
        ("ALLOWED_HOSTS", "*", "wildcard"),
        ("ALLOWED_HOSTS", "gaige.yunxi.invalid,*", "wildcard"),
        ("WAGTAILADMIN_BASE_URL", "", "https address"),
        ("WAGTAILADMIN_BASE_URL", "http://gaige.yunxi.invalid", "https address"),
        ("DATABASE_URL", "sqlite:////proc/none.sqlite3", "cannot write"),
        ("MEDIA_ROOT", "/proc/media", "cannot write"),
    ],
)
def test_an_unsafe_value_is_refused_by_name(tmp_path, variable, value, reason):
    done = start(tmp_path, **{variable: value})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"  - {variable}"), done.stderr[-500:]
    assert reason in last


def test_all_faults_are_named_at_once(tmp_path):
    done = start(tmp_path, "manage.py", "migrate", SECRET_KEY="", ALLOWED_HOSTS="*", DEBUG="1")
    assert done.returncode != 0
    for variable in ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"):
        assert f"  - {variable}" in done.stderr
    assert KEY not in done.stderr


def test_the_example_names_every_variable_that_settings_read():
    import re

    read = set()
    for path in (ROOT / "site" / "reform" / "settings").glob("*.py"):
        read |= set(re.findall(r"""env(?:\.\w+)?\(\s*f?["']([A-Z_]+)["']""", path.read_text(encoding="utf-8")))
        read |= set(re.findall(r"""environ\.get\(\s*["']([A-Z_]+)["']""", path.read_text(encoding="utf-8")))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.M))
    assert read - {"PORT"} <= listed
