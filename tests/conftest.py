"""What every test shares: people by role, a site, files in a temporary folder, no network."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy import compile_messages

from . import migrated

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Translations are compiled files that git does not hold: bring them up to date once, before any worker starts.

    pytest-django has set Django up by now, and Django may have read the old files: it is told to forget them, as its
    own reloader does.
    """
    if hasattr(config, "workerinput"):
        return
    from django.utils.translation.reloader import translation_file_changed

    for compiled in compile_messages.main():
        translation_file_changed(sender=None, file_path=compiled)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The run on PostgreSQL has the tests that use Django's database. The others would do again what they did on SQLite:
    they are plain functions, or bring databases of their own, of each kind."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return
    left_out = [item for item in items if not _uses_database(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _uses_database(item)]


def _uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or not {"db", "transactional_db", "live_server"}.isdisjoint(
        getattr(item, "fixturenames", ())
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database begins as a copy of a migrated one, where there is one."""
    from django.conf import settings

    migrated.begin_with_copies(settings.DATABASES)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything must run (CI), a skipped test is a failure, but for those that read data of others (tests/data.py)."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("NO_SKIPS") or reporter is None:
        return
    skipped = [report for report in reporter.stats.get("skipped", []) if "../shared/data" not in str(report.longrepr)]
    if skipped and not exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A test that reaches for another host fails at once instead of hanging."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test reached for {address[0]}")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", only_here)
        yield


@pytest.fixture(autouse=True)
def fresh(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each test starts with an empty cache, the site's language, and a folder of its own for files."""
    from django.core.cache import caches
    from django.utils import translation

    from reform.pages import edition

    for name in settings.CACHES:
        caches[name].clear()
    edition._memory = edition._Memory()
    translation.activate(settings.LANGUAGE_CODE)
    settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("media"))


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """`person("editor", "auditor")`: a user with these roles (keys of `reform.people.roles`)."""
    from django.contrib.auth.models import Group

    from reform.people.models import User
    from reform.people.roles import BY_KEY

    def make(*roles: str, **fields: Any) -> User:
        number = User.objects.count() + 1
        fields = {"username": f"{(roles or ('reader',))[0]}{number}", "name": f"测试{number}", **fields}
        password = fields.pop("password", "a long password 1")
        user = User.objects.create_user(password=password, email=f"{fields['username']}@example.com", **fields)
        user.groups.set(Group.objects.filter(name__in=[BY_KEY[role].name for role in roles]))
        return user

    return make


def _one(role: str) -> Any:
    def fixture(person: Callable[..., Any]) -> Any:
        return person(role)

    fixture.__doc__ = f"A user whose one role is `{role}`."
    return pytest.fixture(fixture, name=role)


editor = _one("editor")
first_reviewer = pytest.fixture(lambda person: person("first_review"), name="first_reviewer")
second_reviewer = pytest.fixture(lambda person: person("second_review"), name="second_reviewer")
final_reviewer = pytest.fixture(lambda person: person("final_review"), name="final_reviewer")
site_admin = _one("site_admin")
auditor = _one("auditor")


@pytest.fixture
def home(db: None) -> Any:
    """A home page at the root of the default site."""
    from wagtail.models import Locale, Page, Site

    from reform.pages.models import HomePage

    found = HomePage.objects.filter(locale=Locale.get_default()).first()
    if found is None:
        found = Page.get_first_root_node().add_child(
            instance=HomePage(title="云溪改革", slug="yunxi", locale=Locale.get_default())
        )
    site = {"hostname": "testserver", "port": 80, "root_page": found, "site_name": "云溪改革"}
    Site.objects.update_or_create(is_default_site=True, defaults=site)
    return found


@pytest.fixture
def column(home: Any) -> Any:
    """A column of news below the home page."""
    from reform.pages.models import ColumnPage

    return home.add_child(instance=ColumnPage(title="改革动态", slug="dongtai", kind="news"))
