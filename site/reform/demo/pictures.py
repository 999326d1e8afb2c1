"""Draws the demo county's pictures: flat layers in one hand, the same for the same motif and seed.

Paper, mist and four greens; vermilion only as the smallest accent. No faces, flags, emblems or maps.
"""

import io
import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1067
SCALE = 2  # drawn twice as large and reduced: smooth edges
PAPER, MIST, FAR, MID, NEAR, DEEP = "#f6f3ec", "#dde3df", "#a9bdb6", "#6f9188", "#3f655e", "#22403c"
RED, WARM, WOOD, WATER = "#a8231a", "#ece4d4", "#b9a88c", "#c3d3d2"
GREENS = (MIST, FAR, MID, NEAR, DEEP)
Point = tuple[float, float]


class Canvas:
    """A drawing in picture coordinates (1600 × 1067), whatever the scale."""

    def __init__(self, seed: int, ground: str = PAPER) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)
        self.rng = random.Random(seed)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def box(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        area = (x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE)
        if radius:
            self.pen.rounded_rectangle(area, radius * SCALE, fill=fill)
        else:
            self.pen.rectangle(area, fill=fill)

    def disc(self, x: float, y: float, r: float, fill: str, squash: float = 1) -> None:
        self.pen.ellipse(
            ((x - r) * SCALE, (y - r * squash) * SCALE, (x + r) * SCALE, (y + r * squash) * SCALE), fill=fill
        )

    def line(self, points: Sequence[Point], fill: str, width: float = 3) -> None:
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=fill, width=round(width * SCALE), joint="curve")

    def ridge(self, base: float, rise: float, waves: int = 3) -> Callable[[float], float]:
        """A hill line: a few slow waves, never the same twice."""
        parts = [
            (rise / (n + 1), (n + 1) * self.rng.uniform(0.7, 1.25), self.rng.uniform(0, 2 * math.pi))
            for n in range(waves)
        ]
        return lambda x: base - sum(a * math.sin(x / WIDTH * 2 * math.pi * f + p) for a, f, p in parts)

    def hill(self, line: Callable[[float], float], fill: str, bottom: float = HEIGHT) -> None:
        points = [(x, line(x)) for x in range(0, WIDTH + 9, 8)]
        self.shape([(0, bottom), *points, (WIDTH, bottom)], fill)

    def view(self, x: float, w: float, top: float, bottom: float, fill: str, wave: float = 60) -> None:
        """Hills seen through a window."""
        line = [(x + at, top - 32 * math.sin(at / wave)) for at in range(0, round(w) + 1, 5)]
        self.shape([(x, bottom), *line, (x + w, bottom)], fill)

    def contours(self, line: Callable[[float], float], fill: str, count: int, gap: float, width: float = 2.2) -> None:
        """Terrace lines below a ridge, flattening as they go down."""
        for number in range(1, count + 1):
            points = [
                (x, line(x) * (1 - 0.06 * number) + (line(WIDTH / 2) * 0.06 * number) + number * gap)
                for x in range(0, WIDTH + 9, 8)
            ]
            self.line(points, fill, width)

    def house(self, x: float, y: float, w: float, wall: str = PAPER, roof: str = DEEP, door: str = RED) -> None:
        """A white-walled house with a curved dark roof; `y` is the ground."""
        h = w * 0.52
        self.box(x, y - h, w, h, wall)
        self.shape(
            [(x - w * 0.12, y - h), (x + w * 0.18, y - h * 1.55), (x + w * 0.82, y - h * 1.55), (x + w * 1.12, y - h)],
            roof,
        )
        self.box(x + w * 0.42, y - h * 0.55, w * 0.16, h * 0.55, door)
        for at in (0.14, 0.7):
            self.box(x + w * at, y - h * 0.66, w * 0.15, h * 0.28, FAR)

    def tree(self, x: float, y: float, h: float, fill: str = NEAR, trunk: str = DEEP) -> None:
        self.box(x - h * 0.03, y - h * 0.5, h * 0.06, h * 0.5, trunk)
        for dx, dy, r in ((0, -0.72, 0.27), (-0.17, -0.56, 0.2), (0.17, -0.55, 0.21)):
            self.disc(x + dx * h, y + dy * h, r * h, fill)

    def fir(self, x: float, y: float, h: float, fill: str = NEAR) -> None:
        for step in range(3):
            w = h * (0.36 - step * 0.085)
            top = y - h * (0.42 + step * 0.29)
            self.shape(
                [(x - w / 2, y - h * (0.12 + step * 0.26)), (x, top), (x + w / 2, y - h * (0.12 + step * 0.26))], fill
            )
        self.box(x - h * 0.02, y - h * 0.13, h * 0.04, h * 0.13, DEEP)

    def person(self, x: float, y: float, h: float, coat: str = NEAR, hair: str = DEEP, skin: str = "#e3cdb4") -> None:
        """A figure without a face, standing on `y`."""
        self.box(x - h * 0.1, y - h * 0.4, h * 0.085, h * 0.4, DEEP)
        self.box(x + h * 0.015, y - h * 0.4, h * 0.085, h * 0.4, DEEP)
        self.box(x - h * 0.15, y - h * 0.8, h * 0.3, h * 0.46, coat, h * 0.08)
        self.disc(x, y - h * 0.9, h * 0.1, skin)
        self.pen.pieslice(
            tuple(v * SCALE for v in (x - h * 0.105, y - h * 1.01, x + h * 0.105, y - h * 0.8)), 180, 360, fill=hair
        )

    def seated(self, x: float, y: float, h: float, coat: str = MID, hair: str = DEEP) -> None:
        """Head and shoulders seen from behind; `y` is where the desk cuts the figure."""
        self.box(x - h * 0.26, y - h * 0.55, h * 0.52, h * 0.55, coat, h * 0.16)
        self.disc(x, y - h * 0.72, h * 0.17, hair)


