"""Folds a text for matching, and tells for each place in the folded text where it stands in the original."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

# Full-width letters, figures and signs; spaces and dashes of all kinds; mathematical figures (𝟏𝟑𝟖). One for one.
TABLE: dict[int, int] = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {code: ord("0") + (code - 0x1D7CE) % 10 for code in range(0x1D7CE, 0x1D800)}
    | dict.fromkeys((0x00A0, 0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x202F, 0x3000), ord(" "))
    | dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE63, 0x2043), ord("-"))
    | dict.fromkeys((0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB, 0xFF65), 0x00B7)
    # Half of a surrogate pair is no character; the search in Rust would stop at it.
    | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
)
# What nobody sees and word processors leave behind: between two figures it must not hide a number.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True)
class Folded:
    """`text` for matching. `gaps`: for each left-out character its place in the folded text; empty in most texts."""

    text: str
    gaps: list[int] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that the folded stretch `start:end` (not empty) stands for."""
        if not self.gaps:
            return start, end
        # A left-out character at the edge of a stretch belongs to neither side.
        return start + _up_to(self.gaps, start), end + _up_to(self.gaps, end - 1)


def fold(text: str) -> Folded:
    """`text` in half-width, without invisible characters. Case is kept: see `lower`."""
    folded = text.translate(TABLE)
    if not INVISIBLE.search(folded):
        return Folded(folded)
    places = [match.start() for match in INVISIBLE.finditer(folded)]
    return Folded(INVISIBLE.sub("", folded), [place - number for number, place in enumerate(places)])


def lower(text: str) -> str:
    """Lower case, one character for one: the few that would become two (İ) stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def key(text: str) -> str:
    """What two spellings of one expression have in common: width, case and invisible characters do not count."""
    return lower(fold(text).text)


def near(text: str) -> str:
    """What two entries of a list have in common that were meant to be one: as `key`, and spaces do not count either."""
    return "".join(key(text).split())


def _up_to(gaps: list[int], place: int) -> int:
    """How many characters were left out before or at `place` of the folded text."""
    return bisect_left(gaps, place + 1)
