"""A column of exemplars with one unit and one person, whose consent is recorded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from reform.pages import edition
from reform.pages.models import Topic
from reform.people.models import Region
from typicals.models import Consent, ExemplarHonour, ExemplarPage, ExemplarResult, ExemplarsPage, ExemplarStep, Honour


@pytest.fixture(autouse=True)
def committed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test runs in one transaction that never ends; readers are to see each change as if it were committed."""
    monkeypatch.setattr(edition, "_memory", edition._Memory())  # the last test's editions had higher numbers
    monkeypatch.setattr("django.db.transaction.on_commit", lambda function, using=None, robust=False: function())


@pytest.fixture
def exemplars(home: Any) -> ExemplarsPage:
    page = home.add_child(instance=ExemplarsPage(title="基层典型", slug="dianxing"))
    page.save_revision().publish(skip_permission_checks=True)
    return page


@pytest.fixture
def honour(home: Any) -> Honour:
    return Honour.objects.create(
        name="改革先进单位", slug="xian-jin", level="county", awarding_body="县委改革委", locale=home.locale
    )


@pytest.fixture
def make_exemplar(exemplars: ExemplarsPage, honour: Honour) -> Callable[..., ExemplarPage]:
    """`make_exemplar("清水镇", kind="person", consent=False, live=False)`: complete, published unless told otherwise."""

    def make(subject: str, *, consent: bool = True, live: bool = True, **fields: Any) -> ExemplarPage:
        awarded_on = fields.pop("awarded_on", date(2026, 3, 18))
        region, _made = Region.objects.get_or_create(code="3301", defaults={"name": "清水镇"})
        topic, _made = Topic.objects.get_or_create(slug="shen-pi", locale=exemplars.locale, defaults={"name": "审批"})
        values = {
            "title": f"{subject}：一张清单", "subject": subject, "kind": "unit", "region": region, "year": 2026,
            "done": "把事写成清单。", "summary": "照着做。", "body": [("paragraph", "<p>先数一遍。</p>")],
        }  # fmt: skip
        page = ExemplarPage(**{**values, **fields}, live=False)
        page.topics = [topic]
        page.steps = [ExemplarStep(title="数一遍", text="全部写下来。"), ExemplarStep(title="写成一行")]
        page.results = [ExemplarResult(number="267", measure="项", label="能办的事", source="县行政审批局")]
        page.honours = [ExemplarHonour(honour=honour, awarded_on=awarded_on, document_number="云改委〔2026〕3号")]
        if page.is_person and consent:
            Consent.objects.create(page_key=page.translation_key, given_on="2026-01-05", scope="姓名和事迹")
        exemplars.refresh_from_db()
        exemplars.add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish(skip_permission_checks=True)
        return ExemplarPage.objects.get(pk=page.pk)

    return make


@pytest.fixture
def office(person: Any, exemplars: ExemplarsPage, honour: Honour) -> Any:
    from reform.demo.factories import make_unit

    from .nominating_desk import Office

    return Office(person, make_unit("YX-SH", "双河乡人民政府"), exemplars, honour)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`today(2026, 12, 2)`: the local day that everything counts from."""

    def set_day(*parts: int) -> None:
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: date(*parts))

    set_day(2026, 11, 24)
    return set_day
