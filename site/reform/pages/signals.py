"""What makes the kept pages old: any change of what readers can see."""

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from reform.people.models import Region, Unit

from .cache import forget_pages
from .models import CustomDocument, CustomImage, SiteSettings, Topic

DRAFT_FIELDS = {
    "latest_revision",
    "draft_title",
    "latest_revision_created_at",
    "has_unpublished_changes",
    "go_live_at",
    "expire_at",
}
PUBLIC = (Topic, SiteSettings, CustomImage, CustomDocument, Unit, Region, Site, Locale, PageViewRestriction)


@receiver([page_published, page_unpublished, post_page_move])
def page_changed(sender: Any, **kwargs: Any) -> None:
    forget_pages()


@receiver([post_save, post_delete])
def row_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    if kwargs.get("raw"):
        return
    fields = kwargs.get("update_fields")
    if isinstance(instance, PUBLIC) or (
        isinstance(instance, Page) and instance.live and not (fields and DRAFT_FIELDS.issuperset(fields))
    ):
        forget_pages()


@receiver(m2m_changed)
def relation_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page) and instance.live:
        forget_pages()


@receiver(page_published)
def index_references(sender: Any, instance: Page, **kwargs: Any) -> None:
    """What a live page refers to is known the moment it is live (`uses`). Wagtail's own job may come much later."""
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(instance)
