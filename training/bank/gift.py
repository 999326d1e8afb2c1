"""Moodle's GIFT format, in and out. The rules are those of Moodle's documentation of the format ("GIFT format", MoodleDocs)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .item import FULL, Item, Option, Reading, problems_of

ESCAPED = re.compile(r"\\([~=#{}:\\n])")
FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
NAME = re.compile(r"\s*::((?:\\.|(?!::).)*)::", re.DOTALL)
WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
RANGE = re.compile(rf"\s*({NUMBER})\s*\.\.\s*({NUMBER})\s*$")
MARGIN = re.compile(rf"\s*({NUMBER})\s*(?::\s*({NUMBER})\s*)?$")
PIECE = re.compile(r"[~=]|(?:\\.|[^~=\\]|\\$)+", re.DOTALL)  # a mark, or what stands between marks
FEEDBACK = re.compile(r"#|(?:\\.|[^#\\]|\\$)+", re.DOTALL)
BLANK = "_____"


class _NotUnderstood(ValueError):
    """Part of a question; `str()` is the reason."""


@dataclass
class _Chunk:
    line: int
    text: str
    comments: list[str]


def read(text: str) -> Reading:
    """All questions of a GIFT text, with categories carried on to those that follow."""
    reading = Reading()
    category = ""
    for chunk in _chunks(text):
        found = re.match(r"\s*\$CATEGORY\s*:([^\n]*)(?:\n|$)", chunk.text)
        if found:
            category = _unescape(found[1]).strip()
            chunk = _Chunk(
                chunk.line + chunk.text.count("\n", 0, found.end()), chunk.text[found.end() :], chunk.comments
            )
        if not chunk.text.strip():
            continue
        skipped = len(chunk.text) - len(chunk.text.lstrip())
        line = chunk.line + chunk.text.count("\n", 0, skipped)
        try:
            item = _question(chunk.text.strip(), line)
        except _NotUnderstood as error:
            reading.refuse(line, str(error))
            continue
        item.category = category
        _take_comments(item, chunk.comments)
        reasons = problems_of(item)
        for reason in reasons:
            reading.refuse(line, reason)
        if not reasons:
            reading.items.append(item)
    return reading


def _chunks(text: str) -> Iterator[_Chunk]:
    """Stretches between blank lines, without comments. A blank line inside braces that are closed later separates nothing."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    following = _first_brace_from(lines)
    kept: list[str] = []
    comments: list[str] = []
    start = depth = 0
    for number, line in enumerate([*lines, ""], start=1):
        if line.lstrip().startswith("//"):
            comments.append(line.lstrip()[2:])
            if kept:
                kept.append("")  # keeps the count of lines
        elif line.strip():
            if not kept:
                start, depth = number, 0
            kept.append(line)
            depth += _marks(line).count("{") - _marks(line).count("}")
        elif kept and depth > 0 and number <= len(lines) and following[number] == "}":
            kept.append("")
        elif kept:
            yield _Chunk(start, "\n".join(kept), comments)
            kept, comments = [], []


def _marks(text: str) -> str:
    """The braces of a text that are not escaped, in order."""
    return re.sub(r"[^{}]", "", re.sub(r"\\.", "", text))


def _first_brace_from(lines: list[str]) -> list[str]:
    """For each line, the first brace in it or below it; with one more entry for the end."""
    first = [""] * (len(lines) + 1)
    for number in range(len(lines) - 1, -1, -1):
        marks = "" if lines[number].lstrip().startswith("//") else _marks(lines[number])
        first[number] = marks[0] if marks else first[number + 1]
    return first


def _take_comments(item: Item, comments: list[str]) -> None:
    """`[id:…]` and `[tag:…]` in the comments before a question belong to it."""
    for comment in comments:
        if found := re.search(r"\[id:([^\]]+)\]", comment):
            item.identifier = found[1].strip()
        item.tags += [tag.strip() for tag in re.findall(r"\[tag:([^\]]+)\]", comment)]


def _unescape(text: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text)


def _words(text: str, format: str) -> str:
    """A piece of text as it is meant: in plain text a line break of the file is a space, and `\\n` a line break."""
    if format == "plain":
        text = re.sub(r"\s*\n\s*", " ", text)
        text = re.sub(r"[ \t]+", " ", text)
    return _unescape(text.strip()).strip()


def _formatted(text: str, inherited: str) -> tuple[str, str]:
    """(words, format) of a piece that may begin with [html], [moodle], [plain] or [markdown]."""
    found = FORMAT.match(text)
    if not found:
        return _words(text, inherited), inherited
    format = {"moodle": "plain"}.get(found[1].lower(), found[1].lower())
    return _words(text[found.end() :], format), format


