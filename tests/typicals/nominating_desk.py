"""People and steps that tests of nominations share."""

from typing import Any

from reform.pages.models import Topic
from reform.people.models import Region
from typicals import nominating
from typicals.models import Nomination, NominationFact


class Office:
    """A unit that proposes, three verifiers, a decider; `propose` and the like go one step each."""

    def __init__(self, person: Any, unit: Any, exemplars: Any, honour: Any) -> None:
        self.person, self.unit, self.exemplars, self.honour = person, unit, exemplars, honour
        self.nominator = person("nominator", unit=unit)
        self.verifiers = [person("verifier") for _ in range(3)]
        self.decider = person("decider")

    def propose(self, **fields: Any) -> Nomination:
        region, _made = Region.objects.get_or_create(code="3301", defaults={"name": "清水镇"})
        topic, _made = Topic.objects.get_or_create(
            slug="shen-pi", locale=self.exemplars.locale, defaults={"name": "审批"}
        )
        values = {
            "title": "双河乡：把窗口开到村口", "subject": "双河乡便民服务中心", "region": region, "topic": topic,
            "year": 2026, "done": "把窗口装上车。", "method": "旧货车改装。\n固定日子出车。",
            "copyable": "先建名册\n固定日子，固定地方", "honour": self.honour,
        }  # fmt: skip
        nomination = Nomination(**{**values, **fields})
        nomination.facts = [
            NominationFact(text="一年出车二十四次", source="出车登记本", sort_order=0),
            NominationFact(text="办结三百零六件", source="服务中心台账", sort_order=1),
        ]
        return nominating.create(nomination, self.nominator)

    def submitted(self, **fields: Any) -> Nomination:
        return nominating.submit(self.propose(**fields), self.nominator)

    def verify(self, nomination: Nomination, *people: Any, holds: bool = True) -> Nomination:
        for someone in people or self.verifiers[:2]:
            findings = {fact.pk: (holds, "出车登记本原件") for fact in nomination.facts.all()}
            nominating.check(nomination, someone, findings)
        return nomination

    def noticed(self, **fields: Any) -> Nomination:
        return nominating.open_notice(self.verify(self.submitted(**fields)), self.verifiers[0])


def fresh(nomination: Nomination) -> Nomination:
    return Nomination.objects.get(pk=nomination.pk)
