"""A question as people in offices write it (types, answers and options in Chinese), made into an `Item`."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import tidy
from .item import FULL, Item, Option, problems_of

# What people call the types; the first match counts.
KINDS = (
    ("multi", re.compile("多选|多项|不定项")),
    ("single", re.compile("单选|单项|选择")),
    ("truefalse", re.compile("判断|是非|对错")),
    ("shortanswer", re.compile("填空")),
    ("numerical", re.compile("数值|计算")),
    ("match", re.compile("匹配|连线|配对")),
    ("ordering", re.compile("排序")),
    ("essay", re.compile("简答|问答|论述|案例|主观")),
)
TRUE = {"对", "正确", "是", "√", "✓", "✔", "t", "true", "真", "y", "yes"}
FALSE = {"错", "错误", "不正确", "否", "×", "✗", "✘", "x", "f", "false", "假", "n", "no"}
ARROW = re.compile(r"\s*(?:→|->|=>|＝＞|==|＝＝|——)\s*")
NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*(?:(?:±|\+/-|\+-)\s*(\d+(?:\.\d+)?))?$")


@dataclass
class Written:
    """The parts of a question as they stand in a file; every part is text and may be empty."""

    line: int
    kind: str = ""
    stem: str = ""
    options: list[str] = field(default_factory=list)
    answer: str = ""
    feedback: str = ""
    category: str = ""
    difficulty: str = ""
    source: str = ""
    name: str = ""
    tolerance: str = ""
    tags: str = ""


def kind_of(words: str) -> str | None:
    """The type that a name such as “单项选择题” means; None when it means none."""
    return next((kind for kind, pattern in KINDS if pattern.search(words)), None)


def item_of(written: Written) -> tuple[Item | None, list[str]]:
    """The question, or None with the reasons why it cannot be used as it stands."""
    stem = written.stem
    options = tidy.without_letters([tidy.joined(option).replace("\n", "") for option in written.options])
    kind = kind_of(written.kind) if written.kind.strip() else None
    if written.kind.strip() and kind is None:
        return None, [_("“%(kind)s” is no type of question.") % {"kind": written.kind.strip()[:20]}]
    if kind in (None, "single", "multi") and not any(options):
        stem, options = tidy.split_options(stem)
    stem = tidy.joined(tidy.unnumbered(stem))
    answer = written.answer.strip()
    if not answer and (found := tidy.ANSWERED.search(stem)):
        answer = found[1]
        stem = stem[: found.start()] + "（　　）" + stem[found.end() :]
    notes = []
    if len(options) > 1 and not any(options) and not any(written.options):
        notes.append(_("The options are pictures that are not in the text: put them in."))
        options = [_("(picture %(letter)s)") % {"letter": chr(65 + place)} for place in range(len(options))]
    while options and not options[-1]:
        options.pop()
    kind = kind or _guessed(options, answer)
    item = Item(
        written.line,
        {"single": "multichoice", "multi": "multichoice"}.get(kind, kind),
        stem,
        name=written.name.strip(),
        feedback=tidy.joined(written.feedback),
        category=written.category.strip(),
        difficulty=written.difficulty.strip(),
        source=written.source.strip(),
        tags=[tag for tag in re.split(r"[、，,；;\s]+", written.tags) if tag],
        notes=notes,
    )
    reason = _fill(item, kind, options, answer, written.tolerance.strip())
    reasons = [reason] if reason else problems_of(item)
    return (None, reasons) if reasons else (item, [])


def _guessed(options: list[str], answer: str) -> str:
    """The type of a question whose file does not name it."""
    if options:
        return "multi" if len(_letters(answer) or "") > 1 else "single"
    if _truth(answer) is not None:
        return "truefalse"
    if re.fullmatch(r"[A-H]{1,8}", answer):
        return "single"  # its options are missing, and it will be said
    return "essay" if len(answer) > 40 else "shortanswer"


def _letters(answer: str) -> str | None:
    """“A、C。” → “AC”; None for what is not made of letters of options."""
    bare = re.sub(r"[\s、，,；;。.|和]", "", unicodedata.normalize("NFKC", answer)).upper()
    return bare if re.fullmatch(r"[A-Z]+", bare) and len(set(bare)) == len(bare) else None


def _truth(answer: str) -> bool | None:
    word = unicodedata.normalize("NFKC", answer).strip(" 。.").lower()
    return True if word in TRUE else False if word in FALSE else None


def _fill(item: Item, kind: str, options: list[str], answer: str, tolerance: str) -> str:
    """Puts the key into the item; the reason when it cannot be understood."""
    if kind in ("single", "multi"):
        return _choice(item, kind == "single", options, answer)
    if kind == "truefalse":
        truth = _truth(answer)
        if truth is None and (letters := _letters(answer)) and len(options) == 2:
            truth = _truth(options["AB".find(letters)]) if letters in ("A", "B") else None
        if truth is None:
            return _("The answer must be 对 or 错.")
        item.answers = [truth]
        item.options = [Option("true", FULL * truth), Option("false", FULL * (not truth))]
        return ""
    if not answer and kind != "match" and not (kind == "ordering" and options):
        return _("There is no answer.")
    if kind == "shortanswer":
        gaps = [
            [variant.strip() for variant in re.split(r"[/／|]", gap) if variant.strip()]
            for gap in re.split("[；;]", answer)
        ]
        gaps = [gap for gap in gaps if gap]
        if len(gaps) == 1:
            item.options = [Option(variant, FULL) for variant in gaps[0]]
            item.answers = gaps[0]
        else:
            item.type, item.answers = "multianswer", gaps
        return ""
    if kind == "numerical":
        found = NUMBER.match(unicodedata.normalize("NFKC", answer).replace(" ", ""))
        margin = tolerance or (found[2] if found else "") or "0"
        if not found or not re.fullmatch(r"\d+(\.\d+)?", margin):
            return _("This is no number: %(text)s") % {"text": (answer if not found else margin)[:40]}
        item.tolerance = float(margin)
        item.options = [Option(found[1], FULL, tolerance=item.tolerance)]
        item.answers = [float(found[1]) if "." in found[1] else int(found[1])]
        return ""
    if kind == "match":
        pairs = [ARROW.split(part, maxsplit=1) for part in (options or re.split(r"[；;\n]", answer)) if part.strip()]
        if any(len(pair) != 2 for pair in pairs):
            return _("A pair is written as 左边 → 右边.")
        item.pairs = [(left, right) for left, right in pairs]
        return ""
    if kind == "ordering":
        item.answers = _ordered(options, answer)
        return "" if item.answers else _("The order names an option that is not there.")
    item.answers = [tidy.joined(answer)]
    return ""


def _choice(item: Item, single: bool, options: list[str], answer: str) -> str:
    letters = _letters(answer)
    if not letters:
        return (
            _("There is no answer.")
            if not answer
            else _("The answer is no letter of an option: %(text)s") % {"text": answer[:40]}
        )
    if missing := [letter for letter in letters if ord(letter) - 65 >= len(options)]:
        return _("The answer names option %(letter)s, which is not there.") % {"letter": missing[0]}
    if single and len(letters) > 1:
        return _("A single choice has one answer.")
    item.single = single
    share = FULL if single else round(FULL / len(letters), 5)
    item.options = [Option(text, share if chr(65 + place) in letters else 0.0) for place, text in enumerate(options)]
    item.answers = [option.text for option in item.options if option.fraction > 0]
    return ""


def _ordered(options: list[str], answer: str) -> list[str]:
    """The things in their right order: the options as they stand, or in the order of the letters of the answer."""
    if not options:
        return [part.strip() for part in re.split(r"[；;→\n]", answer) if part.strip()]
    letters = _letters(answer) if answer else "".join(chr(65 + place) for place in range(len(options)))
    places = [ord(letter) - 65 for letter in letters or ""]
    return [options[place] for place in places] if sorted(places) == list(range(len(options))) else []