def _question(text: str, line: int) -> Item:
    name = ""
    if found := NAME.match(text):
        name = _words(found[1], "plain")
        text = text[found.end() :]
    opening = _find(text, "{")
    if opening < 0:
        if _find(text, "}") >= 0:
            raise _NotUnderstood(_("A closing brace without an opening one."))
        stem, format = _formatted(text, "plain")
        return Item(line, "description", stem, name, format=format)
    closing = _find(text, "}", opening)
    if closing < 0:
        raise _NotUnderstood(_("The opening brace is never closed."))
    if _find(text, "{", opening + 1, closing) >= 0 or _find(text, "{", closing) >= 0:
        raise _NotUnderstood(
            _("More than one pair of braces: questions with several gaps cannot be imported from GIFT.")
        )
    before, inside, after = text[:opening], text[opening + 1 : closing], text[closing + 1 :]
    if _find(after, "}") >= 0:
        raise _NotUnderstood(_("A closing brace without an opening one."))
    stem, format = _formatted(before, "plain")
    if tail := _words(after, format):
        stem = f"{stem} {BLANK} {tail}".strip()
    item = Item(line, "essay", stem, name, format=format)
    inside, item.feedback = _general(inside, format)
    _answers(item, inside)
    return item


def _find(text: str, mark: str, start: int = 0, end: int | None = None) -> int:
    """Where an unescaped mark stands, or −1."""
    found = re.compile(rf"(?<!\\)(?:\\\\)*{re.escape(mark)}").search(text, start, len(text) if end is None else end)
    return found.end() - len(mark) if found else -1


def _general(inside: str, format: str) -> tuple[str, str]:
    position = _find(inside, "####")
    if position < 0:
        return inside, ""
    return inside[:position], _formatted(inside[position + 4 :], format)[0]


def _answers(item: Item, inside: str) -> None:
    """Fills in what stands between the braces, by the rules that tell GIFT's types apart."""
    body = inside.strip()
    if not body:
        return
    if body.startswith("#"):
        _numbers(item, body[1:])
    elif _find(body, "~") >= 0:
        _choices(item, body)
    elif _find(body, "=") >= 0:
        answers = _split(body)
        if all(mark == "=" and _find(part, "->") >= 0 for mark, part in answers):
            _pairs(item, answers)
        else:
            _short(item, answers)
    elif not _true_or_false(item, body):
        _short(item, [("=", body)])


def _split(body: str) -> list[tuple[str, str]]:
    """(mark, rest) of each answer. Raises for text before the first mark."""
    answers: list[tuple[str, str]] = []
    for piece in PIECE.findall(body):
        if piece in "~=":
            answers.append((piece, ""))
        elif answers:
            answers[-1] = (answers[-1][0], answers[-1][1] + piece)
        elif piece.strip():
            raise _NotUnderstood(_("Text before the first answer: %(text)s") % {"text": piece.strip()[:40]})
    return answers


def _answer(part: str, default: float, format: str) -> Option:
    """`%50%words#feedback` as an option."""
    part = part.strip()
    fraction = default
    if found := WEIGHT.match(part):
        fraction = float(found[1])
        part = part[found.end() :]
        if not -FULL <= fraction <= FULL:
            raise _NotUnderstood(_("A share must be between −100 and 100 per cent."))
    elif part.startswith("%"):
        raise _NotUnderstood(_("A share in per cent is not written as %%50%%: %(text)s") % {"text": part[:40]})
    words, feedback = _with_feedback(part)
    text, format = _formatted(words, format)
    return Option(text, fraction, _formatted(feedback, format)[0])


def _with_feedback(part: str) -> tuple[str, str]:
    position = _find(part, "#")
    return (part, "") if position < 0 else (part[:position], part[position + 1 :])


def _choices(item: Item, body: str) -> None:
    item.type = "multichoice"
    answers = _split(body)
    item.options = [_answer(part, FULL if mark == "=" else 0.0, item.format) for mark, part in answers]
    # Without a wholly right choice the shares make a question with several right answers.
    item.single = any(mark == "=" for mark, _part in answers)
    if item.single:
        item.answers = [option.text for option in item.options if option.fraction >= FULL]
    else:
        item.answers = [option.text for option in item.options if option.fraction > 0]


def _short(item: Item, answers: list[tuple[str, str]]) -> None:
    item.type = "shortanswer"
    item.options = [_answer(part, FULL, item.format) for _mark, part in answers]
    item.answers = [option.text for option in item.options if option.fraction > 0]


def _pairs(item: Item, answers: list[tuple[str, str]]) -> None:
    item.type = "match"
    for _mark, part in answers:
        position = _find(part, "->")
        question, answer = part[:position], part[position + 2 :]
        item.pairs.append((_formatted(question, item.format)[0], _words(answer, "plain")))


def _true_or_false(item: Item, body: str) -> bool:
    pieces = [""]
    for piece in FEEDBACK.findall(body):
        if piece == "#":
            pieces.append("")
        else:
            pieces[-1] += piece
    word = pieces[0].strip().upper()
    if word not in ("T", "TRUE", "F", "FALSE"):
        return False
    if len(pieces) > 3:
        raise _NotUnderstood(_("A true or false question has at most two feedbacks."))
    item.type = "truefalse"
    right = word.startswith("T")
    item.answers = [right]
    # The first feedback is for those who say true, the second for those who say false.
    said = ([_formatted(piece, item.format)[0] for piece in pieces[1:]] + ["", ""])[:2]
    item.options = [Option("true", FULL if right else 0.0, said[0]), Option("false", 0.0 if right else FULL, said[1])]
    return True


