"""What a person does with an attempt: start, go on elsewhere, save, hand in; and the clock that hands in for them."""

import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from reform.pages.templatetags.look import long_moment

from ..drawing import NotEnough, draw, order_for
from ..freezing import settings_of
from ..models import Attempt, AttemptItem, QuestionVersion, Quiz, QuizSlot, Step
from ..responses import BadResponse, clean, plain
from ..slots import places
from ..standings import may_learn, terms_for
from .closing import add_step, close, fresh_mark
from .course import quiz_refused
from .errors import AttemptClosed, StaleWindow, TrainingError

WRONG_PASSWORDS, WRONG_PASSWORD_SECONDS = 5, 300


def start(quiz: Quiz, user: Any, password: str = "") -> Attempt:
    """A new attempt, or the one that is in work, for a new window. Two starts side by side give one attempt.

    Raises `PermissionDenied`, `TrainingError` (not open, none left, too early, wrong password, the bank is short).
    """
    if not may_learn(user):
        raise PermissionDenied
    close_if_over(quiz, user)
    try:
        with transaction.atomic():
            return _resumed(quiz, user) or _begun(quiz, user, password)
    except IntegrityError:
        # Somebody with two hands: the other start was first, and it is their attempt.
        with transaction.atomic():
            found = _resumed(quiz, user)
        if found is None:
            raise
        return found


def _resumed(quiz: Quiz, user: Any) -> Attempt | None:
    attempt = Attempt.objects.select_for_update().filter(quiz=quiz, user=user, state=Attempt.State.OPEN).first()
    if attempt is None:
        return None
    attempt.window = secrets.token_hex(8)
    add_step(attempt, Step.Kind.WINDOW)
    attempt.save(update_fields=["window", "steps_count"])
    return attempt


def _begun(quiz: Quiz, user: Any, password: str) -> Attempt:
    now = timezone.now()
    if reason := reason_against(quiz, user, now):
        raise TrainingError(reason)
    _ask_password(quiz, user, password)
    seed = secrets.token_hex(16)
    versions = _drawn(quiz, seed)
    chance = random.Random(seed)  # noqa: S311 — the seed is secret and from `secrets`; the same paper must come again
    if quiz.shuffle_questions:
        chance.shuffle(versions)
    attempt = Attempt.objects.create(
        quiz=quiz,
        user=user,
        number=Attempt.objects.filter(quiz=quiz, user=user).count() + 1,
        settings=settings_of(quiz),
        seed=seed,
        started=now,
        deadline=terms_for(quiz, user).deadline(now),
        window=secrets.token_hex(8),
        maximum=sum(mark for _version, mark in versions),
        steps_count=1,
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version=version,
            maximum=mark,
            order=order_for(version.type, version.content, quiz.shuffle_options, chance),
        )
        for position, (version, mark) in enumerate(versions, start=1)
    )
    ends = attempt.deadline.isoformat() if attempt.deadline else None
    Step.objects.create(attempt=attempt, number=1, kind=Step.Kind.START, at=now, data={"deadline": ends})
    return attempt


def _ask_password(quiz: Quiz, user: Any, password: str) -> None:
    """Told in the room, and not to be tried out: a few wrong ones, and the person waits a while."""
    if not quiz.password:
        return
    if not password:
        raise TrainingError(_("Enter the password of the quiz."))
    key = f"training:password:{quiz.pk}:{user.pk}"
    tries = cache.get(key, 0) + 1
    if tries > WRONG_PASSWORDS:  # the right one as well: else one could go on trying
        raise TrainingError(_("Too many wrong passwords. Try again in some minutes."))
    if not constant_time_compare(quiz.password, password.strip()):
        cache.set(key, tries, WRONG_PASSWORD_SECONDS)
        raise TrainingError(_("The password is not right."))


def _drawn(quiz: Quiz, seed: str) -> list[tuple[QuestionVersion, Any]]:
    try:
        drawn = draw(places(quiz), seed)
    except NotEnough as error:
        raise TrainingError(_("The quiz cannot be put together now. Tell the organiser.")) from error
    if not drawn:
        raise TrainingError(_("The quiz cannot be put together now. Tell the organiser."))
    fixed = {
        slot.version.question_id: slot.version
        for slot in quiz.slots.filter(kind=QuizSlot.Kind.VERSION).select_related("version")
        if slot.version
    }
    newest: dict[int, QuestionVersion] = {}
    asked = QuestionVersion.objects.filter(question__in=[question for question, _mark in drawn])
    for version in asked.order_by("number"):
        newest[version.question_id] = version
    return [(fixed.get(question) or newest[question], mark) for question, mark in drawn]


