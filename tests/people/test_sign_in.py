"""Signing in: one page, lockout that tells nothing, the log of sign-ins, first passwords."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import hashers
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import pbkdf2

from reform.people import actions
from reform.people.models import SignIn, User

from .makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture
def editor() -> User:
    return make_user("bianji", "editor", name="编辑甲")


def sign_in(client: Client, name: str, password: str = PASSWORD, address: str = "10.0.0.1", **extra: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password, **extra}, REMOTE_ADDR=address)


def seen(response: Any) -> tuple[int, str]:
    """What a stranger can compare: the status, and the page without the token and the typed name."""
    text = re.sub(r'(csrfmiddlewaretoken|name="login" value)[^>]*', "", response.content.decode())
    return response.status_code, re.sub(r'value="[^"]*"', "", text)


def test_staff_go_to_the_admin_and_others_to_the_site(editor: User) -> None:
    make_user("xueyuan")
    assert sign_in(Client(), "bianji").headers["Location"] == "/admin/"
    assert sign_in(Client(), "xueyuan").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/admin/login/?next=/admin/pages/", "/accounts/login/?next=/admin/pages/"),
        ("/admin/password_reset/", "/accounts/password/reset/"),
        ("/admin/password_reset/confirm/MQ/set-password/", "/accounts/password/reset/"),
        ("/admin/password_reset/done/", "/accounts/password/reset/"),
    ],
)
def test_wagtails_own_pages_lead_to_the_one_page(client: Client, address: str, to: str) -> None:
    for response in (client.get(address), client.post(address, {"username": "a", "password": "b", "email": "a@b.cn"})):
        assert (response.status_code, response.headers["Location"]) == (302, to)
    assert not mail.outbox


def test_a_visitor_to_the_admin_comes_back_to_the_page_asked_for(client: Client, editor: User) -> None:
    answer = client.get("/admin/reports/site-history/")
    assert answer.headers["Location"] == "/accounts/login/?next=/admin/reports/site-history/"
    assert (
        sign_in(client, "bianji", next="/admin/reports/site-history/").headers["Location"]
        == "/admin/reports/site-history/"
    )


def test_nobody_is_sent_to_another_host(client: Client, editor: User) -> None:
    assert sign_in(client, "bianji", next="https://evil.example/").headers["Location"] == "/admin/"


def test_nobody_signs_up(client: Client) -> None:
    client.get("/accounts/signup/")
    client.post(
        "/accounts/signup/", {"username": "neu", "password1": PASSWORD, "password2": PASSWORD, "email": "a@b.cn"}
    )
    assert not User.objects.filter(username="neu").exists()


def test_wrong_unknown_and_locked_are_answered_alike(settings: Any, editor: User) -> None:
    wrong = seen(sign_in(Client(), "bianji", "falsch-falsch", "10.0.0.2"))
    unknown = seen(sign_in(Client(), "niemand", "falsch-falsch", "10.0.0.3"))
    for number in range(settings.LOGIN_FAILURES_PER_NAME):
        sign_in(Client(), "bianji", "falsch-falsch", f"10.0.1.{number}")
        sign_in(Client(), "niemand", "falsch-falsch", f"10.0.2.{number}")
    locked = seen(sign_in(Client(), "bianji", PASSWORD, "10.0.0.4"))
    locked_unknown = seen(sign_in(Client(), "niemand", PASSWORD, "10.0.0.5"))
    assert wrong == unknown == locked == locked_unknown
    assert wrong[0] == 200


def test_wrong_unknown_and_locked_take_the_same_time(settings: Any, editor: User, monkeypatch: Any) -> None:
    """Hashing is what takes the time, with the hashing of production: its rounds are counted, since a clock on a busy
    machine tells nothing."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    editor.set_password(PASSWORD)
    editor.save()
    rounds: list[int] = []

    def counting(password: Any, salt: Any, iterations: int, **kwargs: Any) -> bytes:
        rounds.append(iterations)
        return pbkdf2(password, salt, iterations, **kwargs)

    monkeypatch.setattr(hashers, "pbkdf2", counting)

    def work(name: str, password: str, address: str) -> int:
        rounds.clear()
        sign_in(Client(), name, password, address)
        return sum(rounds)

    once = hashers.PBKDF2PasswordHasher.iterations
    assert work("bianji", "falsch-falsch", "10.1.0.1") == once
    assert work("niemand", "falsch-falsch", "10.1.0.2") == once
    for number in range(settings.LOGIN_FAILURES_PER_NAME):
        assert work("bianji", "x", f"10.2.{number}.1") == once
        assert work("niemand", "x", f"10.3.{number}.1") == once
    assert AccessAttempt.objects.count() > settings.LOGIN_FAILURES_PER_NAME
    assert work("bianji", PASSWORD, "10.1.0.3") == once, "locked, with the right password"
    assert work("niemand", PASSWORD, "10.1.0.4") == once
    assert SignIn.objects.filter(result=SignIn.Result.LOCKED).count() >= 2


