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
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

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
    """Saves the translated strings as a new revision when they changed; True when it did. The live page stays as it is."""
    translation = translation_of(page)
    if translation is None:
        return False
    text = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    if _text(text) == _text(page.get_latest_revision_as_object()):
        return False
    since = page.latest_revision_created_at
    strings = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    ).exclude(last_translated_by=None)
    if since:
        strings = strings.filter(updated_at__gt=since)
    revision = text.save_revision(user=user, log_action=True)
    for translator in {string.last_translated_by for string in strings.select_related("last_translated_by")} - {user}:
        log(text, "editorial.translated", user=translator, revision=revision)
    return True


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
