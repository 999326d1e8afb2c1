"""Pictures as they come from cameras, phones and strangers, and as they are stored.

Every picture is decoded and written anew. What is left is pixels: no place where it was taken, no serial number of a
camera, no second file hidden behind the first. The rules: one still frame, within the limits below, one of the formats
below by content.
"""

import io
import warnings
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

register_heif_opener()  # phones

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000  # what the sensors of current phones give at most in one picture
MAX_SIDE = 4096  # stored; the widest the site shows is 1600
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "HEIF")
# JPEG may turn out to be MPO. A second picture in these is a thumbnail or a depth map, not a film.
STILL = {"MPO", "HEIF"}
QUALITY = 90


def check_photo(file: IO[bytes], size: int) -> None:
    """Raises `ValidationError`, with a sentence for the editor, unless the picture can be stored. Rewinds the file."""
    _decode(file, size)
    file.seek(0)


def cleaned_photo(file: IO[bytes], name: str, size: int) -> ContentFile:
    """The picture as it is stored: upright, sRGB, at most `MAX_SIDE` wide and high, without metadata, as JPEG or PNG.

    `name` keeps its stem and gets the extension of what is stored. Raises `ValidationError` as `check_photo`.
    """
    image = _decode(file, size)
    lossless = image.format in {"PNG", "GIF"}
    image = _srgb(ImageOps.exif_transpose(image))
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    transparent = image.mode == "RGBA" and image.getextrema()[3][0] < 255  # type: ignore[index, misc]
    if image.mode == "RGBA" and not transparent:
        image = image.convert("RGB")
    # A new picture carries nothing over but pixels.
    pixels = Image.new(image.mode, image.size)
    pixels.paste(image)
    output = io.BytesIO()
    stem = name.rpartition("/")[2].rpartition(".")[0] or "picture"
    if lossless or transparent:
        pixels.save(output, "PNG", compress_level=6)
        extension = "png"
    else:
        pixels.save(output, "JPEG", quality=QUALITY, progressive=True, optimize=True)
        extension = "jpg"
    return ContentFile(output.getvalue(), name=f"{stem}.{extension}")


def _decode(file: IO[bytes], size: int) -> Image.Image:
    """Opens, measures, and only then decodes: a bomb is refused by what its header says."""
    if size > MAX_BYTES:
        raise ValidationError(
            _("The picture is too large: %(size)s. At most %(limit)s.")
            % {"size": filesizeformat(size), "limit": filesizeformat(MAX_BYTES)}
        )
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # Our own limit is below; Pillow's warning would only fill the log.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file, formats=FORMATS)
            _measure(image)
            image.load()
    except ValidationError:
        raise
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("This is not a picture of an accepted kind. Accepted are JPEG, PNG, WebP, AVIF, GIF and HEIC.")
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # Decoders raise all kinds of errors on broken data; they mean the same to the editor.
        raise ValidationError(_("The picture is damaged or not complete. Fetch it again.")) from error
    return image


def _measure(image: Image.Image) -> None:
    width, height = image.size
    frames = getattr(image, "n_frames", 1)
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()
    if frames > 1 and image.format not in STILL:
        raise ValidationError(_("Moving pictures are not accepted here. Upload a video, or a still picture."))


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has too many pixels. At most %(limit)d million.") % {"limit": MAX_PIXELS // 1_000_000}
    )


def _srgb(image: Image.Image) -> Image.Image:
    """RGB or RGBA in the colours that every screen knows."""
    profile = image.info.get("icc_profile")
    alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(image, source, target, outputMode=mode)
            image = converted or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile: the numbers are taken as they are
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        image = image.point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if alpha else "RGB")
