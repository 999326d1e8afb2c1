"""Hills and fields."""

# Coordinates start as whole numbers and become fractions: that is no mistake in a drawing.
# mypy: disable-error-code="assignment"

import math

from ..canvas import DEEP, FAR, HEIGHT, MID, MIST, NEAR, PAPER, RED, SHADE, WIDTH, Canvas, Line, mix
from ..things import bamboo, basket, bush, grass, house, person, sitting, tree


def _terrace(c: Canvas, top: Line, foot: Line, count: int, tones: tuple[str, str], left: float, right: float) -> None:
    """Stepped fields between two lines: each step has a light edge and here and there a pool."""

    def level(t: float) -> Line:
        return lambda x: top(x) + (foot(x) - top(x)) * t + 5 * math.sin(x / 90 + t * 23)

    for step in range(count):
        t = step / count
        line, after = level(t), level((step + 1) / count)
        tone = mix(*tones, t)
        c.land(line, tone, left, right)
        c.line([(x, line(x)) for x in range(round(left), round(right) + 1, 10)], mix(tone, MIST, 0.42), 2.2 + 2.4 * t)
        x = left + c.rng.uniform(-200, 60)
        while x < right:
            length = c.rng.uniform(160, 420)
            start, end = max(x, left), min(x + length, right)
            if end - start > 80:
                span = [start + (end - start) * n / 24 for n in range(25)]
                upper = [(p, line(p) + 4 + 2 * t) for p in span]
                depth = [math.sin(math.pi * n / 24) ** 0.6 * 0.62 for n in range(25)]
                lower = [(p, line(p) + 4 + (after(p) - line(p)) * d) for p, d in zip(span, depth, strict=True)]
                c.shape([*upper, *reversed(lower)], mix(MIST, PAPER if step % 3 == 0 else FAR, 0.4))
            x += length + c.rng.uniform(90, 380)


def terraces(c: Canvas) -> None:
    c.disc(c.jitter(1130, 60), 236, 46, RED)
    far = c.ridge([(0, 420), (240, 318), (470, 402), (760, 262), (1060, 372), (1330, 282), (1600, 352)], 16, 3)
    c.land(far, MIST)
    c.mist(500, 400, 560)
    c.land(c.ridge([(0, 470), (260, 430), (520, 372), (800, 452), (1100, 420), (1400, 470), (1600, 440)], 12, 3), FAR)
    c.mist(60, 486, 520)
    top = c.ridge([(0, 610), (340, 560), (640, 590), (930, 520), (1240, 420), (1600, 372)], 8)
    foot = c.ridge([(0, 900), (400, 850), (760, 900), (1100, 900), (1600, 810)], 6)
    _terrace(c, top, foot, 13, (MID, NEAR), 0, WIDTH)
    for x, y, h in ((1290, 470, 96), (1330, 476, 76), (1380, 450, 110), (880, 552, 60), (905, 556, 74)):
        tree(c, x, y, h, mix(MID, NEAR, 0.7))
    bamboo(c, 176, 706, 170, NEAR, 6)
    for x, y, w in ((220, 676, 104), (330, 690, 124), (452, 672, 96), (286, 738, 132), (424, 742, 116)):
        house(c, x, y, w, couplets=x == 286, door=0.5)
    tree(c, 566, 742, 150, mix(NEAR, DEEP, 0.4))
    front = c.ridge([(0, 930), (360, 900), (760, 968), (1140, 985), (1600, 880)], 6)
    c.land(front, DEEP)
    c.brush([(1600, 930), (1320, 962), (1010, 1000), (700, 1010), (470, 1067)], mix(SHADE, FAR, 0.35), 16, 40)
    x, y = 1190, 982
    person(c, x, y, 118, PAPER, look=-1, walk=1.1, hat="straw", legs=mix(MID, NEAR, 0.5))
    c.line([(x - 92, y - 94), (x, y - 101), (x + 92, y - 92)], SHADE, 4, smooth=True)
    for side in (-88, 88):
        c.line([(x + side, y - 93), (x + side, y - 44)], SHADE, 1.8)
        basket(c, x + side, y - 14, 46, filling=MID)
    grass(c, 0, 480, HEIGHT + 6, 92, mix(DEEP, NEAR, 0.4), 46)
    grass(c, 1330, 1600, HEIGHT + 6, 110, mix(DEEP, NEAR, 0.4), 30)


