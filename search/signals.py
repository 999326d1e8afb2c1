"""What changes the index: noted in the transaction of the change itself, and undone with it."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from reform.pages.models import Topic
from reform.pages.queries import with_topics

from . import indexing
from .models import Term


@receiver([page_published, page_unpublished])
def page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    indexing.enqueue([instance.pk])


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
def topic_changed(sender: Any, instance: Topic, created: bool, **kwargs: Any) -> None:
    if not created:
        indexing.enqueue(Page.objects.live().filter(with_topics([instance.pk])).values_list("pk", flat=True))


@receiver([post_save, post_delete], sender=Term)
def term_changed(sender: Any, instance: Term, **kwargs: Any) -> None:
    """Only pages that hold the word are segmented again."""
    engine = indexing.embedded_engine()
    if index := engine.resolve(indexing.ALIAS):
        indexing.enqueue(engine.pages_with(index, instance.text))


def _live_below(page: Page) -> list[int]:
    return list(page.get_descendants(inclusive=True).live().values_list("pk", flat=True))
