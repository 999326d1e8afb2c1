"""What follows from changes, in the transaction that made them."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published


@receiver(page_published)
def index_references(sender: Any, instance: Page, **kwargs: Any) -> None:
    """What a live page refers to is known the moment it is live (`uses`). Wagtail's own job may come much later."""
    with transaction.atomic():
        ReferenceIndex.create_or_update_for_object(instance)
