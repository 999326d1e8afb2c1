"""Every change of state of a nomination. Views, the admin and commands only call these.

Each checks who may, locks the row, writes in one transaction and appends an event. What may follow what: `moves.MOVES`.
Nobody stands on two sides: who wrote a nomination does not verify it, who wrote or verified it does not decide.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reform.editorial import gate
from reform.pages.edition import new_edition
from reform.people.calendar import UnknownYear, working_days_after
from reform.people.encryption import Unreadable, seal, unseal

from . import drafts, notices
from .actions import ExemplarError, revoke_honour
from .models import (
    ExemplarHonour,
    FactCheck,
    HonourRevocation,
    Nomination,
    NominationEvent,
    NominationFact,
    NominationRules,
    Objection,
    ObjectionContact,
)
from .moves import MOVES, State
from .parties import PERMISSIONS, may

PURPOSE = "objection contact"


class NotPossible(ExemplarError):
    """The step is not possible now; `str()` says why, to the user."""


@transaction.atomic
def create(nomination: Nomination, user: Any) -> Nomination:
    """Saves a new proposal of the user's unit with its rows. Raises `PermissionDenied`."""
    if not user.is_active or not user.has_perm(PERMISSIONS["nominator"]) or user.unit is None:
        raise PermissionDenied
    nomination.proposer, nomination.unit, nomination.state = user, user.unit, State.DRAFT
    nomination.save()
    _event(nomination, "create", user)
    return nomination


@transaction.atomic
def change(nomination: Nomination, user: Any) -> Nomination:
    """Saves what the unit changed while the proposal is theirs. Raises `PermissionDenied`, `NotPossible`."""
    stored = _locked(nomination)
    if not may(stored, user, "nominator"):
        raise PermissionDenied
    if stored.state not in {State.DRAFT, State.RETURNED}:
        raise NotPossible(
            _("The proposal is with the office and cannot be changed. Withdraw it, or wait for its return.")
        )
    nomination.save()
    _event(nomination, "change", user)
    return nomination


@transaction.atomic
def submit(nomination: Nomination, user: Any) -> Nomination:
    """Gives the proposal to the office; a new round of verification begins. Raises `PermissionDenied`, `NotPossible`."""
    nomination = _locked(nomination)
    if not may(nomination, user, "nominator"):
        raise PermissionDenied
    if not nomination.facts.exists():
        raise NotPossible(_("List at least one fact with its source."))
    if nomination.is_person and not nomination.consent_on:
        raise NotPossible(_("A person is proposed with their consent only: give its date."))
    nomination.round += 1
    return _move(nomination, "submit", user)


@transaction.atomic
def check(nomination: Nomination, user: Any, findings: Mapping[int, tuple[bool, str]]) -> int:
    """Records what a verifier found: fact id → (holds, source looked at). Returns how many were recorded.

    Raises `PermissionDenied`, `NotPossible` (another state, a fact of another nomination, no source).
    """
    nomination = _locked(nomination)
    if not may(nomination, user, "verifier"):
        raise PermissionDenied
    if nomination.state != State.VERIFYING:
        raise NotPossible(_("The nomination is not being verified now."))
    facts = {fact.pk: fact for fact in nomination.facts.all()}
    for pk, (holds, source) in findings.items():
        if pk not in facts:
            raise NotPossible(_("This fact does not belong to the nomination."))
        if not source.strip():
            raise NotPossible(_("Say for each fact what you looked at."))
        done, made = FactCheck.objects.get_or_create(
            fact=facts[pk],
            by=user,
            round=nomination.round,
            defaults={"holds": holds, "source": source.strip()},
        )
        if not made:
            raise NotPossible(_("You have checked “%(fact)s” already.") % {"fact": done.fact.text})
    if findings:
        held = sum(holds for holds, _source in findings.values())
        note = _("%(held)d of %(all)d facts hold") % {"held": held, "all": len(findings)}
        _event(nomination, "check", user, note=note)
        if not open_facts(nomination):
            notices.confirmed(nomination)
    return len(findings)


def open_facts(nomination: Nomination) -> list[NominationFact]:
    """The facts that not enough people have confirmed in this round, or that somebody found wrong."""
    needed = NominationRules.load().verifiers
    missing = []
    for fact in nomination.facts.all().prefetch_related("checks"):
        checks = [item for item in fact.checks.all() if item.round == nomination.round]
        people = {item.by_id for item in checks if item.holds}
        if len(people) < needed or any(not item.holds for item in checks):
            missing.append(fact)
    return missing


@transaction.atomic
def send_back(nomination: Nomination, user: Any, reason: str) -> Nomination:
    """Gives the proposal back to its unit. Raises `PermissionDenied`, `NotPossible`."""
    return _as(_locked(nomination), user, "send_back", reason)