def draw(motif: str, seed: int = 0) -> Image.Image:
    """The picture of a motif, 1600 × 1067, RGB. Raises `KeyError` for an unknown motif."""
    canvas = Canvas(seed)
    MOTIFS[motif](canvas)
    return canvas.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def jpeg(motif: str, seed: int = 0) -> bytes:
    """The same as a JPEG file."""
    target = io.BytesIO()
    draw(motif, seed).save(target, "JPEG", quality=88)
    return target.getvalue()


def _layers(c: Canvas, bases: Sequence[tuple[float, float, str]]) -> list[Callable[[float], float]]:
    lines = []
    for base, rise, fill in bases:
        line = c.ridge(base, rise)
        c.hill(line, fill)
        lines.append(line)
    return lines


def _sun(c: Canvas, x: float, y: float, r: float = 70) -> None:
    c.disc(x, y, r, RED)


def terraces(c: Canvas) -> None:
    _sun(c, c.rng.uniform(1000, 1300), 300, 78)
    lines = _layers(c, [(470, 90, MIST), (560, 90, FAR), (640, 110, MID)])
    c.contours(lines[-1], FAR, 9, 26)
    front = c.ridge(800, 60)
    c.hill(front, NEAR)
    c.contours(front, MID, 8, 24)
    for at in (250, 330, 420, 980, 1120):
        c.house(at, front(at) + 60 + c.rng.uniform(0, 24), 74)
    c.hill(c.ridge(1020, 30), DEEP)


def stone_bridge(c: Canvas) -> None:
    _layers(c, [(430, 80, MIST), (520, 60, FAR), (590, 50, MID)])
    c.box(0, 690, WIDTH, HEIGHT - 690, WATER)
    for x in (0, 1180):
        c.shape(
            [(x, 640), (x + 420, 640), (x + (520 if x == 0 else 420), 760), (x - (0 if x == 0 else 100), 760)], NEAR
        )
    for at, w in ((40, 130), (190, 110), (1290, 140), (1450, 110)):
        c.house(at, 650, w)
    arch = [(x, 650 - 170 * math.sin((x - 380) / 840 * math.pi)) for x in range(380, 1221, 8)]
    c.shape([(380, 760), *arch, (1220, 760)], PAPER)
    c.line(arch, DEEP, 7)
    for cx, r in ((800, 150), (560, 74), (1040, 74)):
        c.pen.pieslice(tuple(v * SCALE for v in (cx - r, 760 - r, cx + r, 760 + r)), 180, 360, fill=WATER)
        c.pen.arc(tuple(v * SCALE for v in (cx - r, 760 - r, cx + r, 760 + r)), 180, 360, fill=FAR, width=5 * SCALE)
    c.person(690, 498, 74, RED)
    c.person(930, 500, 70, MID)
    for number in range(16):
        y = 790 + number * 17
        x = c.rng.uniform(0, WIDTH - 260)
        c.line([(x, y), (x + c.rng.uniform(90, 260), y)], PAPER if number % 3 else FAR, 3)
    c.shape([(620, 900), (860, 900), (820, 940), (660, 940)], DEEP)
    c.person(750, 905, 84, NEAR)


