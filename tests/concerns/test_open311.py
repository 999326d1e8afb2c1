"""Open311 GeoReport v2: off by default, only public fields, sending with a key."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.utils import timezone

from concerns.contacts import details_of
from concerns.models import AnswerPage, AnswersPage, Concern

pytestmark = pytest.mark.django_db
ROOT = "/open311/v2"
KEY = "a-key-of-another-program"
SENT = {"api_key": KEY, "service_code": "help", "description": "溪山路路灯不亮", "phone": "13958012345"}


@pytest.fixture
def on(settings: Any, home: Any) -> None:
    cache.clear()
    settings.OPEN311, settings.OPEN311_KEYS = True, [KEY]


def test_off_by_default(client, home):
    for address in ("services.json", "requests.xml", "requests/1.json"):
        assert client.get(f"{ROOT}/{address}").status_code == 404
    assert client.post(f"{ROOT}/requests.json", SENT).status_code == 404


def test_services_in_both_formats_without_accusations(client, on):
    codes = {row["service_code"] for row in client.get(f"{ROOT}/services.json").json()}
    assert codes == {"question", "help", "suggestion", "complaint"}
    xml = ElementTree.fromstring(client.get(f"{ROOT}/services.xml").content)  # noqa: S314
    assert {item.findtext("service_code") for item in xml.iter("service")} == codes


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"api_key": ""}, 403),
        ({"api_key": "another"}, 403),
        ({"service_code": "accusation"}, 404),
        ({"service_code": ""}, 400),
        ({"description": " "}, 400),
        ({"email": "x"}, 400),
    ],
)
def test_what_is_refused_says_why(client, on, changes, status):
    answer = client.post(f"{ROOT}/requests.json", {**SENT, **changes})
    assert answer.status_code == status and answer.json()[0]["code"] == status
    assert not Concern.objects.exists()


def test_sent_and_followed_by_its_code_without_a_word_of_it(client, on):
    code = client.post(f"{ROOT}/requests.json", SENT).json()[0]["service_request_id"]
    concern = Concern.objects.get()
    assert concern.code == code and details_of(concern).phone == "13958012345"
    answer = client.get(f"{ROOT}/requests/{code}.json")
    assert answer.json()[0]["status"] == "open"
    for secret in ("路灯", "13958012345"):
        assert secret not in answer.content.decode()
    assert client.get(f"{ROOT}/requests/AAAABBBBCCC2.json").status_code == 404


def test_only_what_was_published_is_listed(client, on):
    home = AnswersPage.objects.count()
    Concern.objects.create(
        channel="web", received_at=timezone.now(), text="没有公开的话", state="answered", answer="答"
    )
    assert client.get(f"{ROOT}/requests.json").json() == [] and home == 0


def test_published_answers_in_both_formats(client, on, home):
    column = AnswersPage(title="你问我答", slug="answers")
    home.add_child(instance=column)
    today = timezone.localdate()
    page = AnswerPage(
        title="电梯", slug="q1", question="怎么装", answer="三分之二", received_on=today, answered_on=today
    )
    column.add_child(instance=page)
    row = client.get(f"{ROOT}/requests.json").json()[0]
    assert (row["description"], row["status_notes"], row["status"]) == ("怎么装", "三分之二", "closed")
    assert client.get(f"{ROOT}/requests.json?status=open").json() == []
    assert client.get(f"{ROOT}/requests.json?start_date=x").status_code == 400
    assert "三分之二" in client.get(f"{ROOT}/requests/{page.pk}.xml").content.decode()
