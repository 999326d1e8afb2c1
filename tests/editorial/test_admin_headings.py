"""Every admin page of ours has the slim header of Wagtail's own (`admin_header`, or a generic view's)."""

from pathlib import Path

from django.conf import settings


def test_no_admin_page_has_the_former_header() -> None:
    folders = [Path(folder) for engine in settings.TEMPLATES for folder in engine["DIRS"]]
    pages = [path for folder in folders for path in folder.rglob("*.html")]
    assert len([path for path in pages if "{% admin_header " in path.read_text()]) > 10
    assert [path.name for path in pages if "shared/header.html" in path.read_text()] == []