def reason_against(quiz: Quiz, user: Any, now: datetime) -> str:
    """Why the person cannot start a new attempt now, in words; empty when they can."""
    terms = terms_for(quiz, user)
    if quiz.state != Quiz.State.OPEN:
        return _("The quiz is not open.")
    if terms.opens and now < terms.opens:
        return _("The quiz opens on %(when)s.") % {"when": long_moment(terms.opens)}
    if terms.closes and now >= terms.closes:
        return _("The quiz closed on %(when)s.") % {"when": long_moment(terms.closes)}
    done = list(Attempt.objects.filter(quiz=quiz, user=user).order_by("number").values_list("closed", flat=True))
    if terms.attempts and len(done) >= terms.attempts:
        return _("You have used all your attempts.")
    again = terms.next_start(done[-1]) if done else None
    if again and now < again:
        return _("You can try again from %(when)s.") % {"when": long_moment(again)}
    return quiz_refused(user, quiz.pk)


# --- Saving ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Saved:
    """What the browser is told: when it was kept, and how many seconds are left (None: no end)."""

    at: datetime
    number: int
    left: int | None


def save(
    quiz_id: int,
    user: Any,
    window: str,
    number: int | None,
    answers: Mapping[int, Any],
    flags: Mapping[int, bool] | None = None,
) -> Saved:
    """Keeps answers (position → answer in shown places). The same save sent again is answered the same and written once:
    a script numbers its saves from `attempt.saves` + 1; a form, which is sent by hand, has None.

    Raises `StaleWindow`, `AttemptClosed` (what came too late is kept as evidence), `BadResponse`.
    """
    answers = plain(answers)
    with transaction.atomic():
        attempt = _mine(quiz_id, user, window)
        now = timezone.now()
        late = attempt.state == Attempt.State.OPEN and _over(attempt, now)
        if late:
            _too_late(attempt, answers, now)
        elif attempt.state == Attempt.State.OPEN:
            return _kept(attempt, number, answers, flags or {}, now)
    # Outside: the evidence stays.
    raise AttemptClosed(
        _("The time is up. What was saved before was handed in.") if late else _("The attempt is closed."),
        attempt.number,
    )


def _kept(
    attempt: Attempt, number: int | None, answers: Mapping[int, Any], flags: Mapping[int, bool], now: datetime
) -> Saved:
    left = seconds_left(attempt, now)
    data: dict[str, Any] = {"answers": {str(place): value for place, value in answers.items()}}
    if flags:
        data["flags"] = {str(place): value for place, value in flags.items()}
    number = attempt.saves + 1 if number is None else number
    if number > attempt.saves + 1:
        raise BadResponse  # a browser sends one after the other
    if number <= attempt.saves:
        known = attempt.steps.filter(save_number=number).order_by("-number").first()
        if known is None or {**data, "ignored": known.data.get("ignored", [])} != {"ignored": [], **known.data}:
            raise StaleWindow(_("This attempt goes on in another window."))
        return Saved(known.at, number, left)
    if ignored := _apply(attempt, answers, flags):
        data["ignored"] = ignored
    attempt.saves, attempt.saved = number, now
    add_step(attempt, Step.Kind.SAVE, at=now, save_number=number, data=data)
    attempt.save(update_fields=["saves", "saved", "steps_count"])
    return Saved(now, number, left)


def _apply(attempt: Attempt, answers: Mapping[int, Any], flags: Mapping[int, bool]) -> list[int]:
    """Writes the answers to their items. Returns the positions that are decided already and were left alone."""
    changed, ignored = [], []
    items = list(attempt.items.filter(position__in={*answers, *flags}).select_related("version"))
    if len(items) < len({*answers, *flags}):
        raise BadResponse
    for item in items:
        if item.mark is not None or (attempt.settings["forward_only"] and item.position != attempt.place):
            ignored.append(item.position)
            continue
        if item.position in flags:
            item.flagged = bool(flags[item.position])
        if item.position in answers:
            item.response = clean(item.version.type, item.version.content, item.order, answers[item.position])
        changed.append(item)
    AttemptItem.objects.bulk_update(changed, ["response", "flagged"])
    return ignored