def old_lane(c: Canvas) -> None:
    c.shape([(0, 0), (620, 300), (620, 760), (0, HEIGHT)], WARM)
    c.shape([(WIDTH, 0), (980, 300), (980, 760), (WIDTH, HEIGHT)], MIST)
    c.shape([(0, HEIGHT), (620, 740), (980, 740), (WIDTH, HEIGHT)], "#e6e0d2")
    c.shape([(0, 0), (660, 320), (660, 270), (60, -60)], DEEP)
    c.shape([(WIDTH, 0), (940, 320), (940, 270), (1540, -60)], NEAR)
    c.view(620, 360, 580, 740, FAR, 90)
    c.tree(800, 740, 220, MID)
    for number in range(12):
        t = number / 12
        y = HEIGHT - (HEIGHT - 740) * (1 - (1 - t) ** 2)
        half = 180 + (800 - 180) * (1 - t) ** 2
        c.line([(800 - half, y), (800 + half, y)], "#d5cdbb", 3)
    for x, w, top in ((90, 170, 330), (330, 110, 400), (500, 70, 450)):
        c.shape([(x, top), (x + w, top + w * 0.34), (x + w, 900 - x * 0.3), (x, 960 - x * 0.3)], WOOD)
        c.line([(x + w / 2, top + w * 0.17), (x + w / 2, 930 - x * 0.3)], DEEP, 4)
    for x, w, top in ((1340, 170, 360), (1150, 110, 420), (1030, 70, 460)):
        c.shape(
            [(x, top + w * 0.3), (x + w, top), (x + w, 930 - (1510 - x) * 0.28), (x, 890 - (1510 - x) * 0.28)], NEAR
        )
        c.line([(x + w / 2, top + w * 0.15), (x + w / 2, 905 - (1510 - x) * 0.28)], PAPER, 3)
    for x, y in ((640, 470), (960, 470), (560, 400), (1050, 400)):
        c.line([(x, y - 36), (x, y)], DEEP, 3)
        c.disc(x, y + 22, 24, RED, 1.15)
    c.person(760, 850, 130, NEAR)
    c.person(860, 880, 142, MID)


def market(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, WARM)
    c.shape([(0, 0), (WIDTH, 0), (WIDTH, 210), (800, 90), (0, 210)], NEAR)
    for x in range(0, WIDTH + 1, 200):
        c.line([(x, 210 - 120 * (1 - abs(800 - x) / 800)), (800, 90)], MID, 4)
    for x in (120, 560, 1010, 1450):
        c.box(x, 190, 22, 560, DEEP)
    colours = (RED, MID, FAR, WOOD, NEAR, "#d8c39a")
    for row, (y, scale) in enumerate(((560, 0.8), (840, 1.15))):
        for stall in range(4 - row):
            x = 60 + stall * (390 + row * 130) + row * 30
            w = 320 * scale
            c.shape(
                [
                    (x - 20, y - 190 * scale),
                    (x + w + 20, y - 190 * scale),
                    (x + w + 50, y - 130 * scale),
                    (x - 50, y - 130 * scale),
                ],
                NEAR if (stall + row) % 2 else MID,
            )
            for stripe in range(0, 8, 2):
                sx = x - 35 + stripe * (w + 70) / 8
                c.shape(
                    [
                        (sx + 8, y - 190 * scale),
                        (sx + 8 + w / 8, y - 190 * scale),
                        (sx + w / 8, y - 130 * scale),
                        (sx, y - 130 * scale),
                    ],
                    PAPER,
                )
            c.box(x, y, w, 110 * scale, WOOD)
            for crate in range(6):
                cx = x + 14 * scale + crate * 51 * scale
                colour = c.rng.choice(colours)
                for fruit in range(3):
                    c.disc(cx + 12 * scale + fruit * 13 * scale, y - 8 * scale, 11 * scale, colour)
            c.person(x + w * 0.5, y, 150 * scale, c.rng.choice((DEEP, MID, NEAR)))
    for x, y, h, coat in ((380, 1040, 230, MID), (860, 1050, 240, DEEP), (1330, 1045, 232, RED)):
        c.person(x, y, h, coat)
        c.shape([(x + 44, y - 110), (x + 96, y - 110), (x + 88, y - 40), (x + 50, y - 40)], FAR)


