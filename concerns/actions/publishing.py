"""A question and its answer go public: prepared by one, approved by another, taken down in one step.

What is published holds nothing that `concerns.redaction` proposes to leave out, unless the writer said that it may stay,
which the approver reads; and in no case anything of the person's contact.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageLogEntry

from reform.editorial import gate
from reform.editorial.models import Withdrawal
from reform.pages.edition import new_edition

from .. import access, contacts, events, redaction
from ..models import Concern
from ..models.answers import AnswerCitation, AnswerPage, AnswersPage, PublicAnswer
from ..states import State
from .writing import NotPossible, locked

WRITE, APPROVE = "concerns.write_publicanswer", "concerns.approve_publicanswer"


def writes_or_approves(user: Any) -> bool:
    return user.is_active and (user.has_perm(WRITE) or user.has_perm(APPROVE))


def may_write(concern: Concern, user: Any) -> bool:
    return user.is_active and user.has_perm(WRITE) and access.may_see(concern, user) and not concern.restricted


def may_approve(public: PublicAnswer, user: Any) -> bool:
    """The second person: never one of the writers."""
    return (
        user.is_active
        and user.has_perm(APPROVE)
        and access.may_see(public.concern, user)
        and not public.writers.filter(pk=user.pk).exists()
    )


def proposal(concern: Concern) -> tuple[str, str, str]:
    """Title, question and answer as a writer finds them: with everything that was found already replaced."""
    return (
        redacted(concern, concern.subject)[:120],
        redacted(concern, concern.text),
        redacted(concern, concern.answer),
    )


def redacted(concern: Concern, text: str) -> str:
    """A text without what the rules find in it, without the names found in any part of the concern, and without the
    person's contact wherever it stands."""
    text = redaction.apply(text, redaction.propose(text))
    original = "\n".join((concern.subject, concern.text, concern.answer))
    names = {
        original[span.start : span.end]: span.replacement
        for span in redaction.propose(original)
        if span.kind == "name" and span.end - span.start > 1
    }
    for value in known_details(concern):
        names.setdefault(value, _("[left out]"))
    for value in sorted(names, key=len, reverse=True):
        text = text.replace(value, names[value])
    return text


def known_details(concern: Concern) -> list[str]:
    """What the person left to be reached, the longest first; for comparing, never for showing."""
    try:
        return sorted(
            (value for value in contacts.details_of(concern).values() if len(value) > 1), key=len, reverse=True
        )
    except contacts.Unreadable:
        return []


def left_in(concern: Concern, *texts: str) -> tuple[list[str], list[str]]:
    """What still stands in the texts and tells who: (what may never stay, what a person may confirm).

    Every place counts. Numbers that the office publishes itself are none. What was found in the original is looked for in
    the new words as well.
    """
    allowed = gate.allowed_numbers()
    known = known_details(concern)
    original = "\n".join((concern.subject, concern.text, concern.answer))
    found = {original[span.start : span.end] for span in redaction.propose(original) if span.end - span.start > 1}
    never, maybe = set(), set()
    for text in texts:
        never |= {value for value in known if value in text}
        maybe |= {value for value in found if value in text}
        maybe |= {text[span.start : span.end] for span in redaction.propose(text)}
    free = set(gate.canonical_forms(maybe)) & allowed if maybe else set()
    maybe = {value for value in maybe - never if not (set(gate.canonical_forms([value])) & free)}
    return sorted(never), sorted(maybe)


@transaction.atomic
def save(
    concern: Concern,
    user: Any,
    *,
    title: str,
    question: str,
    answer: str,
    basis: str,
    topic: Any = None,
) -> PublicAnswer:
    """Keeps the draft. Raises `PermissionDenied`, `NotPossible` (not answered yet, an accusation, submitted, erased)."""
    concern = locked(concern)
    if not may_write(concern, user):
        raise PermissionDenied
    if concern.state not in {State.ANSWERED, State.CLOSED} or not concern.answer:
        raise NotPossible(_("Only what was answered is published."))
    public = PublicAnswer.objects.filter(concern=concern).first() or PublicAnswer(concern=concern)
    if public.state in {PublicAnswer.State.SUBMITTED, PublicAnswer.State.PUBLISHED}:
        raise NotPossible(_("It is with the approver, or published. Have it returned or taken down first."))
    if basis == PublicAnswer.Basis.CONSENT and not _agreed(concern):
        raise NotPossible(
            _("The person has not agreed to publication. Take out everything that could tell who they are.")
        )
    public.state = PublicAnswer.State.DRAFT
    public.title, public.question, public.answer = title.strip(), question.strip(), answer.strip()
    public.basis, public.topic, public.kept = basis, topic, []
    public.save()
    public.writers.add(user)
    return public


def _agreed(concern: Concern) -> bool:
    submission = getattr(concern, "submission", None)
    return bool(submission and submission.may_publish)


@transaction.atomic
def submit(public: PublicAnswer, user: Any, confirmed: Iterable[str] = ()) -> PublicAnswer:
    """Gives it to the second person. `confirmed`: what was found and may stay, word by word.

    Raises `PermissionDenied`, `NotPossible` (contact of the person in it, something found and not confirmed, 必改 wording).
    """
    public = _held(public)
    if not may_write(public.concern, user):
        raise PermissionDenied
    if public.state != PublicAnswer.State.DRAFT:
        raise NotPossible(_("This is no draft any more."))
    never, maybe = left_in(public.concern, public.title, public.question, public.answer)
    if never:
        raise NotPossible(_("What the person gave to be reached stands in the text. Take it out in every place."))
    kept = sorted(set(confirmed) & set(maybe))
    if rest := [value for value in maybe if value not in kept]:
        raise NotPossible(_("Still to be taken out or confirmed: %(words)s") % {"words": "、".join(rest)})
    wording = [
        item.message()
        for item in gate.check_text(f"{public.title}\n{public.question}\n{public.answer}")
        if item.blocks and item.check == "wording"
    ]
    if wording:
        raise NotPossible(" ".join(wording))
    public.state, public.kept, public.returned = PublicAnswer.State.SUBMITTED, kept, ""
    public.save()
    public.writers.add(user)
    events.append(public.concern, "publication_submitted", user, {"basis": public.basis, "kept": len(kept)})
    return public