def check(quiz_id: int, user: Any, window: str, position: int) -> None:
    """Where marks are shown after each question: fixes the answer of one. Raises as `save`."""
    with transaction.atomic():
        attempt = _mine(quiz_id, user, window)
        if attempt.state != Attempt.State.OPEN:
            raise AttemptClosed(_("The attempt is closed."), attempt.number)
        if Quiz.When.DURING not in (attempt.settings[f"show_{what}"] for what in ("marks", "answers", "explanations")):
            raise PermissionDenied
        for item in attempt.items.filter(position=position, mark=None).select_related("version"):
            item.mark = fresh_mark(item, attempt.settings)
            item.save(update_fields=["mark"])


def go_to(quiz_id: int, user: Any, window: str, position: int) -> None:
    """Forward only: opens the next question and closes the one before. Raises as `save`."""
    with transaction.atomic():
        attempt = _mine(quiz_id, user, window)
        if attempt.settings["forward_only"] and position == attempt.place + 1:
            attempt.place = position
            attempt.save(update_fields=["place"])


def submit(quiz_id: int, user: Any, window: str, answers: Mapping[int, Any] | None = None) -> Attempt:
    """Hands in, with answers that were not saved before. Handing in twice gives the same attempt with its receipt.

    Raises `StaleWindow`, `BadResponse`.
    """
    answers = plain(answers or {})
    with transaction.atomic():
        attempt = _mine(quiz_id, user, window)
        if attempt.state != Attempt.State.OPEN:
            return attempt
        now = timezone.now()
        if _over(attempt, now):
            _too_late(attempt, answers, now)
            return attempt
        if answers:
            _kept(attempt, None, answers, {}, now)
        return close(attempt, Step.Kind.SUBMIT, at=now)


def _mine(quiz_id: int, user: Any, window: str) -> Attempt:
    """The person's newest attempt, locked, when this window may write in it."""
    rows = Attempt.objects.select_for_update().filter(quiz=quiz_id, user=user)
    attempt = rows.order_by("-number").first()
    if attempt is None or not constant_time_compare(attempt.window, window):
        raise StaleWindow(_("This attempt goes on in another window."))
    return attempt


# --- The clock ------------------------------------------------------------------------------------------------------


def seconds_left(attempt: Attempt, now: datetime) -> int | None:
    """Until the deadline, as the page shows it; the grace is not shown."""
    return max(0, int((attempt.deadline - now).total_seconds())) if attempt.deadline else None


def _over(attempt: Attempt, now: datetime) -> bool:
    if attempt.deadline is None:
        return False
    return now > attempt.deadline + timedelta(seconds=attempt.settings["grace"])


def _too_late(attempt: Attempt, answers: Mapping[int, Any], now: datetime) -> None:
    add_step(attempt, Step.Kind.LATE, at=now, data={"answers": {str(place): value for place, value in answers.items()}})
    _close_in_time(attempt)


def _close_in_time(attempt: Attempt) -> None:
    close(attempt, Step.Kind.CLOSE, at=attempt.deadline or timezone.now())


@transaction.atomic
def close_if_over(quiz: Quiz, user: Any) -> None:
    """Hands in the person's attempt when its time and grace are over: nobody has to wait for the job."""
    if not Attempt.objects.filter(quiz=quiz, user=user, state=Attempt.State.OPEN, deadline__lt=timezone.now()).exists():
        return
    attempt = Attempt.objects.select_for_update().filter(quiz=quiz, user=user, state=Attempt.State.OPEN).first()
    if attempt is not None and _over(attempt, timezone.now()):
        _close_in_time(attempt)


def close_forgotten(most: int = 500) -> int:
    """Hands in attempts whose time and grace are over. Returns how many. Called by the job `close_attempts`."""
    now, closed = timezone.now(), 0
    waiting = Attempt.objects.filter(state=Attempt.State.OPEN, deadline__lt=now).order_by("deadline")
    for pk in list(waiting.values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            attempt = Attempt.objects.select_for_update().filter(pk=pk, state=Attempt.State.OPEN).first()
            if attempt is not None and _over(attempt, now):
                _close_in_time(attempt)
                closed += 1
    return closed
