"""Document numbers (发文字号): 云改发〔2026〕3号, however a reader types it."""

import re

from search.fold import fold

# Folded: the brackets of GB/T 9704 are 〔〕, but people type whatever their keyboard has, or none.
NUMBER = re.compile(r"(?P<body>[^\d\W]+)(?P<year>(?:19|20)\d\d)第?0*(?P<number>\d+)号?")
NOISE = re.compile(r"[\s\[\](){}<>〔〕【】《》「」『』﹝﹞,，.。·、_\-]+")


def number_key(text: str) -> str:
    """What two ways of writing one number have in common: 云改发〔2026〕3号, 云改发[2026]03 and 云改发20263号 give 云改发2026-3.

    Text that is no whole number keeps its folded characters without brackets, so that a part of a number finds it.
    """
    plain = NOISE.sub("", fold(text))
    match = NUMBER.fullmatch(plain)
    return f"{match['body']}{match['year']}-{match['number']}" if match else plain.removesuffix("号")


def is_whole(key: str) -> bool:
    """Whether the key names one document, not a part of a number."""
    return bool(re.search(r"\d{4}-\d+$", key))