def clinic(c: Canvas) -> None:
    _layers(c, [(420, 60, MIST), (500, 50, FAR)])
    c.box(0, 790, WIDTH, 280, "#e6e0d2")
    c.box(300, 380, 1000, 430, PAPER)
    c.box(300, 340, 1000, 56, NEAR)
    c.box(690, 560, 220, 250, FAR)
    c.line([(800, 560), (800, 810)], PAPER, 6)
    for x in (360, 510, 960, 1110):
        c.box(x, 460, 110, 120, WATER)
        c.line([(x + 55, 460), (x + 55, 580)], PAPER, 6)
        c.box(x, 640, 110, 90, WATER)
    c.box(768, 430, 64, 20, RED)
    c.box(790, 408, 20, 64, RED)
    c.shape([(640, 540), (960, 540), (1000, 570), (600, 570)], DEEP)
    c.tree(170, 800, 330, MID)
    c.tree(1450, 806, 370, NEAR)
    c.shape([(0, HEIGHT), (620, 810), (980, 810), (WIDTH, HEIGHT)], WARM)
    c.person(740, 900, 150, MID)
    c.person(860, 915, 154, PAPER, DEEP)
    c.box(1180, 850, 190, 14, WOOD)
    for x in (1195, 1345):
        c.box(x, 862, 12, 46, DEEP)
    c.seated(1240, 856, 120, NEAR)
    c.seated(1320, 856, 116, FAR)


def classroom(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, WARM)
    c.box(0, 820, WIDTH, 250, "#d9cdb6")
    c.box(420, 150, 760, 360, DEEP, 6)
    c.box(408, 138, 784, 14, WOOD)
    for number, width in enumerate((420, 520, 330)):
        c.line([(500, 240 + number * 78), (500 + width, 240 + number * 78)], FAR, 7)
    c.disc(1080, 240, 20, RED)
    for x in (60, 1290):
        c.box(x, 150, 250, 400, WATER)
        c.view(x, 250, 430, 550, MID)
        c.line([(x + 125, 150), (x + 125, 550)], PAPER, 9)
        c.line([(x, 350), (x + 250, 350)], PAPER, 9)
    c.person(330, 690, 300, NEAR)
    for row, (y, h, n) in enumerate(((760, 150, 5), (930, 200, 4), (1100, 260, 3))):
        gap = WIDTH / n
        for seat in range(n):
            x = gap * (seat + 0.5) + (40 if row % 2 else -20)
            c.seated(x, y, h, (MID, NEAR, FAR, DEEP, MID)[(seat + row) % 5])
            c.box(x - gap * 0.36, y - 6, gap * 0.72, 26, WOOD)
            if row < 2:
                c.box(x + h * 0.24, y - 16, h * 0.3, 12, PAPER)


def service_hall(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, "#efeade")
    c.box(0, 0, WIDTH, 150, NEAR)
    for x in range(100, WIDTH, 280):
        c.disc(x, 96, 26, PAPER)
    c.box(0, 780, WIDTH, 300, "#ddd5c3")
    for number in range(5):
        x = 60 + number * 310
        c.box(x, 250, 240, 78, PAPER, 4)
        c.disc(x + 40, 289, 18, RED if number == 2 else MID)
        c.box(x + 74, 278, 130, 10, FAR)
        c.box(x + 74, 298, 90, 8, MIST)
        c.person(x + 120, 600, 210, MID if number % 2 else NEAR)
        c.box(x + 176, 466, 52, 40, DEEP, 3)
        c.box(x - 14, 500, 270, 20, WOOD)
        c.box(x, 520, 240, 190, PAPER)
        c.box(x, 690, 240, 20, FAR)
    for x, h, coat in ((250, 270, DEEP), (840, 290, RED), (1180, 276, NEAR)):
        c.person(x, 930, h, coat)
    c.box(420, 880, 300, 20, MID)
    for x in (440, 690):
        c.box(x, 900, 14, 70, DEEP)
    c.seated(500, 884, 180, FAR)
    c.seated(630, 884, 176, WOOD)
    c.tree(1500, 960, 300, MID)
    c.box(1462, 920, 76, 70, WOOD)


