"""Rivers, the ferry and the reservoir."""

# Coordinates start as whole numbers and become fractions: that is no mistake in a drawing.
# mypy: disable-error-code="assignment"

import math
from collections.abc import Sequence

from ..canvas import DEEP, FAR, HEIGHT, MID, MIST, NEAR, PAPER, RED, SHADE, WIDTH, Canvas, Point, mix, spline
from ..things import bamboo, basket, bicycle, bush, grass, hanging, house, person, tree

STREAM = mix(MIST, FAR, 0.45)


def stone_bridge(c: Canvas) -> None:
    c.land(c.ridge([(0, 330), (330, 262), (640, 350), (1000, 250), (1330, 330), (1600, 276)], 14, 3), MIST)
    c.mist(980, 372, 520)
    c.land(c.ridge([(0, 430), (420, 380), (900, 440), (1300, 396), (1600, 430)], 10, 3), FAR)
    c.woods(lambda x: 520, mix(FAR, MID, 0.7), 0, WIDTH, 40)
    c.box(0, 520, WIDTH, HEIGHT, STREAM)
    c.land(c.ridge([(0, 470), (90, 486), (240, 560), (330, 640)], 3), mix(NEAR, MID, 0.3), 0, 330, 664)
    house(c, 14, 506, 130, door=None)
    for x, w in ((1010, 150), (1176, 190), (1392, 230)):  # the quay with its houses, and their reflection
        house(c, x, 560, w, h=w * 0.5 + 20)
        c.box(x, 640, w, w * 0.5, mix(STREAM, PAPER, 0.55))
        c.box(x - 10, 640 + w * 0.5, w + 20, w * 0.26, mix(STREAM, NEAR, 0.5))
    c.box(960, 556, 640, 84, mix(FAR, MID, 0.45))
    for row in range(4):
        for n in range(14):
            c.line([(960 + n * 50 + row % 2 * 24, 566 + row * 20), (996 + n * 50 + row % 2 * 24, 566 + row * 20)],
                   mix(FAR, MID, 0.8), 2)  # fmt: skip
    for n in range(6):
        c.box(1290 - n * 15, 560 + n * 15, 130, 15, mix(SHADE, FAR, 0.2 + 0.1 * (n % 2)))
    deck = [(90, 520), (330, 448), (620, 392), (910, 448), (1150, 540)]
    c.shape([(80, 664), (1160, 664), *((x, 664 + (664 - y) * 0.72) for x, y in reversed(_curve(deck)))],
            mix(STREAM, PAPER, 0.45))  # fmt: skip
    for x, r in ((620, 172), (330, 96), (905, 96)):
        c.pie(x, 662, r, 0, 180, mix(STREAM, MID, 0.34), 0.74)
    body = [(80, 660), (80, 530), *_curve(deck), (1160, 545), (1160, 660)]
    stone = mix(PAPER, SHADE, 0.55)
    c.shape(body, stone)
    for row in range(9):
        y = 472 + row * 22
        for n in range(22):
            x = 100 + n * 50 + (row % 2) * 25
            if y > _height(deck, x) + 30 and c.rng.random() < 0.62:
                c.line([(x, y), (x + c.rng.uniform(18, 40), y)], mix(SHADE, FAR, 0.5), 2)
    for x, r in ((620, 172), (330, 96), (905, 96)):
        c.pie(x, 662, r + 15, 180, 360, mix(SHADE, FAR, 0.55))
        c.pie(x, 662, r, 180, 360, mix(STREAM, PAPER, 0.3))
        c.land(lambda _x: 600, mix(FAR, STREAM, 0.5), x - r * 0.92, x + r * 0.92, 662)
        for n in range(17):
            a = math.pi * (1 + n / 16)
            c.line([(x + math.cos(a) * r, 662 + math.sin(a) * r), (x + math.cos(a) * (r + 15), 662 + math.sin(a) * (r + 15))],
                   stone, 2)  # fmt: skip
    c.line(_curve(deck), mix(FAR, MID, 0.5), 9)
    for n in range(21):  # the parapet
        x = 110 + n * 51
        y = _height(deck, x)
        c.box(x - 5, y - 34, 10, 34, mix(SHADE, FAR, 0.4))
    c.line([(x, y - 30) for x, y in _curve(deck)], mix(SHADE, FAR, 0.15), 7)
    person(c, 700, _height(deck, 700) - 2, 96, NEAR, look=1, walk=1)
    person(c, 540, _height(deck, 540) - 2, 98, MID, look=1, walk=0.8, skirt=True)
    y = _height(deck, 540) - 108
    c.pie(546, y + 16, 54, 180, 360, RED, 0.86)
    c.line([(546, y - 34), (546, y + 46)], DEEP, 3)
    c.box(0, 655, 96, 14, mix(NEAR, DEEP, 0.3))
    bush(c, 30, 650, 190, mix(NEAR, DEEP, 0.25))
    bush(c, 96, 668, 110, NEAR)
    c.ripples((0, 690, WIDTH, HEIGHT), PAPER, 90)
    c.ripples((0, 690, WIDTH, HEIGHT), mix(STREAM, MID, 0.5), 46, 120)
    x, y = 1120, 884
    c.blob([(x - 250, y + 24), (x, y + 52), (x + 250, y + 24), (x, y + 10)], mix(STREAM, NEAR, 0.55))
    c.shape([*_curve([(x - 260, y - 34), (x - 120, y + 6), (x + 120, y + 6), (x + 250, y - 30)]), (x + 180, y + 34),
             (x - 190, y + 34)], DEEP)  # fmt: skip
    c.pie(x - 20, y + 6, 104, 180, 360, mix(SHADE, FAR, 0.35), 0.72)
    for n in range(5):
        c.line([(x - 104 + n * 42, y + 4), (x - 92 + n * 36, y - 56 + abs(n - 2) * 12)], mix(SHADE, MID, 0.5), 2.4)
    person(c, x + 172, y - 4, 150, MIST, look=-1, hat="straw", arm="out", legs=NEAR)
    c.line([(x + 80, y - 160), (x + 224, y + 110)], mix(SHADE, MID, 0.5), 6)
    hanging(c, 0, -10, 430, NEAR, 9)
    hanging(c, 210, -10, 250, mix(NEAR, MID, 0.5), 6)


