"""Finds personal numbers in a text: identity cards, telephones, bank cards, e-mail, plates. Pure functions.

Every occurrence counts, not only the first. Offsets are those of the text as given, whatever folding it took to see the
number (full-width figures, invisible characters). What is found and what is not: docs/checks.md.
"""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date

from .findings import MUST, Finding
from .folding import fold

Span = tuple[int, int]

# The first two figures of an identity number: provinces as in GB/T 2260, and 81–83 of residents from 港澳台.
PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643—1999
CHECK = "10X98765432"
CODE_FIGURES = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100—2015, 统一社会信用代码

# A figure that is part of a longer one, or of an amount with decimals, is no number of a person. A letter before it is
# a label (QQ, tel), unless a figure stands before that: then both belong to one code. A comma or full stop may be one
# between two numbers of a list ("1.138…", "138…,139…").
BEFORE = r"(?<![0-9])(?<![0-9][A-Za-z])(?<!(?<![0-9])0\.)"
AFTER = r"(?![0-9])(?![A-Za-z][0-9])(?!\.[0-9]{1,2}(?![0-9.]))"

# Groups may be parted by a blank, a hyphen or, where a narrow column breaks the number, a line end.
ID_18 = re.compile(rf"{BEFORE}[1-9][0-9](?:[ \n-]?[0-9]){{15}}[ \n-]?[0-9Xx](?![0-9A-Za-z])")
ID_15 = re.compile(rf"{BEFORE}[1-8][0-9]{{14}}{AFTER}")

COUNTRY = r"(?:\(?(?:\+|00)?86\)?[ -]?)?"
# In the groups people write: 3 4 4, 3 3 3 2, 3 3 5, 4 3 4, or figure by figure. Any groups at all would take in dates.
MOBILE = re.compile(
    rf"{BEFORE}{COUNTRY}(?:1[3-9][0-9][ .-]?[0-9]{{4}}[ .-]?[0-9]{{4}}|1[3-9][0-9][ -][0-9]{{3}}[ -](?:[0-9]{{3}}[ -][0-9]{{2}}|[0-9]{{5}})"
    rf"|1[3-9][0-9]{{2}}[ -][0-9]{{3}}[ -][0-9]{{4}}|1 [3-9](?: [0-9]){{9}}){AFTER}"
)
# Eleven figures may also be an amount: 15000000000元. 元 and 万 are family names too.
AMOUNT = re.compile(r" ?(?:[万亿]?元(?!先生|女士|老师|主任|某)|美元|欧元|吨|千瓦|度电|立方|平方|公里|字节)")
MONEY = re.compile(r"[¥$￥] ?$")

AREA = r"(?:10|2[0-57-9]|[3-9][0-9]{2})"
LOCAL = r"(?:[2-8][0-9]{3}[ -]?[0-9]{4}|[2-8][0-9]{2}[ -]?[0-9]{4})"
EXTENSION = r"(?: ?(?:转|转接|分机|ext\.?|[-*#]) ?[0-9]{1,6})?"
LANDLINE = re.compile(
    rf"{BEFORE}(?:\(?(?:(?:\+|00)86\)?[ -]{{0,2}}|86[ -])(?:\(0?{AREA}\)|0?{AREA})|\(0{AREA}\)|0{AREA})"
    rf"[ -]{{0,3}}{LOCAL}{EXTENSION}{AFTER}",
    re.IGNORECASE,
)
# 0571-85000001、85000002/85000003: the others share the area code.
NEXT_LANDLINE = re.compile(rf" ?[、/,;和或及] ?(?P<number>{LOCAL}{EXTENSION}){AFTER}(?! ?[万亿]?元)", re.IGNORECASE)
# Without an area code seven or eight figures are a telephone only after a word that says so.
CALL = re.compile(
    r"(?:电话|座机|传真|热线|致电|拨打|来电|联系方式|tel|phone|fax)(?:号码?)?[为是在请至 :.()]{0,4}"
    rf"(?P<number>{LOCAL}{EXTENSION}){AFTER}",
    re.IGNORECASE,
)
# 400 and 800 numbers belong to organisations, never to a person.
FREE = re.compile(r"[48]00")

# Issuers of cards that circulate here, as (first figures, lengths): ISO/IEC 7812, UnionPay 62 and 81, the ranges of the
# international brands, and the older ranges of Chinese banks.
ISSUERS = (
    (re.compile(r"62|81"), range(16, 20)),
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|35(?:2[89]|[3-8])"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"36|38|30[0-5]"), (14,)),
    (
        re.compile(r"60(?:1382|1428|2907|2969|3\d{3})|685800|690755|84\d{4}|87\d{4}|94\d{4}|95[59]|966666|98|99"),
        range(16, 20),
    ),
)
# As printed on the card: in fours; 6 or 7 and the rest; American Express. Loose figures in a row are a table.
CARD = re.compile(
    rf"{BEFORE}(?:[0-9]{{13,19}}"
    r"|[0-9]{4}(?P<gap>[ -])[0-9]{4}(?:(?P=gap)[0-9]{4}){1,2}(?:(?P=gap)[0-9]{1,4})?"
    r"|[0-9]{4}[ -][0-9]{6}[ -][0-9]{4,5}"
    rf"|[0-9]{{6,7}}[ -][0-9]{{9,13}}){AFTER}"
)
# A word before a number that makes it something else.
NUMBERED = re.compile(
    r"(?:(?:订单|运单|快递单|流水|凭证|票据|发票|合同|项目|批次|案|文|注册|登记|许可证|证书|条形|条|ISBN)编?[号码]|(?<!身份证)编号|单号"
    r"|(?:信用|机构|组织|区划)代码|网站标识码)(?:为|是)?[^A-Za-z0-9一-鿿]*$"
)

