"""Starting, pausing, extending and stopping time limits. By the rules in `ClockRule`; which apply stands in clocks.yaml."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reform.people.calendar import Calendar, UnknownYear

from .. import access, events, mailing
from ..clocks import HOURS, Count, count
from ..models import Clock, ClockRule, Concern, ConcernMail
from ..models.clocks import shipped
from ..states import OPEN, State
from .writing import NotPossible, locked, write_note


def rules_for(concern: Concern, when: str = "rules") -> list[str]:
    """The keys of the rules that start when a concern is logged (`rules`) or accepted (`accepted`)."""
    facts = {
        "source": concern.source,
        "urgency": concern.urgency,
        "kind": concern.kind,
        "channel": concern.channel,
    }
    for group in shipped()["groups"]:
        if all(facts[name] in values for name, values in group["when"].items()):
            return group.get(when, [])
    return []


def explain(clock: Clock, calendar: Calendar | None = None) -> Count:
    """Each day it counted and why, from what the clock keeps. Raises `UnknownYear`."""
    pauses = [(pause.start, pause.end) for pause in clock.pauses.all()]
    is_working_day = (calendar or Calendar()).is_working_day
    return count(clock.unit, clock.amount + clock.extended_by, clock.start, pauses, is_working_day)


def recount(clock: Clock, calendar: Calendar | None = None) -> Clock:
    """Counts the end again. A year without a calendar leaves the clock without an end and alarms the administrators."""
    try:
        clock.due, clock.unknown_year = explain(clock, calendar).due, None
    except UnknownYear as error:
        clock.due, clock.unknown_year = None, error.year
        mailing.alarm(error.year)
    clock.save(update_fields=["due", "unknown_year"])
    return clock


def start(concern: Concern, keys: Iterable[str], at: datetime) -> None:
    """Starts these rules; one that runs already goes on. In the caller's transaction, which holds the concern."""
    running = set(concern.clocks.filter(stopped_at=None).values_list("rule", flat=True))
    start_many([(concern, [key for key in keys if key not in running], at)])
    refresh_due(concern)


def start_many(rows: Iterable[tuple[Concern, Iterable[str], datetime]]) -> list[Clock]:
    """Clocks for many concerns at once: (concern, rules, start). The caller sees to `Concern.due`."""
    rules = {rule.key: rule for rule in ClockRule.objects.all()}
    calendar, made = Calendar(), []
    for concern, keys, at in rows:
        for rule in (rules[key] for key in keys):
            clock = Clock(
                concern=concern,
                rule=rule.key,
                name=rule.name,
                unit=rule.unit,
                amount=rule.amount,
                until=rule.until,
                longest_extension=rule.extension,
                warn=rule.warn,
                source=rule.source,
                start=at,
            )
            try:
                clock.due = count(clock.unit, clock.amount, at, (), calendar.is_working_day).due
            except UnknownYear as error:
                clock.unknown_year = error.year
                mailing.alarm(error.year)
            made.append(clock)
    return Clock.objects.bulk_create(made, batch_size=500)


def begin(concern: Concern) -> None:
    """Starts what runs from the day a concern is received. For everybody who makes one."""
    start(concern, rules_for(concern), concern.received_at)


def begin_many(concerns: Iterable[Concern]) -> None:
    """The same for a list."""
    made = start_many((concern, rules_for(concern), concern.received_at) for concern in concerns)
    due: dict[int, Concern] = {}
    for clock in made:
        ends = [end for end in (clock.concern.due, clock.due) if end]
        clock.concern.due = min(ends, default=None)
        due[clock.concern_id] = clock.concern
    Concern.objects.bulk_update(due.values(), ["due"], batch_size=200)


def again(concern: Concern) -> None:
    """After kind or urgency changed: other rules may apply, from the same day on. What no longer applies is gone."""
    wanted = [*rules_for(concern), *(rules_for(concern, "accepted") if concern.state not in _UNTAKEN else ())]
    gone = concern.clocks.filter(stopped_at=None).exclude(until=ClockRule.Until.UNIT_RESPONSE).exclude(rule__in=wanted)
    gone.delete()
    done = set(concern.clocks.values_list("rule", flat=True))
    taken = concern.state not in _UNTAKEN
    rules = {rule.key: rule.until for rule in ClockRule.objects.filter(key__in=wanted)}
    needed = [
        key for key in wanted if key not in done and not (taken and rules.get(key) == ClockRule.Until.FIRST_RESPONSE)
    ]
    start(concern, needed, concern.received_at)


_UNTAKEN = frozenset({State.LOGGED, State.DISPATCHED, State.RETURNED})
_FIRST, _ANSWER, _UNIT = ClockRule.Until.FIRST_RESPONSE, ClockRule.Until.ANSWER, ClockRule.Until.UNIT_RESPONSE


