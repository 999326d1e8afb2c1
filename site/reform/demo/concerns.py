"""Four hundred concerns of one year at every step, built in bulk. A seeded generator: always the same year, up to today."""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from concerns import events
from concerns.actions import clocks
from concerns.likeness import matter_of, terms_of
from concerns.models import Answer, Clock, Concern, ConcernTerm, Dispatch, FollowUp
from concerns.states import OPEN, State
from reform.pages.models import Topic
from reform.people.models import Region, Unit, User

from .content_files import content

COUNT, DAYS = 400, 360
# What lies between the steps of one concern, in hours.
STEPS = (("dispatch", 6), ("accept", 20), ("submit", 60), ("approve", 12), ("send", 4), ("close", 90))
REACHED = {
    State.LOGGED: 0, State.DISPATCHED: 1, State.IN_WORK: 2, State.IN_REVIEW: 3, State.APPROVED: 4, State.ANSWERED: 5,
    State.CLOSED: 6,
}  # fmt: skip
TO = {"dispatch": "dispatched", "accept": "in_work", "submit": "in_review", "approve": "approved", "send": "answered",
      "close": "closed"}  # fmt: skip


def build_concerns() -> None:
    if Concern.objects.count() >= COUNT:
        return
    dice, now = random.Random(8), timezone.now()
    county = _County()
    rows = sorted((_concern(dice, number, now, county) for number in range(COUNT)), key=lambda row: row.received_at)
    Concern.objects.bulk_create(rows)
    ConcernTerm.objects.bulk_create(
        [ConcernTerm(concern=row, term=term) for row in rows for term in terms_of(row.matter)], batch_size=500
    )
    clocks.begin_many([row for row in rows if row.state in OPEN])
    _flow(dice, rows, county.staff, now)


_STAFF = ("zhiban", "zhiban2", "chengban", "fuze", "chengban2", "fuze2", "shenpi", "baomi")
# The units whose people have accounts: what is in work is with them.
_HANDLERS = {"YX-SLJ": "chengban", "YX-JTJ": "chengban2"}


class _County:
    """Whom and what the concerns name, read once."""

    def __init__(self) -> None:
        self.words = content("concerns")
        self.topics = {topic.slug: topic for topic in Topic.objects.filter(locale=Locale.get_default())}
        self.regions = list(Region.objects.all())
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.staff = {user.username: user for user in User.objects.filter(username__in=_STAFF)}


def _concern(dice: random.Random, number: int, now: datetime, county: _County) -> Concern:
    data, staff = county.words, county.staff
    open_now = number < 64
    # The last week has more about buses than usual: the overview says so.
    slug = "jiao-tong" if number % 16 == 0 and open_now else dice.choice(list(data["topics"]))
    if open_now and number >= 20:
        slug = dice.choice(["jiao-tong", "sheng-tai"])
    topic = data["topics"][slug]
    subject, text, answer = dice.choice(topic["matters"])
    region = dice.choice(county.regions)
    hours = dice.uniform(2, 24 * 9) if open_now else dice.uniform(24 * 10, 24 * DAYS)
    received = (now - timedelta(hours=hours)).replace(minute=dice.randrange(60), second=0, microsecond=0)
    local = timezone.localtime(received)
    received += timedelta(hours=dice.choice([9, 10, 11, 14, 15, 16, 17, 20]) - local.hour)
    received = min(received, now - timedelta(minutes=20))
    whole = (dice.choice(data["openings"]) + text + dice.choice(data["closings"])).replace("{r}", region.name)
    concern = Concern(
        channel=dice.choices(
            ["phone", "hotline", "web", "letter", "visit", "meeting", "media"], [26, 30, 26, 5, 8, 4, 1]
        )[0],
        kind=dice.choices(["question", "help", "suggestion", "complaint"], [48, 24, 10, 18])[0],
        tone=dice.choices(["neutral", "worried", "dissatisfied", "positive"], [55, 22, 20, 3])[0],
        urgency="urgent" if dice.random() < 0.02 else "normal",
        received_at=received,
        subject=subject,
        text=whole,
        topic=county.topics[slug],
        region=region,
        logged_by=staff[dice.choice(["zhiban", "zhiban2"])],
        matter=matter_of(subject, whole),
    )
    concern.state = dice.choice(_OPEN_STATES) if open_now else dice.choices([State.CLOSED, State.ANSWERED], [92, 8])[0]
    if number in (3, 4):
        concern.kind, concern.restricted, concern.state = "accusation", True, State.LOGGED
        concern.subject, concern.text = "反映工程款问题", "反映一处村级工程没有公开招标，请核实。材料另寄。"
        concern.matter, concern.channel = matter_of(concern.subject, concern.text), "letter"
    if concern.state != State.LOGGED:
        code = topic["unit"]
        concern.unit = county.units[code]
        concern.handler = staff[_HANDLERS[code]] if code in _HANDLERS and concern.state != State.DISPATCHED else None
    concern.answer = answer.replace("{r}", region.name) if concern.state not in OPEN else ""
    return concern


