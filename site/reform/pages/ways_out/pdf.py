"""An article as a PDF (WeasyPrint), with source, date and address, in our own typefaces, tagged for screen readers.

Nothing is fetched from anywhere: typefaces come from the vendored folder, pictures from the site's own store after the
same question as for a reader. An address that an editor typed leads the server nowhere.
"""

import io
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from lxml import html
from PIL import ImageFile

from .. import pictures, uses
from ..models import BasePage, CustomImage, SiteSettings
from .article import absolute_addresses, article, plain_pictures
from .made import Busy
from .typeface import FOLDER

# Raised when the layout changes, so that kept files are made anew.
DESIGN = 1
STYLE = (Path(__file__).parent / "pdf.css").read_text()
WIDE = 1200  # pixels are enough for 17 cm of paper
logger = logging.getLogger("reform.pages")


def markup(request: HttpRequest, page: BasePage) -> str:
    """The whole document as HTML, in the active language: all that the PDF shows."""
    root = article(request, page)
    plain_pictures(root)
    address = page.get_full_url(request) or ""
    for image in root.xpath(".//img"):
        image.attrib.pop("class", None)
    for film in root.xpath(".//video | .//audio"):
        film.getparent().remove(film)  # its title and transcript stay
    for details in root.xpath(".//details"):
        details.set("open", "open")
    absolute_addresses(root, address or request.build_absolute_uri("/"))
    context = {
        "page": page,
        "address": address,
        "readable_address": unquote(address),
        "site": SiteSettings.for_request(request),
        "article": html.tostring(root, encoding="unicode"),
        "style": STYLE,
    }
    return render_to_string("ways_out/pdf.html", context)


def pdf(document: str, may_use: Callable[[CustomImage], bool]) -> bytes:
    """The PDF of the document. `may_use` says whether a picture may go into it."""
    # It takes a second to load and needs Debian's libpangoft2-1.0-0: only who makes a PDF pays for it.
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as error:
        logger.error("PDFs need Debian's package libpangoft2-1.0-0: %s", error)
        raise Busy from error
    # WeasyPrint tells Pillow, for the whole process, to take cut-off pictures; an upload that is cut off stays refused.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    class OwnFiles(URLFetcher):
        """Typefaces and pictures of ours; whatever else is asked for is refused."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            data, mime = own_file(url, may_use)
            return URLFetcherResponse(url, body=io.BytesIO(data), headers={"Content-Type": mime})

    return HTML(string=document, base_url="none:", url_fetcher=OwnFiles(allowed_protocols=set())).write_pdf(
        pdf_tags=True, optimize_images=True, jpeg_quality=82, dpi=200
    )


def own_file(url: str, may_use: Callable[[CustomImage], bool]) -> tuple[bytes, str]:
    """The bytes and type of a vendored typeface (`typeface:NAME`) or of one of our pictures. Raises `ValueError`."""
    scheme, _colon, rest = url.partition(":")
    if scheme == "typeface":
        names = {path.name: path for path in FOLDER.glob("*.woff")}
        if rest in names:
            return names[rest].read_bytes(), "font/woff"
    elif scheme in {"http", "https"}:
        try:
            match = resolve(unquote(urlsplit(url).path))
        except Resolver404:
            match = None
        if match is not None and match.view_name == "files:picture":
            return _picture(may_use, **match.kwargs)
    raise ValueError(f"not one of our files: {url[:200]}")


def _picture(
    may_use: Callable[[CustomImage], bool], image_id: int, version: str, spec: str, extension: str
) -> tuple[bytes, str]:
    image = CustomImage.objects.filter(pk=image_id).first()
    if image is None or version != pictures.version(image) or not may_use(image):
        raise ValueError("this picture may not be used here")
    rendition = pictures.rendition(image, spec.replace("~", "|"))
    if rendition is None:
        raise ValueError("this picture has no such size")
    with rendition.file.storage.open(rendition.file.name, "rb") as file:
        return file.read(), pictures.MIME_OF_EXTENSION.get(extension, "image/jpeg")


def for_everybody(image: CustomImage) -> bool:
    """Whether the picture may go into a PDF that every stranger can have."""
    return uses.used_publicly(image)