def tea_hills(c: Canvas) -> None:
    c.land(c.ridge([(0, 300), (300, 236), (620, 330), (960, 210), (1280, 300), (1600, 232)], 14, 3), MIST)
    c.mist(880, 322, 620)
    c.land(c.ridge([(0, 392), (420, 330), (800, 420), (1200, 352), (1600, 420)], 12, 3), FAR)
    c.mist(90, 420, 460)
    back = c.ridge([(0, 520), (380, 430), (820, 500), (1240, 452), (1600, 540)], 8)
    c.land(back, MID)
    _rows(c, back, 11, 19, mix(MID, NEAR, 0.55), mix(MID, FAR, 0.4))
    house(c, 1180, 492, 150)
    tree(c, 1368, 492, 130, NEAR)
    tree(c, 1140, 492, 96, NEAR)
    front = c.ridge([(0, 640), (330, 590), (760, 690), (1180, 640), (1600, 560)], 6)
    c.land(front, NEAR)
    _rows(c, front, 13, 33, mix(NEAR, DEEP, 0.62), mix(NEAR, MID, 0.75))
    for x, y, h, look, hat in ((318, 724, 128, 1, "straw"), (520, 770, 136, -1, "scarf"), (1010, 760, 132, 1, "straw"),
                               (1300, 700, 118, -1, "straw")):  # fmt: skip
        person(c, x, y, h, PAPER if hat == "straw" else MIST, look=look, hat=hat, arm="out", legs=DEEP)
        basket(c, x - look * h * 0.24, y - h * 0.36, h * 0.3)
        for n in range(9):  # the row in front of them
            bx, by = x + (n - 4) * h * 0.22, y - 4 + 3 * (n % 2)
            c.disc(bx, by, h * 0.15, mix(NEAR, MID, 0.75), 0.52)
            c.disc(bx + 2, by + 7, h * 0.15, mix(NEAR, DEEP, 0.62), 0.52)
    c.land(lambda x: 948 + 10 * math.sin(x / 210), DEEP)
    for n in range(5):
        x, y = 130 + n * 345, 962 + 14 * (n % 2)
        for foot in (-96, 96):
            c.line([(x + foot, y + 96), (x + foot * 0.7, y - 30)], mix(SHADE, MID, 0.45), 8)
        c.line([(x - 150, y - 26), (x + 150, y - 26)], mix(SHADE, MID, 0.45), 9)
        c.disc(x, y - 38, 136, mix(SHADE, FAR, 0.35), 0.25)
        c.disc(x, y - 43, 130, SHADE, 0.24)
        c.disc(x, y - 42, 112, mix(MID, NEAR, 0.5), 0.2)
        for _leaf in range(54):
            angle, r = c.rng.uniform(0, 6.3), 104 * c.rng.random() ** 0.5
            px, py = x + math.cos(angle) * r, y - 42 + math.sin(angle) * r * 0.19
            c.brush([(px - 9, py), (px, py - 3), (px + 9, py + 2)], c.rng.choice((MID, FAR, NEAR, DEEP)), 5, 0)


