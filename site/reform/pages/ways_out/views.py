"""The ways out that every reader may take. Each asks first whether the page is public."""

import json
from functools import cache
from pathlib import Path

import yaml
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import pictures, uses
from ..models import BasePage, CustomImage, SiteSettings
from ..templatetags.look import long_date
from . import made
from . import pdf as printing
from .api import answer
from .articles import public_article
from .poster import DESIGN, Cover, Poster, jpeg


@require_safe
def poster(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """The share poster of a public article, as a JPEG."""
    return poster_response(request, public_article(page_id))


def poster_response(request: HttpRequest, page: BasePage, *, public: bool = True) -> HttpResponseBase:
    """The poster of this version of the page, which the visitor may see: the caller has asked."""
    with translation.override(page.locale.language_code):
        content = poster_of(request, page, public=public)
        key = made.key_of(page, DESIGN, content)
        return made.answer(
            request,
            "poster",
            key,
            lambda: jpeg(content),
            content_type="image/jpeg",
            filename=f"{page.slug}.jpg",
            public=public,
            attachment="download" in request.GET,
        )


def poster_of(request: HttpRequest, page: BasePage, *, public: bool) -> Poster:
    """What the poster says, in the active language."""
    site = SiteSettings.for_request(request)
    column = page.column
    return Poster(
        title=page.title,
        summary=page.summary,
        kicker=page.kicker or (column.title if column else ""),
        date=long_date(page.first_published_at),
        site=site.name,
        seal=site.seal,
        hint=_("Press and hold the code to read the whole text"),
        address=page.get_full_url(request) or "",
        cover=_cover(page, public=public),
    )


def _cover(page: BasePage, *, public: bool) -> Cover | None:
    image = page.cover
    if image is None or (public and not uses.used_publicly(image)):
        return None
    focus = (0.5, 0.5)
    if image.has_focal_point():
        focus = (image.focal_point_x / image.width, image.focal_point_y / image.height)
    # A map goes nowhere without its approval number, a picture not without its maker.
    note = "　".join(filter(None, [image.credit, image.map_approval if image.is_map else ""]))
    return Cover(lambda: _bytes(image), pictures.version(image), focus, note)


def _bytes(image: CustomImage) -> bytes:
    with image.file.storage.open(image.file.name, "rb") as file:
        return file.read()


@require_safe
def pdf(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """A public article as a PDF."""
    return pdf_response(request, public_article(page_id))


def pdf_response(request: HttpRequest, page: BasePage, *, public: bool = True) -> HttpResponseBase:
    """The PDF of this version of the page, which the visitor may see: the caller has asked."""
    with translation.override(page.locale.language_code):
        # What it shows is written first, which takes no longer than a page; only a new document is set and kept.
        document = printing.markup(request, page)
        return made.answer(
            request,
            "pdf",
            made.key_of(page, printing.DESIGN, document),
            lambda: printing.pdf(
                document, printing.for_everybody if public else lambda image: uses.reachable(image, request)
            ),
            content_type="application/pdf",
            filename=f"{page.slug}.pdf",
            public=public,
        )


@require_safe
def openapi(request: HttpRequest) -> HttpResponseBase:
    """What the API is asked and answers, in the form that machines read."""
    return answer(request, _openapi(), "application/json")


@cache
def _openapi() -> bytes:
    found = yaml.safe_load((Path(__file__).parent / "openapi.yaml").read_text())
    return json.dumps(found, ensure_ascii=False, indent=1).encode()