def test_a_name_is_locked_from_everywhere_and_in_every_spelling(settings: Any, editor: User) -> None:
    for number, name in zip(
        range(settings.LOGIN_FAILURES_PER_NAME), ["bianji", "Bianji", "BIANJI", " bianji", "ｂｉａｎｊｉ"], strict=False
    ):
        sign_in(Client(), name, "falsch-falsch", f"10.0.0.{number}")
    assert sign_in(Client(), "bianji", address="10.9.9.9").status_code == 200


def test_an_address_is_locked_for_every_name(settings: Any, editor: User) -> None:
    for number in range(settings.LOGIN_FAILURES_PER_ADDRESS):
        assert sign_in(Client(), f"erfunden{number}", "falsch-falsch").status_code == 200
    assert sign_in(Client(), "bianji").status_code == 200, "the address should be locked"
    assert sign_in(Client(), "bianji", address="10.0.0.2").status_code == 302


def test_an_office_behind_one_address_is_not_locked_by_one_of_its_people(settings: Any, editor: User) -> None:
    make_user("vergesslich", "editor")
    for _number in range(settings.LOGIN_FAILURES_PER_NAME + 3):
        sign_in(Client(), "vergesslich", "falsch-falsch")
    assert sign_in(Client(), "bianji").status_code == 302


def test_the_lockout_ends_by_itself_and_asking_meanwhile_does_not_prolong_it(settings: Any, editor: User) -> None:
    for _number in range(settings.LOGIN_FAILURES_PER_NAME + 2):
        sign_in(Client(), "bianji", "falsch-falsch")
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME + timedelta(minutes=1))
    assert sign_in(Client(), "bianji").status_code == 200
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1))
    assert sign_in(Client(), "bianji").status_code == 302


def test_a_success_forgives_the_name_but_not_the_address(settings: Any, editor: User) -> None:
    for number in range(settings.LOGIN_FAILURES_PER_ADDRESS - 1):
        sign_in(Client(), f"erfunden{number}", "falsch-falsch")
    assert sign_in(Client(), "bianji").status_code == 302
    sign_in(Client(), "nocheiner", "falsch-falsch")
    assert sign_in(Client(), "bianji").status_code == 200


def test_an_administrator_lifts_the_lockout(settings: Any, editor: User, admin: User) -> None:
    for _number in range(settings.LOGIN_FAILURES_PER_NAME):
        sign_in(Client(), "bianji", "falsch-falsch")
    actions.unlock(editor, admin)
    assert sign_in(Client(), "bianji", address="10.0.0.9").status_code == 302


def test_a_proxys_visitors_are_told_apart_by_the_address_it_gives(settings: Any, editor: User) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(settings.LOGIN_FAILURES_PER_ADDRESS):
        Client().post(
            LOGIN,
            {"login": f"x{number}", "password": "y"},
            REMOTE_ADDR="127.0.0.1",
            HTTP_X_FORWARDED_FOR="1.1.1.1, 9.9.9.9",
        )
    ok = {"login": "bianji", "password": PASSWORD}
    assert Client().post(LOGIN, ok, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="9.9.9.9").status_code == 200
    assert Client().post(LOGIN, ok, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="8.8.8.8").status_code == 302


def test_no_log_file_and_no_table_holds_what_was_typed(caplog: Any, settings: Any, editor: User) -> None:
    with caplog.at_level(logging.DEBUG):
        for number in range(settings.LOGIN_FAILURES_PER_NAME + 1):
            sign_in(Client(), "bianji", f"Geheim-{number}", "10.7.7.7")
            sign_in(Client(), "MeinPasswortImFalschenFeld", f"Geheim-{number}", "10.7.7.7")
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    logged = "\n".join(lines)
    assert lines, "axes logs something at this level"
    for word in ("bianji", "MeinPasswort", "Geheim", "10.7.7.7"):
        assert word not in logged
    rows = "\n".join(str(row) for row in AccessAttempt.objects.values())
    for word in ("bianji", "MeinPasswort", "Geheim"):
        assert word not in rows


def test_the_log_says_who_when_where_with_what(editor: User) -> None:
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0.0.0"})
    sign_in(client, "bianji", "falsch-falsch")
    sign_in(client, "niemand", "falsch-falsch")
    sign_in(client, "bianji")
    client.post("/accounts/logout/")
    rows = [(row.user, row.result, row.address, row.device[:11]) for row in SignIn.objects.order_by("pk")]
    assert rows == [
        (editor, "failure", "10.0.0.1", "Mozilla/5.0"),
        (None, "failure", "10.0.0.1", "Mozilla/5.0"),
        (editor, "success", "10.0.0.1", "Mozilla/5.0"),
        (editor, "out", "127.0.0.1", "Mozilla/5.0"),
    ]


def test_a_locked_attempt_is_one_line_of_the_log(settings: Any, editor: User) -> None:
    for _number in range(settings.LOGIN_FAILURES_PER_NAME + 1):
        sign_in(Client(), "bianji", "falsch-falsch")
    results = list(SignIn.objects.order_by("pk").values_list("result", flat=True))
    assert results == ["failure"] * (settings.LOGIN_FAILURES_PER_NAME - 1) + ["locked"] * 2


