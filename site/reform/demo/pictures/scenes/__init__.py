"""Every motif by its name."""

from collections.abc import Callable

from ..canvas import Canvas
from . import details, hills, indoors, night, shops, town, village, water

_PARTS = (hills, water, village, town, shops, indoors, night, details)
MOTIFS: dict[str, Callable[[Canvas], None]] = {name: scene for part in _PARTS for name, scene in part.SCENES.items()}