def tea_hills(c: Canvas) -> None:
    _layers(c, [(360, 80, MIST), (450, 80, FAR)])
    for number, fill in enumerate((MID, NEAR)):
        line = c.ridge(580 + number * 170, 70)
        c.hill(line, fill)
        for row in range(1, 8):
            for x in range(-20 + (row % 2) * 26, WIDTH, 52):
                c.disc(x, line(x) + row * 26, 26, (NEAR, DEEP)[number], 0.5)
    for x, y in ((430, 760), (620, 800), (1120, 770)):
        c.person(x, y, 120, PAPER)
        c.shape([(x - 34, y - 112), (x, y - 142), (x + 34, y - 112)], WOOD)
        c.disc(x + 32, y - 50, 20, WOOD)
    for number in range(5):
        x = 150 + number * 270
        c.line([(x, 1010), (x + 40, 900)], DEEP, 7)
        c.line([(x + 150, 1010), (x + 110, 900)], DEEP, 7)
        c.disc(x + 75, 900, 96, WARM, 0.26)
        c.disc(x + 75, 897, 82, MID if number != 2 else RED, 0.2)


def reservoir(c: Canvas) -> None:
    _sun(c, 330, 250, 56)
    _layers(c, [(400, 110, MIST), (500, 90, FAR)])
    c.box(0, 600, WIDTH, 470, WATER)
    c.shape([(0, 470), (260, 560), (380, 640), (0, 700)], NEAR)
    c.shape([(WIDTH, 430), (1360, 540), (1250, 640), (WIDTH, 690)], MID)
    c.shape([(330, 610), (1300, 610), (1440, 1010), (150, 1010)], PAPER)
    for number in range(7):
        y = 660 + number * 50
        spread = (y - 610) / 400
        c.line([(330 - 180 * spread, y), (1300 + 140 * spread, y)], MIST, 4)
    c.box(310, 585, 1010, 28, DEEP)
    for x in range(360, 1300, 90):
        c.box(x, 558, 8, 30, DEEP)
    for x in (640, 800, 960):
        c.box(x, 700, 70, 310, WATER)
        c.box(x, 690, 70, 14, NEAR)
    c.house(960, 586, 120)
    c.hill(lambda x: 1000 + 14 * math.sin(x / 130), NEAR)
    c.person(500, 586, 78, RED)


def mountain_bus(c: Canvas) -> None:
    _layers(c, [(340, 110, MIST), (470, 90, FAR), (610, 80, MID)])
    road = [(x, 800 - 90 * math.sin(x / WIDTH * math.pi * 1.3)) for x in range(-10, WIDTH + 11, 10)]
    c.shape([(0, HEIGHT), *[(x, y - 30) for x, y in road], (WIDTH, HEIGHT)], NEAR)
    c.line(road, "#d9d2c2", 74)
    for number in range(0, len(road) - 4, 8):
        c.line(road[number : number + 4], PAPER, 5)
    for x in range(20, WIDTH, 96):
        c.box(x, 730 - 90 * math.sin(x / WIDTH * math.pi * 1.3) + 8, 12, 34, PAPER)
    x, y = 640, 700
    c.box(x, y - 150, 360, 150, PAPER, 22)
    c.box(x, y - 52, 360, 22, RED)
    for number in range(5):
        c.box(x + 26 + number * 66, y - 128, 52, 58, FAR, 5)
    for wheel in (80, 280):
        c.disc(x + wheel, y, 32, DEEP)
        c.disc(x + wheel, y, 13, MIST)
    c.box(1180, 470, 220, 16, DEEP)
    c.box(1196, 486, 10, 190, DEEP)
    c.box(1374, 486, 10, 190, DEEP)
    c.box(1216, 620, 150, 12, WOOD)
    c.person(1260, 690, 110, MID)
    c.person(1330, 690, 104, NEAR)
    for at in (120, 210, 320, 1480, 1560):
        c.fir(at, 980 + c.rng.uniform(-40, 30), 250, DEEP)


