"""What editors do with findings: take the right expression, or say why a number may stand. Part of the room's `actions`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from . import gate, page_text, personal
from .actions import ReviewError
from .models import ConfirmedFinding


@transaction.atomic
def confirm_finding(page: Page, user: Any, digest: str, reason: str) -> ConfirmedFinding:
    """An editor's word, with a reason, that a number may stand on this page. Raises `PermissionDenied`, `ReviewError`.

    The number itself is kept nowhere: the page's history says its kind and the reason.
    """
    page = _locked(page)
    if not (user.has_perm("editorial.add_confirmedfinding") and page.permissions_for_user(user).can_edit()):
        raise PermissionDenied
    if len(reason.strip()) < 2:
        raise ReviewError(_("Say why the number may stand there."))
    if personal.find(reason):
        raise ReviewError(_("The reason must not hold the number itself: it is kept in the history."))
    found = gate.findings(page.get_latest_revision_as_object())
    item = next((item for item in found if item.digest == digest and item.finding.check == "personal"), None)
    if item is None:
        raise ReviewError(_("This is no longer on the page."))
    record, created = ConfirmedFinding.objects.get_or_create(
        page=page, digest=digest, defaults={"kind": item.finding.kind, "reason": reason.strip(), "by": user}
    )
    if created:
        log(page, "editorial.confirm", user=user, data={"kind": record.kind, "reason": record.reason})
    return record


@transaction.atomic
def remove_confirmation(record: ConfirmedFinding, user: Any) -> None:
    """Takes back that a number may stand on its page: from now on it blocks again. Raises `PermissionDenied`, `ReviewError`.

    Also while the page is in review: then it is not passed before somebody has looked again.
    """
    page = _locked(record.page)
    if not (user.has_perm("editorial.add_confirmedfinding") and page.permissions_for_user(user).can_edit()):
        raise PermissionDenied
    found = ConfirmedFinding.objects.select_for_update().filter(pk=record.pk).first()
    if found is None:
        raise ReviewError(_("This confirmation was already taken back."))
    log(page, "editorial.confirmation_removed", user=user, data={"kind": found.kind, "reason": found.reason})
    found.delete()


@transaction.atomic
def apply_suggestion(page: Page, user: Any, wrong: str) -> int:
    """Writes the right expression for `wrong` wherever the checks find it in the latest draft. The number of places changed.

    Places where the expression is right, and texts of attached files, stay as they are. Raises `PermissionDenied` (also
    while the page is in review) and `ReviewError` when the checks find no such place.
    """
    page = _locked(page)
    if not page.permissions_for_user(user).can_edit() or page.workflow_in_progress:
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    changes: dict[page_text.Piece, list[tuple[int, int, str]]] = {}
    for item in gate.findings(draft):
        if item.fixable and item.finding.text == wrong:
            found = item.finding
            changes.setdefault(item.piece, []).append((found.start, found.end, found.suggestion))
    if not changes:
        raise ReviewError(_("This is no longer on the page."))
    for piece, places in changes.items():
        piece.rewrite(places)
    draft.save_revision(user=user, changed=True, log_action=True)
    return sum(map(len, changes.values()))


def _locked(page: Page) -> Page:
    """The specific page, its row locked until the transaction ends."""
    return Page.objects.select_for_update().get(pk=page.pk).specific
