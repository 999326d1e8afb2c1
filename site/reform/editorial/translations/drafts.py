"""Translated pages (wagtail-localize) go through the same review: nothing that it does reaches readers by itself.

Its editor keeps translated strings apart from the page and knows only "publish", which nobody may do. Submitting to
review therefore makes the revision from the strings first. What it can publish past the editor is closed here: the
tick box in "update translations", and turning a translated page back into an alias. The setting
`WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE` makes new translations drafts.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalManyToManyField
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from reform.pages.tables import has_words

from . import versions

# What differs between two copies of a page without being its text.
STATE = {
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "draft_title",
    "path",
    "depth",
    "numchild",
    "url_path",
}


def translation_of(page: Page) -> Translation | None:
    """The running translation whose target the page is."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()


def bring_up_to_date(page: Page, user: Any) -> bool:
    """Makes what was translated the page's latest revision, for the review; True when there is a new one.

    The live page stays as it is. Raises `ReviewError` when the original changed since the translator's copy was
    taken, or when something is not translated.
    """
    from ..actions import ReviewError

    translation = translation_of(page)
    if translation is None:
        return False
    record = versions.record_of(translation)
    if record.outdated:
        raise ReviewError(_("The original has changed since this translation was begun. Update the translation first."))
    missing = untranslated(translation)
    if missing:
        raise ReviewError(
            ngettext(
                "%(count)d segment is not translated yet: %(where)s",
                "%(count)d segments are not translated yet: %(where)s",
                len(missing),
            )
            % {"count": len(missing), "where": "、".join(f"“{text[:20]}”" for text in missing[:3])}
        )
    text = translated_text(translation)
    revision = None
    if _text(text) != _text(page.get_latest_revision_as_object()):
        revision = _save(text, translation, page, user)
    versions.sent(record, revision or page.latest_revision)
    return revision is not None


def translated_text(translation: Translation) -> Page:
    """The translated page in memory, made from the translator's copy of the source and what is translated so far."""
    text = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    _relate(translation.source.as_instance(), text)
    return text


def untranslated(translation: Translation) -> list[str]:
    """The segments that wait for their translation. Figures and signs are the same in every language."""
    segments = StringSegment.objects.filter(source=translation.source_id).annotate_translation(
        translation.target_locale
    )
    waiting = segments.filter(translation__isnull=True).order_by("order").values_list("string__data", flat=True)
    return [text for text in waiting if has_words(strip_tags(text))]


def outdated_message(address: str) -> SafeString:
    """Tells a translator that the source changed, with the way to what changed."""
    said = _("The original was changed and published since this translation was begun. Do not translate the old text.")
    return format_html('{} <a href="{}">{}</a>', said, address, _("See what changed and update"))


def same_as_live(translation: Translation, page: Page) -> bool:
    """Whether readers already see what is translated now."""
    return page.live and _text(translated_text(translation)) == _text(page)


def _save(text: Page, translation: Translation, page: Page, user: Any) -> Revision:
    since = page.latest_revision_created_at
    strings = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    ).exclude(last_translated_by=None)
    if since:
        strings = strings.filter(updated_at__gt=since)
    revision = text.save_revision(user=user, log_action=True)
    for translator in {string.last_translated_by for string in strings.select_related("last_translated_by")} - {user}:
        log(text, "editorial.translated", user=translator, revision=revision)
    return revision


def _relate(source: Page, text: Page) -> None:
    """Many-to-many relations, which wagtail-localize leaves alone: what has a translation is replaced by it.

    Of translatable things (topics) only those that exist in the language; all else is the same in every language.
    """
    for field in type(text)._meta.get_fields():
        if not isinstance(field, ParentalManyToManyField) or not field.editable:
            continue
        chosen = list(getattr(source, field.name).all())
        if issubclass(field.related_model, TranslatableMixin) and not issubclass(field.related_model, Page):
            keys = [row.translation_key for row in chosen]
            chosen = list(field.related_model.objects.filter(translation_key__in=keys, locale_id=text.locale_id))
        setattr(text, field.name, chosen)


def _text(page: Page) -> dict[str, Any]:
    return {name: value for name, value in page.serializable_data().items() if name not in STATE}


class DraftsOnlyForm(UpdateTranslationsForm):
    """The same form without "publish immediately"."""

    publish_translations = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def clean_publish_translations(self) -> bool:
        return False


class UpdateDraftsView(UpdateTranslationsView):
    def get_form(self) -> DraftsOnlyForm:
        return DraftsOnlyForm(self.request.POST if self.request.method == "POST" else None)


def refuse_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """An alias is live when its source is: making one would replace what readers see without a review."""
    raise PermissionDenied