@transaction.atomic
def open_notice(nomination: Nomination, user: Any) -> Nomination:
    """Shows the proposal to everybody for the set number of working days. Raises `PermissionDenied`, `NotPossible`:

    when a fact is not confirmed by enough people, its text may not be public, or the calendar of the year is unknown.
    """
    nomination = _locked(nomination)
    if not may(nomination, user, "verifier"):
        raise PermissionDenied
    if nomination.state == State.VERIFYING:
        if missing := open_facts(nomination):
            raise NotPossible(_("Not confirmed yet: %(facts)s") % {"facts": "；".join(fact.text for fact in missing)})
        _check_public(nomination)
    today = timezone.localdate()
    try:
        until = working_days_after(today, NominationRules.load().notice_days)
    except UnknownYear as error:
        raise NotPossible(str(error)) from error
    nomination.notice_from, nomination.notice_until, nomination.closed_on = today, until, None
    return _move(nomination, "open_notice", user, note=f"{today:%Y-%m-%d}—{until:%Y-%m-%d}")


@transaction.atomic
def object_to(nomination: Nomination, text: str, name: str = "", contact: str = "") -> Objection:
    """Takes an objection in, named or not. What tells who it is, is sealed and kept apart. Raises `NotPossible`."""
    nomination = _locked(nomination)
    if not is_open(nomination):
        raise NotPossible(_("The public notice is over."))
    if not text.strip():
        raise NotPossible(_("Say what you object to."))
    objection = Objection.objects.create(nomination=nomination, round=nomination.round, text=text.strip())
    told = "\n".join(filter(None, [name.strip(), contact.strip()]))
    if told:
        ObjectionContact.objects.create(objection=objection, sealed=seal(told, PURPOSE))
    _event(nomination, "object", None)
    notices.objected(nomination, objection.pk)
    return objection


def is_open(nomination: Nomination) -> bool:
    """Whether anybody may object now: until the end of the last day."""
    until = nomination.notice_until
    return nomination.state == State.NOTICED and until is not None and timezone.localdate() <= until


@transaction.atomic
def answer_objection(objection: Objection, user: Any, upheld: bool, finding: str) -> Objection:
    """What the verifiers found about an objection. Raises `PermissionDenied`, `NotPossible`."""
    nomination = _locked(objection.nomination)
    if not may(nomination, user, "verifier"):
        raise PermissionDenied
    if nomination.state not in {State.NOTICED, State.DECIDING}:
        raise NotPossible(_("Objections are answered during the public notice and before the decision."))
    objection = Objection.objects.get(pk=objection.pk)
    if objection.answered_at:
        raise NotPossible(_("This objection has been answered already."))
    if not finding.strip():
        raise NotPossible(_("Say what you found."))
    objection.upheld, objection.answer = upheld, finding.strip()
    objection.answered_by, objection.answered_at = user, timezone.now()
    objection.save()
    _event(nomination, "answer", user, note=_("upheld") if upheld else _("not upheld"))
    return objection


@transaction.atomic
def see_contact(objection: Objection, user: Any) -> str:
    """Name and address of an objector, for a verifier; each look is an event. Raises `PermissionDenied`, `NotPossible`."""
    nomination = objection.nomination
    if not may(nomination, user, "verifier"):
        raise PermissionDenied
    contact = ObjectionContact.objects.filter(objection=objection).first()
    if contact is None:
        raise NotPossible(_("No contact was given, or it has been erased."))
    _event(nomination, "contact_seen", user)
    try:
        return unseal(contact.sealed, PURPOSE)
    except Unreadable as error:
        raise NotPossible(_("The contact cannot be opened: the key of the site has changed.")) from error


@transaction.atomic
def reopen(nomination: Nomination, user: Any, reason: str) -> Nomination:
    """Ends the notice and verifies again, when an objection may be right. Raises `PermissionDenied`, `NotPossible`."""
    nomination = _locked(nomination)
    nomination.round += 1
    nomination.closed_on = timezone.localdate()
    return _as(nomination, user, "reopen", reason)


@transaction.atomic
def close_notice(nomination: Nomination) -> Nomination:
    """The last day is over: the decision is next. By the clock. Raises `NotPossible` before."""
    nomination = _locked(nomination)
    if nomination.state == State.NOTICED and is_open(nomination):
        raise NotPossible(_("The public notice is not over yet."))
    nomination.closed_on = timezone.localdate()
    return _move(nomination, "close_notice", None)


