"""Keeps the versions of translations, whoever makes or publishes them."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.models import Translation, TranslationLog, TranslationSource

from reform.pages.access import also_edits

from . import versions, work

also_edits.append(work.may_translate)


@receiver(post_save, sender=Translation)
def translation_made(sender: Any, instance: Translation, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        versions.follow(instance)


@receiver(post_save, sender=TranslationLog)
def target_made(sender: Any, instance: TranslationLog, raw: bool = False, **kwargs: Any) -> None:
    translation = Translation.objects.filter(source=instance.source_id, target_locale=instance.locale_id).first()
    if translation is not None and not raw:
        versions.follow(translation)


@receiver(post_save, sender=TranslationSource)
def source_taken(sender: Any, instance: TranslationSource, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        versions.taken(instance)


@receiver(page_published)
def page_went_live(sender: Any, instance: Page, revision: Any = None, **kwargs: Any) -> None:
    """Wagtail sends this also when a page was only scheduled."""
    if instance.live and (revision is None or instance.live_revision_id == revision.pk):
        versions.published(instance, revision)
