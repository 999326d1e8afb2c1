"""`{% picture_set image "wide" alt="…" %}`: a picture in AVIF, WebP and JPEG in several widths."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .. import pictures
from ..edition import remember

register = template.Library()

SIZES = {
    "wide": "(min-width: 64rem) 64rem, 100vw",
    "text": "(min-width: 40rem) 38rem, 100vw",
    "lead": "(min-width: 60rem) 40rem, 100vw",
    "card": "(min-width: 60rem) 23rem, (min-width: 40rem) 45vw, 100vw",
    "gallery": "(min-width: 40rem) 19rem, 50vw",
}


@register.simple_tag
def picture_set(
    image: Any, preset: str, alt: str = "", sizes: str = "", css: str = "", eager: bool = False
) -> SafeString | str:
    """A `<picture>` with width and height, lazy unless `eager` (the one picture above the fold). Nothing without image.

    `preset` is a name in `pictures.PRESETS`; an empty `alt` marks a picture that only decorates.
    """
    if not image:
        return ""
    key = ("picture set", image.pk, preset, alt, sizes, css, eager)
    return remember(key, lambda: _markup(image, preset, alt, sizes or SIZES.get(preset, "100vw"), css, eager))


def _markup(image: Any, preset: str, alt: str, sizes: str, css: str, eager: bool) -> SafeString:
    fallback = pictures.sources(image, preset)
    largest = fallback[-1]
    attributes: list[tuple[str, str | int]] = [
        ("src", fallback[min(1, len(fallback) - 1)].url),
        ("srcset", _srcset(fallback)),
        ("sizes", sizes),
        ("width", largest.width),
        ("height", largest.height),
        ("alt", alt),
        ("decoding", "async"),
    ]
    attributes += [("fetchpriority", "high")] if eager else [("loading", "lazy")]
    if css:
        attributes.append(("class", css))
    return format_html(
        "<picture>{}<img{}></picture>",
        format_html_join(
            "",
            '<source type="{}" srcset="{}" sizes="{}">',
            (
                (pictures.MIME[name], _srcset(pictures.sources(image, preset, name)), sizes)
                for name in pictures.PRESETS[preset].formats
                if name != "jpeg"
            ),
        ),
        format_html_join("", ' {}="{}"', attributes),
    )


@register.simple_tag
def picture_url(image: Any, preset: str) -> str:
    """The address of the widest JPEG of a preset, for posters and shared links. Empty without image."""
    return pictures.sources(image, preset)[-1].url if image else ""


def _srcset(sources: list[pictures.Source]) -> str:
    return ", ".join(f"{source.url} {source.width}w" for source in sources)
