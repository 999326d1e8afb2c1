"""How long the share poster takes when it is not kept yet (goal: 95 of 100 under 400 ms), from the view to its bytes.

python tests/bench/posters.py        draws 100 posters of many kinds, each cold: nothing of it is kept
"""

import io
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform.settings.test")

from PIL import Image

from reform.demo import pictures
from reform.pages.ways_out.poster import Cover, Poster, jpeg

GOAL = 400
CLAUSES = (
    "从前办一张林木采伐证，",
    "罗家坪的村民要往县城跑三趟。",
    "镇里的窗口收件、县里的股室联审，",
    "七个工作日变成了当天。",
)


def photo(width: int, seed: int) -> bytes:
    """A picture with as much in it as a photo, as large as a camera makes them."""
    target = io.BytesIO()
    pictures.draw("terraces", seed).resize((width, width * 2 // 3), Image.Resampling.BICUBIC).save(
        target, "JPEG", quality=88
    )
    return target.getvalue()


def sample(number: int, chance: random.Random, photos: list[bytes]) -> Poster:
    """One of many kinds: long and short titles, with a large picture, a small one, or none."""
    words = "".join(chance.choices(CLAUSES, k=6))
    data = chance.choice([*photos, b""])
    return Poster(
        f"{number}：{words[: chance.randint(6, 60)]}", words[: chance.randint(0, 120)], "改革故事 · 清水镇",
        "2026年11月20日", "云溪改革", "云溪改革", "长按识别二维码，阅读全文", f"https://gaige.yunxi.invalid/gushi/{number}/",
        Cover(lambda: data) if data else None,
    )  # fmt: skip


def measure(count: int = 100) -> list[float]:
    """Milliseconds for each poster, the first of a new process included, sorted."""
    chance = random.Random(7)
    photos = [photo(width, seed) for seed, width in enumerate((1200, 1600, 4000, 6000))]
    times = []
    for number in range(count):
        wanted = sample(number, chance, photos)
        start = time.perf_counter()
        jpeg(wanted)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def main() -> None:
    times = measure()
    p95 = times[len(times) * 95 // 100]
    print(
        f"posters: median {times[len(times) // 2]:.0f} ms, p95 {p95:.0f} ms (goal: under {GOAL} ms), slowest {times[-1]:.0f} ms"
    )
    sys.exit(p95 >= GOAL)


if __name__ == "__main__":
    main()