_OPEN_STATES = [*[State.LOGGED] * 4, *[State.DISPATCHED] * 4, *[State.IN_WORK] * 5, State.IN_REVIEW, State.APPROVED]


def _flow(dice: random.Random, rows: list[Concern], staff: dict[str, User], now: datetime) -> None:
    """Dispatches, answers, calls back, and an event for each step; events of one day stand together in the chain."""
    days: dict[datetime, list[tuple[Concern, str, Any, dict[str, Any]]]] = defaultdict(list)
    hops, answers, calls = [], [], []
    for row in rows:
        at, state = row.received_at, "logged"
        days[_hour(at)].append((row, "logged", row.logged_by, {"channel": row.channel, "kind": row.kind}))
        leader = {"YX-SLJ": "fuze", "YX-JTJ": "fuze2"}.get(row.unit.code if row.unit else "", "")
        for step, usual in STEPS[: REACHED[State(row.state)]]:
            at = min(at + timedelta(hours=usual * dice.uniform(0.3, 1.9)), now - timedelta(minutes=10))
            by = {"dispatch": row.logged_by, "close": row.logged_by, "approve": staff["shenpi"]}.get(step)
            by = by or row.handler or row.logged_by
            days[_hour(at)].append((row, step, by, {"from": state, "to": TO[step]}))
            state = TO[step]
            if step == "dispatch":
                hops.append(Dispatch(concern=row, unit=row.unit, by=row.logged_by, at=at))
            elif step == "accept":
                hops[-1].answer, hops[-1].answered_by, hops[-1].answered_at = "accepted", by, at
            elif step == "submit":
                text = row.answer or "已到现场查看，正在核实情况，处理结果将在时限内告知。"
                answers.append(Answer(concern=row, text=text, version=1, saved_at=at, saved_by=by, submitted_by=by,
                                      endorsed_by=staff.get(leader)))  # fmt: skip
            elif step == "approve":
                answers[-1].approved_by = staff["shenpi"]
            elif step == "send":
                answers[-1].sent_at, answers[-1].sent_by, answers[-1].way = at, by, "phone"
                row.answered_at = at
            elif dice.random() < 0.6:
                solved = dice.random() < 0.86
                calls.append(FollowUp(concern=row, responded=dice.random() < 0.98, solved=solved,
                                      satisfied=solved and dice.random() < 0.94, by=row.logged_by, at=at))  # fmt: skip
    Concern.objects.bulk_update([row for row in rows if row.answered_at], ["answered_at"], batch_size=200)
    Dispatch.objects.bulk_create(hops, batch_size=200)
    Answer.objects.bulk_create(answers, batch_size=200)
    FollowUp.objects.bulk_create(calls, batch_size=200)
    first = [hop.concern_id for hop in hops if hop.answer == "accepted"]
    Clock.objects.filter(concern__in=first, until="first_response").update(stopped_at=now)
    for hour in sorted(days):
        events.append_many(days[hour], at=hour)


def _hour(moment: datetime) -> datetime:
    """Events of one day are written at once: with the time of its evening, or now."""
    evening = timezone.localtime(moment).replace(hour=21, minute=0, second=0, microsecond=0)
    return min(evening, timezone.now())
