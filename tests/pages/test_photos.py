"""Pictures: what is stored, and what is refused with which words."""

import io
import struct
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image

from reform.pages import photos
from reform.pages.models import CustomImage

from . import media


def stored(data: bytes, name: str) -> Image.Image:
    return Image.open(photos.cleaned_photo(io.BytesIO(data), name, len(data)))


def refusal(data: bytes, size: int | None = None) -> str:
    with translation.override("en"), pytest.raises(ValidationError) as error:
        photos.check_photo(io.BytesIO(data), size or len(data))
    return str(error.value.messages[0])


def test_the_place_and_owner_are_gone_and_the_picture_stands_upright():
    data = media.photo_with_place()
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    cleaned = photos.cleaned_photo(io.BytesIO(data), "IMG_1.JPG", len(data))
    raw = cleaned.read()
    image = Image.open(io.BytesIO(raw))
    assert image.size == (48, 64)
    assert not image.getexif()
    assert b"Owner" not in raw and b"secret" not in raw
    assert cleaned.name == "IMG_1.jpg"


@pytest.mark.parametrize(
    ("form", "mode", "options", "becomes"),
    [
        ("JPEG", "RGB", {}, "JPEG"),
        ("JPEG", "CMYK", {}, "JPEG"),
        ("JPEG", "L", {}, "JPEG"),
        ("PNG", "RGB", {}, "PNG"),
        ("PNG", "L", {}, "PNG"),
        ("WEBP", "RGB", {}, "JPEG"),
        ("AVIF", "RGB", {}, "JPEG"),
        ("GIF", "L", {}, "PNG"),
    ],
)
def test_every_accepted_format_is_stored_in_one_of_two(form: str, mode: str, options: dict[str, Any], becomes: str):
    image = stored(media.photo(form, mode=mode, **options), f"a.{form.lower()}")
    assert (image.format, image.mode, image.size) == (becomes, "RGB", (64, 48))


def test_heic_from_a_phone():
    pillow_heif = pytest.importorskip("pillow_heif")
    output = io.BytesIO()
    pillow_heif.from_pillow(Image.open(io.BytesIO(media.photo()))).save(output)
    assert stored(output.getvalue(), "a.heic").format == "JPEG"


def test_transparency_is_kept():
    clear = Image.new("RGBA", (10, 10), (255, 0, 0, 60))
    output = io.BytesIO()
    clear.save(output, "WEBP")
    image = stored(output.getvalue(), "logo.webp")
    assert (image.format, image.mode) == ("PNG", "RGBA")


def test_sixteen_bit_grey_keeps_its_tones():
    output = io.BytesIO()
    Image.new("I;16", (8, 8), 32768).save(output, "PNG")
    image = stored(output.getvalue(), "scan.png")
    assert 120 <= image.getpixel((4, 4))[0] <= 136


def test_a_wide_profile_becomes_srgb():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    image = stored(media.photo(icc_profile=profile), "a.jpg")
    assert "icc_profile" not in image.info and image.mode == "RGB"


def test_large_pictures_are_made_smaller():
    image = stored(media.photo(size=(1, 1)) and _plain(6000, 3000), "a.jpg")
    assert image.size == (4096, 2048)


def _plain(width: int, height: int) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (width, height), "#6f9188").save(output, "JPEG")
    return output.getvalue()


def test_a_second_file_behind_the_picture_is_gone():
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    data = media.photo() + hidden.getvalue()
    assert zipfile.is_zipfile(io.BytesIO(data))
    cleaned = photos.cleaned_photo(io.BytesIO(data), "a.jpg", len(data)).read()
    assert not zipfile.is_zipfile(io.BytesIO(cleaned)) and b"<script>" not in cleaned


def test_refused_by_content():
    assert "too large" in refusal(media.photo(), size=photos.MAX_BYTES + 1)
    assert "damaged" in refusal(media.photo()[:-400])
    assert "damaged" in refusal(media.photo("PNG")[:-60])
    assert "not a picture" in refusal(media.SVG)
    assert "not a picture" in refusal(b"GIF?" + b"x" * 100)
    assert "not a picture" in refusal(media.pdf())
    assert "too many pixels" in refusal(media.png_bomb())


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_moving_pictures_are_refused(form: str):
    assert "Moving" in refusal(media.animation(form=form))


def test_an_animated_bomb_is_refused_without_decoding_it(monkeypatch: pytest.MonkeyPatch):
    data = media.animation(frames=300, size=(500, 500))
    monkeypatch.setattr("PIL.GifImagePlugin.GifImageFile.load", lambda self: pytest.fail("decoded"))
    assert "Moving" in refusal(data)


def test_a_bomb_is_refused_without_decoding_it():
    width = 20_000
    data = media.png_bomb(width, width)
    assert len(data) < 2_000
    assert struct.unpack(">II", data[16:24]) == (width, width)
    assert "too many pixels" in refusal(data)


@pytest.mark.django_db
def test_every_door_to_the_library_cleans():
    """Also code that never sees a form."""
    image = CustomImage(title="x", file=ContentFile(media.photo_with_place(), name="IMG.JPG"))
    image.save()
    image.refresh_from_db()
    with image.open_file() as file:
        raw = file.read()
    assert b"Owner" not in raw
    assert (image.width, image.height, image.file_size) == (48, 64, len(raw))
    assert image.file_hash
    with pytest.raises(ValidationError):
        CustomImage(title="x", file=ContentFile(media.SVG, name="a.jpg")).save()
    other = CustomImage(title="y")
    other.file.save("later.png", ContentFile(media.photo("PNG")), save=True)
    assert other.file.name.endswith(".png") and other.width == 64
