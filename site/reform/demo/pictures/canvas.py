"""A sheet to draw on: the palette, and flat shapes with smooth edges in picture coordinates (1600 × 1067)."""

import math
import random
from collections.abc import Callable, Iterable, Sequence

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1067
SCALE = 3  # drawn three times as large and averaged: edges come out smooth
PAPER, MIST, FAR, MID, NEAR, DEEP = "#f6f3ec", "#dde3df", "#a9bdb6", "#6f9188", "#3f655e", "#22403c"
RED = "#a8231a"
SHADE = "#e7e1d3"  # paper in shadow
SKIN = "#dfc7ba"  # paper with a breath of the red

Point = tuple[float, float]
Line = Callable[[float], float]


def mix(one: str, two: str, share: float) -> str:
    """`one` with `share` of `two` in it; keeps every tone inside the palette."""
    pairs = zip(_rgb(one), _rgb(two), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def spline(points: Sequence[Point], closed: bool = False, steps: int = 10) -> list[Point]:
    """Points on a smooth curve through `points` (Catmull-Rom)."""
    count = len(points)
    if count < 3:
        return list(points)
    made: list[Point] = []
    for index in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(index + at) % count] for at in (-1, 0, 1, 2))
        else:
            a, b = points[max(index - 1, 0)], points[index]
            c, d = points[index + 1], points[min(index + 2, count - 1)]
        for step in range(steps):
            t = step / steps
            made.append(
                (
                    _between(a[0], b[0], c[0], d[0], t),
                    _between(a[1], b[1], c[1], d[1], t),
                )
            )
    if not closed:
        made.append(points[-1])
    return made


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


