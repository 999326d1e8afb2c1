"""Draws the demo county's pictures in one hand: flat layers, the same for the same motif and seed.

Paper, mist and four greens; vermilion only as the smallest accent. No faces, flags, emblems or maps.
"""

import io
import random

from PIL import Image

from .canvas import HEIGHT, SCALE, WIDTH, Canvas
from .scenes import MOTIFS

__all__ = ["MOTIFS", "NEARER", "draw", "jpeg"]

NEARER = 100  # from this seed on, a scene is seen from nearer by and from its other side


def draw(motif: str, seed: int = 0) -> Image.Image:
    """The picture of a motif, 1600 × 1067, RGB. Raises `KeyError` for an unknown motif."""
    scene = MOTIFS[motif]
    canvas = Canvas(seed)
    scene(canvas)
    if seed < NEARER:
        return canvas.image.reduce(SCALE)
    return _nearer(canvas.image, random.Random(seed))


def _nearer(picture: Image.Image, rng: random.Random) -> Image.Image:
    """A part of the picture, mirrored: a second picture from the same place, as a photographer would take it."""
    share = rng.uniform(0.66, 0.78)
    width, height = round(WIDTH * SCALE * share), round(HEIGHT * SCALE * share)
    left = round((picture.width - width) * rng.uniform(0.15, 0.85))
    top = round((picture.height - height) * rng.uniform(0.55, 0.95))
    part = picture.crop((left, top, left + width, top + height)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return part.resize((WIDTH, HEIGHT), Image.Resampling.HAMMING)


def jpeg(motif: str, seed: int = 0) -> bytes:
    """The same as a JPEG file."""
    target = io.BytesIO()
    draw(motif, seed).save(target, "JPEG", quality=88)
    return target.getvalue()