def _curve(points: Sequence[Point]) -> list[Point]:
    return spline(points, steps=20)


def _height(points: Sequence[Point], x: float) -> float:
    path = _curve(points)
    return min(path, key=lambda point: abs(point[0] - x))[1]


def ferry(c: Canvas) -> None:
    c.land(c.ridge([(0, 300), (420, 236), (760, 310), (1180, 220), (1600, 300)], 12, 3), mix(MIST, PAPER, 0.3))
    c.land(c.ridge([(0, 352), (300, 310), (820, 368), (1240, 300), (1600, 350)], 12, 3), MIST)
    c.mist(300, 372, 700)
    far = c.ridge([(0, 430), (520, 416), (1100, 428), (1600, 404)], 5, 3)
    c.land(far, FAR)
    c.woods(far, mix(FAR, MID, 0.5), 0, WIDTH, 22)
    for x, w in ((420, 60), (490, 74), (580, 56), (1190, 66), (1268, 80)):
        house(c, x, 446, w)
    c.box(0, 446, WIDTH, HEIGHT, STREAM)
    for x, w in ((420, 60), (490, 74), (580, 56), (1190, 66), (1268, 80)):
        c.box(x + 2, 450, w - 4, w * 0.34, mix(STREAM, PAPER, 0.6))
    c.box(0, 446, WIDTH, 5, mix(FAR, MID, 0.6))
    c.ripples((0, 466, WIDTH, 1040), PAPER, 150, 190)
    c.ripples((0, 500, WIDTH, 1040), mix(STREAM, MID, 0.45), 60, 150)
    x, y = 980, 690
    c.blob([(x - 380, y + 12), (x, y + 60), (x + 390, y + 10), (x, y - 4)], mix(STREAM, NEAR, 0.5))
    c.shape([(x - 386, y - 60), (x + 400, y - 78), (x + 330, y + 20), (x - 310, y + 20)], DEEP)
    c.shape([(x - 386, y - 60), (x + 400, y - 78), (x + 394, y - 64), (x - 378, y - 47)], PAPER)
    c.box(x - 190, y - 176, 400, 112, PAPER)
    c.box(x - 190, y - 176, 400, 14, mix(SHADE, FAR, 0.6))
    c.shape([(x - 236, y - 176), (x - 206, y - 206), (x + 232, y - 206), (x + 262, y - 176)], NEAR)
    for n in range(6):
        c.box(x - 166 + n * 62, y - 148, 44, 46, mix(NEAR, DEEP, 0.3))
        if n in (1, 3, 4):
            c.disc(x - 146 + n * 62, y - 116, 13, SHADE)
            c.pie(x - 146 + n * 62, y - 116, 14, 170, 350, DEEP)
    c.box(x + 120, y - 262, 96, 60, PAPER)
    c.box(x + 132, y - 250, 72, 30, mix(NEAR, DEEP, 0.3))
    c.shape([(x + 106, y - 262), (x + 230, y - 262), (x + 218, y - 278), (x + 118, y - 278)], NEAR)
    c.line([(x + 168, y - 278), (x + 168, y - 356)], DEEP, 4)
    c.arc(x + 250, y - 120, 21, 0, 360, RED, 10)  # the life ring
    person(c, x - 274, y - 60, 118, MID, look=-1, arm="out", hat="cap")
    for n in range(8):
        c.line([(x - 366 + n * 24, y - 56), (x - 366 + n * 24, y - 96)], mix(SHADE, FAR, 0.5), 3)
    c.line([(x - 372, y - 96), (x - 190, y - 100)], mix(SHADE, FAR, 0.5), 4)
    c.birds(560, 176, 5, NEAR, 17)
    for n in range(7):  # the steps of the landing
        top, wide = 792 + n * 42, 640 - n * 42
        c.shape([(0, top), (wide, top), (wide + 22, top + 24), (0, top + 24)], mix(SHADE, PAPER, 0.5))
        c.shape([(0, top + 24), (wide + 22, top + 24), (wide + 8, top + 42), (0, top + 42)], mix(SHADE, MID, 0.42))
    for x in (596, 470):
        c.box(x, 742 + (596 - x) * 0.3, 22, 66, mix(NEAR, DEEP, 0.5), 6)
    c.line([(607, 760), (640, 712), (680, 650)], SHADE, 4, smooth=True)
    for x, y, h, coat, look, walk in (
        (160, 900, 236, NEAR, 1, 0),
        (300, 862, 226, PAPER, 1, 0),
        (420, 852, 156, MID, 1, 0),
    ):
        c.disc(x + 30, y, h * 0.2, mix(SHADE, MID, 0.35), 0.16)
        person(c, x, y, h, coat, look=look, walk=walk, bag=MIST if x == 160 else "", hat="bun" if x == 300 else "",
               skirt=x == 300)  # fmt: skip
    basket(c, 366, 870, 62, filling=MID)
    bicycle(c, 70, 1000, 220, DEEP)
    tree(c, 30, 800, 620, mix(NEAR, DEEP, 0.35))
    grass(c, 0, 90, HEIGHT + 8, 90, DEEP, 10)