def _numbers(item: Item, body: str) -> None:
    item.type = "numerical"
    answers = _split(body) if re.match(r"\s*[=~]", body) else [("=", body)]
    for mark, part in answers:
        option = _answer(part, FULL if mark == "=" else 0.0, "plain")
        if mark == "~" and not option.text:
            option.text = "*"  # feedback for every other number
        else:
            option.text, option.tolerance = _number(option.text)
        item.options.append(option)
    full = [option for option in item.options if option.fraction > 0 and option.text != "*"]
    item.answers = [float(option.text) for option in full]
    item.answers = [int(answer) if answer.is_integer() else answer for answer in item.answers]
    item.tolerance = full[0].tolerance if full else None


def _number(text: str) -> tuple[str, float]:
    """(number, tolerance) of `5`, `5:0.1` or `1..3`. Raises for anything else."""
    if found := RANGE.match(text):
        low, high = float(found[1]), float(found[2])
        if low > high:
            raise _NotUnderstood(_("The range %(text)s goes backwards.") % {"text": text.strip()})
        return _shown(round((low + high) / 2, 12)), round((high - low) / 2, 12)
    if found := MARGIN.match(text):
        return found[1], float(found[2] or 0)
    raise _NotUnderstood(_("This is no number: %(text)s") % {"text": text.strip()[:40] or "—"})


def _shown(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


# --- Out ------------------------------------------------------------------------------------------------------------


def write(items: list[Item]) -> str:
    """The questions as GIFT. What the format cannot hold (ordering) is left out by the caller: see `can_write`."""
    parts, category = [], ""
    for item in items:
        if item.category != category:
            category = item.category
            parts.append(f"$CATEGORY: {_escape(category)}")
        notes = [f"[id:{item.identifier}]"] if item.identifier else []
        notes += [f"[tag:{tag}]" for tag in item.tags]
        head = f"// {' '.join(notes)}\n" if notes else ""
        if item.name:
            head += f"::{_escape(item.name)}::"
        if item.format != "plain":
            head += f"[{item.format}]"
        parts.append(f"{head}{_piece(item.stem, item.format)}{_written(item)}")
    return "\n\n".join(parts) + "\n"


def can_write(item: Item) -> bool:
    """Whether GIFT can hold the question: it has no ordering and no second gap, and an arrow cannot be escaped."""
    if item.type == "match":
        return not any("->" in question for question, _answer in item.pairs)
    if item.type == "shortanswer":
        return not all("->" in f"{option.text}{option.feedback}" for option in item.options)
    return item.type not in ("ordering", "multianswer")


def _piece(text: str, format: str) -> str:
    """A text escaped, and marked as plain where its beginning would be taken for something else."""
    return ("[moodle]" if format == "plain" and text.startswith(("[", "//", "$")) else "") + _escape(text)


def _escape(text: str) -> str:
    return re.sub(r"([\\~=#{}:])", r"\\\1", text).replace("\n", "\\n")


def _written(item: Item) -> str:
    if item.type == "description":
        return ""
    inner = _inner(item)
    if item.feedback:
        inner += f"####{_piece(item.feedback, item.format)}"
    return "{" + inner + "}"


def _inner(item: Item) -> str:
    if item.type == "truefalse":
        told = {option.text: _piece(option.feedback, item.format) for option in item.options}
        end = f"#{told['true']}" if any(told.values()) else ""
        return ("TRUE" if item.answers[0] else "FALSE") + end + (f"#{told['false']}" if told["false"] else "")
    if item.type == "match":
        return (
            "".join(f"\n={_piece(question, item.format)} -> {_escape(answer)}" for question, answer in item.pairs)
            + "\n"
        )
    lines = []
    for option in item.options:
        mark = "=" if option.fraction >= FULL or item.type in ("shortanswer", "numerical") else "~"
        if item.type == "multichoice" and item.single is False:
            mark = "~"
        plain = option.fraction == (FULL if mark == "=" else 0.0)
        share = "" if plain and not option.text.startswith("%") else f"%{option.fraction:.10g}%"
        if item.type == "numerical" and option.text == "*":
            words, mark, share = "", "~", ""
        else:
            words = _escape(option.text) if item.type == "numerical" else _piece(option.text, item.format)
            if option.tolerance is not None:
                words += f":{option.tolerance!r}"
        said = f"#{_piece(option.feedback, item.format)}" if option.feedback else ""
        lines.append(f"\n{mark}{share}{words}{said}")
    return ("#" if item.type == "numerical" else "") + "".join(lines) + ("\n" if lines else "")