EMAIL = re.compile(r"[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,63} ?@ ?(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}")
# GA 36—2018: five characters with at most two letters, or six for new energy (a letter and five, or five figures and a
# letter), or four and one word.
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·.-]?"
    r"(?:[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]"
    r"|(?=(?:[A-Z]*[0-9]){3})[A-HJ-NP-Z0-9]{5}"
    r"|(?=(?:[A-Z]*[0-9]){2})[A-HJ-NP-Z0-9]{4}[学警挂港澳领])(?![0-9A-Za-z])",
    re.IGNORECASE,
)


def find(text: str, allowed: Collection[str] = frozenset()) -> list[Finding]:
    """All personal numbers in `text`, in order, none overlapping.

    `allowed`: numbers and addresses that an office publishes, in the form that `canonical` gives.
    """
    folded = fold(text)
    taken: list[Span] = []
    findings = []
    for kind, search in KINDS:
        for start, end in search(folded.text):
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            value = canonical(kind, folded.text[start:end])
            if value in allowed:
                continue
            left, right = folded.span(start, end)
            findings.append(Finding("personal", kind, MUST, left, right, text[left:right]))
    return sorted(findings, key=lambda finding: finding.start)


def canonical(kind: str, text: str) -> str:
    """The number itself, whatever its spelling: without blanks, country code, brackets or extension."""
    text = fold(text).text
    if kind in {"email", "plate"}:
        return re.sub(r"[\s·.-]" if kind == "plate" else r"\s", "", text).lower()
    if kind == "id_card":
        return re.sub(r"[\s-]", "", text).upper()
    if kind == "landline":
        text = re.sub(r"(?:转|分机|ext|[*#]).*", "", text, flags=re.IGNORECASE)
        text = re.sub(r"(?<=[0-9]{7})-[0-9]{1,6}$", "", text)
    figures = re.sub(r"[^0-9]", "", text)
    if kind in {"mobile", "landline"}:
        figures = re.sub(r"^(?:00)?86(?=0?[1-9][0-9]{8,})", "", figures)
    if kind == "landline" and not figures.startswith("0") and len(figures) > 8:
        figures = f"0{figures}"
    return figures


def id_checksum(number: str) -> bool:
    """Whether the last character of an 18-character identity number fits the others (GB 11643—1999)."""
    total = sum(int(figure) * weight for figure, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK[total % 11] == number[17].upper()


def luhn(number: str) -> bool:
    """Whether a card number's check figure fits (ISO/IEC 7812-1, annex B)."""
    figures = [int(figure) for figure in reversed(number)]
    return (sum(figures[::2]) + sum(sum(divmod(2 * figure, 10)) for figure in figures[1::2])) % 10 == 0


def is_credit_code(number: str) -> bool:
    """Whether 18 characters are a 统一社会信用代码 (GB 32100—2015), which may consist of figures alone."""
    if len(number) != 18 or any(character not in CODE_FIGURES for character in number):
        return False
    values = [CODE_FIGURES.index(character) for character in number]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        return date(1870, 1, 1) <= date(int(year), int(month), int(day)) <= date.today()
    except ValueError:
        return False


def _id_cards(text: str) -> Iterator[Span]:
    for match in ID_18.finditer(text):
        number = re.sub(r"[ \n-]", "", match[0])
        # A foreigner's permanent residence card begins with 9, then the province.
        region = number[1:] if number[0] == "9" else number
        parts = len(match[0]) - 17
        if (
            PROVINCE.match(region)
            and _is_date(number[6:10], number[10:12], number[12:14])
            and id_checksum(number)
            and parts <= 6
            and not (number[0] == "9" and is_credit_code(number))
        ):
            yield match.span()
    for match in ID_15.finditer(text):
        number = match[0]
        is_birthday = _is_date(f"19{number[6:8]}", number[8:10], number[10:12])
        if PROVINCE.match(number) and is_birthday and not _numbered(text, match.start()):
            yield match.span()


def _cards(text: str) -> Iterator[Span]:
    for match in CARD.finditer(text):
        number = re.sub(r"[ -]", "", match[0])
        issued = any(len(number) in lengths and start.match(number) for start, lengths in ISSUERS)
        if issued and luhn(number) and not is_credit_code(number) and not _numbered(text, match.start()):
            yield match.span()


def _mobiles(text: str) -> Iterator[Span]:
    for match in MOBILE.finditer(text):
        plain = match[0].isdigit() and len(match[0]) == 11
        if plain and (AMOUNT.match(text, match.end()) or MONEY.search(text, max(0, match.start() - 2), match.start())):
            continue
        yield match.span()


def _landlines(text: str) -> Iterator[Span]:
    for match in LANDLINE.finditer(text):
        if _numbered(text, match.start()):
            continue
        yield match.span()
        following = NEXT_LANDLINE.match(text, match.end())
        while following:
            yield following.span("number")
            following = NEXT_LANDLINE.match(text, following.end())
    for match in CALL.finditer(text):
        if not FREE.match(match["number"]):
            yield match.span("number")


def _numbered(text: str, start: int) -> bool:
    """Whether a word before the place says that the number is of another kind."""
    return NUMBERED.search(text[max(0, start - 14) : start].rpartition("\n")[2]) is not None


def _all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (match.span() for match in pattern.finditer(text))


# In order of priority: what one kind has taken, a later one does not take again.
KINDS: tuple[tuple[str, Callable[[str], Iterator[Span]]], ...] = (
    ("email", _all(EMAIL)),
    ("id_card", _id_cards),
    ("bank_card", _cards),
    ("mobile", _mobiles),
    ("landline", _landlines),
    ("plate", _all(PLATE)),
)
