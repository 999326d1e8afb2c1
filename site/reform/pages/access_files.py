"""Which pictures and files strangers may fetch: those that a published, public page shows."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from wagtail.models import Page, ReferenceIndex

from .cache import generation
from .models import SiteSettings


def is_public(media: Any) -> bool:
    """Whether a picture or a document is used by a published page that anybody may read, or by the site's settings.

    Remembered until something public changes.
    """
    key = f"public:{media._meta.model_name}:{media.pk}:{generation()}"
    answer = cache.get(key)
    if answer is None:
        answer = _is_public(media)
        cache.set(key, answer, 3600)
    return answer


def _is_public(media: Any) -> bool:
    page_type = ContentType.objects.get_for_model(Page)
    settings_type = ContentType.objects.get_for_model(SiteSettings)
    references = ReferenceIndex.get_references_to(media).values_list("base_content_type", "object_id")
    ids = [int(object_id) for base, object_id in references if base == page_type.pk]
    if any(base == settings_type.pk for base, _object_id in references):
        return True
    return Page.objects.filter(pk__in=ids).live().public().exists()


def may_see_unpublished(user: Any) -> bool:
    """Staff see what is not published yet."""
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")
