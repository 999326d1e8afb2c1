"""Changes of state around translations: who does which, and that one still holds. Views only call these."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from reform.pages.edition import new_edition
from reform.people.models import User
from reform.people.roles import BY_KEY

from ..actions import ReviewError
from ..models import TranslationRecord
from . import drafts, versions


def translators() -> Any:
    """The people who can be given a translation."""
    return User.objects.filter(is_active=True, groups__name=BY_KEY["translator"].name).order_by("name")


def may_translate(user: Any, page: Page) -> bool:
    """The rule for `reform.pages.access`: a translator edits the pages that were assigned to them, and no others."""
    if not user.is_active or not user.has_perm("editorial.translate_assigned"):
        return False
    return TranslationRecord.objects.filter(page=page.pk, translator=user.pk, translation__enabled=True).exists()


@transaction.atomic
def assign(
    record: TranslationRecord, user: Any, translator: Any, due: date | None = None, note: str = ""
) -> TranslationRecord:
    """Gives a translation to somebody, or takes it back (None). Raises `PermissionDenied`, `ReviewError`."""
    if not user.is_active or not user.has_perm("editorial.assign_translation"):
        raise PermissionDenied
    record = _locked(record)
    if translator is not None and not translators().filter(pk=translator.pk).exists():
        raise ReviewError(_("Only somebody with the role “%(role)s” translates.") % {"role": BY_KEY["translator"].name})
    _give(record, translator)
    record.due, record.note = due, note.strip()
    record.save()
    _log(record, "assigned" if translator else "unassigned", user)
    return record


@transaction.atomic
def take(record: TranslationRecord, user: Any) -> TranslationRecord:
    """A translator takes one that is nobody's. Raises `PermissionDenied`, `ReviewError` when somebody was quicker."""
    if not user.is_active or not user.has_perm("editorial.translate_assigned"):
        raise PermissionDenied
    record = _locked(record)
    if not open_to_all(record):
        raise PermissionDenied
    if record.translator_id not in {None, user.pk}:
        raise ReviewError(_("Somebody else has taken this translation meanwhile."))
    _give(record, user)
    record.save()
    _log(record, "assigned", user)
    return record


@transaction.atomic
def renew(record: TranslationRecord, user: Any) -> None:
    """Takes the source as it is published now; what did not change stays translated. Raises `PermissionDenied`."""
    record = _locked(record)
    if not may_renew(user, record):
        raise PermissionDenied
    record.translation.source.update_from_db()
    record.translation.source.update_target_view_restrictions(record.translation.target_locale)
    _log(record, "renewed", user)


@transaction.atomic
def confirm(record: TranslationRecord, user: Any) -> None:
    """The source changed, its translation need not: readers are no longer told that it is old.

    Raises `PermissionDenied`, and `ReviewError` when something is to be translated or reviewed after all.
    """
    record = _locked(record)
    page = record.page.specific if record.page else None
    if page is None or not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if record.outdated or drafts.untranslated(record.translation):
        raise ReviewError(_("Update the translation and translate what is new first."))
    if not drafts.same_as_live(record.translation, page):
        raise ReviewError(_("The translation has changed: submit it to review."))
    versions.still_holds(record)
    new_edition()
    _log(record, "confirmed", user)


def may_renew(user: Any, record: TranslationRecord) -> bool:
    """Who gave the work out, and whose work it is."""
    if not user.is_active:
        return False
    if user.has_perm("wagtail_localize.submit_translation"):
        return True
    return record.translator_id == user.pk and user.has_perm("editorial.translate_assigned")


def open_to_all(record: TranslationRecord) -> bool:
    """Translators may see and take work on what readers can read already; a draft is shown only to whom it is given."""
    source = record.translation.source.get_source_instance()
    return record.translation.enabled and isinstance(source, Page) and source.live


def _locked(record: TranslationRecord) -> TranslationRecord:
    rows = TranslationRecord.objects.select_for_update(of=("self",)).select_related("translation__source", "page")
    return rows.get(pk=record.pk)


def _give(record: TranslationRecord, translator: Any) -> None:
    if record.translator_id != (translator.pk if translator else None):
        record.translator, record.assigned_at = translator, timezone.now() if translator else None


def _log(record: TranslationRecord, what: str, user: Any) -> None:
    if record.page is not None:
        data = {"translator": record.translator_id} if record.translator_id else {}
        log(record.page.specific, f"editorial.translation_{what}", user=user, data=data)
