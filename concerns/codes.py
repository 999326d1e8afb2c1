"""Receipt codes as people read and write them."""

import unicodedata

from .models.concern import CODE_LETTERS

LENGTH = 12


def grouped(code: str) -> str:
    """K7QM-4XRD-92AB."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def code_of(text: str) -> str:
    """What was typed, as a code: whatever spaces, strokes, widths and small letters."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in folded if letter in CODE_LETTERS)
