"""Random people do random things with a page: whatever readers get was read by three others, or published in haste on record."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import Page, PageLogEntry

from reform.editorial import actions, gate, queries
from reform.editorial.models import EmergencyPublication

from .desk import fresh, write

pytestmark = pytest.mark.django_db

REFUSED = (PermissionDenied, actions.ReviewError, gate.Blocked)
CAST = {
    "two editors": ("editor",),
    "another": ("editor",),
    "editor who reviews": ("editor", "first_review", "second_review"),
    "first": ("first_review",),
    "first and second": ("first_review", "second_review"),
    "second": ("second_review",),
    "all three": ("first_review", "second_review", "final_review"),
    "final": ("final_review",),
    "final who writes": ("final_review", "editor"),
    "administrator": ("site_admin", "editor"),
    "in haste": ("emergency", "editor"),
}
people = st.sampled_from([*CAST, "root"])
writers = st.sampled_from([name for name, roles in CAST.items() if "editor" in roles])


class Office(RuleBasedStateMachine):
    """The oracle keeps its own books and asks the database only what readers see."""

    column: Any
    cast: dict[str, Any]
    publications = 0

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.number = 0
        self.ever: set[str] = set()
        self.since: set[str] = set()
        self.passed: dict[str, set[str]] = defaultdict(set)
        self.in_haste: set[str] = set()
        self.seen: str | None = None
        self.was_live = False

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def attempt(self, act: Any, *arguments: Any) -> bool:
        try:
            with transaction.atomic():
                act(*arguments)
        except REFUSED:
            return False
        return True

    def wrote(self, name: str) -> None:
        self.ever.add(name)
        self.since.add(name)

    @initialize(name=people)
    def begin(self, name: str) -> None:
        self.page: Page = write(self.column, self.cast[name], "稿件0")
        self.wrote(name)

    @rule(name=people, overwrite=st.booleans())
    def edit(self, name: str, overwrite: bool) -> None:
        """Also past the lock, and over the revision of one's own session: worse than any editor can do."""
        self.number += 1
        text = fresh(self.page).get_latest_revision_as_object()
        text.title = f"稿件{self.number}"
        latest = fresh(self.page).latest_revision
        own = overwrite and latest.user_id == self.cast[name].pk
        text.save_revision(user=self.cast[name], log_action=True, overwrite_revision=latest if own else None)
        self.wrote(name)

    @rule(name=people)
    def submit(self, name: str) -> None:
        if self.attempt(actions.submit, self.page, self.cast[name]):
            self.wrote(name)

    @rule(name=people)
    def approve(self, name: str) -> None:
        state = fresh(self.page).current_workflow_task_state
        if state is None:
            return
        title = state.revision.as_object().title
        # Written down before: the last approval publishes.
        before = set(self.passed[title])
        self.passed[title].add(name)
        try:
            actions.approve(state, self.cast[name])
        except REFUSED:
            self.passed[title] = before

    @rule(writer=writers, steps=st.sampled_from((0, 1, 2, *[3] * 6)), data=st.data())
    def onwards(self, writer: str, steps: int, data: st.DataObject) -> None:
        """Random people hardly ever get a page through: a writer submits, and some who may act let it pass."""
        self.submit(writer)
        for _step in range(steps):
            state = fresh(self.page).current_workflow_task_state
            if state is None:
                return
            may = queries.step_of(state).eligible
            names = sorted(name for name, user in self.cast.items() if user.pk in may)
            if names:
                self.approve(data.draw(st.sampled_from(names)))

    @rule(name=people)
    def send_back(self, name: str) -> None:
        state = fresh(self.page).current_workflow_task_state
        if state is not None:
            self.attempt(actions.send_back, state, self.cast[name], "请修改")

    @rule(name=people)
    def take_out(self, name: str) -> None:
        self.attempt(actions.withdraw_from_review, self.page, self.cast[name])

    @rule(name=people)
    def correct(self, name: str) -> None:
        if self.attempt(actions.add_correction, self.page, self.cast[name], "数字已更正"):
            self.wrote(name)
            # A note is a new revision of the same words.
            self.passed[fresh(self.page).get_latest_revision_as_object().title].clear()

    @rule(name=people)
    def withdraw(self, name: str) -> None:
        if self.attempt(actions.withdraw, self.page, self.cast[name], "内容有误"):
            assert not fresh(self.page).live

    @rule(name=people)
    def publish_in_haste(self, name: str) -> None:
        title = fresh(self.page).get_latest_revision_as_object().title
        if self.attempt(actions.emergency_publish, self.page, self.cast[name], "来不及"):
            assert name in {"in haste", "root"}
            self.in_haste.add(title)

    @rule(name=people)
    def publish_directly(self, name: str) -> None:
        user = self.cast[name]
        revision = fresh(self.page).latest_revision
        assert not self.attempt(lambda: revision.publish(user=user))
        assert not self.attempt(lambda: revision.publish())
        assert not fresh(self.page).permissions_for_user(user).can_publish()

    @invariant()
    def what_readers_get_was_read_by_three_others(self) -> None:
        if not hasattr(self, "page"):
            return
        page = fresh(self.page)
        if page.live and (not self.was_live or page.title != self.seen):
            authors = self.since if self.was_live else self.ever
            if page.title in self.in_haste:
                assert EmergencyPublication.objects.filter(page=page).exists()
                assert PageLogEntry.objects.filter(page=page.pk, action="editorial.emergency").exists()
            else:
                assert len(self.passed[page.title] - authors) >= 3
                type(self).publications += 1
            self.seen, self.since = page.title, set()
            assert page.live_revision.as_object().title == page.title
        self.was_live = page.live


# How many pages at least get through in 25 afternoons of 30 deeds each: fewer, and the rules were hardly tried.
FLOOR = 3


def run(office: Any, person: Any, examples: int) -> None:
    Office.column = office.column
    Office.cast = {name: person(*roles) for name, roles in CAST.items()}
    Office.cast["root"] = person("first_review", "second_review", "final_review", is_superuser=True, is_staff=True)
    Office.publications = 0
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # shrinking would run for many minutes
            database=None,
        ),
    )


def test_nothing_gets_past_the_review(office: Any, person: Any) -> None:
    run(office, person, 25)
    assert Office.publications >= FLOOR, "hardly anything was published: the test tried nothing"


def nobody(*_arguments: Any) -> dict[Any, set[int]]:
    return defaultdict(set)


@pytest.mark.parametrize("rule", ["approvals", "authors"])
def test_a_broken_rule_is_noticed(office: Any, person: Any, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without "nobody acts twice", or without "nobody reviews what they wrote", the same machine finds it out.

    The last look before the publication, which counts the people once more, is taken away with it: it alone would do.
    """
    monkeypatch.setattr(queries, rule, nobody)
    monkeypatch.setattr(actions, "STEPS", ())
    with pytest.raises((AssertionError, ExceptionGroup)):
        run(office, person, 60)


def test_the_last_look_alone_keeps_a_broken_rule_from_readers(
    office: Any, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write(office.column, office.editor)
    both = person("first_review", "second_review", "final_review")
    real = queries.steps
    monkeypatch.setattr(
        queries, "steps", lambda states: [replace(step, eligible=step.eligible | {both.pk}) for step in real(states)]
    )
    actions.submit(page, office.editor)
    for _step in range(2):
        actions.approve(fresh(page).current_workflow_task_state, both)
    with pytest.raises(actions.ReviewError):
        actions.approve(fresh(page).current_workflow_task_state, both)
    assert not fresh(page).live
