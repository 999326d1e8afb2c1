"""The site as it is run in production: nginx, gunicorn with the production settings, PostgreSQL and Redis; all real."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from .installation import NAME, Installation, fresh_database

BUILD = "from tests.deploy.small_site import build; build()"
PAGES = ("/", "/gushi/", "/gushi/xiu-lu/", "/site-map/", "/sitemap.xml", "/feeds/rss.xml")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, list[str]]]:
    """Installed, filled and served; with the addresses of a picture, a file, and a draft's file."""
    database, cache = os.environ.get("TEST_POSTGRES_URL"), os.environ.get("TEST_REDIS_URL")
    if not database or not cache or not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        pytest.skip("needs PostgreSQL, Redis and nginx (python tests/services.py COMMAND; apt-get install nginx)")
    with fresh_database(database, f"server_{os.getpid()}") as url:
        # Another database of the same Redis: the suites run side by side.
        installation = Installation(tmp_path_factory.mktemp("installation"), url, cache.rsplit("/", 1)[0] + "/7")
        installation.manage("migrate", "--no-input", "--verbosity", "0")
        installation.manage("collectstatic", "--no-input", "--verbosity", "0")
        addresses = installation.shell(BUILD).split()
        with installation.gunicorn(), installation.nginx():
            yield installation, addresses


def test_http_leads_to_https_and_https_does_not_run_in_circles(site: tuple[Installation, list[str]]) -> None:
    installation, _addresses = site
    plain = installation.ask("/gushi/", port=installation.plain)
    assert plain.status == 301 and plain.headers["Location"] == f"https://{NAME}/gushi/"
    answer = installation.ask("/")
    assert answer.status == 200 and "云溪改革" in answer.text
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "nginx/" not in answer.headers.get("Server", ""), "the version is nobody's business"


def test_another_host_name_is_refused(site: tuple[Installation, list[str]]) -> None:
    installation, _addresses = site
    assert installation.ask("/", Host="evil.invalid").status == 400
    assert installation.ask("/").status == 200


def test_static_files_come_from_nginx_and_stay(site: tuple[Installation, list[str]]) -> None:
    installation, _addresses = site
    page = installation.ask("/").text
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = installation.ask(sheet)
    assert answer.status == 200 and answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"].startswith("text/css")
    assert installation.ask("/static/none.css").status == 404


def test_uploaded_files_are_sent_by_nginx_when_the_site_says_so(site: tuple[Installation, list[str]]) -> None:
    installation, (picture, file, hidden) = site
    answer = installation.ask(picture)
    assert answer.status == 200 and answer.headers["Content-Type"] == "image/jpeg" and answer.body[:2] == b"\xff\xd8"
    assert installation.ask(file).body.decode() == "说明"
    assert installation.ask(hidden).status == 404, "the file of a draft"
    media = installation.folder / "media"
    for path in media.rglob("*.*"):
        name = path.relative_to(media)
        for address in (f"/protected-media/{name}", f"/media/{name}"):
            assert installation.ask(address).status == 404, f"{address} is reachable by its own name"


def test_the_address_that_counts_is_the_one_nginx_saw(site: tuple[Installation, list[str]]) -> None:
    """Else everybody who guesses passwords would come from somewhere else each time."""
    installation, _addresses = site
    form = installation.ask("/accounts/login/")
    token = form.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    cookie = form.headers["Set-Cookie"].split(";")[0]
    data = urlencode({"csrfmiddlewaretoken": token, "login": "nobody", "password": "wrong"}).encode()
    forged = {"Cookie": cookie, "Referer": f"https://{NAME}/accounts/login/", "X-Forwarded-For": "6.6.6.6"}
    assert installation.ask("/accounts/login/", data=data, **forged).status == 200
    last = "from reform.people.models import SignIn; print(SignIn.objects.order_by('pk').last().address)"
    assert installation.shell(last) == "127.0.0.1"


def test_a_publication_is_visible_to_every_worker_on_the_next_request(site: tuple[Installation, list[str]]) -> None:
    installation, _addresses = site
    for _turn in range(6):
        assert "路又修宽了" not in installation.ask("/gushi/xiu-lu/").text
    publish = (
        "from publicity.models import StoryPage; page = StoryPage.objects.get(slug='xiu-lu');"
        "page.summary = '路又修宽了';"
        "page.save_revision().publish(skip_permission_checks=True); print('published')"
    )
    assert installation.shell(publish) == "published"
    for _turn in range(12):
        assert "路又修宽了" in installation.ask("/gushi/xiu-lu/").text


def test_kept_pages_and_sessions_are_where_all_servers_see_them(site: tuple[Installation, list[str]]) -> None:
    installation, _addresses = site
    import redis

    installation.ask("/gushi/")
    keys = redis.Redis.from_url(installation.cache).keys("*")
    assert any(key.startswith(b"pages:") for key in keys), keys


def test_a_backup_restored_shows_the_same_site(site: tuple[Installation, list[str]], tmp_path: Path) -> None:
    """As docs/operations.md says: backup while the site runs; all is lost; restore; the same pages, pictures, files."""
    installation, (picture, file, _hidden) = site
    addresses = [*PAGES, picture, file]
    before = {path: installation.ask(path) for path in addresses}
    assert {answer.status for answer in before.values()} == {200}, {p: a.status for p, a in before.items()}
    archive = tmp_path / "backup.tar.gz"
    installation.run("deploy/archive.py", "backup", str(archive))

    installation.shell(
        "from wagtail.models import Page; from reform.people.models import User;"
        "Page.objects.get(slug='gushi').delete(); User.objects.all().delete(); print('lost')"
    )
    shutil.rmtree(installation.folder / "media")
    assert installation.ask("/gushi/xiu-lu/").status == 404
    assert installation.ask(picture).status >= 400

    installation.run("deploy/archive.py", "restore", str(archive), "--yes")
    restarted = Installation(installation.folder, installation.database, installation.cache)
    with restarted.gunicorn(), restarted.nginx():
        for path, answer in before.items():
            after = restarted.ask(path)
            assert after.status == 200, path
            assert after.body == answer.body, path


def test_while_gunicorn_is_away_readers_are_told_so(site: tuple[Installation, list[str]]) -> None:
    """Last of all: a second nginx in front of nothing."""
    installation, _addresses = site
    other = Installation(installation.folder, installation.database, installation.cache)
    with other.nginx():
        answer = other.ask("/")
    assert answer.status == 502 and "稍后" in answer.text
