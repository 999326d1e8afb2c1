"""Finds personal numbers in a text: identity cards, telephones, bank cards, e-mail, plates. Pure functions.

Every occurrence counts, not only the first. Offsets are those of the text as given: folding (full-width figures to
half-width) replaces character by character.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from .findings import MUST, Finding

FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x2010: 0x2D,
    0x2011: 0x2D,
    0x2012: 0x2D,
    0x2013: 0x2D,
    0x2014: 0x2D,
    0x2212: 0x2D,
    0x00A0: 0x20,
}
# The first two figures of an identity number: provinces as in GB/T 2260.
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643—1999
CHECK = "10X98765432"

# A figure that is part of a longer one, or of an amount with decimals, is no number of a person.
BEFORE = r"(?<![0-9A-Za-z])(?<!\d[.,])"
AFTER = r"(?![0-9A-Za-z])(?!\.\d)"

ID_18 = re.compile(BEFORE + r"[1-8]\d{5}[ -]?(?:18|19|20)\d{6}[ -]?\d{3}[0-9Xx]" + AFTER)
ID_15 = re.compile(BEFORE + r"[1-8]\d{14}" + AFTER)
MOBILE = re.compile(
    r"(?<![0-9A-Za-z])(?<!\d[.,])(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?P<gap>[ -]?)\d{4}(?P=gap)\d{4}" + AFTER
)
AREA = r"(?:10|2[0-57-9]|[3-9]\d{2})"
LANDLINE = re.compile(
    r"(?<![0-9A-Za-z])(?<!\d[.,])(?:(?:\+|00)86[ -]?)?"
    rf"(?:\(0{AREA}\)[ -]?|0{AREA}[ -]?)[2-8]\d{{6,7}}(?:(?:[ -]|转|分机|ext\.?)+\d{{1,6}})?" + AFTER
)
LOCAL = re.compile(
    r"(?:电话|座机|手机|传真|致电|联系方式)(?:号码)?(?:[:：为是 ]|请拨打?)*(?P<number>[2-8]\d{6,7})" + AFTER
)
CARD = re.compile(BEFORE + r"\d(?:[ -]?\d){12,18}" + AFTER)
# Issuer ranges: UnionPay 62, the old 9-series of Chinese banks, Visa 4, Mastercard 51–55 and 2221–2720, JCB 35, Amex 34/37, Diners 36.
CARD_STARTS = re.compile(r"(?:62|9[0-9]{5}|4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|35|3[47]|36|60)")
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][ ·•.・-]?"
    r"(?:[A-HJ-NP-Za-hj-np-z0-9]{5,6}|[A-HJ-NP-Za-hj-np-z0-9]{4}[学警挂港澳使领])(?![0-9A-Za-z])"
)


def fold(text: str) -> str:
    """Full-width figures, letters and signs as half-width, character by character: offsets stay."""
    return text.translate(FOLD)


def find(text: str, allowed: frozenset[str] = frozenset()) -> list[Finding]:
    """All personal numbers in `text`, in order, none overlapping. `allowed` holds numbers (figures only) an office publishes."""
    folded = fold(text)
    taken: list[tuple[int, int]] = []
    findings = []
    for kind, search in KINDS:
        for start, end in search(folded):
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            if re.sub(r"\D", "", folded[start:end]) not in allowed:
                findings.append(Finding("personal", kind, MUST, start, end, text[start:end]))
    return sorted(findings, key=lambda finding: finding.start)


def id_checksum(number: str) -> bool:
    """Whether the last character of an 18-character identity number fits the others (GB 11643—1999)."""
    total = sum(int(figure) * weight for figure, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK[total % 11] == number[17].upper()


def luhn(number: str) -> bool:
    """Whether a card number's check figure fits (ISO/IEC 7812-1, annex B)."""
    figures = [int(figure) for figure in reversed(number)]
    return (sum(figures[::2]) + sum(sum(divmod(2 * figure, 10)) for figure in figures[1::2])) % 10 == 0


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        return date(int(year), int(month), int(day)) <= date.today()
    except ValueError:
        return False


def _id_cards(text: str) -> Iterator[tuple[int, int]]:
    for match in ID_18.finditer(text):
        number = re.sub(r"[ -]", "", match[0])
        if number[:2] in PROVINCES and _is_date(number[6:10], number[10:12], number[12:14]) and id_checksum(number):
            yield match.span()
    for match in ID_15.finditer(text):
        number = match[0]
        if number[:2] in PROVINCES and _is_date(f"19{number[6:8]}", number[8:10], number[10:12]):
            yield match.span()


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for match in CARD.finditer(text):
        number = re.sub(r"\D", "", match[0])
        if 13 <= len(number) <= 19 and CARD_STARTS.match(number) and luhn(number) and len(set(number)) > 1:
            yield match.span()


def _all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (match.span() for match in pattern.finditer(text))


def _landlines(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in LANDLINE.finditer(text))
    yield from (match.span("number") for match in LOCAL.finditer(text))


# In order of priority: what one kind has taken, a later one does not take again.
KINDS: tuple[tuple[str, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    ("email", _all(EMAIL)),
    ("id_card", _id_cards),
    ("bank_card", _cards),
    ("mobile", _all(MOBILE)),
    ("landline", _landlines),
    ("plate", _all(PLATE)),
)
