"""分享与导出: the ways out of an article, for those who work on it; drafts too, for who may edit them."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from .. import queries
from . import views
from .articles import article_for
from .wechat import copy_for_wechat


@require_safe
def overview(request: HttpRequest, page_id: int) -> HttpResponse:
    """Poster, PDF and the copy for WeChat, on one page."""
    page = article_for(request.user, page_id)
    context = {"page": page, "copy": copy_for_wechat(request, page), "public": queries.is_public(page)}
    return render(request, "ways_out/overview.html", context)


@require_safe
def poster(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """The poster of the version that this person may see."""
    return views.poster_response(request, article_for(request.user, page_id), public=False)


@require_safe
def pdf(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """The PDF of the version that this person may see."""
    return views.pdf_response(request, article_for(request.user, page_id), public=False)


urls: list[URLPattern] = [
    path("<int:page_id>/", overview, name="overview"),
    path("<int:page_id>/poster.jpg", poster, name="poster"),
    path("<int:page_id>/article.pdf", pdf, name="pdf"),
]
