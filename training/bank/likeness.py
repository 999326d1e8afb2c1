"""Tells whether two questions are the same but for spaces, width and punctuation."""

import hashlib
import re
import unicodedata
from html import unescape

from .item import Item


def key_of(item: Item) -> str:
    """Equal for questions with the same stem and the same options in any order, as people would say."""
    options = sorted(_bare(option.text) for option in item.options)
    pairs = sorted(f"{_bare(left)}→{_bare(right)}" for left, right in item.pairs)
    whole = "\n".join([item.type, _bare(item.stem), *options, *pairs])
    return hashlib.sha256(whole.encode()).hexdigest()


def _bare(text: str) -> str:
    """Letters and figures alone; what is nothing but signs stays as it is."""
    folded = unicodedata.normalize("NFKC", unescape(re.sub(r"<[^>]*>", "", text))).casefold()
    return re.sub(r"[\W_]", "", folded) or folded.strip()
