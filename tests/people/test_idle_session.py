"""Sessions of staff end after idle time; what a page asks for by itself is not work; nothing typed is lost silently."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from reform.people import middleware
from reform.people.models import SignIn, User

from .makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self, monkeypatch: Any) -> None:
        self.now = 1_800_000_000.0
        monkeypatch.setattr(middleware.time, "time", lambda: self.now)

    def pass_minutes(self, minutes: float) -> None:
        self.now += minutes * 60


@pytest.fixture
def clock(monkeypatch: Any) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def editor() -> User:
    return make_user("bianji", "editor")


@pytest.fixture
def at_work(clock: Clock, editor: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": "bianji", "password": PASSWORD})
    assert client.get("/admin/account/").status_code == 200
    return client


def test_work_keeps_the_session_and_idling_ends_it(at_work: Client, clock: Clock, editor: User) -> None:
    for _times in range(5):
        clock.pass_minutes(20)
        assert at_work.get("/admin/account/").status_code == 200
    clock.pass_minutes(31)
    answer = at_work.get("/admin/pages/?p=2")
    assert answer.headers["Location"] == "/accounts/login/?next=/admin/pages/%3Fp%3D2"
    assert SignIn.objects.filter(user=editor, result="idle").count() == 1
    page = at_work.get(answer.headers["Location"]).content.decode()
    assert "由于长时间没有操作" in page
    back = at_work.post("/accounts/login/", {"login": "bianji", "password": PASSWORD, "next": "/admin/pages/?p=2"})
    assert back.headers["Location"] == "/admin/pages/?p=2"


def test_the_time_is_a_setting(at_work: Client, clock: Clock, settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 120
    clock.pass_minutes(2.1)
    assert at_work.get("/admin/account/").status_code == 302


def test_what_a_page_asks_for_by_itself_is_not_work(at_work: Client, clock: Clock) -> None:
    page_type, page = "wagtailcore", Page.objects.filter(depth=2).first()
    assert page is not None
    for _times in range(4):
        clock.pass_minutes(9)
        at_work.get("/admin/session/")
        at_work.post(f"/admin/editing-sessions/ping/{page_type}/page/{page.pk}/1/")
        at_work.get("/admin/account/", headers={"x-passive": "1"})
    assert at_work.get("/admin/account/").status_code == 302


def test_typing_and_clicking_in_an_open_page_is_work(at_work: Client, clock: Clock) -> None:
    for _times in range(4):
        clock.pass_minutes(15)
        assert at_work.post("/admin/session/").json()["left"] == 30 * 60
    assert at_work.get("/admin/account/").status_code == 200


def test_the_page_is_told_how_long_is_left_and_gets_a_fresh_token(at_work: Client, clock: Clock) -> None:
    clock.pass_minutes(29)
    answer = at_work.get("/admin/session/").json()
    assert answer["left"] == 60 and len(answer["token"]) == 64
    clock.pass_minutes(2)
    ended = at_work.get("/admin/session/", headers={"x-requested-with": "XMLHttpRequest"})
    assert ended.status_code == 403


def test_a_form_sent_too_late_is_told_so_and_leads_back_to_its_page(at_work: Client, clock: Clock) -> None:
    clock.pass_minutes(31)
    answer = at_work.post(
        "/admin/account/", {"locale-x": "y"}, headers={"referer": "http://testserver/admin/account/?tab=1"}
    )
    assert answer.headers["Location"] == "/accounts/login/?next=/admin/account/%3Ftab%3D1"
    assert "最后一次提交的内容没有保存" in at_work.get(answer.headers["Location"]).content.decode()


def test_a_form_from_elsewhere_leads_nowhere_else(at_work: Client, clock: Clock) -> None:
    clock.pass_minutes(31)
    answer = at_work.post("/admin/account/", headers={"referer": "https://evil.example/x"})
    assert answer.headers["Location"] == "/accounts/login/?next=/admin/account/"


def test_a_page_open_while_the_session_ended_goes_on_with_the_fresh_token(clock: Clock, editor: User) -> None:
    """As the script in the page does it: sign in again in another window, take the new token, send the old form."""
    client = Client(enforce_csrf_checks=True)

    def token(address: str) -> str:
        return client.get(address).context["csrf_token"]

    login = {"login": "bianji", "password": PASSWORD}
    client.post("/accounts/login/", {**login, "csrfmiddlewaretoken": token("/accounts/login/")})
    old = str(token("/admin/account/"))
    clock.pass_minutes(31)
    client.post("/accounts/login/", {**login, "csrfmiddlewaretoken": token("/accounts/login/")})
    assert client.post("/admin/account/", {"csrfmiddlewaretoken": old}).status_code == 403
    fresh = client.get("/admin/session/").json()["token"]
    assert client.post("/admin/account/", {"csrfmiddlewaretoken": fresh}).status_code in {200, 302}


def test_people_without_the_admin_are_not_signed_out(clock: Clock) -> None:
    make_user("xueyuan")
    client = Client()
    client.post("/accounts/login/", {"login": "xueyuan", "password": PASSWORD})
    clock.pass_minutes(300)
    assert client.get("/accounts/").status_code == 200


def test_who_gets_a_role_while_signed_in_is_counted_from_then_on(clock: Clock, editor: User) -> None:
    groups = list(editor.groups.all())
    editor.groups.clear()
    client = Client()
    client.post("/accounts/login/", {"login": "bianji", "password": PASSWORD})
    editor.groups.set(groups)
    assert client.get("/admin/account/").status_code == 200
    clock.pass_minutes(31)
    assert client.get("/admin/account/").status_code == 302


def test_a_visitor_costs_nothing(client: Client, django_assert_num_queries: Any) -> None:
    answer = client.get("/accounts/login/")
    assert settings_cookie(client) is None
    assert answer.status_code == 200


def settings_cookie(client: Client) -> Any:
    return client.cookies.get("sessionid")


def test_every_admin_page_carries_the_clock(at_work: Client) -> None:
    page = at_work.get("/admin/account/").content.decode()
    assert 'id="people-session"' in page and "people/session.js" in page
    assert at_work.get("/admin/session/signed-in/").status_code == 200
