"""What a translation was made from: digests of the source as readers see it, as the translator took it, as it went live.

Kept by signals, so that every way to publish or to update is covered.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision
from wagtail_localize.fields import SynchronizedField, TranslatableField, get_translatable_fields
from wagtail_localize.models import Translation, TranslationSource

from ..models import TranslationRecord

# Taken over from the source, but nothing that a reader of the translation would miss.
NOT_READ = {"show_in_menus", "noindex"}


def record_of(translation: Translation) -> TranslationRecord:
    """The record of a translation; one that is older than the records gets its own now."""
    found = TranslationRecord.objects.filter(translation=translation).first()
    return found or follow(translation)


def follow(translation: Translation) -> TranslationRecord:
    """Begins to keep a translation's versions."""
    record, _created = TranslationRecord.objects.get_or_create(translation=translation)
    _take(translation.source, [record])
    page = _target(translation)
    if page is not None:
        record.page = page
        if page.live and not record.live_digest:
            record.live_digest, record.live_at = record.taken_digest, record.taken_at
    record.save()
    return record


def taken(source: TranslationSource) -> None:
    """The translator's copy was made or renewed."""
    records = list(TranslationRecord.objects.filter(translation__source=source))
    _take(source, records)
    for record in records:
        record.save()


def sent(record: TranslationRecord, revision: Revision | None) -> None:
    """A revision made from the translator's copy goes to the reviewers."""
    record.sent_digest, record.sent_at, record.sent_revision = record.taken_digest, record.taken_at, revision
    record.save(update_fields=["sent_digest", "sent_at", "sent_revision"])


def still_holds(record: TranslationRecord) -> None:
    """What readers of the translation see is right for the translator's copy as well."""
    record.live_digest, record.live_at = record.taken_digest, record.taken_at
    record.save(update_fields=["live_digest", "live_at"])


def published(page: Page, revision: Revision | None) -> None:
    """A page went live: as the source of translations, or as a translation."""
    records = TranslationRecord.objects.filter(
        translation__source__object_id=page.translation_key, translation__source__locale=page.locale_id
    )
    if records.exists():
        present = digest(type(page), json.loads(page.to_json()))
        records.exclude(source_digest=present).update(
            source_digest=present, source_at=page.last_published_at or timezone.now()
        )
    record = TranslationRecord.objects.filter(page=page.pk).first()
    if record is not None:
        from_sent = revision is not None and revision.pk == record.sent_revision_id
        name = "sent" if from_sent else "taken"
        record.live_digest, record.live_at = getattr(record, f"{name}_digest"), getattr(record, f"{name}_at")
        record.save(update_fields=["live_digest", "live_at"])


def digest(model: type[models.Model], content: dict[str, Any]) -> str:
    """A digest of all that a translation takes from its source. `content` is what `to_json` gives."""
    names = {
        field.field_name
        for field in get_translatable_fields(model)
        if isinstance(field, TranslatableField | SynchronizedField)
    }
    names |= {field.name for field in model._meta.get_fields() if isinstance(field, ParentalManyToManyField)}
    own = {"pk", *(relation.field.name for relation in get_all_child_relations(model))}
    wanted = {name: _without(content.get(name), own) for name in sorted(names - NOT_READ)}
    text = json.dumps(wanted, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=20).hexdigest()


def _without(value: Any, names: set[str]) -> Any:
    """Rows of a child relation without their ids, which change whenever the page is published."""
    if isinstance(value, list) and value and all(isinstance(row, dict) and "pk" in row for row in value):
        return [{key: item for key, item in row.items() if key not in names} for row in value]
    return value


def _take(source: TranslationSource, records: list[TranslationRecord]) -> None:
    content = json.loads(source.content_json)
    present = digest(source.specific_content_type.model_class(), content)
    at = _moment(content.get("last_published_at")) or source.last_updated_at
    for record in records:
        record.taken_digest, record.taken_at = present, at
        if content.get("live", True):
            record.source_digest, record.source_at = present, at


def _moment(value: Any) -> datetime | None:
    return parse_datetime(value) if isinstance(value, str) else None


def _target(translation: Translation) -> Page | None:
    return Page.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale_id
    ).first()