@transaction.atomic
def send_back(public: PublicAnswer, user: Any, reason: str) -> PublicAnswer:
    """The second person returns it. Raises `PermissionDenied`, `NotPossible` without a reason."""
    public = _submitted(public, user)
    if not reason.strip():
        raise NotPossible(_("Give a reason."))
    public.state, public.returned = PublicAnswer.State.DRAFT, reason.strip()[:300]
    public.save()
    events.append(public.concern, "publication_returned", user)
    return public


@transaction.atomic
def approve(public: PublicAnswer, user: Any) -> AnswerPage:
    """The second person publishes it. Raises `PermissionDenied` (also for a writer), `NotPossible`."""
    public = _submitted(public, user)
    concern = public.concern
    column = AnswersPage.objects.filter(locale=Locale.get_default(), live=True).order_by("path").first()
    if column is None:
        raise NotPossible(_("There is no column of answers yet. An editor adds one in the tree of pages."))
    page = AnswerPage(
        title=public.title,
        # No words in the address: it outlives the page.
        slug=f"q{public.pk}-{timezone.now():%y%m%d%H%M}",
        summary=_first_line(public.answer),
        question=public.question,
        answer=public.answer,
        received_on=timezone.localdate(concern.received_at),
        answered_on=timezone.localdate(concern.answered_at) if concern.answered_at else timezone.localdate(),
        unit=concern.unit,
        owner=user,
        live=False,
    )
    if public.topic:
        page.topics = [public.topic]
    column.add_child(instance=page)
    page.save_revision(user=user, log_action=False).publish(user=user, skip_permission_checks=True)
    cited = Page.objects.filter(pk__in=concern.answers.values("citations")).distinct()
    AnswerCitation.objects.bulk_create([AnswerCitation(page=page, cited=item) for item in cited])
    public.state, public.approved_by, public.page = PublicAnswer.State.PUBLISHED, user, page
    public.save()
    events.append(concern, "published", user, {"page": page.pk, "basis": public.basis})
    new_edition()
    return page


@transaction.atomic
def take_down(public: PublicAnswer, user: Any, reason: str) -> None:
    """Takes it from the public at once: its address answers 410 with the reason, search and lists forget it.

    Whoever may write or approve publications may do so. Raises `PermissionDenied`, `NotPossible`.
    """
    public = _held(public)
    if not writes_or_approves(user) or not access.may_see(public.concern, user):
        raise PermissionDenied
    if public.page is None or public.state != PublicAnswer.State.PUBLISHED:
        raise NotPossible(_("It is not published."))
    if not reason.strip():
        raise NotPossible(_("Give the reason that readers will see."))
    if any(item.blocks for item in gate.check_text(reason)):
        raise NotPossible(_("Readers see the reason: write no names or numbers, and correct wording."))
    _unpublish(public.page, user, reason.strip()[:300])
    public.state = PublicAnswer.State.DOWN
    public.save()
    events.append(public.concern, "taken_down", user, {"page": public.page_id})


def _unpublish(page: AnswerPage, user: Any, reason: str) -> None:
    for item in [page, *page.aliases.live().specific()]:
        Withdrawal.objects.create(
            page=item, path=item.get_url_parts()[2], title=_("A question and its answer"), reason=reason, by=user
        )
    UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
    new_edition()


def erase_publication(concern: Concern, keep_page: bool = False) -> None:
    """Erases the work and, unless it may stay, the page with its revisions and what the admin's log calls it.

    `keep_page`: at the end of the time of keeping, what tells nobody's name may stay. Called by `actions.erasing`.
    """
    public = PublicAnswer.objects.filter(concern=concern).first()
    if public is None:
        return
    page = public.page
    if page is not None and keep_page and page.live:
        never, maybe = left_in(concern, page.title, page.question, page.answer)
        keep_page = not never and set(maybe) <= set(public.kept) and not public.kept
    if page is not None and not (keep_page and page.live):
        for item in Page.objects.filter(translation_key=page.translation_key).specific():
            if item.live:
                _unpublish(item, None, _("It was erased."))
            Withdrawal.objects.filter(page_id=item.pk).update(title=_("A question and its answer"))
            PageLogEntry.objects.filter(page=item.pk).update(label="")
        pk = page.pk
        page.delete()
        PageLogEntry.objects.filter(page=pk).update(label="")
        public.page = None
        public.state = PublicAnswer.State.DOWN
    public.title = public.question = public.answer = public.returned = ""
    public.kept = []
    public.save()


def _first_line(answer: str) -> str:
    """What lists show of an answer."""
    line = next((line.strip() for line in answer.splitlines() if len(line.strip()) > 6), answer.strip())
    return line if len(line) <= 120 else f"{line[:119]}…"


def _held(public: PublicAnswer) -> PublicAnswer:
    return PublicAnswer.objects.select_for_update(of=("self",)).select_related("concern", "page").get(pk=public.pk)


def _submitted(public: PublicAnswer, user: Any) -> PublicAnswer:
    public = _held(public)
    if not may_approve(public, user):
        raise PermissionDenied
    if public.state != PublicAnswer.State.SUBMITTED:
        raise NotPossible(_("It does not wait for an approval."))
    return public