def _rows(c: Canvas, line: Line, count: int, gap: float, dark: str, light: str) -> None:
    """Rows of tea that follow the hill: a dark band with a scalloped, lit top."""
    for row in range(count):
        t = row / count
        drop = gap * (row + 0.6) * (1 + 0.35 * t)
        tall = gap * (0.5 + 0.3 * t)
        for x in range(-20 + (row % 2) * round(gap / 2), WIDTH + 20, round(gap * 1.05)):
            y = line(x) * (1 - 0.12 * t) + line(WIDTH / 2) * 0.12 * t + drop
            c.disc(x, y, gap * 0.62, light, 0.52)
            c.disc(x + gap * 0.08, y + tall * 0.28, gap * 0.62, dark, 0.52)


def forest_path(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, mix(MIST, PAPER, 0.45))
    for x in (640, 860, 1090):  # light between the trunks
        c.shape([(x, 0), (x + 120, 0), (x - 300, 820), (x - 500, 820)], PAPER)
    for tone, count, width, foot in (
        (mix(MIST, FAR, 0.5), 22, 20, 640),
        (mix(FAR, MID, 0.15), 15, 30, 690),
        (mix(MID, FAR, 0.3), 10, 42, 740),
    ):
        ground = c.ridge([(0, foot - 26), (420, foot), (880, foot + 22), (1250, foot), (1600, foot - 34)], 8)
        for n in range(count):
            x = (n + c.rng.uniform(0.15, 0.85)) * WIDTH / count
            w = width * c.rng.uniform(0.7, 1.2)
            lean = c.rng.uniform(-14, 14)
            c.brush([(x + lean, -20), (x, 400), (x - lean * 0.3, ground(x) + 20)], tone, w * 0.62, w)
            for branch in range(3):
                by, side = c.rng.uniform(20, 330), c.rng.choice((-1, 1))
                c.brush([(x, by), (x + side * w * 1.6, by + 26), (x + side * w * 2.9, by + 66 + 10 * branch)], tone,
                        w * 0.24, 0)  # fmt: skip
        c.land(ground, mix(tone, MID, 0.25))
        for _n in range(16):
            x = c.rng.uniform(0, WIDTH)
            bush(c, x, ground(x) + 10, width * 2.6, mix(tone, MID, 0.35))
    floor = c.ridge([(0, 730), (420, 770), (900, 800), (1600, 720)], 6)
    c.land(floor, NEAR)
    path = mix(SHADE, FAR, 0.25)
    c.shape([(470, HEIGHT), (700, 930), (770, 860), (730, 806), (800, 764), (842, 764), (800, 806), (880, 866),
             (900, 940), (860, HEIGHT)], path)  # fmt: skip
    for x in (96, 1180, 1452):
        w = 96 if x != 1180 else 74
        foot = 930 if x != 1180 else 850
        c.brush([(x + 16, -30), (x, 500), (x - 6, foot)], DEEP, w * 0.72, w)
        c.brush(
            [(x - w * 0.2, -30), (x - w * 0.28, 500), (x - w * 0.3, foot - 20)], mix(DEEP, NEAR, 0.5), w * 0.1, w * 0.16
        )
        for side in (-1, 1):
            c.brush([(x, foot - 60), (x + side * w * 0.5, foot - 12), (x + side * w, foot + 14)], DEEP, w * 0.36, 0)
        if x == 1180:
            c.box(x - 36, 560, 74, 15, RED)
    for _n in range(30):
        x, y = c.rng.uniform(0, WIDTH), c.rng.uniform(850, 1040)
        if not 420 < x < 980:
            for side in (-2, -1, 0, 1, 2):  # ferns
                c.brush([(x, y), (x + side * 17, y - 34 + abs(side) * 7), (x + side * 36, y - 24 + abs(side) * 13)],
                        mix(NEAR, MID, c.rng.uniform(0, 0.7)), 7, 0)  # fmt: skip
    person(c, 812, 906, 176, PAPER, look=1, hat="cap", arm="out", bag=MID, legs=DEEP)
    c.box(844, 826, 30, 22, MIST)
    person(c, 1096, 874, 168, MID, look=1, hat="straw", arm="out")
    grass(c, 0, 420, HEIGHT + 8, 120, DEEP, 44)
    grass(c, 960, 1600, HEIGHT + 8, 130, DEEP, 60)


