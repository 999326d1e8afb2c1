"""What can be done with a concern: for each step its form and the action it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .. import access
from ..actions import answering, clocks, contacts, handling, logging
from ..forms import (
    DetailsForm,
    DispatchForm,
    ExtendForm,
    FactsForm,
    FollowUpForm,
    MergeForm,
    ReasonForm,
    RejectForm,
    SendForm,
    StaffForm,
)
from ..models import Concern
from ..states import MOVES, State

Do = Callable[[Concern, Any, Any], Any]


@dataclass(frozen=True)
class Step:
    """`form` None: a plain confirmation. `main`: shown as a button, the rest in a menu."""

    label: str | Promise
    do: Do
    form: type[forms.BaseForm] | None = None
    main: bool = False


def _said(form: Any) -> str:
    return form.cleaned_data["reason"]


STEPS: dict[str, Step] = {
    "dispatch": Step(
        MOVES["dispatch"].label,
        lambda concern, user, form: handling.dispatch(
            concern, user, form.cleaned_data["unit"], form.cleaned_data["helpers"], _said(form)
        ),
        DispatchForm,
        main=True,
    ),
    "take": Step(MOVES["take"].label, lambda concern, user, form: handling.take(concern, user), main=True),
    "accept": Step(MOVES["accept"].label, lambda concern, user, form: handling.accept(concern, user), main=True),
    "object": Step(
        MOVES["object"].label,
        lambda concern, user, form: handling.object_to(concern, user, _said(form)),
        ReasonForm,
        main=True,
    ),
    "insist": Step(
        MOVES["insist"].label,
        lambda concern, user, form: handling.insist(concern, user, _said(form)),
        ReasonForm,
        main=True,
    ),
    "endorse": Step(MOVES["endorse"].label, lambda concern, user, form: answering.endorse(concern, user), main=True),
    "approve": Step(MOVES["approve"].label, lambda concern, user, form: answering.approve(concern, user), main=True),
    "send_back": Step(
        MOVES["send_back"].label,
        lambda concern, user, form: answering.send_back(concern, user, _said(form)),
        ReasonForm,
        main=True,
    ),
    "unapprove": Step(
        MOVES["unapprove"].label,
        lambda concern, user, form: answering.unapprove(concern, user, _said(form)),
        ReasonForm,
    ),
    "send": Step(
        MOVES["send"].label,
        lambda concern, user, form: answering.send(concern, user, form.cleaned_data["way"], _said(form)),
        SendForm,
        main=True,
    ),
    "follow_up": Step(
        _("Note a call-back"),
        lambda concern, user, form: handling.follow_up(concern, user, **form.answers(), note=_said(form)),
        FollowUpForm,
        main=True,
    ),
    "close": Step(MOVES["close"].label, lambda concern, user, form: handling.close(concern, user), main=True),
    "reopen": Step(
        MOVES["reopen"].label, lambda concern, user, form: handling.reopen(concern, user, _said(form)), ReasonForm
    ),
    "unmerge": Step(MOVES["unmerge"].label, lambda concern, user, form: logging.unmerge(concern, user), main=True),
    "classify": Step(
        _("Classify"),
        lambda concern, user, form: logging.classify(concern, user, **form.facts()),
        FactsForm,
    ),
    "note": Step(
        _("Write a note"), lambda concern, user, form: handling.remark(concern, user, _said(form)), ReasonForm
    ),
    "pause": Step(
        _("Wait for the person"),
        lambda concern, user, form: clocks.pause(concern, user, _said(form)),
        ReasonForm,
    ),
    "resume": Step(_("Stop waiting"), lambda concern, user, form: clocks.resume(concern, user), main=True),
    "extend": Step(
        _("Extend the time limit"),
        lambda concern, user, form: clocks.extend(
            form.cleaned_data["clock"], user, form.cleaned_data["days"], _said(form)
        ),
        ExtendForm,
    ),
    "merge": Step(
        MOVES["merge"].label,
        lambda concern, user, form: logging.merge(concern, user, form.cleaned_data["into"]),
        MergeForm,
    ),
    "recall": Step(
        MOVES["recall"].label, lambda concern, user, form: handling.recall(concern, user, _said(form)), ReasonForm
    ),
    "reject": Step(
        MOVES["reject"].label,
        lambda concern, user, form: handling.reject(concern, user, form.cleaned_data["because"], _said(form)),
        RejectForm,
    ),
    "withdraw": Step(
        MOVES["withdraw"].label, lambda concern, user, form: handling.withdraw(concern, user, _said(form)), ReasonForm
    ),
    "contact": Step(
        _("Write down the contact"),
        lambda concern, user, form: contacts.enter(concern, form.details(), user),
        DetailsForm,
    ),
    "name": Step(
        _("Name staff"),
        lambda concern, user, form: handling.name_staff(concern, user, form.cleaned_data["who"]),
        StaffForm,
    ),
    "keep_out": Step(_("I keep out of this"), lambda concern, user, form: handling.recuse(concern, user, user)),
    "recuse": Step(
        _("Somebody keeps out"),
        lambda concern, user, form: handling.recuse(concern, user, form.cleaned_data["who"]),
        StaffForm,
    ),
}
_HANDLING = {"concern_desk", "handler", "unit_leader"}


def offered(concern: Concern, user: Any) -> list[str]:
    """The steps this user can take now, in the order of the table. What follows from rules of one step is said by it."""
    sides = access.sides(concern, user)
    running = list(concern.clocks.filter(stopped_at=None).prefetch_related("pauses"))
    waiting = any(clock.paused for clock in running)
    others = {
        "classify": bool(sides & _HANDLING),
        "note": bool(sides),
        "pause": bool(sides & _HANDLING)
        and concern.state in {State.LOGGED, State.IN_WORK}
        and bool(running)
        and not waiting,
        "resume": bool(sides & _HANDLING) and waiting,
        "extend": "approver" in sides and any(clock.longest_extension and not clock.extended_by for clock in running),
        "follow_up": "concern_desk" in sides and concern.state in {State.ANSWERED, State.CLOSED},
        "contact": contacts.may_look(concern, user) and not hasattr(concern, "tombstone"),
        "name": "concern_desk" in sides and concern.restricted,
        "keep_out": bool(sides),
        "recuse": bool(sides & {"concern_desk", "approver"}),
    }
    found = []
    for name in STEPS:
        if name in MOVES:
            able = concern.state in MOVES[name].sources and bool(sides & set(MOVES[name].roles))
            if able and name == "approve" and answering.needs_unit(concern):
                draft = answering.in_making(concern)
                able = draft is not None and draft.endorsed_by_id is not None
            if able and name == "endorse":
                draft = answering.in_making(concern)
                able = answering.needs_unit(concern) and draft is not None and draft.endorsed_by_id is None
            if able and name == "dispatch":
                able = not concern.restricted
        else:
            able = others[name]
        if able:
            found.append(name)
    return found