def reservoir(c: Canvas) -> None:
    c.land(c.ridge([(0, 190), (360, 110), (740, 200), (1130, 96), (1600, 180)], 12, 4), MIST)
    c.land(c.ridge([(0, 250), (300, 196), (700, 262), (1240, 180), (1600, 262)], 10, 4), FAR)
    c.mist(620, 256, 520)
    lake = mix(MIST, FAR, 0.35)
    c.shape([*_curve([(0, 300), (600, 290), (1100, 300), (1600, 330)]), (1600, 560), (0, 470)], lake)
    c.ripples((0, 310, 1500, 450), PAPER, 70, 150)
    left = c.ridge([(0, 240), (200, 300), (360, 400), (560, 560), (620, 700)], 4)
    c.land(left, MID, 0, 620)
    for _n in range(22):
        x = c.rng.uniform(0, 300)
        tree(c, x, left(x) + c.rng.uniform(24, 90), c.rng.uniform(60, 100), mix(MID, NEAR, c.rng.uniform(0.3, 0.9)))
    right = c.ridge([(1200, 430), (1330, 330), (1460, 270), (1600, 226)], 4)
    c.land(right, NEAR, 1200, WIDTH)
    for _n in range(16):
        x = c.rng.uniform(1300, 1600)
        tree(c, x, right(x) + c.rng.uniform(40, 140), c.rng.uniform(70, 120), mix(NEAR, DEEP, c.rng.uniform(0.1, 0.6)))
    c.land(lambda _x: 600, mix(MID, NEAR, 0.2), 400, 1300)
    crest = _curve([(280, 420), (560, 474), (860, 486), (1130, 462), (1330, 400)])
    toe = _curve([(470, 700), (680, 768), (890, 784), (1080, 758), (1260, 650)])
    c.shape([*crest, *reversed(toe)], mix(PAPER, SHADE, 0.4))
    for n in range(1, 9):  # courses of stone
        t = n / 9
        course = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in zip(crest, toe, strict=True)]
        c.line(course, mix(SHADE, FAR, 0.5), 2.4)
    c.line([(x, y - 3) for x, y in crest], mix(NEAR, DEEP, 0.4), 16)
    c.line([(x, y - 14) for x, y in crest], mix(SHADE, FAR, 0.2), 6)
    for x, y in crest[::4]:
        c.box(x - 3, y - 38, 6, 26, mix(NEAR, DEEP, 0.3))
    c.line([(x, y - 36) for x, y in crest], mix(NEAR, DEEP, 0.3), 4)
    for n in range(3):  # three gates, one of them open
        x = 760 + n * 92
        c.shape([(x, 500), (x + 54, 500), (x + 58, 560), (x + 2, 560)], mix(NEAR, DEEP, 0.4))
        if n == 1:
            c.shape([(x + 6, 548), (x + 50, 548), (x + 92, 812), (x - 26, 812)], PAPER)
            for k in range(5):
                c.line([(x + 14 + k * 8, 560), (x - 8 + k * 22, 800)], mix(MIST, FAR, 0.5), 3)
    house(c, 812, 452, 150, h=74, gables=False, door=None, windows=(0.2, 0.5, 0.8))
    plain = c.ridge([(0, 742), (420, 776), (860, 800), (1240, 772), (1600, 730)], 3)
    c.land(plain, mix(MID, NEAR, 0.4))
    vanish, tones = (860, 560), (mix(MID, FAR, 0.5), MID, mix(FAR, MIST, 0.5), mix(MID, NEAR, 0.35), mix(FAR, MID, 0.3))
    for row in range(3):  # fields in the order of their turn for water
        for n in range(8):
            x1, x2 = -900 + n * 440, -900 + (n + 1) * 440
            near, far = 0.04 + 0.19 * row, 0.04 + 0.19 * (row + 1)
            corners = [
                c.towards(vanish, (x, 1180), share) for x, share in ((x1, near), (x2, near), (x2, far), (x1, far))
            ]
            c.shape(corners, tones[(n * 2 + row * 3) % 5])
            c.line([*corners, corners[0]], mix(NEAR, DEEP, 0.25), 5)
    c.brush([(896, 812), (930, 870), (840, 960), (880, 1080)], PAPER, 30, 92)
    c.brush([(896, 812), (930, 870), (840, 960), (880, 1080)], lake, 18, 66)
    for x, w in ((200, 120), (340, 96), (1280, 110)):
        house(c, x, 900 if x < 1000 else 880, w)
    tree(c, 150, 904, 110, NEAR)
    tree(c, 1420, 884, 130, NEAR)
    c.box(560, 404, 12, 92, PAPER)  # the gauge
    for n in range(4):
        c.box(560, 410 + n * 22, 12, 10, RED if n == 1 else NEAR)
    person(c, 690, 466, 74, PAPER, look=1, walk=1, hat="cap")
    front = c.ridge([(0, 1000), (300, 1016), (700, 1090), (1180, 1080), (1600, 980)], 4)
    c.land(front, DEEP)
    grass(c, 0, 420, HEIGHT + 8, 130, mix(DEEP, NEAR, 0.3), 40)
    grass(c, 1280, 1600, HEIGHT + 8, 140, mix(DEEP, NEAR, 0.3), 34)


