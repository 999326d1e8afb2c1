"""Proposes what to leave out of a text before others read it: numbers, addresses and names of persons. Pure functions.

A proposal is for a person to confirm. Numbers come from `reform.editorial.personal`; an address counts when it leads to
a door (a place with the number of a house, flat or group); a name counts after a word that announces one, before a form
of address, and then everywhere in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from reform.editorial import personal
from search.segment import segmenter

RULES = Path(__file__).with_name("rules") / "names.yaml"
FIGURE = "0-9０-９一二三四五六七八九十百两〇零"
HAN = "一-鿿"
# What a numbered door stands in, and what is numbered there.
PLACE = (
    "大道|公路|路|街道|大街|街|巷|弄|胡同|小区|花园|花苑|家园|苑|公寓|宿舍|大厦|大楼|新村|社区|村委会|自然村|村|屯|庄|寨|坊|里|湾|"
    "广场|名城|新城|城|府|园|镇|乡"
)
DOOR = "村民小组|居民小组|小组|号楼|号院|号店|号|弄|幢|栋|座|单元|楼|层|室|户|组|队|房|社"
ADDRESS = re.compile(
    rf"[{HAN}A-Za-z0-9·]{{0,40}}?(?:{PLACE})(?:[（(][{HAN}]{{1,12}}[)）])?"
    rf"(?:(?:第|东|西|南|北|中|附|之)?[ ]?[A-Za-z]?[{FIGURE}]{{1,5}}[A-Za-z]?[ ]?(?:{DOOR})(?:之[{FIGURE}]{{1,3}}|附[{FIGURE}]{{1,3}}号)?|[{FIGURE}]{{1,4}}(?:[-－—][{FIGURE}]{{1,4}}){{1,3}}(?:号|室)?)"
    rf"(?:[ ]?(?:{PLACE}|[A-Za-z]?[{FIGURE}]{{1,5}}[A-Za-z]?[ ]?(?:{DOOR})|[{FIGURE}]{{1,4}}(?:[-－—][{FIGURE}]{{1,4}})+(?:室|号)?|[{FIGURE}A-Za-z]{{2,5}}(?:室|房)|[0-9]{{3,4}}(?![0-9年月日元个人份件〔])))*"
)
# Words before an address that are no part of it; the last of them ends them.
BEFORE_ADDRESS = re.compile(
    r"家庭住址|现住址|住址|地址|居住地|居住在|居住于|家住|现住|暂住|租住|借住|住在|住于|住|位于|坐落于|坐落在|坐落|寄到|寄往|寄至|送到|送至|送往|搬到|搬至|来到|前往|"
    r"在|到|至|往|从|由|是|为|于|去|找|让|请|把|给|对|叫|我家|我们|我|他家|她家|他|她|及|和|与|的"
)
# What is numbered and no door of a person: documents, buses, lines, windows.
NO_DOOR = re.compile(r"(?:国道|省道|高速|地铁|公交|文件|窗口|站台|车间|线路|字第|[0-9]路)[0-9第]*|[0-9]{4}年")
LABELS = {
    "id_card": lambda: _("[ID number]"),
    "mobile": lambda: _("[mobile number]"),
    "landline": lambda: _("[telephone number]"),
    "bank_card": lambda: _("[bank card]"),
    "email": lambda: _("[e-mail]"),
    "plate": lambda: _("[plate]"),
    "address": lambda: _("[address]"),
}


@dataclass(frozen=True)
class Span:
    """`start` and `end` in code points of the text; `replacement` is what would stand there."""

    start: int
    end: int
    kind: str
    replacement: str

    def blank(self) -> "Span":
        """The same place with nothing in it."""
        return Span(self.start, self.end, self.kind, " ")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def propose(text: str) -> list[Span]:
    """What to leave out, in order, none overlapping. Every occurrence counts."""
    found = [(item.start, item.end, item.kind, _label(item.kind)) for item in personal.find(text)]
    found += [(start, end, "address", _label("address")) for start, end in _addresses(text)]
    found += [(start, end, "name", replacement) for start, end, replacement in _names(text)]
    spans: list[Span] = []
    # Numbers win over addresses, and those over names: the first that takes a place keeps it.
    taken = bytearray(len(text))
    for start, end, kind, replacement in found:
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            spans.append(Span(start, end, kind, replacement))
    return sorted(spans, key=lambda span: span.start)


def apply(text: str, spans: list[Span]) -> str:
    """The text with the replacements in their places."""
    parts, position = [], 0
    for span in spans:
        parts += [text[position : span.start], span.replacement]
        position = span.end
    return "".join([*parts, text[position:]])


def _label(kind: str) -> str:
    return LABELS[kind]() if kind in LABELS else _("[left out]")


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for clause in re.finditer(r"[^\n，。；！？,;!?、：:“”\"]+", text):
        position = clause.start()
        while found := ADDRESS.search(text, position, clause.end()):
            start, end = found.span()
            position = end
            for cue in BEFORE_ADDRESS.finditer(text, start, end):
                # 和 in 和平路 is no word of its own and ends nothing.
                if len(cue[0]) == 1 and cue.span() not in _words(clause[0], clause.start()):
                    continue
                rest = text[cue.end() : end]
                if len(rest) >= 5 and ADDRESS.fullmatch(rest) and re.match(rf"[{HAN}A-Za-z0-9·]+?(?:{PLACE})", rest):
                    start = cue.end()
            if not NO_DOOR.search(text[start:end]):
                yield start, end


@lru_cache(maxsize=8)
def _words(clause: str, offset: int) -> frozenset[tuple[int, int]]:
    """Where the words of a clause stand in the whole text."""
    return frozenset((span.start + offset, span.end + offset) for span in segmenter().spans(clause))


@cache
def _rules() -> dict[str, Any]:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    compound, single = "|".join(rules["compound"].split()), re.sub(r"\s", "", rules["single"])
    cues = "|".join(sorted(rules["cues"].split(), key=len, reverse=True))
    given = rf"(?:(?![{rules['never']}])[{HAN}])"
    words = "|".join(rules["words"].split())
    name = rf"(?:(?:{compound}){given}{{1,2}}|(?!(?:{words})(?!{given}))[{single}]{given}{{1,2}})"
    honorifics = "|".join(rules["honorifics"].split())
    return {
        "after": re.compile(rf"(?:{cues})[为是叫：: ]{{0,2}}(?P<name>{name})(?![{HAN}]{{0}}[{FIGURE}]?路)"),
        "before": re.compile(
            rf"(?<![{HAN}])(?P<name>{name})(?={honorifics})|(?P<short>[{single}])(?P<form>{honorifics})"
        ),
        "family": re.compile(rf"(?:{compound})|[{HAN}]"),
        "verbs": re.compile(
            r"(?:反映|投诉|来电|表示|认为|咨询|要求|希望|称|诉|问|说|住|家住|向|于|因|已|今|现|电话|身份证)"
        ),
    }


def _names(text: str) -> Iterator[tuple[int, int, str]]:
    rules = _rules()
    names: set[str] = set()
    for pattern in (rules["after"], rules["before"]):
        for found in pattern.finditer(text):
            name = found["name"]
            if name:
                names.add(_trimmed(name, text[found.end("name") :], rules))
    for name in sorted(names, key=len, reverse=True):
        family = rules["family"].match(name)[0]
        for found in re.finditer(re.escape(name), text):
            yield found.start(), found.end(), _("%(family)s someone") % {"family": family}


def _trimmed(name: str, rest: str, rules: dict[str, Any]) -> str:
    """The name without a last character that begins the next word: 张三反映 taken as 张三反."""
    family = len(rules["family"].match(name)[0])
    if len(name) - family == 2 and rules["verbs"].match(name[-1] + rest):
        return name[:-1]
    return name
