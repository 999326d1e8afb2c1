"""Wagtail's header takes a variable called `heading` for its whole heading, in place of the one it would write."""

from pathlib import Path

from django.conf import settings


def test_no_admin_page_loses_its_heading() -> None:
    folders = [Path(folder) for engine in settings.TEMPLATES for folder in engine["DIRS"]]
    found = [path for folder in folders for path in folder.rglob("*.html") if "shared/header.html" in path.read_text()]
    assert len(found) > 10
    assert [path.name for path in found if "as heading %}" in path.read_text()] == []
