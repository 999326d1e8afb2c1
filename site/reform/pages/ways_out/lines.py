"""Lines of Chinese text by its rules (GB/T 15834, W3C 中文排版需求): no sign stands where it must not, no word is torn.

No line starts with a closing sign or ends with an opening one. Words are jieba's; figures stay with their unit.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import rjieba

NO_START = frozenset("，。、；：？！）》】〉」』〕”’…—·％℃～々ー,.;:?!)]}%")
NO_END = frozenset("（《“‘【〈「『〔￥$#([{")
CLAUSE_END = frozenset("，；：。？！…—")
UNIT = re.compile(r"[㐀-鿿]$|[年月日号时点分秒个项件次人户家元万亿倍岁公米]")
# A short quotation or title is one word.
QUOTED = re.compile(r"(“[^“”]{1,8}”|《[^《》]{1,8}》|（[^（）]{1,6}）)")
# What a line that ends inside a clause costs, against lines of uneven length (the square of the difference).
TORN = 0.2
Measure = Callable[[str], float]


@cache
def _jieba() -> rjieba.Jieba:
    return rjieba.Jieba()


def pieces(text: str) -> list[str]:
    """Stretches that a line must not break inside of: words with the signs that belong to them, spaces at their ends."""
    found: list[str] = []
    for word in _words(" ".join(text.split())):
        if found and _belongs(found[-1], word):
            found[-1] += word
        else:
            found.append(word)
    return found


def _words(text: str) -> Iterator[str]:
    for number, part in enumerate(QUOTED.split(text)):
        if number % 2:
            yield part
        elif part:
            yield from _jieba().cut(part)


def _belongs(before: str, word: str) -> bool:
    """Whether no line may end between the two."""
    if word[0] in NO_START or word.isspace() or before[-1] in NO_END:
        return True
    if before[-1].isspace():
        return False
    if before[-1].isdigit() and UNIT.match(word):
        return True  # 2026 年, 40 个
    # Foreign words and figures end at a space only.
    return before[-1].isascii() and word[0].isascii()


def fill(text: str, width: float, measure: Measure) -> list[str]:
    """The text in lines, each as long as it can be."""
    return _filled(list(_narrow(pieces(text), width, measure)), width, measure)


def balance(text: str, width: float, measure: Measure) -> list[str]:
    """The text in as few lines as `fill` needs, of about the same length, broken after a clause where that is near.

    For titles: a single character is never left over while there is another way.
    """
    parts = list(_narrow(pieces(text), width, measure))
    count = len(_filled(parts, width, measure))
    if count < 2:
        return ["".join(parts).strip()] if parts else []
    return _best(parts, count, width, measure)


def clip(lines: list[str], most: int, width: float, measure: Measure) -> list[str]:
    """At most so many lines; what was cut off is marked with …, and no piece is torn for it."""
    if len(lines) <= most:
        return lines
    if most < 1:
        return []
    kept = pieces(lines[most - 1])
    while kept and measure(_bare("".join(kept)) + "…") > width:
        kept.pop()
    last = _bare("".join(kept)) or _bare(lines[most - 1])[:-1]
    return [*lines[: most - 1], last + "…"]


def _bare(text: str) -> str:
    """Without the sign at its end, in whose place … stands."""
    return text.rstrip().rstrip("，。、；：？！…—,.;:?! ")


def _narrow(parts: Iterable[str], width: float, measure: Measure) -> Iterator[str]:
    """The parts, with those that are wider than a line cut between characters where the rules allow it."""
    for part in parts:
        while measure(part.strip()) > width and len(part) > 1:
            end = len(part) - 1
            while end > 1 and (measure(part[:end]) > width or part[end] in NO_START or part[end - 1] in NO_END):
                end -= 1
            yield part[:end]
            part = part[end:]
        yield part


def _filled(parts: list[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for part in parts:
        if line and measure((line + part).strip()) > width:
            lines.append(line.strip())
            line = part
        else:
            line += part
    return [*lines, line.strip()] if line.strip() else lines


def _best(parts: list[str], count: int, width: float, measure: Measure) -> list[str]:
    """The way to `count` lines that costs least: uneven lines, a torn clause and a lone character cost."""
    lengths = [measure(part) for part in parts]
    total = sum(lengths)
    even = total / count
    # best[k][end]: (cost, where the last line starts) of the first `end` parts in k lines
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number in range(1, count + 1):
        row: dict[int, tuple[float, int]] = {}
        for end in range(number, len(parts) + 1):
            for start in range(end - 1, number - 2, -1):
                line = "".join(parts[start:end]).strip()
                size = measure(line)
                if size > width and end - start > 1:
                    break
                if start not in best[-1]:
                    continue
                cost = best[-1][start][0] + ((size - even) / even) ** 2
                if end < len(parts) and line[-1:] not in CLAUSE_END:
                    cost += TORN
                if end == len(parts) and len(line) < 3:
                    cost += 2
                if end not in row or cost < row[end][0]:
                    row[end] = (cost, start)
        best.append(row)
    if len(parts) not in best[count]:
        return _filled(parts, width, measure)
    lines: list[str] = []
    end = len(parts)
    for number in range(count, 0, -1):
        start = best[number][end][1]
        lines.insert(0, "".join(parts[start:end]).strip())
        end = start
    return lines
