"""One table of states; who stands on which side; nobody changes what was recorded."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from concerns import access, events
from concerns.actions import NotPossible, move
from concerns.models import Concern, ConcernEvent, EventChain, Note, Recusal
from concerns.queries import visible_to
from concerns.states import MOVES, OPEN, State, possible

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[2] / "docs" / "concerns.md"


def test_the_docs_hold_the_table() -> None:
    """Stale? Put what `manage.py concern_states` prints between the marks."""
    out = io.StringIO()
    call_command("concern_states", stdout=out)
    text = DOCS.read_text(encoding="utf-8")
    assert text.partition("<!-- states -->\n")[2].partition("<!-- /states -->")[0] == out.getvalue()


def test_every_state_but_the_first_is_reached_and_every_open_one_is_left() -> None:
    reached = {State.LOGGED}.union(*(step.targets for step in MOVES.values()))
    assert reached == set(State)
    assert all(set(possible(state)) - {"withdraw"} for state in OPEN)


def test_a_move_keeps_to_the_table(concern: Concern, staff: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        move(concern, "close", staff["desk"])
    with pytest.raises(NotPossible, match="理由"):
        move(concern, "reject", staff["desk"], reason=" ")
    with pytest.raises(PermissionDenied):
        move(concern, "dispatch", staff["handler"])
    assert not ConcernEvent.objects.exists()
    moved = move(concern, "reject", staff["desk"], reason="属于法院受理的事项，来电人王某", rejected_because="in_court")
    event = ConcernEvent.objects.get()
    assert (moved.state, moved.rejected_because) == ("rejected", "in_court")
    assert (event.kind, event.user, event.data["from"], event.data["to"]) == (
        "reject",
        staff["desk"],
        "logged",
        "rejected",
    )
    assert "王某" not in str(event.data) and Note.objects.get(pk=event.data["note"]).text.endswith("王某")
    concern.refresh_from_db()
    assert event.data["digest"] == events.digest(concern, Note.objects.get().text)


def seen_by(staff: dict[str, Any]) -> set[str]:
    concern = Concern.objects.get()
    found = {name for name, user in staff.items() if visible_to(user).filter(pk=concern.pk).exists()}
    assert found == {name for name, user in staff.items() if access.may_see(concern, user)}, "the two readings differ"
    return found


def test_a_unit_sees_what_was_dispatched_to_it(concern: Concern, staff: dict[str, Any], units: dict[str, Any]) -> None:
    office = {"desk", "desk2", "approver", "superuser"}
    assert seen_by(staff) == office
    first = concern.dispatches.create(unit=units["water"], by=staff["desk"], at=concern.received_at)
    assert seen_by(staff) == office | {"handler", "leader", "pipes"}
    concern.dispatches.create(unit=units["roads"], by=staff["desk"], at=concern.received_at, lead=False)
    assert seen_by(staff) == office | {"handler", "leader", "pipes", "handler_roads"}
    assert not access.may(concern, staff["handler_roads"], "accept"), "a helper does not decide for the lead"
    first.answer = "recalled"
    first.save()
    assert seen_by(staff) == office | {"handler_roads"}


def test_an_accusation_is_for_named_staff_and_never_for_the_accused(
    dispatched: Concern, staff: dict[str, Any], units: dict[str, Any]
) -> None:
    dispatched.restricted = True
    dispatched.save()
    assert seen_by(staff) == {"secret", "secret_water"}, "not even a superuser"
    dispatched.accused_unit = units["water"]
    dispatched.save()
    assert seen_by(staff) == {"secret"}
    dispatched.named.add(staff["approver"], staff["leader"])
    assert seen_by(staff) == {"secret", "approver"}, "named, but of the accused unit"
    assert not access.may(dispatched, staff["approver"], "recall") and access.may(
        dispatched, staff["approver"], "approve"
    )
    assert not access.may(dispatched, staff["secret"], "approve")


def test_who_keeps_out_neither_sees_nor_acts(dispatched: Concern, staff: dict[str, Any]) -> None:
    Recusal.objects.create(concern=dispatched, user=staff["desk"], by=staff["desk"])
    assert "desk" not in seen_by(staff) and "desk2" in seen_by(staff)
    with pytest.raises(PermissionDenied):
        move(dispatched, "recall", staff["desk"], reason="误派")


def test_events_are_only_added(concern: Concern) -> None:
    event = events.append(concern, "logged")
    for change in (
        event.save,
        event.delete,
        ConcernEvent.objects.all().delete,
        lambda: ConcernEvent.objects.update(kind="x"),
    ):
        with pytest.raises(TypeError):
            change()


def verify() -> str:
    out = io.StringIO()
    call_command("verify_concern_events", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE concerns_concernevent SET kind = 'x' WHERE number = 2", "第 2 条记录被改动过"),
        ("UPDATE concerns_concernevent SET data = '{\"n\": 9}' WHERE number = 3", "第 3 条记录被改动过"),
        ("UPDATE concerns_concernevent SET at = '2020-01-01 00:00:00' WHERE number = 2", "第 2 条记录被改动过"),
        ("UPDATE concerns_concernevent SET user_id = NULL WHERE number = 2", "第 2 条记录被改动过"),
        ("UPDATE concerns_concernevent SET concern_id = NULL WHERE number = 4", "第 4 条记录被改动过"),
        ("UPDATE concerns_concernevent SET previous = hash WHERE number = 3", "第 3 条记录与上一条不衔接"),
        ("UPDATE concerns_concernevent SET number = 7 WHERE number = 2", "缺第 2 条记录"),
        ("DELETE FROM concerns_concernevent WHERE number = 3", "缺第 3 条记录"),
        ("DELETE FROM concerns_concernevent WHERE number = 5", "从第 5 条起"),
        ("DELETE FROM concerns_concernevent", "从第 1 条起"),
    ],
)
def test_the_chain_detects_any_change(concern: Concern, staff: dict[str, Any], sql: str, said: str) -> None:
    for number in range(5):
        events.append(concern, "logged", staff["desk"], {"n": number, "名": ["甲", None, True]})
    assert verify().startswith("共 5 条")
    assert EventChain.objects.get().number == 5
    with connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(CommandError, match=said):
        verify()
