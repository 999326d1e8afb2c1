"""The manuals are in the admin, and nothing in the admin leads to or loads from another host."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from wagtail.models import Site
from wagtail.users.models import UserProfile

from reform.people import manuals
from reform.people.models import User

from .doors import admin_patterns
from .makers import make_user
from .world import build

pytestmark = pytest.mark.django_db

ELSEWHERE = re.compile(r"""(?:href|src|action|poster|data-[\w-]*url[\w-]*)=["']((?:https?:)?//[^"']+)""")
# Wagtail's addresses that only do something.
NOT_PAGES = ("logout/", "sprite/", "jsi18n/", "localize/jsi18n/")


@pytest.fixture
def at_editor() -> Client:
    client = Client()
    client.force_login(make_user("bianji", "editor"))
    return client


def test_every_manual_can_be_read_in_the_admin(at_editor: Client) -> None:
    index = at_editor.get("/admin/manuals/").content.decode()
    assert {"editors", "reviewers", "administrators", "roles"} <= set(manuals.titles())
    assert not {"development", "definition-of-done", "index"} & set(manuals.titles())
    for name, title in manuals.titles().items():
        assert f'href="/admin/manuals/{name}/"' in index
        page = at_editor.get(f"/admin/manuals/{name}/").content.decode()
        assert title in page
        for picture in re.findall(r'<img src="(/admin/manuals/[^"]+)" alt="([^"]*)"', page):
            answer = at_editor.get(picture[0])
            assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/png", picture
            assert picture[1], "a picture in a manual has an alternative text"


def test_links_between_manuals_lead_to_the_admin_and_links_to_source_files_are_words(at_editor: Client) -> None:
    page = at_editor.get("/admin/manuals/administrators/").content.decode()
    assert '<a href="/admin/manuals/roles/">角色与权限</a>' in page
    assert not re.search(r'href="[^"]*\.md', page)


def test_headings_can_be_linked_to(at_editor: Client) -> None:
    page = at_editor.get("/admin/manuals/operations/").content.decode()
    places = re.findall(r'<a href="#([^"]+)"', page)
    assert places
    for place in places:
        assert f'id="{place}"' in page or f'id="{_decoded(place)}"' in page


def _decoded(place: str) -> str:
    return unquote(place)


@pytest.mark.parametrize(
    "address", ["/admin/manuals/development/", "/admin/manuals/nichts/", "/admin/manuals/pictures/nichts.png"]
)
def test_what_is_not_a_manual_is_not_found(at_editor: Client, address: str) -> None:
    assert at_editor.get(address).status_code == 404


def test_the_help_menu_leads_to_the_manuals_and_wears_no_badge(at_editor: Client) -> None:
    page = at_editor.get("/admin/").content.decode()
    assert "/admin/manuals/" in page
    for gone in ("editor-guide", "whats-new-in-wagtail", "DismissibleMenuItem"):
        assert f'"{gone}' not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_the_admin_leads_to_or_loads_from_another_host(language: str, site_admin: User) -> None:
    """Every address of the admin, ours and Wagtail's, as the page comes from the server."""
    UserProfile.objects.update_or_create(user=site_admin, defaults={"preferred_language": language})
    world = build(make_user("zweiter", "site_admin"))
    site = Site.objects.get(is_default_site=True)
    site.hostname = "testserver"
    site.save()
    client = Client(raise_request_exception=False)
    client.force_login(site_admin)
    found, read = {}, 0
    for path in admin_patterns():
        if path.startswith(NOT_PAGES):
            continue
        answer = client.get(world.address(path))
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code != 200 or answer.streaming or not kind.startswith(("text/html", "application/json")):
            continue
        read += 1
        text = answer.content.decode()
        if language == "zh-hans" and "<html" in text:
            assert 'lang="zh-hans"' in text, path
        away = {link for link in ELSEWHERE.findall(text) if not link.startswith("http://testserver")}
        if away:
            found[path] = away
    assert read > 60
    assert not found