@transaction.atomic
def approve(nomination: Nomination, user: Any, document_number: str = "") -> Nomination:
    """Approves and drafts the exemplar's page, which then goes through the review like any text.

    Raises `PermissionDenied`, `NotPossible` while an objection is open or upheld.
    """
    nomination = _locked(nomination)
    if not may(nomination, user, "decider"):
        raise PermissionDenied
    if nomination.state == State.DECIDING:
        objections = nomination.objections.filter(round=nomination.round)
        if objections.filter(answered_at=None).exists():
            raise NotPossible(_("An objection has not been answered yet."))
        if objections.filter(upheld=True).exists():
            raise NotPossible(_("An objection was upheld: the facts must be verified again, or the proposal declined."))
    _move(nomination, "approve", user)
    nomination.page = drafts.draft_exemplar(nomination, user, document_number)
    nomination.save(update_fields=["page"])
    return nomination


@transaction.atomic
def decline(nomination: Nomination, user: Any, reason: str) -> Nomination:
    """Ends it without an exemplar. Raises `PermissionDenied`, `NotPossible`."""
    nomination = _locked(nomination)
    nomination.decision = reason.strip()
    return _as(nomination, user, "decline", reason)


@transaction.atomic
def withdraw(nomination: Nomination, user: Any, reason: str) -> Nomination:
    """The unit takes its proposal back before the decision. Raises `PermissionDenied`, `NotPossible`."""
    nomination = _locked(nomination)
    if nomination.state == State.NOTICED:
        nomination.closed_on = timezone.localdate()
    return _as(nomination, user, "withdraw", reason)


@transaction.atomic
def cancel(nomination: Nomination, user: Any, reason: str, document_number: str = "") -> Nomination:
    """Takes an approval back: the honour that came with it is shown as cancelled. Raises `PermissionDenied`, `NotPossible`."""
    nomination = _as(_locked(nomination), user, "cancel", reason)
    if nomination.page_id and nomination.honour_id:
        gone = HonourRevocation.objects.values("award_key")
        awards = ExemplarHonour.objects.filter(page=nomination.page_id, honour=nomination.honour)
        for award in awards.exclude(translation_key__in=gone):
            revoke_honour(award, user, HonourRevocation.Kind.CANCELLED, reason, document_number)
    return nomination


def close_due() -> int:
    """Closes every notice whose last day is over. Returns how many."""
    due = Nomination.objects.filter(state=State.NOTICED, notice_until__lt=timezone.localdate())
    for nomination in due:
        close_notice(nomination)
    return len(due)


def forget_contacts() -> int:
    """Erases the contacts of objectors some days after the end of the procedure. Returns how many."""
    before = timezone.now() - timedelta(days=NominationRules.load().contact_days)
    ended = NominationEvent.objects.filter(action__in=("approve", "decline", "withdraw"), at__lt=before)
    count, _by_model = ObjectionContact.objects.filter(objection__nomination__in=ended.values("nomination_id")).delete()
    return count


def _as(nomination: Nomination, user: Any, action: str, reason: str) -> Nomination:
    """A move with a reason, by the role that the table names."""
    if not may(nomination, user, MOVES[action].role):
        raise PermissionDenied
    if not reason.strip():
        raise NotPossible(_("Give a reason."))
    if found := [item.message() for item in gate.check_text(reason) if item.check == "personal" and item.blocks]:
        raise NotPossible(" ".join(found))
    return _move(nomination, action, user, note=reason.strip()[:300])


def _move(nomination: Nomination, action: str, user: Any, note: str = "") -> Nomination:
    """The one place where a state changes. Raises `NotPossible` for what is not in the table."""
    move = MOVES[action]
    before = Nomination.objects.values_list("state", flat=True).get(pk=nomination.pk)
    if before not in move.sources:
        raise NotPossible(
            _("“%(move)s” is not possible: the nomination is %(state)s.")
            % {"move": move.label, "state": State(before).label}
        )
    nomination.state = move.target
    nomination.save()
    event = _event(nomination, action, user, before, move.target, note)
    notices.moved(nomination, action, user, event.pk)
    new_edition()
    return nomination


def _event(
    nomination: Nomination, action: str, user: Any, source: str = "", target: str = "", note: str = ""
) -> NominationEvent:
    return NominationEvent.objects.create(
        nomination=nomination, action=action, source=source, target=target, round=nomination.round, note=note, by=user
    )


def _locked(nomination: Nomination) -> Nomination:
    return Nomination.objects.select_for_update().get(pk=nomination.pk)


def _check_public(nomination: Nomination) -> None:
    """Raises `NotPossible` for a text that readers may not see."""
    texts = [nomination.title, nomination.subject, nomination.post, nomination.done, nomination.method]
    texts += [nomination.copyable, *nomination.facts.values_list("text", flat=True)]
    found = [item.message() for text in texts for item in gate.check_text(text) if item.blocks]
    if found:
        raise NotPossible(" ".join(found))
