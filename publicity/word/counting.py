"""Figures in Word's number formats."""

DIGITS = "〇一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五. Up to 9999; larger ones stay Arabic."""
    text = _by_places(number, DIGITS, "千百十")
    return text.removeprefix("一") if 10 <= number < 20 else text


def read_number(text: str) -> int:
    """一百零五 → 105, 十二 → 12, 二〇 → 20; 0 when it is no number."""
    if not any(mark in "十百千" for mark in text):
        digits = ["零" if mark == "〇" else mark for mark in text]
        known = [str("零一二三四五六七八九".find(mark)) for mark in digits]
        return int("".join(known)) if known and "-1" not in known else 0
    total, digit = 0, 0
    for mark in text:
        if mark in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[mark]
            digit = 0
        elif mark in DIGITS:
            digit = DIGITS.index(mark)
        elif mark != "零":
            return 0
    return total + digit


def _by_places(number: int, digits: str, units: str) -> str:
    if not 0 < number < 10_000:
        return str(number)
    text, pending_zero = "", False
    for power, unit in zip((1000, 100, 10, 1), (*units, ""), strict=True):
        digit = number // power % 10
        if digit:
            text += ("零" if pending_zero else "") + digits[digit] + unit
            pending_zero = False
        elif text:
            pending_zero = True
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        while number >= value:
            text, number = text + letters, number - value
    return text


def _letters(number: int) -> str:
    # Word repeats the letter after z: aa, bb, …
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def format_number(number: int, style: str) -> str:
    """`number` in one of Word's number formats (ST_NumberFormat); an unknown format gives Arabic figures."""
    match style:
        case "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCounting":
            return chinese_number(number)
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return _by_places(number, FORMAL, "仟佰拾")
        case "ideographDigital" | "taiwaneseDigital" | "taiwaneseCountingThousand" | "japaneseDigitalTenThousand":
            return "".join(DIGITS[int(digit)] for digit in str(number))
        case "ideographTraditional" if 0 < number <= 10:
            return STEMS[number - 1]
        case "ideographZodiac" if 0 < number <= 12:
            return BRANCHES[number - 1]
        case "ideographEnclosedCircle" if 0 < number <= 10:
            return chr(0x3280 + number - 1)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 0 < number <= 20:
            return chr(0x2460 + number - 1)
        case "decimalEnclosedParen" if 0 < number <= 20:
            return chr(0x2474 + number - 1)
        case "decimalEnclosedFullstop" if 0 < number <= 20:
            return chr(0x2488 + number - 1)
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
        case "decimalZero":
            return f"{number:02d}"
        case "numberInDash":
            return f"- {number} -"
        case "lowerLetter" if number > 0:
            return _letters(number)
        case "upperLetter" if number > 0:
            return _letters(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case "none":
            return ""
    return str(number)