def test_old_lines_go_and_young_ones_stay(settings: Any, editor: User) -> None:
    sign_in(Client(), "bianji")
    SignIn.objects.update(at=timezone.now() - timedelta(days=settings.SIGN_IN_LOG_DAYS + 1))
    sign_in(Client(), "bianji")
    call_command("prune_sign_ins")
    assert SignIn.objects.count() == 1


def test_a_closed_account_is_out_at_once(client: Client, editor: User, admin: User) -> None:
    sign_in(client, "bianji")
    assert client.get("/admin/account/").status_code == 200
    actions.close_account(editor, admin)
    assert client.get("/admin/account/").status_code == 302
    assert sign_in(Client(), "bianji").headers["Location"] == "/accounts/inactive/"
    actions.reopen_account(editor, admin)
    assert sign_in(Client(), "bianji").headers["Location"] == "/admin/"


# --- first passwords ----------------------------------------------------------------------------------------------


def test_a_one_time_password_must_be_changed_before_anything_else(admin: User, editor: User) -> None:
    password = actions.issue_one_time_password(editor, admin)
    client = Client()
    assert sign_in(client, "bianji", password).status_code == 302
    for address in ("/admin/", "/admin/pages/", "/"):
        assert client.get(address).headers["Location"] == "/accounts/password/change/"
    assert client.post("/admin/reports/site-history/").status_code == 302
    assert client.get("/admin/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    new = "Ein-Neues-Wort-88"
    data = {"oldpassword": password, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", data).status_code == 302
    assert client.get("/admin/account/").status_code == 200
    assert sign_in(Client(), "bianji", password).status_code == 200
    assert sign_in(Client(), "bianji", new).status_code == 302


def test_the_same_password_is_not_a_change(admin: User, editor: User) -> None:
    password = actions.issue_one_time_password(editor, admin)
    client = Client()
    sign_in(client, "bianji", password)
    client.post("/accounts/password/change/", {"oldpassword": password, "password1": password, "password2": password})
    assert client.get("/admin/account/").status_code == 302


def test_a_one_time_password_runs_out(admin: User, editor: User) -> None:
    password = actions.issue_one_time_password(editor, admin)
    User.objects.filter(pk=editor.pk).update(password_expires=timezone.now() - timedelta(minutes=1))
    assert sign_in(Client(), "bianji", password).status_code == 200


def test_a_one_time_password_ends_open_sessions(client: Client, admin: User, editor: User) -> None:
    sign_in(client, "bianji")
    actions.issue_one_time_password(editor, admin)
    assert client.get("/admin/account/").status_code == 302


def test_an_activation_link_leads_to_a_password_of_ones_own(
    admin: User, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    person = actions.create_account(admin, username="neu", name="新人", email="neu@yunxi.invalid", roles=["editor"])
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_activation(person, admin)
    (letter,) = mail.outbox
    assert letter.to == ["neu@yunxi.invalid"] and "neu" in letter.body and PASSWORD not in letter.body
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body)[1]
    client = Client()
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    new = "Ein-Neues-Wort-88"
    client.post(address, {"password1": new, "password2": new})
    assert sign_in(Client(), "neu", new).headers["Location"] == "/admin/"
    again = Client().get(link, follow=True)
    assert again.context["token_fail"], "a link works once"


def test_asking_for_a_new_password_tells_nothing(editor: User) -> None:
    def ask(email: str) -> tuple[int, str, str]:
        client = Client()
        answer = client.post("/accounts/password/reset/", {"email": email})
        return answer.status_code, answer.headers["Location"], client.get(answer.headers["Location"]).content.decode()

    assert ask(editor.email) == ask("niemand@yunxi.invalid")
    assert [letter.to for letter in mail.outbox] == [[editor.email], ["niemand@yunxi.invalid"]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body
    assert "/accounts/password/reset/key/" not in mail.outbox[1].body


def test_after_a_change_of_address_the_old_one_opens_nothing(admin: User, editor: User) -> None:
    old = editor.email
    Client().post("/accounts/password/reset/", {"email": old})
    actions.change_account(editor, admin, email="andere@yunxi.invalid")
    mail.outbox.clear()
    Client().post("/accounts/password/reset/", {"email": old})
    assert "/accounts/password/reset/key/" not in mail.outbox[0].body


def test_addresses_are_not_changed_by_their_owner(client: Client, editor: User) -> None:
    client.force_login(editor)
    for response in (
        client.get("/accounts/email/"),
        client.post("/accounts/email/", {"action_add": "", "email": "x@y.cn"}),
    ):
        assert response.headers["Location"] == reverse("account_home")
    assert User.objects.get(pk=editor.pk).email == editor.email


def test_the_account_page_shows_the_last_sign_ins(client: Client, editor: User) -> None:
    sign_in(Client(), "bianji", "falsch-falsch", "10.3.3.3")
    sign_in(client, "bianji", address="10.4.4.4")
    page = client.get("/accounts/").content.decode()
    assert "10.3.3.3" in page and "10.4.4.4" in page and "编辑甲" in page and "编辑" in page
