"""The parts of an official document (GB/T 9704—2012, chapter 7), found by their form and place."""

import re
from dataclasses import dataclass, field

from .elements import LeftOut, Paragraph, Table
from .titles import SUBTITLE, goes_on

NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{1,15})\s*[〔\[［（(【]\s*(?P<year>\d{4})\s*[〕\]］）)】]\s*(?:第\s*)?(?P<number>\d{1,5})\s*号"
)
# An order has no year in its number: 云溪县人民政府令 第12号.
ORDER = re.compile(r"^(?P<body>[\u4e00-\u9fff]{2,20}(?:令|公告|通告))?\s*[（(]?第\s*(?P<number>\d{1,5})\s*号[）)]?$")
DATE = re.compile(
    r"(?P<year>\d{4}|[二〇○零ＯOo一三四五六七八九]{4})\s*年\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
SECRECY = re.compile(r"^(绝密|机密|秘密)\s*(★.*)?$")
URGENCY = re.compile(r"^(特急|加急|特提|平急)$")
COPY_NUMBER = re.compile(r"^\d{6}$")
SIGNER = re.compile(r"^签发人[：:]")
IMPRINT = re.compile(r"^(抄送|主送|印发|分送)[：:]|印发\s*$")
NOTE = re.compile(r"^[（(]此件.{1,20}[）)]$|^[（(]联系人.*[）)]$")
ATTACHMENT = re.compile(r"^附件?[：:]\s*")
NUMBERED = re.compile(
    r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百]+[章节条])"
)
ATTACHMENT_NEXT = re.compile(r"^\d{1,2}[.．、]")
TITLE_END = re.compile(
    r"(通知|意见|决定|决议|命令|公报|公告|通告|通报|报告|请示|批复|议案|函|纪要|办法|方案|规定|细则|规则|条例|计划|要点|制度|措施|规划)(（.{1,10}）)?$"
)
CHINESE_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零ＯOo", 0)


@dataclass
class Official:
    """What was recognised. Dates as ISO text. `warnings` must be read by the editor before anything else."""

    document_number: str = ""
    title: str = ""
    addressees: str = ""
    attachments: list[str] = field(default_factory=list)
    signature: str = ""
    date_made: str = ""
    note: str = ""
    warnings: list[str] = field(default_factory=list)

    def fields(self) -> dict[str, object]:
        """The fields of the policy form, only those that were found, the title apart."""
        found = {
            "document_number": self.document_number,
            "addressees": self.addressees,
            "attachments": self.attachments,
            "signature": self.signature,
            "date_made": self.date_made,
            "note": self.note,
        }
        return {name: value for name, value in found.items() if value}


def recognise(elements: list[Paragraph | Table]) -> tuple[Official, list[Paragraph | Table], list[LeftOut]]:
    """The parts found, the elements that remain as the body, and what was left out (red head, 版记, 密级)."""
    official = Official()
    left_out: list[LeftOut] = []
    body = [e for e in elements if isinstance(e, Table) or e.shown or e.pictures]
    body = [line for e in body for line in _lines(e)]
    body = _head(body, official, left_out)
    body = _title(body, official)
    body = _addressees(body, official)
    body = _end(body, official, left_out)
    return official, body, left_out


def _lines(element: Paragraph | Table) -> list[Paragraph | Table]:
    """A paragraph of several soft lines as one for each, where they may be 附件说明, 落款 and 成文日期, or the head."""
    if isinstance(element, Table) or "\n" not in element.text:
        return [element]
    texts = [text.strip() for text in element.shown.split("\n") if text.strip()]
    parts = any(DATE.fullmatch(text) or ATTACHMENT.match(text) or NUMBER.fullmatch(text) for text in texts)
    if not parts or element.pictures:
        return [element]
    look = element.runs[0]
    return [Paragraph([look.saying(text)], element.style, element.outline, element.align) for text in texts]


def _rest(element: Paragraph | Table) -> list[Paragraph | Table]:
    """What stays of a paragraph whose words are in a field now: a seal, a picture."""
    return [Paragraph([], pictures=element.pictures)] if isinstance(element, Paragraph) and element.pictures else []


