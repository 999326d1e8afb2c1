"""How long the wording check takes: thousands of entries over a 20,000-character page (goal: under 50 ms)."""

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))

from reform.editorial import personal
from reform.editorial.wording import Entry, Matcher

COMMON = [chr(code) for code in range(0x4E00, 0x5A00)]


def list_and_text(entries: int, characters: int, chance: random.Random) -> tuple[list[Entry], str]:
    """A list of random expressions, some with exceptions, and a text in which a place in forty is one of them."""
    listed = []
    for _number in range(entries):
        wrong = "".join(chance.choices(COMMON, k=chance.randint(2, 6)))
        unless = (wrong + chance.choice(COMMON),) if chance.random() < 0.2 else ()
        listed.append(Entry(wrong, "".join(chance.choices(COMMON, k=3)), unless=unless))
    words = []
    length = 0
    while length < characters:
        word = chance.choice(listed).wrong if chance.random() < 0.1 else "".join(chance.choices(COMMON, k=4))
        words.append(word)
        length += len(word)
    return listed, "".join(words)[:characters]


def measure(entries: int = 5_000, characters: int = 20_000, repeats: int = 20) -> float:
    """Milliseconds for one check with a compiled list, the median."""
    listed, text = list_and_text(entries, characters, random.Random(1))
    matcher = Matcher(listed)
    times = []
    for _round in range(repeats):
        start = time.perf_counter()
        matcher.find(text)
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2] * 1000


def main() -> None:
    listed, text = list_and_text(5_000, 20_000, random.Random(1))
    start = time.perf_counter()
    Matcher(listed)
    print(f"wording: list of 5,000 entries compiled in {(time.perf_counter() - start) * 1000:.0f} ms")
    print(f"wording: 5,000 entries over 20,000 characters: {measure():.1f} ms (goal: under 50 ms)")
    start = time.perf_counter()
    personal.find(text)
    print(f"personal data: 20,000 characters: {(time.perf_counter() - start) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
