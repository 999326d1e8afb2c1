"""Helps the page editor."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from ..models.base import pinyin_slug


@require_GET
def slug(request: HttpRequest) -> JsonResponse:
    """The address that a title gives, for the field in the editor. Saving makes sure that it is free."""
    title = request.GET.get("title", "")[:255]
    return JsonResponse({"slug": pinyin_slug(title) if title.strip() else ""})