def _lower(line: Line, drop: float) -> Line:
    return lambda x: line(x) + drop


def orchard(c: Canvas) -> None:
    c.land(c.ridge([(0, 330), (360, 250), (700, 340), (1100, 226), (1600, 320)], 14, 3), MIST)
    c.mist(420, 352, 480)
    c.land(c.ridge([(0, 420), (520, 360), (980, 440), (1600, 350)], 10, 3), FAR)
    c.birds(980, 150, 4)
    slope = c.ridge([(0, 470), (500, 500), (1000, 440), (1600, 330)], 4)
    c.land(slope, MID)
    for row, (drop, h, gap) in enumerate(((44, 84, 92), (124, 120, 128), (232, 172, 178))):
        line = mix(MID, NEAR, 0.2 * row)
        c.land(_lower(slope, drop + 8), mix(line, MIST, 0.14))
        for n in range(round(WIDTH / gap) + 2):
            x = n * gap - gap * 0.4 + (row % 2) * gap * 0.5
            _fruit_tree(c, x, slope(x) + drop + 14, h * c.rng.uniform(0.9, 1.08), mix(MID, NEAR, 0.5 + row * 0.25), 4)
    c.line([(0, 744), (520, 760), (1060, 690), (1600, 560)], mix(DEEP, NEAR, 0.3), 7, smooth=True)  # hill railway
    for x in range(20, WIDTH, 74):
        y = 744 + (x / 520) * 16 if x < 520 else 760 - (x - 520) * 0.16 if x < 1060 else 690 - (x - 1060) * 0.24
        c.box(x, y, 7, 40, mix(DEEP, NEAR, 0.3))
    c.shape([(742, 690), (900, 660), (904, 700), (752, 730)], mix(DEEP, NEAR, 0.2))
    for n in range(3):
        basket(c, 778 + n * 46, 700 - n * 9, 44, filling=mix(MIST, MID, 0.3))
    front = c.ridge([(0, 850), (460, 870), (1000, 850), (1600, 750)], 4)
    c.land(front, mix(NEAR, DEEP, 0.18))
    for x, h in ((150, 380), (1400, 430)):
        _fruit_tree(c, x, front(x) + 80, h, DEEP, 12)
    ladder = mix(SHADE, FAR, 0.3)
    for shift in (0, 46):
        c.line([(1176 + shift, 960), (1266 + shift * 0.7, 620)], ladder, 8)
    for n in range(8):
        x = 1186 + n * 10.4
        c.line([(x, 925 - n * 38), (x + 42 - n * 1.4, 925 - n * 38)], ladder, 6)
    person(c, 1252, 776, 170, PAPER, look=1, arm="up", hat="cap", legs=MID)
    person(c, 470, 978, 190, MIST, look=-1, hat="scarf", arm="out", legs=DEEP)
    basket(c, 376, 984, 92, filling=mix(PAPER, MID, 0.22))
    basket(c, 612, 1000, 104, filling=mix(PAPER, MID, 0.22))
    basket(c, 1110, 1004, 104, filling=mix(PAPER, MID, 0.22))
    grass(c, 0, 1600, HEIGHT + 10, 70, DEEP, 90)


def _fruit_tree(c: Canvas, x: float, y: float, h: float, tone: str, fruit: int) -> None:
    c.disc(x, y, h * 0.34, mix(tone, DEEP, 0.35), 0.16)
    tree(c, x, y, h, tone, mix(tone, FAR, 0.36))
    for _n in range(fruit):
        fx, fy = x + c.rng.uniform(-0.26, 0.26) * h, y - h * c.rng.uniform(0.5, 0.86)
        c.disc(fx, fy, max(3.5, h * 0.021), mix(PAPER, SHADE, 0.5))
        c.pie(fx, fy, max(3.5, h * 0.021), 20, 170, mix(SHADE, FAR, 0.4))