def river_patrol(c: Canvas) -> None:
    c.land(c.ridge([(0, 210), (300, 130), (660, 230), (1000, 120), (1320, 210), (1600, 150)], 14, 4), MIST)
    c.land(c.ridge([(0, 290), (400, 220), (760, 310), (1200, 226), (1600, 300)], 10, 4), FAR)
    c.mist(880, 300, 600)
    bank = c.ridge([(0, 380), (500, 352), (900, 392), (1600, 340)], 6, 3)
    c.land(bank, MID)
    c.woods(bank, mix(MID, NEAR, 0.3), 0, 760, 30)
    c.woods(bank, mix(MID, NEAR, 0.3), 1080, WIDTH, 34)
    water = [(930, 396), (1010, 398), (1120, 440), (1240, 500), (1180, 580), (1140, 660), (1330, 780), (1560, 880), (1620, 1090),
             (560, 1090), (640, 960), (800, 860), (760, 760), (700, 660), (840, 560), (1000, 490), (950, 430)]  # fmt: skip
    c.blob([(x - 26 if x < 900 else x + 30, y + 10) for x, y in water], mix(SHADE, PAPER, 0.4))
    c.blob(water, STREAM)
    c.ripples((790, 640, 1180, 1050), PAPER, 60, 130)
    c.ripples((1000, 430, 1150, 560), PAPER, 16, 60)
    for _n in range(46):  # pebbles
        x, y = c.rng.choice(
            ((c.rng.uniform(620, 720), c.rng.uniform(900, 1050)), (c.rng.uniform(690, 760), c.rng.uniform(690, 800)))
        )
        c.disc(x, y, c.rng.uniform(4, 13), mix(SHADE, FAR, c.rng.uniform(0.2, 0.8)), 0.6)
    left = [(0, 520), (330, 540), (570, 630), (690, 760), (640, 880), (600, 960), (560, 1067), (0, 1067)]
    c.shape([*_curve(left[:-1]), left[-1]], NEAR)
    c.brush([(470, 590), (500, 660), (440, 770), (330, 900), (210, 1090)], mix(SHADE, FAR, 0.3), 16, 120)
    for x, y, h in ((90, 560, 230), (250, 566, 180), (60, 720, 290)):
        tree(c, x, y, h, mix(NEAR, DEEP, 0.35))
    bamboo(c, 1480, 640, 330, mix(NEAR, MID, 0.4), 9)
    bamboo(c, 1290, 520, 190, mix(NEAR, MID, 0.7), 6)
    c.box(536, 560, 12, 190, mix(NEAR, DEEP, 0.6))
    c.box(470, 540, 150, 96, PAPER)
    for n, w in enumerate((70, 118, 104, 88)):
        c.box(486, 556 + n * 20, w, 7 if n else 9, FAR if n else NEAR)
    person(c, 420, 866, 232, PAPER, look=1, walk=1.1, hat="cap", arm="out", legs=DEEP)
    c.box(470, 716, 40, 30, RED, 3)  # the notebook
    c.line([(490, 720), (490, 742)], PAPER, 2)
    x, y = 560, 872  # his dog
    c.blob([(x - 44, y - 52), (x + 26, y - 56), (x + 34, y - 30), (x - 40, y - 26)], mix(DEEP, NEAR, 0.15))
    for leg in (-38, -26, 16, 27):
        c.line([(x + leg, y - 34), (x + leg + 3, y)], mix(DEEP, NEAR, 0.1), 7)
    c.blob([(x + 22, y - 70), (x + 44, y - 78), (x + 66, y - 62), (x + 40, y - 48)], mix(DEEP, NEAR, 0.15))
    c.shape([(x + 26, y - 70), (x + 30, y - 90), (x + 42, y - 74)], DEEP)
    c.brush([(x - 42, y - 48), (x - 62, y - 66), (x - 64, y - 84)], mix(DEEP, NEAR, 0.15), 9, 3)
    for x, y, s, look in ((960, 800, 1.0, 1), (1080, 730, 0.72, -1)):  # herons
        c.line([(x, y), (x + 2, y - 58 * s)], mix(MID, NEAR, 0.6), 3)
        c.line([(x + 12 * s, y), (x + 10 * s, y - 58 * s)], mix(MID, NEAR, 0.6), 3)
        c.blob(
            [
                (x - look * 44 * s, y - 60 * s),
                (x, y - 88 * s),
                (x + look * 30 * s, y - 76 * s),
                (x + look * 6 * s, y - 52 * s),
            ],
            PAPER,
        )
        c.brush([(x + look * 22 * s, y - 74 * s), (x + look * 44 * s, y - 100 * s), (x + look * 30 * s, y - 132 * s),
                 (x + look * 40 * s, y - 150 * s)], PAPER, 13 * s, 8 * s)  # fmt: skip
        c.brush(
            [(x + look * 38 * s, y - 150 * s), (x + look * 58 * s, y - 144 * s), (x + look * 74 * s, y - 140 * s)],
            DEEP,
            6 * s,
            0,
        )
    bush(c, 1500, 900, 260, NEAR)
    bush(c, 1580, 950, 300, mix(NEAR, DEEP, 0.5))
    for n in range(34):  # reeds
        x = c.rng.uniform(900, 1600)
        tall = c.rng.uniform(90, 230) * (0.5 + 0.5 * (x - 900) / 700)
        c.brush([(x, HEIGHT + 6), (x + 10, HEIGHT - tall * 0.6), (x + 34, HEIGHT - tall)], DEEP, 9, 2)
        if n % 3 == 0:
            c.brush(
                [(x + 30, HEIGHT - tall + 8), (x + 52, HEIGHT - tall - 26), (x + 66, HEIGHT - tall - 20)],
                mix(SHADE, MID, 0.5),
                12,
                2,
            )
    grass(c, 0, 200, HEIGHT + 8, 120, DEEP, 24)


SCENES = {"stone_bridge": stone_bridge, "ferry": ferry, "reservoir": reservoir, "river_patrol": river_patrol}
