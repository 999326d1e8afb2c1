"""Each step of a nomination is mailed to those it concerns, once, and says nothing of anybody."""

from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from typicals import nominating
from typicals.models import NominationNotice

from .nominating_desk import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(office: Any) -> Any:
    """Mails what waits and gives (receiver, subject) of each new mail, in order."""

    def take() -> set[tuple[str, str]]:
        mail.outbox.clear()
        call_command("send_notices")
        return {(address, message.subject) for message in mail.outbox for address in message.to}

    return take


def words(number: int, happened: str, kind: str = "单位") -> str:
    return f"{happened}：第 {number} 号推荐（{kind}）"


def test_every_step_tells_those_it_concerns(office: Any, sent: Any, today: Any) -> None:
    unit, decider = office.nominator.email, office.decider.email
    first, second, third = (person.email for person in office.verifiers)
    colleague = office.person("nominator", unit=office.unit)
    office.person("nominator")  # of no unit: told nothing

    nomination = office.submitted()
    number = nomination.pk
    receipt, to_verify = words(number, "推荐已收到，等待核实"), words(number, "有一份推荐等您核实")
    assert sent() == {(unit, receipt), (colleague.email, receipt)} | {
        (one, to_verify) for one in (first, second, third)
    }
    assert sent() == set(), "once"

    nominating.send_back(nomination, office.verifiers[0], "台账请补一页")
    assert sent() == {(one, words(number, "推荐已退回贵单位")) for one in (unit, colleague.email)}
    nomination = nominating.submit(nomination, office.nominator)
    assert len(sent()) == 2 + 3, "a new round tells everybody anew"

    office.verify(nomination, office.verifiers[1])
    assert sent() == set()
    office.verify(nomination, office.verifiers[2])
    confirmed = words(number, "一份推荐的事实已全部核实，可以开始公示")
    assert {subject for _to, subject in sent()} == {confirmed}

    nomination = nominating.open_notice(nomination, office.verifiers[1])
    assert sent() == {(one, words(number, "推荐正在公示")) for one in (unit, colleague.email)}
    objection = nominating.object_to(nomination, "李四说数字不对", "李四", "13900001111")
    assert {subject for _to, subject in sent()} == {words(number, "有一条对推荐的异议等您答复")}
    nominating.answer_objection(objection, office.verifiers[1], False, "数过了")

    today(2026, 12, 30)
    call_command("close_notices")
    assert sent() == {(decider, words(number, "有一份推荐等您认定"))}
    nominating.approve(fresh(nomination), office.decider)
    decided = words(number, "推荐已有结果")
    assert sent() == {(unit, decided), (colleague.email, decided)}
    nominating.cancel(fresh(nomination), office.decider, "经查有误")
    assert sent() == {(unit, decided), (colleague.email, decided)}


def test_reopened_declined_and_withdrawn(office: Any, sent: Any, today: Any) -> None:
    nomination = office.noticed()
    sent()
    nomination = nominating.reopen(nomination, office.verifiers[1], "要再看一遍")
    assert {subject for _to, subject in sent()} == {words(nomination.pk, "有一份推荐等您核实")}
    nominating.withdraw(nomination, office.nominator, "数字要重算")
    assert sent() == {(one.email, words(nomination.pk, "推荐单位撤回了推荐")) for one in office.verifiers}

    other = office.noticed(title="另一份")
    today(2026, 12, 30)
    call_command("close_notices")
    sent()
    nominating.decline(fresh(other), office.decider, "条件不够")
    assert sent() == {(office.nominator.email, words(other.pk, "推荐已有结果"))}


def test_a_mail_names_nobody_and_quotes_nothing(office: Any, sent: Any) -> None:
    consent = {"kind": "person", "subject": "温如玉", "post": "网格员", "consent_on": "2026-11-01"}
    nomination = office.submitted(title="温如玉：雨天送伞的人", **consent)
    nominating.send_back(nomination, office.verifiers[0], "王五的证明请补")
    nomination = nominating.submit(nomination, office.nominator)
    office.verify(nomination, *office.verifiers[1:])
    nominating.open_notice(nomination, office.verifiers[1])
    nominating.object_to(nomination, "没有送过赵六", "赵六", "13900001111")
    assert len(sent()) >= 4
    for message in mail.outbox:
        text = f"{message.subject}\n{message.body}"
        assert f"/admin/exemplars/nominations/{nomination.pk}/" in text
        assert words(nomination.pk, "", "人物")[1:] in text
        for word in ("温如玉", "网格员", "王五", "赵六", "1390000", office.verifiers[0].name, office.nominator.name):
            receiver = message.body.splitlines()[0]
            assert word not in text.replace(receiver, ""), word


def test_a_step_that_fails_tells_nobody(office: Any, sent: Any) -> None:
    nomination = office.submitted()
    sent()
    with pytest.raises(nominating.NotPossible):
        nominating.open_notice(nomination, office.verifiers[0])
    assert sent() == set() and NominationNotice.objects.filter(sent_at=None).count() == 0