def lecture_field(c: Canvas) -> None:
    c.land(c.ridge([(0, 372), (420, 300), (860, 380), (1230, 288), (1600, 362)], 14, 3), MIST)
    c.mist(180, 380, 520)
    c.land(c.ridge([(0, 452), (500, 402), (1000, 462), (1600, 400)], 8, 3), FAR)
    for x, w in ((1120, 96), (1230, 120), (1370, 104)):
        house(c, x, 486, w)
    tree(c, 1500, 492, 120, MID)
    c.box(0, 478, WIDTH, HEIGHT, mix(MID, FAR, 0.35))
    vanish = (560, 430)
    for n in range(-14, 30):  # beds running to a point behind the board
        left, right = vanish[0] + n * 210, vanish[0] + n * 210 + 118
        near = [(vanish[0] + (left - vanish[0]) * 1.0, HEIGHT), (right, HEIGHT)]
        far = [c.towards(vanish, near[1], 0.92), c.towards(vanish, near[0], 0.92)]
        c.shape([*near, *far], mix(MID, NEAR, 0.72))
        for step in range(15):
            share = 0.9 * (1 - (step / 15)) ** 0.55
            x, y = c.towards(vanish, ((left + right) / 2, HEIGHT), share)
            size = 58 * (1 - share)
            if -60 < x < WIDTH + 60 and size > 4:
                for side in (-1, 0, 1):
                    c.brush([(x, y), (x + side * size * 0.5, y - size * 0.6), (x + side * size, y - size * 0.5)],
                            mix(MIST, FAR, 0.35 if side else 0), size * 0.24, 0)  # fmt: skip
    c.blob(
        [(250, 760), (640, 700), (1180, 700), (1480, 790), (1420, 960), (900, 1040), (330, 990)], mix(SHADE, FAR, 0.3)
    )
    for foot in (-1, 1):
        c.line([(560 + foot * 96, 840), (560 + foot * 44, 420)], mix(DEEP, NEAR, 0.4), 12)
    c.box(410, 440, 300, 220, mix(SHADE, MID, 0.5))
    c.box(422, 452, 276, 196, DEEP)
    c.brush([(560, 630), (556, 560), (566, 496)], FAR, 5, 3)
    for side in (-1, 1):
        for y in (520, 556):
            c.brush([(560, y + 22), (560 + side * 34, y + 4), (560 + side * 62, y + 16)], FAR, 8, 0)
    for n, w in enumerate((58, 44, 52)):
        c.box(446, 486 + n * 30, w, 5, MIST)
    person(c, 800, 850, 260, PAPER, look=-1, arm="out", hat="straw", legs=NEAR)
    c.disc(738, 730, 21, mix(DEEP, MID, 0.25), 0.8)
    for x, y, coat, look, hat in (
        (330, 900, MID, 1, "straw"), (470, 960, NEAR, 1, ""), (1010, 880, DEEP, -1, "bun"), (1160, 930, MIST, -1, "straw"),
        (1330, 870, NEAR, -1, "cap"), (690, 1010, MIST, 1, "bun"), (930, 1020, MID, -1, "straw"),
    ):  # fmt: skip
        c.disc(x, y + 2, 66, mix(SHADE, MID, 0.4), 0.16)
        sitting(c, x, y, 236, coat, look=look, hat=hat, seat=mix(SHADE, MID, 0.5))
    c.box(1240, 968, 26, 58, RED, 8)  # a thermos flask
    c.box(1245, 956, 16, 16, MIST, 4)
    grass(c, 0, 300, HEIGHT + 10, 90, DEEP, 34)
    grass(c, 1380, 1600, HEIGHT + 10, 110, DEEP, 30)


SCENES = {
    "terraces": terraces,
    "tea_hills": tea_hills,
    "forest_path": forest_path,
    "orchard": orchard,
    "lecture_field": lecture_field,
}
