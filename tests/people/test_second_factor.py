"""Second factor: code app, recovery codes, passkeys; compulsory for staff by one setting."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.exceptions import PermissionDenied
from django.test import Client

from reform.people import actions
from reform.people.models import SignIn, User

from .authenticator import Passkey
from .makers import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture
def editor() -> User:
    return make_user("bianji", "editor", name="编辑甲")


def sign_in(client: Client, name: str = "bianji") -> Any:
    return client.post(LOGIN, {"login": name, "password": PASSWORD})


def code_of(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up_codes(client: Client) -> tuple[str, list[str]]:
    """Sets up the code app as a person does; returns the app's secret and the recovery codes that the page shows."""
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
    shown = client.get("/accounts/2fa/recovery-codes/").content.decode()
    return secret, re.findall(r"<code>(\w+)</code>", shown)


def test_the_code_app_is_set_up_and_then_asked_for(editor: User) -> None:
    client = Client()
    sign_in(client)
    secret, _codes = set_up_codes(client)
    other = Client()
    assert sign_in(other).headers["Location"] == "/accounts/2fa/authenticate/"
    assert other.get("/admin/account/").status_code == 302, "not in yet"
    wrong = other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert SignIn.objects.filter(user=editor, result="second").exists()
    # The code used for setting up is spent: the one of the next half minute is the app's next.
    assert other.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).headers["Location"] == "/admin/"
    assert other.get("/admin/account/").status_code == 200


def test_codes_cannot_be_guessed_without_end(editor: User) -> None:
    client = Client()
    sign_in(client)
    secret, _codes = set_up_codes(client)
    other = Client()
    sign_in(other)
    for number in range(5):
        other.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"})
    assert other.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 200
    assert other.get("/admin/account/").status_code == 302


