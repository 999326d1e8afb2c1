"""What the code relies on and databases do differently: the same answers from SQLite and PostgreSQL.

The whole suite runs on both (tests/run.py); these tests ask for what would be noticed last: order, case, length, days.
"""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Count, F
from django.db.models.functions import ExtractYear, Length, TruncDate
from django.utils import timezone

from reform.demo import factories
from reform.pages.models import StandardPage, Topic
from reform.people.models import SignIn, Unit, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics() -> list[Topic]:
    names = ("医疗", "教育", "Alpha", "beta", "100", "９", "㐀", "𠮷野家")
    return [factories.TopicFactory(name=name, slug=f"t{number}") for number, name in enumerate(names)]


def test_chinese_is_ordered_by_code_point(topics: list[Topic]) -> None:
    """The same order everywhere: PostgreSQL's collation is C.UTF-8 (services.py, compose.yml)."""
    found = list(
        Topic.objects.filter(pk__in=[topic.pk for topic in topics]).order_by("name").values_list("name", flat=True)
    )
    assert found == sorted(found)


def test_case_counts_in_equality_and_not_in_icontains(topics: list[Topic]) -> None:
    assert not Topic.objects.filter(name="alpha").exists()
    assert Topic.objects.get(name__iexact="ALPHA").name == "Alpha"
    assert Topic.objects.get(name__icontains="ALP").name == "Alpha"
    assert Topic.objects.get(name__contains="𠮷").name == "𠮷野家"
    assert not Topic.objects.filter(name__startswith="9").exists(), "full-width figures are other characters"


def test_length_counts_characters(topics: list[Topic]) -> None:
    assert Topic.objects.annotate(length=Length("name")).get(name="𠮷野家").length == 3


def test_a_user_name_is_one_whatever_its_case(person: Callable[..., Any]) -> None:
    person("editor", username="wang")
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        User(username="wang", name="王").full_clean()
        User.objects.create(username="wang", name="王", email="w@example.com")


def test_too_long_a_text_is_refused_before_it_is_cut(home: Any) -> None:
    """SQLite would keep it, PostgreSQL would fail: `full_clean` stands before both."""
    page = StandardPage(title="字" * 256, slug="chang")
    with pytest.raises(ValidationError):
        page.full_clean()
    with pytest.raises(ValidationError):
        home.add_child(instance=StandardPage(title="字" * 256, slug="chang"))


def test_an_unknown_parent_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SignIn.objects.create(user_id=987_654, result=SignIn.Result.SUCCESS)
        connection.check_constraints()


def test_a_failed_statement_leaves_the_outer_transaction_alive(person: Callable[..., Any]) -> None:
    somebody = person("editor", username="once")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="once", email="o@example.com")
    somebody.name = "改名"
    somebody.save()
    assert User.objects.get(username="once").name == "改名"


def test_an_object_in_use_cannot_be_deleted(home: Any) -> None:
    unit = factories.make_unit("101", "县改革办")
    page = home.add_child(instance=StandardPage(title="页", slug="ye", unit=unit))
    with pytest.raises(models.ProtectedError):
        Unit.objects.get(pk=unit.pk).delete()
    page.delete()
    Unit.objects.get(pk=unit.pk).delete()


def test_json_keeps_what_was_put_in(home: Any) -> None:
    body = [{"type": "paragraph", "value": "<p>“云溪”—— 𠮷 \u00a0 0.1 &amp; \\ ' \" %s {}</p>"}]
    page = home.add_child(instance=StandardPage(title="页", slug="ye", body=body))
    revision = page.save_revision()
    kept = type(revision).objects.get(pk=revision.pk)
    assert "“云溪”—— 𠮷" in str(kept.as_object().body)
    assert type(revision).objects.filter(content__title="页", pk=revision.pk).exists()
    assert not type(revision).objects.filter(content__title="别的", pk=revision.pk).exists()


def test_days_and_years_are_those_of_china(home: Any) -> None:
    """Half past midnight in China is the day before in UTC, and on New Year's Day the year before."""
    china = timezone.get_default_timezone()
    moment = datetime.datetime(2026, 1, 1, 0, 30, tzinfo=china)
    page = home.add_child(instance=StandardPage(title="元旦", slug="yuan-dan", first_published_at=moment))
    found = StandardPage.objects.filter(pk=page.pk)
    assert found.annotate(day=TruncDate("first_published_at")).get().day == datetime.date(2026, 1, 1)
    assert found.annotate(year=ExtractYear("first_published_at")).get().year == 2026
    assert found.filter(first_published_at__year=2026).exists()
    assert found.get().first_published_at == moment


def test_empty_times_have_one_place_in_the_order(home: Any) -> None:
    """SQLite puts NULL first, PostgreSQL last: what is sorted by a time that may be empty says where it goes."""
    for slug, moment in (("a", None), ("b", timezone.now())):
        home.add_child(instance=StandardPage(title=slug, slug=slug, first_published_at=moment))
    order = F("first_published_at").desc(nulls_last=True)
    assert [page.slug for page in StandardPage.objects.order_by(order)] == ["b", "a"]


def test_counts_in_groups_are_not_multiplied(person: Callable[..., Any]) -> None:
    somebody = person("editor", "auditor")
    SignIn.objects.create(user=somebody, result=SignIn.Result.SUCCESS)
    counted = User.objects.filter(pk=somebody.pk).annotate(
        roles=Count("groups", distinct=True), times=Count("sign_ins", distinct=True)
    )
    assert (counted.get().roles, counted.get().times) == (2, 1)
