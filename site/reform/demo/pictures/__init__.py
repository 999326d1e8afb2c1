"""Draws the demo county's pictures in one hand: flat layers, the same for the same motif and seed.

Paper, mist and four greens; vermilion only as the smallest accent. No faces, flags, emblems or maps.
"""

import io

from PIL import Image

from .canvas import SCALE, Canvas
from .scenes import MOTIFS

__all__ = ["MOTIFS", "draw", "jpeg"]


def draw(motif: str, seed: int = 0) -> Image.Image:
    """The picture of a motif, 1600 × 1067, RGB. Raises `KeyError` for an unknown motif."""
    scene = MOTIFS[motif]
    canvas = Canvas(seed)
    scene(canvas)
    return canvas.image.reduce(SCALE)


def jpeg(motif: str, seed: int = 0) -> bytes:
    """The same as a JPEG file."""
    target = io.BytesIO()
    draw(motif, seed).save(target, "JPEG", quality=88)
    return target.getvalue()