def test_the_picture_is_made_here_and_the_secret_is_not_stored_in_the_clear(editor: User) -> None:
    client = Client()
    sign_in(client)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret, codes = set_up_codes(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored and len(codes) == 10
    assert not any(code in stored for code in codes)


def test_each_recovery_code_opens_once(editor: User) -> None:
    client = Client()
    sign_in(client)
    _secret, codes = set_up_codes(client)
    assert len(codes) == 10
    for expected in (302, 200):
        other = Client()
        sign_in(other)
        assert other.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected


def test_recovery_codes_are_shown_once(editor: User) -> None:
    client = Client()
    sign_in(client)
    _secret, codes = set_up_codes(client)
    again = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert not any(code in again for code in codes)
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code in {403, 404}


def add_passkey(client: Client, key: Passkey) -> None:
    page = client.get("/accounts/2fa/webauthn/add/")
    answer = key.create(page.context["js_data"]["creation_options"])
    client.post("/accounts/2fa/webauthn/add/", {"name": "办公室电脑", "credential": answer, "passwordless": "on"})


SITE = "https://yunxi.example"


def browser() -> Client:
    """Over https: browsers give passkeys to no other site."""
    return Client(SERVER_NAME="yunxi.example", HTTP_ORIGIN=SITE, **{"wsgi.url_scheme": "https"})


def test_a_passkey_opens_the_account_by_itself(editor: User) -> None:
    client = browser()
    sign_in(client)
    key = Passkey(SITE)
    add_passkey(client, key)
    assert Authenticator.objects.filter(user=editor, type="webauthn").count() == 1
    assert "办公室电脑" in client.get("/accounts/2fa/webauthn/").content.decode()
    other = browser()
    options = other.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    answer = other.post("/accounts/2fa/webauthn/login/", {"credential": key.get(options["request_options"])})
    assert answer.headers["Location"] == "/admin/"
    assert other.get("/admin/account/").status_code == 200


def test_a_passkey_is_the_second_factor_after_a_password(editor: User) -> None:
    client = browser()
    sign_in(client)
    key = Passkey(SITE)
    add_passkey(client, key)
    other = browser()
    assert sign_in(other).headers["Location"] == "/accounts/2fa/authenticate/"
    page = other.get("/accounts/2fa/authenticate/")
    credential = key.get(page.context["js_data"]["request_options"])
    assert other.post("/accounts/2fa/authenticate/", {"credential": credential}).headers["Location"] == "/admin/"
    replay = browser()
    sign_in(replay)
    replay.get("/accounts/2fa/authenticate/")
    assert replay.post("/accounts/2fa/authenticate/", {"credential": credential}).status_code == 200


def test_a_passkey_made_for_another_site_opens_nothing(editor: User) -> None:
    client = browser()
    sign_in(client)
    key = Passkey(SITE)
    add_passkey(client, key)
    key.origin = "https://evil.example"
    other = browser()
    options = other.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    other.post("/accounts/2fa/webauthn/login/", {"credential": key.get(options["request_options"])})
    assert other.get("/admin/account/").status_code == 302


def test_a_closed_account_has_no_passkey_door(editor: User, admin: User) -> None:
    client = browser()
    sign_in(client)
    key = Passkey(SITE)
    add_passkey(client, key)
    actions.close_account(editor, admin)
    other = browser()
    options = other.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    answer = other.post("/accounts/2fa/webauthn/login/", {"credential": key.get(options["request_options"])})
    assert answer.headers["Location"] == "/accounts/inactive/"


# --- compulsory for staff -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "first_review", "site_admin", "auditor", "emergency"])
def test_staff_without_one_get_no_further_than_its_set_up(settings: Any, role: str) -> None:
    settings.REQUIRE_MFA_FOR_STAFF = True
    make_user("bianji", role)
    client = Client()
    sign_in(client)
    for address in ("/admin/", "/admin/pages/", "/admin/account/", "/admin/session/"):
        assert client.get(address).headers["Location"] == "/accounts/2fa/"
        assert client.post(address).headers["Location"] == "/accounts/2fa/"
        assert client.get(address, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert client.get("/accounts/2fa/").status_code == 200
    set_up_codes(client)
    assert client.get("/admin/account/").status_code == 200


def test_people_without_the_admin_are_not_asked(settings: Any) -> None:
    settings.REQUIRE_MFA_FOR_STAFF = True
    make_user("bianji")
    client = Client()
    sign_in(client)
    assert client.get("/accounts/").status_code == 200


def test_the_last_one_is_not_removed_where_it_is_compulsory(settings: Any, editor: User) -> None:
    client = Client()
    sign_in(client)
    set_up_codes(client)
    settings.REQUIRE_MFA_FOR_STAFF = True
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=editor, type="totp").exists()
    settings.REQUIRE_MFA_FOR_STAFF = False
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=editor).exists()


def test_recovery_codes_alone_are_no_second_factor(settings: Any, editor: User) -> None:
    client = Client()
    sign_in(client)
    set_up_codes(client)
    Authenticator.objects.filter(user=editor, type="totp").delete()
    settings.REQUIRE_MFA_FOR_STAFF = True
    assert client.get("/admin/account/").headers["Location"] == "/accounts/2fa/"


def test_an_administrator_resets_it_for_somebody_else_only(admin: User, editor: User) -> None:
    client = Client()
    sign_in(client)
    set_up_codes(client)
    with pytest.raises(PermissionDenied):
        actions.reset_second_factor(editor, editor)
    with pytest.raises(PermissionDenied):
        actions.reset_second_factor(admin, admin)
    actions.reset_second_factor(editor, admin)
    assert sign_in(Client()).headers["Location"] == "/admin/"


def test_a_one_time_password_does_not_lead_around_it(admin: User, editor: User) -> None:
    client = Client()
    sign_in(client)
    set_up_codes(client)
    password = actions.issue_one_time_password(editor, admin)
    answer = Client().post(LOGIN, {"login": "bianji", "password": password})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