def iso_date(text: str) -> str:
    """The first date in `text` as YYYY-MM-DD, Arabic or Chinese figures; empty when there is none or it does not exist."""
    from datetime import date

    match = DATE.search(text)
    if not match:
        return ""
    try:
        year, month, day = (_figure(match[part]) for part in ("year", "month", "day"))
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _figure(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _ten, ones = text.partition("十")
        return (CHINESE_DIGITS[tens] if tens else 1) * 10 + (CHINESE_DIGITS[ones] if ones else 0)
    return int("".join(str(CHINESE_DIGITS[mark]) for mark in text))


def _head(body: list[Paragraph | Table], official: Official, left_out: list[LeftOut]) -> list[Paragraph | Table]:
    """版头: everything down to the document number, when one stands near the top. It may be set as a table."""
    rest: list[Paragraph | Table] = []
    top = body[:12]
    number_at = next((at for at, element in enumerate(top) if _holds_number(element)), None)
    for at, element in enumerate(top):
        text = element.text if isinstance(element, Table) else element.shown
        if at == number_at:
            match = NUMBER.search(text)
            if match:
                official.document_number = f"{match['body']}〔{match['year']}〕{int(match['number'])}号"
                other = (text[: match.start()] + text[match.end() :]).strip()
            else:
                before = top[at - 1].text if at else ""  # 云溪县人民政府令, a line above its number
                text = before + text if text.startswith("第") and re.search("(令|公告|通告)$", before) else text
                official.document_number, other = re.sub(r"[\s（()）]+", "", text), ""
            if other:
                left_out.append(LeftOut("document_head", other))
        elif text and SECRECY.match(text):
            official.warnings.append("secrecy")
            left_out.append(LeftOut("secrecy", text))
        elif isinstance(element, Paragraph) and (
            (COPY_NUMBER.match(text) or URGENCY.match(text) or SIGNER.match(text))
            or (number_at is not None and at < number_at and text and (text.endswith("文件") or len(text) <= 30))
        ):
            left_out.append(LeftOut("document_head", text))
        else:
            rest.append(element)
            continue
        rest += _rest(element)
    return rest + body[12:]


def _holds_number(element: Paragraph | Table) -> bool:
    text = element.text if isinstance(element, Table) else element.shown
    match = NUMBER.search(text)
    if match:  # the signer may stand beside it
        return len(text) - len(match[0]) <= (40 if isinstance(element, Table) else 20)
    return isinstance(element, Paragraph) and element.align == "center" and bool(ORDER.match(text))


def _title(body: list[Paragraph | Table], official: Official) -> list[Paragraph | Table]:
    """The centred lines at the top, joined: a long title is broken over several."""
    lines: list[Paragraph] = []
    for element in body[:5]:
        if not isinstance(element, Paragraph) or element.pictures or not element.shown:
            break
        centred = element.align == "center" or element.style.lower() in {"title", "标题"}
        if not centred or (lines and SUBTITLE.match(element.shown)):
            break
        ended = lines and TITLE_END.search("".join(line.shown for line in lines))
        if ended and not goes_on(lines[-1], element):
            break
        lines.append(element)
    first = body[0] if body else None
    if not lines and isinstance(first, Paragraph) and TITLE_END.search(first.shown) and len(first.shown) < 80:
        lines = [first]
    official.title = re.sub(r"\s+", "", "".join(line.shown for line in lines))
    return body[len(lines) :]


def _addressees(body: list[Paragraph | Table], official: Official) -> list[Paragraph | Table]:
    """主送机关, right below the title; 题注 (adopted when and by whom) may stand between."""
    for at, element in enumerate(body[:2]):
        text = re.sub(r"\s+", "", element.shown) if isinstance(element, Paragraph) else ""
        if text.endswith(("：", ":")) and len(text) <= 300 and "。" not in text:
            official.addressees = text.rstrip("：:")
            return [*body[:at], *_rest(element), *body[at + 1 :]]
        if not text.startswith(("（", "(")):
            break
    return body


def _end(body: list[Paragraph | Table], official: Official, left_out: list[LeftOut]) -> list[Paragraph | Table]:
    """附件说明, 落款, 成文日期, 附注 and 版记, looked for around the last line that is a date and nothing else."""
    texts = [element.shown if isinstance(element, Paragraph) else "" for element in body]
    tables = {at: element.text for at, element in enumerate(body) if isinstance(element, Table)}
    dated = next(
        (at for at, text in enumerate(texts) if at and (match := DATE.fullmatch(text.strip())) and iso_date(match[0])),
        None,
    )
    drop: set[int] = set()
    if dated is not None:
        official.date_made = iso_date(texts[dated])
        drop.add(dated)
        signers: list[str] = []
        at = dated - 1
        while (
            at > 0
            and texts[at]
            and len(texts[at]) <= 30
            and not re.search(r"[。；：，]", texts[at])
            and len(signers) < 6
        ):
            element = body[at]
            if (
                not isinstance(element, Paragraph)
                or element.label
                or element.outline is not None
                or ATTACHMENT_NEXT.match(texts[at])
                or (element.align != "right" and NUMBERED.match(texts[at]))
            ):
                break
            signers.insert(0, texts[at])
            drop.add(at)
            at -= 1
        official.signature = "、".join(signers)
        start = next((i for i in range(max(0, at - 15), at + 1) if ATTACHMENT.match(texts[i])), None)
        if start is not None and all(ATTACHMENT_NEXT.match(text) or not text for text in texts[start + 1 : at + 1]):
            lines = [ATTACHMENT.sub("", texts[start]), *texts[start + 1 : at + 1]]
            official.attachments = [ATTACHMENT_NEXT.sub("", line).strip() for line in lines if line.strip()]
            drop.update(range(start, at + 1))
    for at, text in enumerate(texts):
        if at in drop or not text or (dated is not None and at <= dated):
            continue
        if NOTE.match(text):
            official.note = text.strip("（）()")
            drop.add(at)
        elif IMPRINT.search(text) and len(text) <= 200:
            left_out.append(LeftOut("imprint", text))
            drop.add(at)
    for at, text in tables.items():
        if (
            (dated is None or at > dated)
            and any(IMPRINT.search(line) for line in text.split("\n"))
            and len(text) <= 200
        ):
            left_out.append(LeftOut("imprint", text))
            drop.add(at)
    return [part for at, element in enumerate(body) for part in ([element] if at not in drop else _rest(element))]