class Canvas:
    """One picture being drawn. `rng` is the only source of chance: the same seed gives the same picture."""

    def __init__(self, seed: int, ground: str = PAPER) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)
        self.rng = random.Random(seed)

    def jitter(self, value: float, by: float) -> float:
        return value + self.rng.uniform(-by, by)

    # Plain shapes

    def shape(self, points: Iterable[Point], fill: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def blob(self, points: Sequence[Point], fill: str) -> None:
        """A closed shape with a smooth outline through the points."""
        self.shape(spline(points, closed=True), fill)

    def box(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        area = (x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE)
        if radius:
            self.pen.rounded_rectangle(area, radius * SCALE, fill=fill)
        else:
            self.pen.rectangle(area, fill=fill)

    def disc(self, x: float, y: float, r: float, fill: str, squash: float = 1) -> None:
        area = ((x - r) * SCALE, (y - r * squash) * SCALE, (x + r) * SCALE, (y + r * squash) * SCALE)
        self.pen.ellipse(area, fill=fill)

    def pie(self, x: float, y: float, r: float, start: float, end: float, fill: str, squash: float = 1) -> None:
        area = ((x - r) * SCALE, (y - r * squash) * SCALE, (x + r) * SCALE, (y + r * squash) * SCALE)
        self.pen.pieslice(area, start, end, fill=fill)

    def arc(self, x: float, y: float, r: float, start: float, end: float, fill: str, width: float) -> None:
        area = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self.pen.arc(area, start, end, fill=fill, width=round(width * SCALE))

    def line(self, points: Sequence[Point], fill: str, width: float = 3, *, smooth: bool = False) -> None:
        """A stroke of one width with round ends."""
        if smooth:
            points = spline(points)
        self.pen.line(
            [(x * SCALE, y * SCALE) for x, y in points], fill=fill, width=max(1, round(width * SCALE)), joint="curve"
        )
        if width > 4:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2, fill)

    def brush(self, points: Sequence[Point], fill: str, start: float, end: float = 0) -> None:
        """A smooth stroke that swells or thins from one width to another: branches, blades, ripples, roads."""
        path = spline(points)
        left, right = [], []
        for index, (x, y) in enumerate(path):
            before, after = path[max(index - 1, 0)], path[min(index + 1, len(path) - 1)]
            dx, dy = after[0] - before[0], after[1] - before[1]
            length = math.hypot(dx, dy) or 1
            half = (start + (end - start) * index / (len(path) - 1)) / 2
            left.append((x - dy / length * half, y + dx / length * half))
            right.append((x + dy / length * half, y - dx / length * half))
        self.shape([*left, *reversed(right)], fill)

    # Land, air and water

    def ridge(self, points: Sequence[Point], loose: float = 14, rough: float = 0) -> Line:
        """A hill line near the points; the seed moves them a little, `rough` adds small steps in the line."""
        moved = [(x, self.jitter(y, loose)) for x, y in points]
        path = spline(moved, steps=24)
        waves = [(self.rng.uniform(0.02, 0.06), self.rng.uniform(0, 6.3), rough / (n + 1)) for n in range(3)]

        def height(x: float) -> float:
            low, high = 0, len(path) - 1
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if path[middle][0] <= x else (low, middle)
            (x1, y1), (x2, y2) = path[low], path[high]
            y = y1 + (y2 - y1) * (x - x1) / ((x2 - x1) or 1)
            return y + sum(a * math.sin(x * f + p) for f, p, a in waves)

        return height

    def land(self, line: Line, fill: str, left: float = 0, right: float = WIDTH, bottom: float = HEIGHT) -> None:
        """Everything below a hill line."""
        edge = [(left + (right - left) * n / 260, line(left + (right - left) * n / 260)) for n in range(261)]
        self.shape([(left, bottom), *edge, (right, bottom)], fill)

    def woods(self, line: Line, fill: str, left: float, right: float, size: float) -> None:
        """A far wood: small crowns along a hill line."""
        x = left
        while x < right:
            r = size * self.rng.uniform(0.6, 1.15)
            self.disc(x, line(x) + r * 0.25, r, fill)
            x += r * 1.05

    def mist(self, x: float, y: float, w: float, fill: str = PAPER, thick: float = 16) -> None:
        """A bank of mist: a few rounded bars, the longest in the middle."""
        for n, (shift, share) in enumerate(((0.16, 0.5), (0, 1.0), (0.34, 0.56))):
            top = y + (n - 1) * thick * 0.94
            self.box(x + w * shift * self.rng.uniform(0.8, 1.2), top, w * share, thick, fill, thick / 2)

    def ripples(self, area: tuple[float, float, float, float], fill: str, count: int, most: float = 150) -> None:
        """Short strokes on water inside (left, top, right, bottom), longer and thicker nearer to us."""
        left, top, right, bottom = area
        for _n in range(count):
            t = self.rng.random() ** 0.8
            y, length = top + (bottom - top) * t, most * (0.25 + 0.75 * t) * self.rng.uniform(0.5, 1.1)
            x = self.rng.uniform(left, max(left + 1, right - length))
            thick = 2 + 4 * t
            self.shape(
                spline(
                    [(x, y), (x + length / 2, y - thick / 2), (x + length, y), (x + length / 2, y + thick / 2)], True, 5
                ),
                fill,
            )

    def birds(self, x: float, y: float, count: int, fill: str = NEAR, size: float = 15) -> None:
        for n in range(count):
            bx, by = x + n * size * self.rng.uniform(2, 3.6), y + self.rng.uniform(-1.6, 1.6) * size
            s = size * self.rng.uniform(0.7, 1.1)
            self.line([(bx - s, by - s * 0.35), (bx - s * 0.4, by - s * 0.3), (bx, by)], fill, 2.4, smooth=True)
            self.line([(bx, by), (bx + s * 0.4, by - s * 0.3), (bx + s, by - s * 0.35)], fill, 2.4, smooth=True)

    def towards(self, vanish: Point, point: Point, share: float) -> Point:
        """`point` moved towards the vanishing point: 0 stays, 1 arrives."""
        return point[0] + (vanish[0] - point[0]) * share, point[1] + (vanish[1] - point[1]) * share
