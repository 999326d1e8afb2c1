"""What follows from changes, in the transaction that made them."""

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.settings.registry import registry as setting_models
from wagtail.models import CollectionViewRestriction, Locale, Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail.snippets.models import get_snippet_models

from reform.people.models import Region, Unit

from .edition import new_edition, watch, watched
from .models import CustomDocument, CustomImage, SiteSettings, SiteWords, Topic

# What saving a draft of a live page writes into the page's row: nothing that readers see.
DRAFT_FIELDS = {
    "latest_revision",
    "draft_title",
    "latest_revision_created_at",
    "has_unpublished_changes",
    "go_live_at",
    "expire_at",
    "locked",
    "locked_at",
    "locked_by",
}

watch(Topic, SiteSettings, SiteWords, CustomImage, CustomDocument, Unit, Region, Site, Locale)
watch(PageViewRestriction, CollectionViewRestriction)


@receiver([page_published, page_unpublished, post_page_move])
def page_changed(sender: Any, **kwargs: Any) -> None:
    new_edition()


@receiver([post_save, post_delete])
def row_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    if kwargs.get("raw"):
        return
    if isinstance(instance, Page):
        fields = kwargs.get("update_fields")
        if instance.live and not (fields and DRAFT_FIELDS.issuperset(fields)):
            new_edition()
    elif watched(instance) or sender in get_snippet_models() or sender in setting_models:
        new_edition()


@receiver(m2m_changed)
def relation_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page) and instance.live:
        new_edition()


@receiver(page_published)
def index_references(sender: Any, instance: Page, **kwargs: Any) -> None:
    """What a live page refers to is known the moment it is live (`uses`). Wagtail's own job may come much later."""
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(instance)
