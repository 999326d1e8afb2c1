"""Closes wagtail-localize's way past the review into a page that readers see.

Translating again what already has a live page in the language (an alias of the source, or a translation that was
stopped) writes the translations that it remembers straight into the row that readers get, whatever it was told about
publishing. Here the live row stays as it is, and what is remembered becomes a draft like any other.
"""

from typing import Any

from wagtail.log_actions import log
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationLog, TranslationSource

_write = TranslationSource.create_or_update_translation


def close() -> None:
    """Called once, when the apps are ready."""
    TranslationSource.create_or_update_translation = create_or_update_translation


def create_or_update_translation(
    self: TranslationSource,
    locale: Locale,
    user: Any = None,
    publish: bool = True,
    copy_parent_pages: bool = False,
    fallback: bool = False,
) -> tuple[Any, bool]:
    """What wagtail-localize does, except for pages that are live. (the translated object, whether it is new)"""
    try:
        target = self.get_translated_instance(locale)
    except self.get_source_instance()._meta.model.DoesNotExist:
        target = None
    if not isinstance(target, Page) or not target.live:
        return _write(self, locale, user, publish, copy_parent_pages, fallback)
    return _draft(self, target, user, fallback), False


def _draft(source: TranslationSource, target: Page, user: Any, fallback: bool) -> Page:
    if target.alias_of_id:
        # An alias has no text of its own: its address only says that there is no translation yet. What is written now
        # is a draft. A column stays: it holds what is below it together.
        stays = not getattr(target.specific, "lists_nothing", False)
        Page.objects.filter(pk=target.pk).update(alias_of=None, live=stays)
        target.alias_of, target.live = None, stays
        shown = {"id": target.pk, "title": target.get_admin_display_title()}
        log(target, "wagtail.convert_alias", user=user, data={"page": shown})
    text = source.get_ephemeral_translated_instance(target.locale, fallback=fallback)
    text.alias_of, text.live = None, target.live
    revision = text.save_revision(user=user, log_action=True)
    TranslationLog.objects.create(source=source, locale=target.locale, revision=revision)
    return text
