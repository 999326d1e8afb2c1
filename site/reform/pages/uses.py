"""Is a picture or a file in use where readers can see it?

A picture or file belongs to the public exactly as long as something public uses it. What uses it is read from Wagtail's
reference index, which holds for each page what its live row refers to (`signals` keeps it so at once; drafts live in
revisions, which are not indexed).
"""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

Predicate = Callable[[set[str]], bool]
_owners: dict[type[models.Model], Predicate] = {}


def register_owner(model: type[models.Model], any_public: Predicate) -> None:
    """Lets a part's own model (no page) make pictures and files public. `any_public` gets the primary keys as text."""
    _owners[model] = any_public


def used_publicly(item: models.Model) -> bool:
    """Whether something that every stranger may see uses the picture or file."""
    if item.collection.get_view_restrictions().exists():  # type: ignore[attr-defined]
        return False
    pages, others = _users_of(item)
    if pages and Page.objects.filter(pk__in=pages).live().public().exists():
        return True
    return any(any_public(others[model]) for model, any_public in _owners.items() if model in others)


def reachable(item: models.Model, request: HttpRequest) -> bool:
    """Whether this visitor may have the picture or file: public, on a page they may see, or theirs to work with."""
    if may_work_with(item, request.user) or used_publicly(item):
        return True
    if not all(rule.accept_request(request) for rule in item.collection.get_view_restrictions()):  # type: ignore[attr-defined]
        return False
    pages, _others = _users_of(item)
    return any(
        all(restriction.accept_request(request) for restriction in page.get_view_restrictions())
        for page in Page.objects.filter(pk__in=pages).live()
    )


def may_work_with(item: models.Model, user: Any) -> bool:
    """Staff who may choose, change or add such items in its collection see it before anything public uses it."""
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(type(item))
    return policy.user_has_any_permission_for_instance(user, ["choose", "change", "add"], item)


def _users_of(item: models.Model) -> tuple[set[int], dict[type[models.Model], set[str]]]:
    page_type = ContentType.objects.get_for_model(Page).pk
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(item), to_object_id=str(item.pk)
    ).values_list("base_content_type_id", "object_id")
    pages: set[int] = set()
    others: dict[type[models.Model], set[str]] = {}
    for type_id, object_id in rows:
        if type_id == page_type:
            pages.add(int(object_id))
        elif model := ContentType.objects.get_for_id(type_id).model_class():
            others.setdefault(model, set()).add(object_id)
    return pages, others