def workshop(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, MIST)
    c.shape([(0, 0), (WIDTH, 0), (WIDTH, 140), (0, 140)], NEAR)
    for x in range(0, WIDTH, 320):
        c.shape([(x, 140), (x + 160, 60), (x + 320, 140)], MID)
        c.shape([(x + 160, 60), (x + 320, 140), (x + 320, 60)], PAPER)
    for x in (70, 570, 1070):
        c.box(x, 220, 420, 240, PAPER)
        for line in (140, 280):
            c.line([(x + line, 220), (x + line, 460)], MIST, 8)
        c.view(x, 420, 400, 460, FAR, 70)
    c.box(0, 820, WIDTH, 250, "#d4cdbd")
    c.box(80, 690, 1440, 34, DEEP)
    for x in range(130, 1500, 130):
        c.box(x, 724, 18, 120, DEEP)
    for number, x in enumerate(range(140, 1480, 150)):
        c.box(x, 620, 90, 70, WOOD if number % 3 else RED, 4)
        c.line([(x + 45, 620), (x + 45, 690)], PAPER, 4)
    for x, coat in ((330, NEAR), (760, MID), (1180, NEAR)):
        c.person(x, 960, 300, coat)
    c.box(1330, 430, 26, 260, MID)
    c.line([(1343, 440), (1210, 500), (1210, 580)], MID, 20)
    c.disc(1343, 440, 26, DEEP)


def forest_path(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, MIST)
    c.disc(820, 330, 280, PAPER)
    for layer, fill in enumerate((FAR, MID, NEAR)):
        for _number in range(13 - layer * 3):
            x = c.rng.uniform(-40, WIDTH + 40)
            if abs(x - 800) < 120 + layer * 130:
                x += 320 * (1 if x > 800 else -1)
            c.fir(x, 640 + layer * 130 + c.rng.uniform(-20, 30), 380 + layer * 120, fill)
        c.hill(c.ridge(650 + layer * 130, 20), fill)
    c.shape(
        [(560, HEIGHT), (760, 820), (740, 700), (800, 640), (830, 640), (800, 710), (880, 830), (1080, HEIGHT)],
        "#e4dccb",
    )
    c.person(790, 800, 120, RED)
    c.person(870, 850, 140, PAPER)
    for x in (60, 1480):
        c.box(x, 0, 70, HEIGHT, DEEP)


def village_square(c: Canvas) -> None:
    _layers(c, [(330, 80, MIST), (430, 60, FAR)])
    for x, w in ((20, 230), (270, 200), (1130, 210), (1360, 240)):
        c.house(x, 640, w)
    c.box(0, 640, WIDTH, 430, WARM)
    for number in range(6):
        c.line([(0, 690 + number * 70), (WIDTH, 690 + number * 70)], "#ddd3bd", 3)
    c.box(770, 420, 60, 330, "#5b5346")
    for dx, dy, r, fill in (
        (0, -60, 190, NEAR),
        (-150, 10, 140, MID),
        (160, 0, 150, MID),
        (60, -120, 120, MID),
        (-70, -110, 120, NEAR),
    ):
        c.disc(800 + dx, 330 + dy, r, fill)
    c.disc(800, 760, 170, "#c9bda3", 0.24)
    for x, coat in ((620, RED), (700, MID), (890, NEAR), (980, FAR)):
        c.person(x, 850, 170, coat)
    for x, coat in ((500, DEEP), (1110, MID), (800, NEAR)):
        c.box(x - 70, 940, 140, 14, WOOD)
        c.seated(x, 944, 170, coat)
        c.box(x - 60, 952, 12, 60, DEEP)
        c.box(x + 48, 952, 12, 60, DEEP)


