"""The pages of organisers ask the database as much for thirty people as for ten."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reform.people.models import Unit, User
from training import board
from training.actions import assignment as assignments
from training.actions import attempt as actions
from training.models import Enrolment, Quiz

from .conftest import right_answers
from .course_makers import course

pytestmark = pytest.mark.django_db


def test_statistics_attempts_and_the_front_page(
    home: Any, make_quiz: Callable[..., Quiz], person: Any, at: Callable[[Any], Client]
) -> None:
    quiz, organiser, unit = make_quiz(), person("organiser"), Unit.add_root(code="QS", name="清水镇")
    due = timezone.localdate() + timedelta(days=5)
    person("learner", unit=unit)
    given = assignments.assign(organiser, course(home), title="秋季学习", due_on=due, units=[unit])
    desk = at(organiser)
    urls = [
        reverse("training_admin:statistics", args=[quiz.pk]),
        reverse("training_admin:attempts", args=[quiz.pk]),
        reverse("wagtailadmin_home"),
    ]

    def more(number: int) -> None:
        for place in range(number):
            user = person("learner", unit=unit)
            attempt = actions.start(quiz, user)
            actions.submit(quiz.pk, user, attempt.window, right_answers(attempt) if place % 2 else {1: [1]})
        assignments.sync_members(given)

    def cost() -> list[int]:
        found = []
        for url in urls:
            desk.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(url).status_code == 200
            found.append(len(queries))
        return found

    more(10)
    few = cost()
    more(20)
    assert cost() == few


def test_the_database_counts_a_board(home: Any, person: Any, django_assert_num_queries: Any) -> None:
    organiser, unit = person("organiser"), Unit.add_root(code="QS", name="清水镇")
    for name in ("甲", "乙", "丙", "丁"):
        person("learner", unit=unit, name=name)
    page = course(home)
    due = timezone.localdate() + timedelta(days=5)
    given = assignments.assign(organiser, page, title="秋季学习", due_on=due, units=[unit])
    users = {user.name: user for user in User.objects.filter(unit=unit)}
    Enrolment.objects.create(user=users["甲"], course=page, completed_at=timezone.now())
    Enrolment.objects.create(user=users["乙"], course=page)
    row = given.assignees.get(user=users["丙"])
    assignments.exempt(row, organiser, "援藏")
    with django_assert_num_queries(1):
        tally = board.counts([given])[given.pk]
    assert dict(tally.counts) == {"passed": 1, "begun": 1, "exempt": 1, "new": 1}
    assert (tally.expected, tally.percent) == (3, 33)
    with django_assert_num_queries(2):
        whole, (town,) = board.tallies(given)
    assert whole.counts == town.counts == tally.counts
    type(given).objects.update(starts_on=due - timedelta(days=30), due_on=timezone.localdate() - timedelta(days=1))
    given.refresh_from_db()
    assert dict(board.counts([given])[given.pk].counts) == {"passed": 1, "exempt": 1, "overdue": 2}
    assert [row.assignee.user.name for row in board.rows(given, None, "overdue")] == ["丁", "乙"]
