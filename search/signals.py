"""What changes the index: noted in the transaction of the change itself, and undone with it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, PageViewRestriction, ReferenceIndex
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from reform.pages.models import ColumnPage, Topic
from reform.people.models import Region, Unit
from reform.people.signals import unit_changed, unit_merged

from . import completion, indexing, registry
from .models import Term


@receiver([page_published, page_unpublished, page_slug_changed])
def page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    # The class of a column is what its pages are called.
    indexing.enqueue(_live_below(instance) if isinstance(instance, ColumnPage) else [instance.pk])


@receiver(post_delete, sender=Page)
def page_deleted(sender: Any, instance: Page, **kwargs: Any) -> None:
    indexing.enqueue([instance.pk])


@receiver(post_page_move)
def tree_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """What stands below may have become private, or public."""
    indexing.enqueue(_live_below(instance))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def privacy_changed(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        indexing.enqueue(_live_below(page))


@receiver(post_save, sender=Topic)
@receiver(post_save, sender=Region)
@receiver(post_save, sender=Locale)
def label_changed(sender: Any, instance: models.Model, created: bool, **kwargs: Any) -> None:
    """Names are found by, and codes are facets."""
    if not created:
        indexing.enqueue(pages_of(instance))


@receiver(pre_delete, sender=Topic)
def topic_deleted(sender: Any, instance: Topic, **kwargs: Any) -> None:
    # Before: afterwards nobody knows which pages had it.
    indexing.enqueue(pages_of(instance))


@receiver(unit_changed)
def unit_renamed(sender: Any, unit: Unit, **kwargs: Any) -> None:
    indexing.enqueue(pages_of(unit))


@receiver(unit_merged)
def unit_gone(sender: Any, unit: Unit, heir: Unit, **kwargs: Any) -> None:
    indexing.enqueue({*pages_of(unit), *pages_of(heir)})


def document_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A file's words belong to the pages that offer it."""
    base = ContentType.objects.get_for_model(Page)
    users = (
        ReferenceIndex.get_references_to(instance).filter(base_content_type=base).values_list("object_id", flat=True)
    )
    indexing.enqueue(Page.objects.live().filter(pk__in=[int(pk) for pk in users]).values_list("pk", flat=True))


def connect_documents() -> None:
    """Once the project's document model is known."""
    post_save.connect(document_changed, sender=get_document_model(), dispatch_uid="search-document")


@receiver([post_save, post_delete], sender=Term)
def term_changed(sender: Any, instance: Term, **kwargs: Any) -> None:
    """Only pages that hold the word are segmented again; while typing it is proposed at once."""
    completion.put_terms()
    engine = indexing.embedded_engine()
    if index := engine.resolve(indexing.ALIAS):
        indexing.enqueue(engine.pages_with(index, instance.text))


def _live_below(page: Page) -> list[int]:
    return list(page.get_descendants(inclusive=True).live().values_list("pk", flat=True))


def pages_of(instance: models.Model) -> set[int]:
    """Live pages of a kind that can be found which refer to this unit, topic, place or language."""
    found: set[int] = set()
    for model in registry.models():
        for field in model._meta.get_fields():
            if field.related_model is type(instance) and (field.many_to_one or field.many_to_many) and field.concrete:
                found.update(model.objects.filter(**{field.name: instance.pk}, live=True).values_list("pk", flat=True))
    return found