def after(concern: Concern, move: str) -> None:
    """What a step does to the clocks. A merge touches none: taken back, they run as if it had never been."""
    now = timezone.now()
    if move in {"take", "accept"}:
        stop(concern, _FIRST, _UNIT, at=now)
        start(concern, rules_for(concern, "accepted"), now)
    elif move in {"object", "recall", "insist"}:
        stop(concern, _UNIT, at=now)
    elif move == "dispatch":
        stop(concern, _UNIT, at=now)
        start(concern, ["objection"], now)
    elif move in {"send", "reject", "withdraw", "close"}:
        stop(concern, at=now)
    elif move == "reopen":
        start(concern, rules_for(concern), now)
    else:
        refresh_due(concern)


def stop(concern: Concern, *until: str, at: datetime | None = None) -> None:
    """Stops the clocks that end with one of these; all of them without any."""
    clocks = concern.clocks.filter(stopped_at=None)
    if until:
        clocks = clocks.filter(until__in=until)
    clocks.update(stopped_at=at or timezone.now())
    refresh_due(concern)


def refresh_due(concern: Concern) -> None:
    """The earliest end of the running clocks, for lists; none once the concern is no longer open."""
    due = None
    if concern.state in OPEN:
        ends = concern.clocks.filter(stopped_at=None, due__isnull=False).order_by("due").values_list("due", flat=True)
        due = ends.first()
    if due != concern.due:
        concern.due = due
        concern.save(update_fields=["due"])


def _may_handle(concern: Concern, user: Any) -> None:
    if not access.sides(concern, user) & {"concern_desk", "handler", "unit_leader"}:
        raise PermissionDenied


def _pausable(concern: Concern) -> Any:
    return concern.clocks.filter(stopped_at=None, until=ClockRule.Until.ANSWER).exclude(unit=HOURS)


@transaction.atomic
def pause(concern: Concern, user: Any, reason: str) -> Concern:
    """Waits for the person, whose missing facts `reason` names. Hours of urgent matters never wait.

    Raises `PermissionDenied`, `NotPossible`.
    """
    concern = locked(concern)
    _may_handle(concern, user)
    if not reason.strip():
        raise NotPossible(_("Give a reason."))
    clocks = [clock for clock in _pausable(concern).prefetch_related("pauses") if not clock.paused]
    if concern.state not in {State.LOGGED, State.IN_WORK} or not clocks:
        raise NotPossible(_("There is no time limit that could wait now."))
    now = timezone.now()
    for clock in clocks:
        clock.pauses.create(start=now)
        recount(Clock.objects.get(pk=clock.pk))
    refresh_due(concern)
    said = {"clocks": [clock.rule for clock in clocks], **write_note(concern, "paused", user, reason)}
    events.append(concern, "paused", user, said)
    return concern


@transaction.atomic
def resume(concern: Concern, user: Any) -> Concern:
    """The person answered (`user` None), or nobody waits any longer. Raises `PermissionDenied`, `NotPossible`."""
    concern = locked(concern)
    if user is not None:
        _may_handle(concern, user)
    waiting = [clock for clock in concern.clocks.filter(stopped_at=None).prefetch_related("pauses") if clock.paused]
    if not waiting:
        raise NotPossible(_("No time limit is waiting."))
    for clock in waiting:
        clock.pauses.filter(end=None).update(end=timezone.now())
        recount(Clock.objects.get(pk=clock.pk))
    refresh_due(concern)
    events.append(concern, "resumed", user, {"clocks": [clock.rule for clock in waiting]})
    return concern


@transaction.atomic
def extend(clock: Clock, user: Any, amount: int, reason: str) -> Clock:
    """Extends a time limit once, by an approver who did not ask for it in writing the answer; the person is told.

    Raises `PermissionDenied`, `NotPossible` (not extendable, twice, too long, too late, no reason, unknown calendar).
    """
    concern = locked(clock.concern)
    clock = Clock.objects.get(pk=clock.pk)
    if "approver" not in access.sides(concern, user):
        raise PermissionDenied
    if clock.stopped_at or not clock.longest_extension:
        raise NotPossible(_("This time limit cannot be extended."))
    if clock.extended_by:
        raise NotPossible(_("A time limit is extended once only."))
    if not 1 <= amount <= clock.longest_extension:
        raise NotPossible(_("The extension is 1 to %(most)d days.") % {"most": clock.longest_extension})
    if clock.due and clock.due < timezone.now():
        raise NotPossible(_("The time limit is over: it can no longer be extended."))
    if not reason.strip():
        raise NotPossible(_("Give a reason."))
    clock.extended_by, clock.extension_approver = amount, user
    clock.save(update_fields=["extended_by", "extension_approver"])
    recount(clock)
    refresh_due(concern)
    said = {"clock": clock.rule, "days": amount, **write_note(concern, "extended", user, reason)}
    events.append(concern, "extended", user, said)
    mailing.to_person(concern, ConcernMail.Kind.EXTENDED, f"extended:{clock.pk}")
    return clock


@transaction.atomic
def recount_unknown() -> int:
    """Counts the clocks whose calendar was missing; returns how many have an end now."""
    calendar, known = Calendar(), 0
    for clock in Clock.objects.filter(stopped_at=None, unknown_year__isnull=False).prefetch_related("pauses"):
        if recount(clock, calendar).unknown_year is None:
            refresh_due(locked(clock.concern))
            known += 1
    return known
