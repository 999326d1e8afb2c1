"""A concern on its way: dispatched, objected to, answered by two and released by a third, merged and taken apart."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concerns import mailing
from concerns.actions import ConcernError, NotPossible, answering, clocks, handling, logging
from concerns.events import breaks
from concerns.models import Answer, Concern, ConcernEvent, Merge
from concerns.states import FIRST, MOVES, OPEN, State
from reform.editorial.notices import send

pytestmark = pytest.mark.django_db
TEXT = "管网已于3月4日冲洗完毕，自来水的水质检测合格；仍发黄的请打2012345，当日上门。"


def log(staff: dict[str, Any], **facts: Any) -> Concern:
    facts = {"channel": "phone", "received_at": timezone.now(), "text": "自来水发黄三天了，找谁处理？"} | facts
    return logging.log(staff["desk"], **facts)


def hops(concern: Concern) -> list[tuple[str, str]]:
    return [(str(hop.unit), hop.answer) for hop in concern.dispatches.all()]


def test_no_silent_bouncing(staff: dict[str, Any], units: dict[str, Any]) -> None:
    concern = log(staff)
    handling.dispatch(concern, staff["desk"], units["roads"], [units["water"]])
    with pytest.raises(PermissionDenied):
        handling.object_to(concern, staff["handler"], "不归我们")
    handling.object_to(concern, staff["handler_roads"], "供水归水务局管")
    with pytest.raises(NotPossible, match="退回"):
        handling.dispatch(concern, staff["desk"], units["roads"])
    handling.dispatch(concern, staff["desk"], units["water"])
    assert hops(concern) == [("交通局", "upheld"), ("水务局", "recalled"), ("水务局", "waiting")]
    handling.object_to(concern, staff["leader"], "是小区二次供水")
    handling.insist(concern, staff["desk"], "二次供水也由水务局牵头")
    with pytest.raises(NotPossible, match="裁定"):
        handling.object_to(concern, staff["leader"], "还是不归我们")
    concern = handling.accept(concern, staff["pipes"])
    assert (concern.state, concern.handler) == ("in_work", staff["pipes"])
    assert all(hop.at and (hop.answer == "recalled" or hop.answered_at) for hop in concern.dispatches.all())
    kinds = [event.kind for event in reversed(concern.events.all())]
    assert kinds == ["logged", "dispatch", "object", "dispatch", "object", "insist", "accept"]


def test_an_objection_comes_in_time_or_not_at_all(staff: dict[str, Any], units: dict[str, Any]) -> None:
    concern = log(staff)
    hop = handling.dispatch(concern, staff["desk"], units["water"])
    type(hop).objects.filter(pk=hop.pk).update(object_until=timezone.now() - timezone.timedelta(minutes=1))
    with pytest.raises(NotPossible, match="期限"):
        handling.object_to(concern, staff["leader"], "不归我们")


def drafted(staff: dict[str, Any], units: dict[str, Any], text: str = TEXT) -> Concern:
    concern = log(staff)
    handling.dispatch(concern, staff["desk"], units["water"])
    handling.accept(concern, staff["handler"])
    answer = answering.open_draft(concern, staff["handler"])
    answering.save_draft(concern, staff["handler"], text, answer.version)
    return concern


def test_nobody_releases_what_they_wrote(staff: dict[str, Any], units: dict[str, Any], person: Any) -> None:
    from django.contrib.auth.models import Group

    concern = drafted(staff, units)
    both = person("handler", "unit_leader", unit=units["water"])
    answer = answering.open_draft(concern, both, force=True)
    answering.save_draft(concern, both, TEXT + "联系人：值班室。", answer.version)
    answering.submit(concern, staff["handler"])
    with pytest.raises(NotPossible, match="尚未"):
        answering.approve(concern, staff["approver"])
    with pytest.raises(NotPossible, match="您"):
        answering.endorse(concern, both)
    with pytest.raises(PermissionDenied):
        answering.endorse(concern, staff["handler"])
    answering.endorse(concern, staff["leader"])
    staff["handler"].groups.add(Group.objects.get(name="审批人"))
    handler = type(staff["handler"]).objects.get(pk=staff["handler"].pk)
    with pytest.raises(NotPossible, match="您"):
        answering.approve(concern, handler)
    answering.send_back(concern, staff["approver"], "写明哪天冲洗")
    answering.submit(concern, staff["handler"])
    with pytest.raises(NotPossible, match="尚未"):
        answering.approve(concern, staff["approver"])
    answering.endorse(concern, staff["leader"])
    assert answering.approve(concern, staff["approver"]).state == "approved"


def test_a_sent_answer_is_frozen_and_those_who_asked_the_same_hear_of_it(
    staff: dict[str, Any], units: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    concern = drafted(staff, units)
    other = log(staff, text="我家的水也是黄的", same_as=concern)
    answering.submit(concern, staff["handler"])
    answering.endorse(concern, staff["leader"])
    answering.approve(concern, staff["approver"])
    with pytest.raises(NotPossible, match="邮箱"):
        answering.send(concern, staff["desk"], "email")
    with pytest.raises(NotPossible):
        answering.send(concern, staff["desk"], "phone")
    monkeypatch.setattr(mailing, "email_of", lambda concern: f"who{concern.pk}@example.com")
    sent = answering.send(concern, staff["desk"], "email")
    assert (sent.state, sent.answer, sent.due) == ("answered", TEXT, None)
    assert not concern.clocks.filter(stopped_at=None).exists()
    answer = Answer.objects.get()
    answer.text = "别的"
    with pytest.raises(TypeError):
        answer.save()
    mail.outbox.clear()
    send(timezone.now())
    told = {message.to[0]: message.body for message in mail.outbox if message.to[0].startswith("who")}
    assert set(told) == {f"who{concern.pk}@example.com", f"who{other.pk}@example.com"}
    assert all(TEXT in body for body in told.values())


def test_two_people_never_overwrite_each_other(staff: dict[str, Any], units: dict[str, Any]) -> None:
    concern = drafted(staff, units)
    with pytest.raises(answering.Stale, match=staff["handler"].name):
        answering.open_draft(concern, staff["pipes"])
    answer = Answer.objects.get()
    Answer.objects.update(locked_at=timezone.now() - timezone.timedelta(minutes=2))
    answering.open_draft(concern, staff["pipes"])
    answering.save_draft(concern, staff["pipes"], TEXT + "补充。", answer.version)
    with pytest.raises(answering.Stale, match=staff["pipes"].name):
        answering.save_draft(concern, staff["handler"], "旧的", answer.version)
    assert Answer.objects.get().text == TEXT + "补充。"
    assert set(Answer.objects.get().writers.all()) == {staff["handler"], staff["pipes"]}


def test_what_is_said_of_a_draft(staff: dict[str, Any], units: dict[str, Any]) -> None:
    from concerns.answer_checks import hints

    concern = log(staff)
    assert hints(concern, TEXT) == [] or not any(hint.blocks for hint in hints(concern, TEXT))
    said = " ".join(hint.message for hint in hints(concern, "我们高度重视，正在研究，请耐心等待。"))
    assert "高度重视" in said and "请耐心等待" in said and "日期" in said
    concern = drafted(staff, units, "王某的身份证号是11010519491231002X，请核对。" + TEXT)
    with pytest.raises(NotPossible):
        answering.submit(concern, staff["handler"])


def test_the_office_answers_itself_and_another_releases(staff: dict[str, Any]) -> None:
    concern = log(staff)
    handling.take(concern, staff["desk"])
    answer = answering.open_draft(concern, staff["desk"])
    answering.save_draft(concern, staff["desk"], TEXT, answer.version)
    answering.submit(concern, staff["desk"])
    answering.approve(concern, staff["approver"])
    answering.send(concern, staff["desk"], "phone", "3月5日10时电话告知，表示满意")
    handling.follow_up(concern, staff["desk"], True, True, None, "暂未表态")
    reopened = handling.reopen(concern, staff["desk"], "又发黄了")
    assert reopened.state == "logged" and reopened.due is not None
    handling.take(concern, staff["desk"])
    assert answering.open_draft(concern, staff["desk"]).text == "", "what was sent stays; a new answer begins"


def test_an_accusation_stays_with_named_staff(staff: dict[str, Any], units: dict[str, Any]) -> None:
    concern = logging.log(
        staff["secret"], channel="letter", received_at=timezone.now(), text="举报水务局收费不开票",
        kind="accusation", accused_unit=units["water"],
    )  # fmt: skip
    assert concern.restricted
    with pytest.raises(NotPossible, match="举报"):
        handling.dispatch(concern, staff["secret"], units["roads"])
    with pytest.raises(NotPossible, match="被举报"):
        handling.name_staff(concern, staff["secret"], staff["leader"])
    handling.take(concern, staff["secret"])
    answering.open_draft(concern, staff["secret"])
    answering.save_draft(concern, staff["secret"], TEXT, 0)
    answering.submit(concern, staff["secret"])
    with pytest.raises(PermissionDenied):
        answering.approve(concern, staff["approver"])
    handling.name_staff(concern, staff["secret"], staff["approver"])
    answering.approve(concern, staff["approver"])
    other = log(staff)
    with pytest.raises((NotPossible, PermissionDenied)):
        logging.merge(other, staff["desk"], concern)
    assert not mail.outbox and not concern.mails.filter(to__in=[staff["desk"], staff["handler"]]).exists()


FACTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["", "question", "help", "complaint"]),
        "urgency": st.sampled_from(["normal", "urgent"]),
        "before": st.sampled_from(["logged", "dispatched", "in_work", "returned", "paused"]),
    }
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=FACTS)
def test_merge_and_undo_is_the_identity(staff: dict[str, Any], units: dict[str, Any], facts: dict[str, str]) -> None:
    concern, into = log(staff, kind=facts["kind"], urgency=facts["urgency"]), log(staff)
    if facts["before"] in {"dispatched", "in_work", "returned"}:
        handling.dispatch(concern, staff["desk"], units["water"])
    if facts["before"] == "in_work":
        handling.accept(concern, staff["handler"])
    if facts["before"] == "returned":
        handling.object_to(concern, staff["handler"], "不归我们")
    if facts["before"] == "paused" and facts["urgency"] == "normal" and facts["kind"] == "question":
        clocks.pause(concern, staff["desk"], "请补充地址")

    def everything() -> Any:
        row = Concern.objects.get(pk=concern.pk)
        return (
            model_to_dict(row),
            [model_to_dict(clock) for clock in row.clocks.all()],
            [model_to_dict(hop) for hop in row.dispatches.all()],
            list(row.terms.values_list("term", flat=True)),
        )

    before = everything()
    logging.merge(concern, staff["desk"], into)
    merged = Concern.objects.get(pk=concern.pk)
    assert (merged.state, merged.merged_into, merged.due, merged.text) == ("merged", into, None, concern.text)
    with pytest.raises(NotPossible):
        logging.merge(log(staff), staff["desk"], concern)
    logging.unmerge(concern, staff["desk2"])
    assert everything() == before
    assert Merge.objects.get(concern=concern).undone_by == staff["desk2"]
    with pytest.raises(NotPossible):
        logging.unmerge(concern, staff["desk"])


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "take",
                "dispatch",
                "accept",
                "object",
                "insist",
                "recall",
                "submit",
                "endorse",
                "send_back",
                "approve",
                "unapprove",
                "send",
                "close",
                "reopen",
                "reject",
                "merge",
                "unmerge",
                "withdraw",
                "pause",
                "resume",
                "recuse",
            ]
        ),
        st.sampled_from(["desk", "desk2", "handler", "leader", "pipes", "handler_roads", "approver", "editor"]),
        st.sampled_from(["water", "roads"]),
    ),
    min_size=5,
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_state_never_leaves_its_table(staff: dict[str, Any], units: dict[str, Any], steps: list[Any]) -> None:
    from django.db import transaction

    with transaction.atomic():
        concern, into = log(staff), log(staff)
        trail = [concern.state]
        for step, who, where in steps:
            before = Concern.objects.get(pk=concern.pk).state
            count = ConcernEvent.objects.count()
            try:
                with transaction.atomic():
                    act(step, concern, into, staff[who], units[where])
            except (ConcernError, PermissionDenied):
                assert ConcernEvent.objects.count() == count, "a refused step leaves nothing"
            row = Concern.objects.get(pk=concern.pk)
            if row.state != before:
                trail.append(row.state)
                assert any(before in move.sources and row.state in move.targets for move in MOVES.values())
                assert before in MOVES[step].sources and row.state in MOVES[step].targets
            assert row.state in State.values
            assert (row.due is None) or row.state in OPEN
            if row.state in {State.ANSWERED, State.CLOSED, State.REJECTED}:
                assert not row.clocks.filter(stopped_at=None).exists()
        assert trail[0] in FIRST
        told = [event.data["to"] for event in reversed(concern.events.all()) if "to" in event.data]
        assert [state for state, last in zip(told, ["logged", *told], strict=False) if state != last] == trail[1:]
        assert not list(breaks())
        transaction.set_rollback(True)


def written(concern: Concern, user: Any) -> None:
    answer = answering.open_draft(concern, user, force=True)
    answering.save_draft(concern, user, TEXT, answer.version)
    answering.submit(concern, user)


def act(step: str, concern: Concern, into: Concern, user: Any, unit: Any) -> None:
    steps = {
        "take": lambda: handling.take(concern, user),
        "dispatch": lambda: handling.dispatch(concern, user, unit),
        "accept": lambda: handling.accept(concern, user),
        "object": lambda: handling.object_to(concern, user, "不归我们"),
        "insist": lambda: handling.insist(concern, user, "归你们"),
        "recall": lambda: handling.recall(concern, user, "误派"),
        "submit": lambda: written(concern, user),
        "endorse": lambda: answering.endorse(concern, user),
        "send_back": lambda: answering.send_back(concern, user, "写清楚"),
        "approve": lambda: answering.approve(concern, user),
        "unapprove": lambda: answering.unapprove(concern, user, "有误"),
        "send": lambda: answering.send(concern, user, "web"),
        "close": lambda: handling.close(concern, user),
        "reopen": lambda: handling.reopen(concern, user, "没解决"),
        "reject": lambda: handling.reject(concern, user, "not_ours", "法院受理"),
        "merge": lambda: logging.merge(concern, user, into),
        "unmerge": lambda: logging.unmerge(concern, user),
        "withdraw": lambda: handling.withdraw(concern, None),
        "pause": lambda: clocks.pause(concern, user, "请补充"),
        "resume": lambda: clocks.resume(concern, user),
        "recuse": lambda: handling.recuse(concern, user, user),
    }
    steps[step]()
