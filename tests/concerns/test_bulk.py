"""Many concerns at once: what the preview says is what happens; each its event, all of them one; taken back while possible."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from concerns import events
from concerns.actions import NotPossible, bulk, handling
from concerns.models import Concern, ConcernEvent, Dispatch

pytestmark = pytest.mark.django_db
BULK = "/admin/concerns/bulk/"


def make(state: str = "logged", **fields: Any) -> Concern:
    fields = {"channel": "phone", "received_at": timezone.now(), "text": "路灯不亮", "state": state, **fields}
    return Concern.objects.create(**fields)


@pytest.fixture
def client(staff: Any) -> Client:
    made = Client()
    made.force_login(staff["desk"])
    return made


def states(*rows: Concern) -> list[str]:
    return [Concern.objects.get(pk=row.pk).state for row in rows]


def test_dispatch_for_many_with_preview_and_back(client: Client, staff: Any, units: Any) -> None:
    one, two, other, secret = make(), make(), make("closed"), make(kind="accusation", restricted=True)
    returned = make("returned", unit=units["water"])
    Dispatch.objects.create(
        concern=returned, unit=units["water"], by=staff["desk"], at=timezone.now(), answer="objected"
    )
    ids = [row.pk for row in (one, two, other, secret, returned)]
    page = client.post(f"{BULK}dispatch/", {"concern": ids})
    assert {line.concern for line in page.context["going"]} == {one, two, returned}
    assert [line.concern for line in page.context["refused"]] == [other], "an accusation is not even named"
    assert "已办结" in page.context["refused"][0].refused and states(one) == ["logged"]
    answer = client.post(f"{BULK}dispatch/", {"concern": ids, "confirmed": "1", "note": "话"})
    assert answer.status_code == 422 and states(one) == ["logged"], "no unit was chosen"
    answer = client.post(f"{BULK}dispatch/", {"concern": ids, "confirmed": "1", "unit": units["water"].pk})
    assert states(one, two, other, secret, returned) == ["dispatched", "dispatched", "closed", "logged", "returned"]
    event = ConcernEvent.objects.get(kind="bulk_done")
    assert answer.url == f"{BULK}{event.number}/"
    assert event.data["concerns"] == [one.pk, two.pk] and event.data["refused"] == 2
    assert ConcernEvent.objects.filter(kind="dispatch").count() == 2
    # One is accepted: it stays; the other comes back.
    handling.accept(one, staff["handler"])
    page = client.get(answer.url)
    assert [row.pk for row in page.context["undoable"]] == [two.pk]
    client.post(answer.url, {"reason": ""})
    assert states(two) == ["dispatched"], "a reason is needed"
    client.post(answer.url, {"reason": "选错了单位"})
    assert states(one, two) == ["in_work", "logged"]
    assert ConcernEvent.objects.get(kind="bulk_undone").data == {"bulk": event.number, "concerns": [two.pk]}
    with pytest.raises(NotPossible):
        bulk.undo(event, staff["desk"], "再来")
    assert not list(events.breaks())
    log = client.get(BULK).content.decode()
    assert log.count(f"{BULK}{event.number}/") == 2


def test_settling_many_and_opening_them_again(client: Client, staff: Any) -> None:
    rows = [make("answered") for _each in range(3)]
    answer = client.post(f"{BULK}close/", {"concern": [row.pk for row in rows], "confirmed": "1"})
    event = ConcernEvent.objects.get(kind="bulk_done")
    assert states(*rows) == ["closed"] * 3
    # One was opened and settled again by hand: that is not taken back with the others.
    handling.reopen(rows[0], staff["desk"], "还有一事")
    Concern.objects.filter(pk=rows[0].pk).update(state="answered")
    handling.close(rows[0], staff["desk"])
    client.post(answer.url, {"reason": "漏了回访"})
    assert states(*rows) == ["closed", "logged", "logged"]
    assert bulk.undoable(event, staff["desk"]) == []


def test_who_may_not(staff: Any, units: Any, dispatched: Concern) -> None:
    for name in ("handler", "leader", "approver", "secret", "editor", "superuser"):
        one = make("answered")
        if name != "superuser":
            with pytest.raises(PermissionDenied):
                bulk.run("close", [one], staff[name])
            assert states(one) == ["answered"]
            assert all(line.refused for line in bulk.preview("close", [one], staff[name]))
            browser = Client()
            browser.force_login(staff[name])
            answer = browser.post(f"{BULK}close/", {"concern": [one.pk], "confirmed": "1"})
            assert answer.status_code in {302, 403} and states(one) == ["answered"]
    with pytest.raises(NotPossible):
        bulk.chosen(staff["desk"], range(1, bulk.MOST + 2))
    with pytest.raises(NotPossible):
        bulk.run("close", [dispatched], staff["desk"])
    assert not ConcernEvent.objects.filter(kind="bulk_done").exists()


def test_the_list_offers_it_to_the_desk_alone(client: Client, staff: Any, dispatched: Concern) -> None:
    assert 'name="concern"' in client.get("/admin/concerns/").content.decode()
    for name in ("handler", "approver"):
        browser = Client()
        browser.force_login(staff[name])
        assert 'name="concern"' not in browser.get("/admin/concerns/").content.decode()
    assert client.post(f"{BULK}close/", {}).url == "/admin/concerns/"
    assert client.post(f"{BULK}erase/", {"concern": [dispatched.pk]}).status_code == 404
