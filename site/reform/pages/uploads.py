"""Uploads are judged by what they contain, never by their name. Pure functions over bytes."""

import io
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_IMAGE_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_FRAMES = 100
FORMATS = {"JPEG": {"jpg", "jpeg"}, "PNG": {"png"}, "WEBP": {"webp"}, "AVIF": {"avif"}, "GIF": {"gif"}}
IMAGE_EXTENSIONS = sorted({ending for endings in FORMATS.values() for ending in endings})


@dataclass(frozen=True)
class CleanImage:
    """A picture as it will be stored: turned upright, without camera data (place, time, serial number)."""

    data: bytes
    format: str
    width: int
    height: int


def clean_image(data: bytes, name: str) -> CleanImage:
    """The picture in `data`, safe to store. Raises `ValidationError` with a reason for people."""
    if len(data) > MAX_IMAGE_BYTES:
        raise ValidationError(
            _("The picture is larger than %(limit)d MB.") % {"limit": MAX_IMAGE_BYTES // 1024 // 1024}
        )
    head = data[:1024].lstrip().lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script")):
        raise ValidationError(_("SVG and HTML files are not accepted: they can carry scripts. Use JPEG, PNG or WebP."))
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=list(FORMATS))
            form = image.format or ""
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(
                    _("The picture has more than %(limit)d million pixels.") % {"limit": MAX_PIXELS // 1_000_000}
                )
            frames = getattr(image, "n_frames", 1)
            if frames > MAX_FRAMES or frames * image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The animation is too long. Upload a video, or a still picture."))
            image.load()
        except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ValidationError(
                _("This is not a picture that can be read (JPEG, PNG, WebP, AVIF or GIF).")
            ) from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise ValidationError(
                _("The picture is damaged or cut off. Export it again and upload it once more.")
            ) from error
    if ending not in FORMATS[form]:
        raise ValidationError(
            _("The file is called .%(ending)s but holds %(format)s. Save it under its right type.")
            % {"ending": ending, "format": form}
        )
    return CleanImage(_without_metadata(image, data, form), form, *_upright_size(image))


def _upright_size(image: Image.Image) -> tuple[int, int]:
    turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    return (image.height, image.width) if turned else (image.width, image.height)


def _without_metadata(image: Image.Image, data: bytes, form: str) -> bytes:
    """The same picture without EXIF and comments. A picture that had none comes back byte for byte."""
    orientation = image.getexif().get(0x0112, 1)
    if not image.getexif() and not {"comment", "xmp", "XML:com.adobe.xmp"} & set(image.info):
        return data
    if getattr(image, "n_frames", 1) > 1:
        return data  # GIF and WebP animations carry no camera data worth the loss of frames
    upright = ImageOps.exif_transpose(image)
    target = io.BytesIO()
    profile = image.info.get("icc_profile")
    if form == "JPEG":
        quality: int | str = "keep" if orientation == 1 else 92
        source = image if orientation == 1 else upright.convert("RGB")
        source.info.pop("comment", None)
        source.save(target, "JPEG", quality=quality, exif=b"", icc_profile=profile, optimize=True)
    else:
        bare = Image.new(upright.mode, upright.size)
        bare.paste(upright)
        if upright.mode == "P":
            bare.putpalette(upright.getpalette() or [])
        options = {"quality": 92} if form in {"WEBP", "AVIF"} else {}
        bare.save(target, form, icc_profile=profile, **options)
    return target.getvalue()
