"""Random people try random steps: the state machine never leaves its table, and nobody stands on two sides."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typicals import nominating, parties
from typicals.models import FactCheck, Nomination, NominationEvent
from typicals.moves import MOVES, State

from .nominating_desk import Office, fresh

pytestmark = pytest.mark.django_db
STEPS = ("submit", "check", "deny", "object", "uphold", "dismiss", "tomorrow", *MOVES)


def act(step: str, nomination: Nomination, who: Any, today: Any, day: list[datetime.date]) -> None:
    if step == "tomorrow":
        day[0] += datetime.timedelta(days=9)
        today(day[0].year, day[0].month, day[0].day)
    elif step in {"check", "deny"}:
        nominating.check(nomination, who, {fact.pk: (step == "check", "原件") for fact in nomination.facts.all()})
    elif step == "object":
        nominating.object_to(nomination, "不对")
    elif step in {"uphold", "dismiss"}:
        for objection in nomination.objections.filter(answered_at=None):
            nominating.answer_objection(objection, who, step == "uphold", "查过")
    elif step == "close_notice":
        nominating.close_notice(nomination)
    elif step in {"submit", "open_notice", "approve"}:
        getattr(nominating, step)(nomination, who)
    else:
        getattr(nominating, step)(nomination, who, "理由")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 6)), max_size=25),
    straight=st.integers(0, 6),
)
def test_the_machine_never_leaves_its_table(path: Any, straight: int, office: Office, person: Any, today: Any) -> None:
    with transaction.atomic():
        day = [datetime.date(2026, 3, 2)]
        today(2026, 3, 2)
        several = person("nominator", "verifier", "decider", unit=office.unit)
        people = [office.nominator, *office.verifiers, office.decider, several, person("verifier", "decider")]
        nomination = office.propose()
        # A straight beginning takes some runs to the later states; the rest is chance.
        beginning = [
            ("submit", 0),
            ("check", 1),
            ("check", 2),
            ("open_notice", 1),
            ("tomorrow", 0),
            ("close_notice", 0),
        ]
        for step, index in [*beginning[:straight], *path]:
            before = fresh(nomination).state
            events = NominationEvent.objects.filter(nomination=nomination).count()
            try:
                act(step, fresh(nomination), people[index], today, day)
            except (PermissionDenied, nominating.NotPossible):
                assert fresh(nomination).state == before
                assert NominationEvent.objects.filter(nomination=nomination).count() == events
            else:
                after = fresh(nomination).state
                if step in MOVES:
                    assert before in MOVES[step].sources and after == MOVES[step].target
                else:
                    assert after == before
        for event in nomination.events.exclude(target=""):
            assert event.source in MOVES[event.action].sources and event.target == MOVES[event.action].target
        wrote = set(nomination.events.filter(action__in=parties.WRITING).values_list("by", flat=True))
        verified = set(nomination.events.filter(action__in=parties.VERIFYING).values_list("by", flat=True))
        decided = set(nomination.events.filter(action__in=["approve", "decline"]).values_list("by", flat=True))
        assert not decided & (wrote | verified)
        checkers = set(FactCheck.objects.filter(fact__nomination=nomination).values_list("by", flat=True))
        assert office.nominator.pk not in checkers
        if fresh(nomination).state in {State.NOTICED, State.DECIDING, State.APPROVED}:
            assert not nominating.open_facts(fresh(nomination))
        transaction.set_rollback(True)
