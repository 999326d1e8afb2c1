"""The page chooser shows nobody the title of a draft that they may not read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.models import Page
from wagtail.permissions import policy_registry


def choosable(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Those of the pages whose title in the admin the person may see.

    They are the pages of the person's part of the tree, and live pages: unless a draft of one has another title, which
    the admin would show.
    """
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    # By keys alone: the search of the chooser filters by no other field.
    said = Page.objects.filter(live=True, draft_title=F("title"))
    return pages.filter(Q(pk__in=own.values("pk")) | Q(pk__in=said.values("pk")))


def in_chooser(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Wagtail's hook `construct_page_chooser_queryset`. The page whose children are shown counts too."""
    parent = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    if parent is not None:
        above = get_object_or_404(Page, pk=parent)
        if not above.is_root() and not choosable(Page.objects.filter(pk=parent), request.user).exists():
            raise PermissionDenied
    return choosable(pages, request.user)


class ChosenPagesView(ChosenMultipleView):
    """What was chosen, by ids from the address: the same pages, and no others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ids = [value for value in request.GET.getlist("id") if value.isdecimal()]
        if choosable(Page.objects.filter(pk__in=ids), request.user).count() < len(set(ids)):
            raise PermissionDenied
        return super().get(request)