def ferry(c: Canvas) -> None:
    _layers(c, [(380, 70, MIST), (450, 70, FAR), (520, 50, MID)])
    c.box(0, 580, WIDTH, 490, WATER)
    for number in range(22):
        y = 600 + number * 20
        x = c.rng.uniform(-50, WIDTH - 200)
        c.line([(x, y), (x + c.rng.uniform(100, 320), y)], PAPER if number % 4 else FAR, 3)
    c.shape([(560, 760), (1240, 760), (1150, 850), (650, 850)], DEEP)
    c.box(700, 640, 380, 120, PAPER)
    c.shape([(660, 640), (730, 590), (1050, 590), (1120, 640)], NEAR)
    for x in range(730, 1060, 84):
        c.box(x, 668, 54, 50, FAR)
    c.box(560, 748, 680, 14, RED)
    c.line([(1180, 760), (1180, 560)], DEEP, 7)
    c.person(620, 762, 110, MID)
    for number in range(6):
        c.shape(
            [
                (0, 860 + number * 36),
                (420 - number * 46, 860 + number * 36),
                (440 - number * 46, 890 + number * 36),
                (0, 890 + number * 36),
            ],
            WARM if number % 2 else "#d8cfbc",
        )
    c.person(180, 870, 170, NEAR)
    c.person(290, 872, 160, RED)
    c.tree(60, 860, 420, NEAR)


def night_school(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, DEEP)
    c.hill(c.ridge(420, 70), "#2b4d48")
    c.hill(c.ridge(520, 60), NEAR)
    c.disc(1320, 170, 52, PAPER)
    for _number in range(36):
        c.disc(c.rng.uniform(0, WIDTH), c.rng.uniform(20, 330), c.rng.uniform(1.5, 3.5), MIST)
    c.box(330, 400, 940, 470, MIST)
    c.shape([(270, 400), (400, 270), (1200, 270), (1330, 400)], "#16302d")
    for x in (400, 620, 840):
        c.box(x, 480, 170, 250, "#f3d9a4")
        c.line([(x + 85, 480), (x + 85, 730)], MIST, 8)
        c.line([(x, 590), (x + 170, 590)], MIST, 8)
        c.seated(x + 50, 730, 130, NEAR)
        c.seated(x + 126, 730, 124, MID)
    c.box(1080, 560, 120, 310, RED)
    c.box(1088, 568, 104, 302, "#f3d9a4")
    c.shape([(1060, 870), (1220, 870), (1380, HEIGHT), (980, HEIGHT)], "#5f7a70")
    c.box(0, 870, 1060, 200, "#1b3531")
    c.box(1240, 870, 360, 200, "#1b3531")
    c.person(1140, 950, 160, PAPER)
    c.tree(160, 900, 460, "#2b4d48")


def orchard(c: Canvas) -> None:
    _sun(c, 1240, 230, 60)
    _layers(c, [(360, 80, MIST), (440, 70, FAR)])
    c.hill(c.ridge(560, 30), MID)
    for row, (y, h, n) in enumerate(((640, 170, 9), (780, 250, 7), (980, 370, 5))):
        c.hill(lambda x, y=y: y - 20 + 8 * math.sin(x / 120), (MID, NEAR, NEAR)[row] if row else MID)
        for number in range(n):
            x = (number + 0.5) * WIDTH / n + (row % 2) * 50 - 20
            c.tree(x, y + 20, h, (NEAR, DEEP, DEEP)[row])
            for _fruit in range(5 + row * 3):
                c.disc(
                    x + c.rng.uniform(-0.28, 0.28) * h,
                    y - h * c.rng.uniform(0.38, 0.82),
                    5 + row * 3,
                    "#d9773f" if row < 2 else RED,
                )
    c.shape([(700, HEIGHT), (790, 700), (830, 700), (980, HEIGHT)], WARM)
    c.person(830, 960, 190, PAPER)
    c.shape([(890, 880), (970, 880), (958, 950), (902, 950)], WOOD)


