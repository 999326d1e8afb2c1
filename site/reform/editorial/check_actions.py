"""What editors do with findings: take the right expression, or say why a number may stand. Part of the room's `actions`."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from . import gate
from .actions import ReviewError
from .models import ConfirmedFinding


@transaction.atomic
def confirm_finding(page: Page, user: Any, digest: str, reason: str) -> ConfirmedFinding:
    """An editor's word, with a reason, that a number may stand on this page. Raises `PermissionDenied`, `ReviewError`.

    The number itself is kept nowhere: the page's history says its kind and the reason.
    """
    page = _locked(page)
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if not reason.strip():
        raise ReviewError(_("Say why the number may stand there."))
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
def apply_suggestion(page: Page, user: Any, wrong: str) -> int:
    """Writes the right expression for `wrong` everywhere in the latest draft. The number of places changed.

    Raises `PermissionDenied` (also while the page is in review) and `ReviewError` when the list does not know `wrong`.
    """
    page = _locked(page)
    if not page.permissions_for_user(user).can_edit() or page.workflow_in_progress:
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    right = next(
        (f.finding.suggestion for f in gate.findings(draft) if f.finding.text == wrong and f.finding.suggestion), ""
    )
    if not right:
        raise ReviewError(_("This is no longer on the page."))
    content, count = _replaced(draft.serializable_data(), wrong, right)
    draft.with_content_json(content).save_revision(user=user, log_action=True)
    return count


def _replaced(value: Any, wrong: str, right: str) -> tuple[Any, int]:
    """`value` (JSON) with the words replaced in every text, and how often. Addresses and names of fields are left alone."""
    if isinstance(value, dict):
        parts = {key: _replaced(item, wrong, right) for key, item in value.items() if key not in {"slug", "url_path"}}
        kept = {key: value[key] for key in ("slug", "url_path") if key in value}
        return {**{key: part for key, (part, _n) in parts.items()}, **kept}, sum(n for _part, n in parts.values())
    if isinstance(value, list):
        rows = [_replaced(item, wrong, right) for item in value]
        return [row for row, _n in rows], sum(n for _row, n in rows)
    if isinstance(value, str):
        if value[:1] in "[{":  # a stream is stored as JSON in text
            try:
                inner, count = _replaced(json.loads(value), wrong, right)
            except ValueError:
                return value.replace(wrong, right), value.count(wrong)
            return json.dumps(inner, ensure_ascii=False), count
        return value.replace(wrong, right), value.count(wrong)
    return value, 0


def _locked(page: Page) -> Page:
    """The specific page, its row locked until the transaction ends."""
    return Page.objects.select_for_update().get(pk=page.pk).specific
