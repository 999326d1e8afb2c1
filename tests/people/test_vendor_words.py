"""What the packages show is Chinese, and where we have words for it ours are what staff read."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.apps import apps
from django.test import Client
from django.utils.translation import trans_real

from deploy import vendor_messages

from .makers import make_user

PATHS = ("locale", "locale/vendor")
ROOT = Path(__file__).resolve().parents[2]
OURS, VENDOR = (polib.pofile(str(ROOT / path / "zh_Hans" / "LC_MESSAGES" / "django.po")) for path in PATHS)
SCRIPTS = {
    "wagtailadmin": "/admin/jsi18n/",
    "wagtail_localize": "/admin/localize/jsi18n/",
}
# Django keeps it for projects that still have the old wording; it is said nowhere.
NOT_SAID = {"This password is too short. It must contain at least %d character."}


def _key(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else str(entry.msgid)


def _shown(entry: polib.POEntry) -> Any:
    """What Django answers in Chinese; `None` when it would answer in English."""
    catalogue = trans_real.translation("zh-hans")._catalog  # type: ignore[attr-defined]
    if entry.msgid_plural:
        try:
            return catalogue.plural(_key(entry), 2)
        except KeyError:
            return None
    return catalogue.get(_key(entry))


@pytest.mark.parametrize(
    "entries", [OURS, [entry for entry in VENDOR if entry not in OURS]], ids=["ours", "words for packages"]
)
def test_our_words_win_over_those_of_the_packages(entries: list[polib.POEntry]) -> None:
    assert len(entries) > 300
    lost = {}
    for entry in entries:
        words = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
        if _shown(entry) != words:
            lost[entry.msgid] = (words, _shown(entry))
    assert not lost


def _installed() -> Iterator[polib.POEntry]:
    for app in apps.get_app_configs():
        path = Path(app.path) / "locale" / "en" / "LC_MESSAGES" / "django.po"
        if path.exists() and ROOT / "site" not in path.parents:
            yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def test_every_string_of_an_installed_package_is_chinese() -> None:
    entries = list(_installed())
    assert len(entries) > 2000
    assert {entry.msgid for entry in entries if _shown(entry) is None} <= NOT_SAID


def test_wagtail_speaks_in_the_terms_of_this_site() -> None:
    for words in ("Documents", "Add a document", "New slug"):
        assert not any(term in str(_shown(polib.POEntry(msgid=words))) for term in vendor_messages.TERMS)
    wrong = {
        entry.msgid for entry in _installed_wagtail() if any(t in str(_shown(entry)) for t in vendor_messages.TERMS)
    }
    assert not wrong


def _installed_wagtail() -> Iterator[polib.POEntry]:
    for app in apps.get_app_configs():
        path = Path(app.path) / "locale" / "en" / "LC_MESSAGES" / "django.po"
        if path.exists() and app.name.startswith("wagtail"):
            yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


@pytest.mark.django_db
def test_every_string_of_the_admin_scripts_is_chinese(client: Client) -> None:
    client.force_login(make_user("bianji", "editor"))
    for app, address in SCRIPTS.items():
        script = client.get(address).content.decode()
        served = json.loads(re.search(r"const newcatalog = (\{.*?\n  \});", script, re.DOTALL)[1])  # type: ignore[index]
        said = polib.pofile(str(Path(apps.get_app_config(app).path) / "locale/en/LC_MESSAGES/djangojs.po"))
        assert len(said) > 40
        assert {entry.msgid for entry in said if entry.msgid not in served} == set(), address


def test_what_may_stay_english_is_not_installed() -> None:
    names = {app.name.replace(".", "/") + "/" for app in apps.get_app_configs()}
    assert not names & set(vendor_messages.OUT_OF_SIGHT)


def test_the_sources_of_the_packages_hold_no_string_without_chinese() -> None:
    done = subprocess.run(
        [sys.executable, "deploy/vendor_messages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