def apartment_lift(c: Canvas) -> None:
    c.hill(c.ridge(380, 50), MIST)
    c.box(140, 170, 900, 760, WARM)
    c.box(140, 150, 900, 26, WOOD)
    for floor in range(6):
        for flat in range(6):
            x, y = 186 + flat * 142, 212 + floor * 118
            c.box(x, y, 92, 66, WATER if (floor * 7 + flat) % 5 else "#f3d9a4")
            c.line([(x + 46, y), (x + 46, y + 66)], PAPER, 5)
            if (floor + flat) % 4 == 0:
                c.box(x - 6, y + 66, 104, 12, NEAR)
                c.disc(x + 20, y + 60, 11, MID)
                c.disc(x + 44, y + 58, 13, NEAR)
    c.box(1040, 120, 230, 810, FAR)
    c.box(1064, 150, 182, 760, PAPER)
    for floor in range(6):
        c.line([(1064, 160 + floor * 126), (1246, 160 + floor * 126)], FAR, 6)
        c.line([(1064, 160 + floor * 126), (1246, 286 + floor * 126)], MIST, 5)
    c.box(1090, 460, 130, 170, RED, 4)
    c.box(1104, 476, 102, 140, "#f3e3df")
    c.person(1140, 616, 110, NEAR)
    c.line([(1155, 120), (1155, 460)], DEEP, 4)
    c.box(0, 930, WIDTH, 140, "#ddd5c3")
    c.tree(1430, 960, 420, NEAR)
    c.tree(60, 960, 330, MID)
    for x, coat in ((1130, MID), (1200, DEEP), (700, NEAR)):
        c.person(x, 1010, 170, coat)


def river_patrol(c: Canvas) -> None:
    _layers(c, [(300, 90, MIST), (390, 80, FAR), (470, 60, MID)])
    river = [(900, 470), (820, 560), (980, 680), (760, 820), (900, HEIGHT)]
    right = [(1500, HEIGHT), (1240, 820), (1280, 680), (960, 560), (950, 470)]
    c.box(0, 500, WIDTH, 570, NEAR)
    c.shape([*river, *right], WATER)
    for y in range(600, 1040, 44):
        c.line([(930 + (y - 600) * 0.1, y), (1120 + (y - 600) * 0.2, y)], PAPER, 3)
    for x, y, h in ((160, 620, 170), (300, 680, 220), (90, 800, 280), (1420, 620, 200), (1530, 760, 260)):
        c.tree(x, y, h, MID if y < 700 else DEEP)
    c.line([(480, HEIGHT), (600, 860), (560, 700), (700, 560)], "#d9d2c2", 38)
    c.person(590, 850, 170, RED)
    c.person(540, 930, 190, PAPER)
    c.box(700, 640, 16, 150, DEEP)
    c.box(640, 600, 136, 70, PAPER, 4)
    c.box(658, 620, 96, 8, MID)
    c.box(658, 640, 60, 8, FAR)


def lecture_field(c: Canvas) -> None:
    _sun(c, 280, 330, 64)
    _layers(c, [(420, 70, MIST), (500, 60, FAR)])
    c.box(0, 560, WIDTH, 510, MID)
    for number in range(14):
        x = -600 + number * 210
        c.shape([(800 + (x - 800) * 0.25, 560), (800 + (x - 730) * 0.25, 560), (x + 130, HEIGHT), (x, HEIGHT)], NEAR)
    c.box(960, 420, 260, 170, PAPER, 4)
    c.line([(990, 590), (960, 720)], DEEP, 9)
    c.line([(1190, 590), (1220, 720)], DEEP, 9)
    for number, width in enumerate((150, 190, 120)):
        c.line([(990, 460 + number * 40), (990 + width, 460 + number * 40)], FAR if number else RED, 7)
    c.person(900, 720, 230, NEAR)
    for row, (y, h, n) in enumerate(((840, 170, 5), (980, 210, 6))):
        for seat in range(n):
            c.seated(300 + seat * (200 - row * 10) + row * 20, y, h, (DEEP, PAPER, FAR, WOOD, MIST)[(seat + row) % 5])


MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "terraces": terraces,
    "stone_bridge": stone_bridge,
    "old_lane": old_lane,
    "market": market,
    "clinic": clinic,
    "classroom": classroom,
    "service_hall": service_hall,
    "tea_hills": tea_hills,
    "reservoir": reservoir,
    "mountain_bus": mountain_bus,
    "workshop": workshop,
    "forest_path": forest_path,
    "village_square": village_square,
    "ferry": ferry,
    "night_school": night_school,
    "orchard": orchard,
    "apartment_lift": apartment_lift,
    "river_patrol": river_patrol,
    "lecture_field": lecture_field,
}
