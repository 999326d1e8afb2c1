"""Responsive pictures: which sizes exist, at which addresses, and how they are made.

A page that shows a picture only writes addresses: it reads no rendition and makes none. The view behind the address
makes a size the first time it is asked for; a job makes all of them after a publication (`tasks`). Only the sizes below
can be made that way, so a stranger cannot fill the disk with others.
"""

import hashlib
import re
import time
from dataclasses import dataclass
from urllib.parse import quote

from django.core.cache import cache
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

from .models import CustomImage, CustomRendition

PATIENCE = 40  # quarters of a second to wait for another process that makes the same size
FORMATS = ("avif", "webp", "jpeg")
MIME = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif"}
EXTENSIONS = {"avif": "avif", "webp": "webp", "jpeg": "jpg", "png": "png", "gif": "gif"}
MIME_OF_EXTENSION = {EXTENSIONS[name]: mime for name, mime in MIME.items()}


@dataclass(frozen=True)
class Preset:
    """`specs` are Wagtail filter specs, the narrowest first, all of one shape; `formats` besides JPEG."""

    specs: tuple[str, ...]
    formats: tuple[str, ...] = FORMATS


PRESETS = {
    # As wide as the page: covers of articles, pictures set wide.
    "wide": Preset(("width-480", "width-800", "width-1200", "width-1600")),
    # As wide as the text.
    "text": Preset(("width-480", "width-800", "width-1200")),
    # The picture beside the lead on the home page.
    "lead": Preset(("fill-480x320", "fill-800x533", "fill-1200x800")),
    # Entries in lists and cards, 3 : 2.
    "card": Preset(("fill-240x160", "fill-480x320", "fill-800x533")),
    # Two or three beside each other in a gallery, uncropped.
    "gallery": Preset(("width-320", "width-480", "width-800")),
    # Behind the play button of a video, 16 : 9.
    "poster": Preset(("fill-480x270", "fill-800x450", "fill-1200x675"), ("jpeg",)),
    # What other sites show when a page is shared.
    "share": Preset(("fill-1200x630",), ("jpeg",)),
}


@dataclass(frozen=True)
class Source:
    """One rendition of a picture as a template needs it."""

    url: str
    width: int
    height: int


def sources(image: CustomImage, preset: str, image_format: str = "jpeg") -> list[Source]:
    """The sizes of a picture in one format, narrowest first. None is wider than the picture itself, but the first."""
    found: list[Source] = []
    for spec in PRESETS[preset].specs:
        width, height = size(image, spec)
        if found and width <= found[-1].width:
            break
        found.append(Source(url(image, f"{spec}|format-{image_format}"), width, height))
    return found


def size(image: CustomImage, spec: str) -> tuple[int, int]:
    """Width and height of the picture under a spec (`width-N` or `fill-WxH`), which never enlarges."""
    if match := re.fullmatch(r"width-(\d+)", spec):
        width = min(int(match[1]), image.width)
        return width, max(1, round(image.height * width / image.width))
    match = re.fullmatch(r"fill-(\d+)x(\d+)", spec)
    if match is None:
        raise ValueError(spec)
    width, height = int(match[1]), int(match[2])
    scale = min(1.0, image.width / width, image.height / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def url(image: CustomImage, spec: str, extension: str = "") -> str:
    """The address of a rendition. It changes when the file or the focal point does, so browsers may keep it."""
    if not extension:
        extension = EXTENSIONS[spec.rpartition("format-")[2]]
    return f"/pictures/{image.pk}/{version(image)}/{quote(spec.replace('|', '~'))}.{extension}"


def version(image: CustomImage) -> str:
    """Names the state of a picture: its bytes and its focal point."""
    known = image.__dict__.get("_version")
    if known:
        return known
    focus = (image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height)
    image._version = hashlib.sha256(f"{image.get_file_hash()}{focus}".encode()).hexdigest()[:12]
    return image._version


def allowed_specs() -> frozenset[str]:
    """The specs that may be made when a stranger asks for them."""
    return frozenset(
        f"{spec}|format-{image_format}"
        for preset in PRESETS.values()
        for spec in preset.specs
        for image_format in preset.formats
    )


def rendition(image: CustomImage, spec: str) -> CustomRendition | None:
    """The rendition of a spec: the stored one, or a new one if the spec is one of the site's; None for any other.

    Of many who ask at once, one makes it and the others wait for it.
    """
    found = _stored(image, spec)
    if found is not None or spec not in allowed_specs():
        return found
    lock = f"picture-lock-{version(image)}-{spec}"
    for _turn in range(PATIENCE):
        if cache.add(lock, 1, timeout=60):
            break
        time.sleep(0.25)
        if (found := _stored(image, spec)) is not None:
            return found
    try:
        return _stored(image, spec) or image.create_rendition(Filter(spec=spec))
    except SourceImageIOError:
        return None  # the original is lost; the log of the storage knows more
    finally:
        cache.delete(lock)


def _stored(image: CustomImage, spec: str) -> CustomRendition | None:
    try:
        key = Filter(spec=spec).get_cache_key(image)
    except InvalidFilterSpecError:
        return None
    return image.renditions.filter(filter_spec=spec, focal_point_key=key).first()
