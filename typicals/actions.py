"""Changes of state of exemplars: consents, taking a person's page down, honours that are taken back.

Each checks permission, writes in one transaction and logs the event in the page's history.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from reform.editorial import actions as editorial_actions
from reform.editorial import gate
from reform.editorial.models import Withdrawal
from reform.pages.edition import new_edition

from .models import Consent, ExemplarHonour, ExemplarPage, HonourRevocation


class ExemplarError(Exception):
    """The action is not possible now; `str()` says why, to the user."""


@transaction.atomic
def note_consent(page: ExemplarPage, user: Any, given_on: date, how: str, scope: str, file: Any = None) -> Consent:
    """Records that the person of this page agreed. Raises `PermissionDenied`, `ExemplarError`.

    A page that is only being made may have its consent before it is saved: the key is known.
    """
    if not user.has_perm("typicals.add_consent") or (page.pk and not page.permissions_for_user(user).can_edit()):
        raise PermissionDenied
    if not page.is_person:
        raise ExemplarError(_("Only the page of a person needs a consent."))
    if given_on > timezone.localdate():
        raise ExemplarError(_("The day of the consent lies in the future."))
    if not scope.strip():
        raise ExemplarError(_("Say what the person agreed to."))
    consent = Consent(
        page_id=page.pk,
        page_key=page.translation_key,
        given_on=given_on,
        how=how,
        scope=scope.strip(),
        recorded_by=user,
    )
    if file:
        consent.file = file
    consent.save()
    if page.pk:
        log(page, "typicals.consent", user=user, data={"given_on": given_on.isoformat(), "how": how})
    return consent


@transaction.atomic
def take_down(page: ExemplarPage, user: Any) -> int:
    """Takes a person's page down at once, in every language, because they no longer agree. Returns how many were public.

    Their consents end: nothing brings the page back without a new one. Reviews and set hours end too. What stands at the
    addresses from now on names nobody. Raises `PermissionDenied` (for who may not withdraw pages), `ExemplarError`.
    """
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    if not user.is_active or not user.has_perm("editorial.add_withdrawal"):
        raise PermissionDenied
    if not page.is_person:
        raise ExemplarError(_("This is for the page of a person. Other pages are withdrawn."))
    now = timezone.now()
    Consent.objects.filter(page_key=page.translation_key, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=user)
    public = 0
    for item in Page.objects.filter(translation_key=page.translation_key, alias_of=None).specific():
        if item.live:
            public += 1
            editorial_actions.withdraw(item, user, _("The person asked for it."))
        elif item.workflow_in_progress:
            item.current_workflow_state.cancel(user=user)
        item.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)
        log(item, "typicals.take_down", user=user)
    keys = Page.objects.filter(translation_key=page.translation_key).values("pk")
    Withdrawal.objects.filter(page__in=keys, lifted_at=None).update(title=_("The page of a person"))
    new_edition()
    return public


@transaction.atomic
def revoke_honour(
    award: ExemplarHonour, user: Any, kind: str, reason: str, document_number: str = ""
) -> HonourRevocation:
    """Marks an honour as withdrawn or cancelled; readers see it at once, in every language.

    Raises `PermissionDenied`, `ExemplarError`.
    """
    if not user.is_active or not user.has_perm("typicals.add_honourrevocation"):
        raise PermissionDenied
    if kind not in HonourRevocation.Kind.values:
        raise ExemplarError(_("Say whether the honour was withdrawn or cancelled."))
    if not reason.strip():
        raise ExemplarError(_("Give the reason that readers will see."))
    found = [item.message() for item in gate.check_text(reason) if item.blocks]
    if found:
        raise ExemplarError(" ".join(found))
    page = Page.objects.select_for_update().get(pk=award.page_id)
    if HonourRevocation.objects.filter(award_key=award.translation_key).exists():
        raise ExemplarError(_("This honour has already been taken back."))
    row = HonourRevocation.objects.create(
        award_key=award.translation_key,
        page=page,
        honour=award.honour,
        kind=kind,
        reason=reason.strip(),
        document_number=document_number.strip(),
        by=user,
    )
    log(page.specific, "typicals.revoke", user=user, data={"honour": str(award.honour), "reason": row.reason})
    return row
