"""Which pages have ways out, and which version of them somebody may see."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.models import Page

from .. import queries
from ..models import BasePage


def public_article(page_id: int) -> BasePage:
    """The article as every stranger may read it. Raises `Http404` for drafts, private pages, columns and the home page."""
    page = queries.public_pages().filter(pk=page_id).exact_type(*queries.article_models()).first()
    if page is None:
        raise Http404
    found = page.specific
    found.attach_shared()
    return found


def article_for(user: Any, page_id: int) -> BasePage:
    """The article for somebody at work in the admin: the newest draft for who may edit it, else as readers have it.

    Raises `Http404` for what is no article, `PermissionDenied` for drafts of others.
    """
    page = Page.objects.filter(pk=page_id).exact_type(*queries.article_models()).first()
    if page is None:
        raise Http404
    found = page.specific
    if found.permissions_for_user(user).can_edit():
        return found.get_latest_revision_as_object()
    if not queries.is_public(page):
        raise PermissionDenied
    return found
