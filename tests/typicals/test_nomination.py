"""A nomination from the proposal to the draft of a page, each step by who may, and by nobody who stands on two sides."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from reform.people.models import WorkingYear
from typicals import nominating
from typicals.models import (
    ExemplarPage,
    HonourRevocation,
    Nomination,
    NominationEvent,
    NominationFact,
    NominationRules,
    ObjectionContact,
)
from typicals.moves import MOVES, State
from typicals.nominating import NotPossible

from .nominating_desk import Office, fresh

pytestmark = pytest.mark.django_db


def test_from_the_proposal_to_the_draft_of_a_page(office: Office, today: Any) -> None:
    nomination = office.noticed()
    assert (nomination.state, str(nomination.notice_until)) == (State.NOTICED, "2026-12-01")
    with pytest.raises(NotPossible):
        nominating.close_notice(nomination)
    today(2026, 12, 1)
    call_command("close_notices")
    assert fresh(nomination).state == State.NOTICED
    today(2026, 12, 2)
    call_command("close_notices")
    nominating.approve(nomination, office.decider, "云改委〔2026〕30号")
    nomination = fresh(nomination)
    page = nomination.page
    assert nomination.state == State.APPROVED and page is not None and not page.live
    assert [step.title for step in page.steps.all()] == ["先建名册", "固定日子，固定地方"]
    assert page.honours.get().document_number == "云改委〔2026〕30号" and page.topics.get().slug == "shen-pi"
    assert "出车登记本" in str(page.body) and page.obstacles() == []
    events = list(NominationEvent.objects.values_list("action", flat=True))
    assert events == ["create", "submit", "check", "check", "open_notice", "close_notice", "approve"]


def test_two_different_people_confirm_each_fact(office: Office) -> None:
    nomination = office.submitted()
    first, second, third = office.verifiers
    office.verify(nomination, first)
    with pytest.raises(NotPossible):
        nominating.open_notice(nomination, first)
    with pytest.raises(NotPossible):  # the same person a second time
        office.verify(nomination, first)
    fact = nomination.facts.first()
    nominating.check(nomination, second, {fact.pk: (True, "看了原件")})
    with pytest.raises(NotPossible, match="三百零六"):
        nominating.open_notice(nomination, first)
    other = nomination.facts.last()
    nominating.check(nomination, third, {other.pk: (True, "问了财政所")})
    assert nominating.open_notice(nomination, third).state == State.NOTICED


def test_a_fact_without_source_or_of_another_nomination_is_not_recorded(office: Office) -> None:
    nomination, other = office.submitted(), office.submitted(subject="另一个")
    with pytest.raises(NotPossible):
        nominating.check(nomination, office.verifiers[0], {nomination.facts.first().pk: (True, " ")})
    with pytest.raises(NotPossible):
        nominating.check(nomination, office.verifiers[0], {other.facts.first().pk: (True, "原件")})
    assert not NominationEvent.objects.filter(action="check").exists()


def test_one_who_finds_a_fact_wrong_stops_the_notice(office: Office) -> None:
    nomination = office.verify(office.submitted())
    office.verify(nomination, office.verifiers[2], holds=False)
    with pytest.raises(NotPossible):
        nominating.open_notice(nomination, office.verifiers[0])
    nominating.send_back(nomination, office.verifiers[0], "次数对不上，请核对后再报。")
    changed = fresh(nomination)
    changed.facts = [NominationFact(text="一年出车二十三次", source="出车登记本")]
    nominating.change(changed, office.nominator)
    nominating.submit(nomination, office.nominator)
    with pytest.raises(NotPossible):  # a new round: nothing of the old one counts
        nominating.open_notice(nomination, office.verifiers[0])
    office.verify(fresh(nomination))
    assert nominating.open_notice(nomination, office.verifiers[0]).state == State.NOTICED


def test_nobody_stands_on_two_sides(office: Office, today: Any, person: Any) -> None:
    everything = person("nominator", "verifier", "decider", unit=office.unit)
    office.nominator = everything
    nomination = office.submitted()
    with pytest.raises(PermissionDenied):
        office.verify(nomination, everything)
    verifier_and_decider = person("verifier", "decider")
    office.verify(nomination, verifier_and_decider, office.verifiers[0])
    nominating.open_notice(nomination, office.verifiers[0])
    today(2026, 12, 2)
    nominating.close_due()
    for someone in (everything, verifier_and_decider, office.verifiers[1], office.nominator):
        with pytest.raises(PermissionDenied):
            nominating.approve(nomination, someone)
        with pytest.raises(PermissionDenied):
            nominating.decline(nomination, someone, "不行")
    assert nominating.approve(nomination, office.decider).state == State.APPROVED


def test_a_colleague_of_the_unit_who_wrote_does_not_verify(office: Office, person: Any) -> None:
    colleague = person("nominator", "verifier", unit=office.unit)
    nomination = office.propose()
    nominating.change(nomination, colleague)
    nominating.submit(nomination, office.nominator)
    with pytest.raises(PermissionDenied):
        office.verify(nomination, colleague)


def test_another_unit_may_neither_change_submit_nor_withdraw(office: Office, person: Any) -> None:
    from reform.demo.factories import make_unit

    stranger = person("nominator", unit=make_unit("YX-SQ", "石桥镇人民政府"))
    nomination = office.propose()
    for step in (
        lambda: nominating.change(nomination, stranger),
        lambda: nominating.submit(nomination, stranger),
        lambda: nominating.withdraw(nomination, stranger, "不报了"),
    ):
        with pytest.raises(PermissionDenied):
            step()
    with pytest.raises(PermissionDenied):  # an account without a unit proposes nothing
        nominating.create(Nomination(title="x"), person("nominator"))


def test_what_is_with_the_office_cannot_be_changed(office: Office) -> None:
    nomination = office.submitted()
    nomination.title = "偷偷改了"
    with pytest.raises(NotPossible):
        nominating.change(nomination, office.nominator)
    assert fresh(nomination).title != "偷偷改了"


def test_a_person_is_proposed_with_consent_only(office: Office) -> None:
    nomination = office.propose(kind="person", subject="石柱")
    with pytest.raises(NotPossible):
        nominating.submit(nomination, office.nominator)


def test_what_readers_may_not_see_is_not_put_into_public_notice(office: Office) -> None:
    nomination = office.verify(office.submitted(done="请打 13800138000 找石柱。"))
    with pytest.raises(NotPossible, match="13800138000"):
        nominating.open_notice(nomination, office.verifiers[0])


def test_the_notice_counts_working_days_by_the_table(office: Office, today: Any) -> None:
    today(2026, 9, 28)
    assert str(office.noticed().notice_until) == "2026-10-10"  # the National Day, and a Saturday worked for it
    rules = NominationRules.load()
    rules.notice_days = 7
    rules.save()
    today(2026, 11, 24)
    assert str(office.noticed(subject="又一个").notice_until) == "2026-12-03"
    today(2026, 12, 29)
    nomination = office.verify(office.submitted(subject="年底"))
    with pytest.raises(NotPossible, match="2027"):
        nominating.open_notice(nomination, office.verifiers[0])
    assert fresh(nomination).state == State.VERIFYING
    WorkingYear.objects.create(year=2027, source="演示")
    nominating.open_notice(nomination, office.verifiers[0])


def test_an_objection_is_answered_before_the_decision(office: Office, today: Any) -> None:
    nomination = office.noticed()
    objection = nominating.object_to(nomination, "出车没有这么多次。")
    today(2026, 12, 2)
    nominating.close_due()
    with pytest.raises(NotPossible):
        nominating.approve(nomination, office.decider)
    for someone in (office.nominator, office.decider):
        with pytest.raises(PermissionDenied):
            nominating.answer_objection(objection, someone, False, "没有的事")
    nominating.answer_objection(objection, office.verifiers[2], True, "登记本少两页。")
    with pytest.raises(NotPossible):
        nominating.approve(nomination, office.decider)
    nominating.reopen(nomination, office.verifiers[2], "异议成立，重新核实。")
    nomination = office.verify(fresh(nomination))
    nominating.open_notice(nomination, office.verifiers[1])
    today(2026, 12, 20)
    nominating.close_due()
    assert nominating.approve(nomination, office.decider).state == State.APPROVED


def test_objections_come_during_the_notice_only(office: Office, today: Any) -> None:
    nomination = office.noticed()
    today(2026, 12, 1)
    nominating.object_to(nomination, "最后一天")
    today(2026, 12, 2)
    with pytest.raises(NotPossible):
        nominating.object_to(nomination, "晚了一天")


def test_who_objects_is_sealed_seen_by_verifiers_on_record_and_erased(office: Office, today: Any) -> None:
    nomination = office.noticed()
    objection = nominating.object_to(nomination, "次数不对。", "白鹭", "乡政府对面")
    contact = ObjectionContact.objects.get()
    assert "白鹭".encode() not in bytes(contact.sealed)
    for someone in (office.nominator, office.decider):
        with pytest.raises(PermissionDenied):
            nominating.see_contact(objection, someone)
    assert nominating.see_contact(objection, office.verifiers[2]) == "白鹭\n乡政府对面"
    assert NominationEvent.objects.filter(action="contact_seen", by=office.verifiers[2]).count() == 1
    said = " ".join(NominationEvent.objects.values_list("note", flat=True))
    assert "白鹭" not in said and "次数不对" not in said
    nominating.withdraw(nomination, office.nominator, "材料有误")
    assert nominating.forget_contacts() == 0
    NominationEvent.objects.filter(action="withdraw").update(at="2026-01-01T00:00:00Z")
    assert nominating.forget_contacts() == 1
    with pytest.raises(NotPossible):
        nominating.see_contact(objection, office.verifiers[2])


def test_cancelling_an_approval_shows_the_honour_as_cancelled(office: Office, today: Any, client: Any) -> None:
    nomination = office.noticed()
    today(2026, 12, 2)
    nominating.close_due()
    nominating.approve(nomination, office.decider)
    page = fresh(nomination).page
    ExemplarPage.objects.get(pk=page.pk).get_latest_revision().publish(skip_permission_checks=True)
    address = ExemplarPage.objects.get(pk=page.pk).url
    assert "已取消" not in client.get(address).content.decode()
    nominating.cancel(nomination, office.decider, "复核发现次数不实。", "云改委〔2026〕40号")
    html = client.get(address).content.decode()
    assert "已取消" in html and "复核发现次数不实" in html
    assert HonourRevocation.objects.count() == 1


@pytest.mark.parametrize("name", [name for name, move in MOVES.items() if move.needs_reason])
def test_moves_that_need_a_reason_have_one(name: str, office: Office, today: Any) -> None:
    nomination = office.noticed() if name in {"reopen", "withdraw"} else office.submitted()
    people = {"nominator": office.nominator, "verifier": office.verifiers[0], "decider": office.decider}
    with pytest.raises(NotPossible):
        getattr(nominating, name)(nomination, people[MOVES[name].role], "  ")


def test_events_are_append_only(office: Office) -> None:
    office.propose()
    event = NominationEvent.objects.get()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_the_documentation_has_the_same_table() -> None:
    text = (Path(__file__).parents[2] / "docs" / "exemplars.md").read_text(encoding="utf-8")
    for name, move in MOVES.items():
        sources = " ".join(sorted(move.sources))
        assert f"| `{name}` | {sources} | {move.target} | {move.role} |" in text, name
