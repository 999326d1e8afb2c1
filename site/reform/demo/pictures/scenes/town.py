"""Streets and houses of the town."""

# Coordinates start as whole numbers and become fractions: that is no mistake in a drawing.
# mypy: disable-error-code="assignment"

import math

from ..canvas import DEEP, FAR, HEIGHT, MID, MIST, NEAR, PAPER, RED, SHADE, WIDTH, Canvas, Point, mix, spline
from ..things import basket, bicycle, bush, house, person, pot, sitting, tree


def _wall(c: Canvas, vanish: Point, x: float, top: float, foot: float, near: float, far: float, fill: str) -> None:
    """A piece of a wall that runs to the vanishing point, between two distances (0 near, 1 there)."""
    a, b = (x, top), (x, foot)
    c.shape(
        [c.towards(vanish, a, near), c.towards(vanish, a, far), c.towards(vanish, b, far), c.towards(vanish, b, near)],
        fill,
    )


def old_lane(c: Canvas) -> None:
    vanish = (700, 560)
    c.land(lambda x: 520 - 60 * math.sin(x / 120), MIST)
    c.land(lambda x: 560 - 30 * math.sin(x / 90 + 1), FAR)
    c.shape([(-400, HEIGHT + 160), c.towards(vanish, (-400, HEIGHT + 160), 0.96), c.towards(vanish, (1900, HEIGHT + 160), 0.96),
             (1900, HEIGHT + 160)], mix(SHADE, FAR, 0.25))  # fmt: skip
    for n in range(16):  # flagstones
        share = 1 - 0.86 ** (n * 1.25)
        left, right = c.towards(vanish, (-400, HEIGHT + 160), share), c.towards(vanish, (1900, HEIGHT + 160), share)
        c.line([left, right], mix(SHADE, MID, 0.32), max(1, 5 * (1 - share)))
    for x in (180, 470, 760, 1050, 1340):
        c.line([(x, HEIGHT + 160), c.towards(vanish, (x, HEIGHT + 160), 0.93)], mix(SHADE, MID, 0.32), 2.5)
    foot = HEIGHT + 160
    # Left: white walls with stepped gables, nearer ones higher.
    for near, far, top, tone in (
        (0.8, 0.95, -420, mix(SHADE, FAR, 0.3)),
        (0.52, 0.8, -330, mix(SHADE, FAR, 0.12)),
        (-0.2, 0.52, -520, SHADE),
    ):
        _wall(c, vanish, -400, top, foot, near, far, tone)
        steps = ((0, 0), (0.28, 90), (0.62, 170))
        for shift, drop in steps:
            start = near + (far - near) * shift
            _wall(c, vanish, -400, top - 60 + drop, top + 260, start, far, tone)
            _wall(
                c,
                vanish,
                -440,
                top - 108 + drop,
                top - 56 + drop,
                max(start - 0.008, -0.2),
                min(far, start + (far - near) * 0.36),
                DEEP,
            )
        _wall(c, vanish, -400, foot - 120, foot, near, far, mix(SHADE, FAR, 0.5))
    for near, far in ((0.1, 0.22), (0.34, 0.43), (0.6, 0.65), (0.72, 0.76)):
        _wall(c, vanish, -398, 520, foot - 30, near, far, mix(NEAR, DEEP, 0.35))
        _wall(c, vanish, -398, 470, 520, near - 0.01, far + 0.01, DEEP)
        middle = (near + far) / 2
        c.line([c.towards(vanish, (-398, 540), middle), c.towards(vanish, (-398, foot - 40), middle)], DEEP, 3)
    for near, far in ((0.25, 0.3), (0.46, 0.5), (0.68, 0.7)):
        _wall(c, vanish, -398, 300, 470, near, far, mix(NEAR, DEEP, 0.2))
    # Right: old shops of wood, with eaves.
    timber = mix(MID, NEAR, 0.55)
    for near, far, top, tone in (
        (0.74, 0.95, 40, mix(timber, FAR, 0.4)),
        (0.4, 0.74, -40, mix(timber, FAR, 0.15)),
        (-0.2, 0.4, -120, timber),
    ):
        _wall(c, vanish, 1900, top, foot, near, far, tone)
        _wall(c, vanish, 1900, top + 420, top + 450, near, far, DEEP)
        _wall(c, vanish, 1820, top - 90, top - 10, near - 0.02, far, DEEP)
        count = 9
        for n in range(count + 1):  # door boards
            at = near + (far - near) * n / count
            c.line(
                [c.towards(vanish, (1900, top + 450), at), c.towards(vanish, (1900, foot), at)],
                mix(tone, DEEP, 0.45),
                max(1.5, 4 * (1 - at)),
            )
        for n in range(6):
            at = near + (far - near) * (n + 0.2) / 6
            _wall(
                c,
                vanish,
                1900,
                top + 90,
                top + 330,
                at,
                at + (far - near) * 0.1,
                mix(tone, DEEP, 0.6) if n % 3 else PAPER,
            )
        _wall(c, vanish, 1780, top + 410, top + 446, near - 0.02, far, mix(DEEP, NEAR, 0.2))
    _wall(c, vanish, 1898, 420, foot, 0.14, 0.27, mix(DEEP, NEAR, 0.1))  # an open shop
    _wall(c, vanish, 1896, 760, 860, 0.14, 0.27, mix(SHADE, FAR, 0.4))
    for at in (0.16, 0.2, 0.24):
        x, y = c.towards(vanish, (1896, 740), at)
        c.disc(x, y, 18, SHADE)
    # Washing on a line across the lane.
    line = spline([(318, 180), (560, 232), (860, 196)], steps=8)
    c.line(line, DEEP, 2)
    for x, w, h, tone in ((420, 56, 74, MIST), (500, 46, 92, MID), (570, 64, 66, PAPER), (660, 40, 84, FAR)):
        y = 224 - abs(x - 560) * 0.1
        c.shape([(x, y), (x + w, y + 3), (x + w - 3, y + h), (x + 3, y + h - 4)], tone)
    x, y = 824, 846
    c.disc(x + 34, y, 60, mix(SHADE, MID, 0.4), 0.14)
    person(c, x, y, 210, MIST, look=0, walk=0.9, skirt=True, legs=NEAR)
    c.pie(x, y - 176, 104, 180, 360, RED, 0.74)
    for n in range(-2, 3):
        c.line([(x, y - 252), (x + n * 46, y - 178)], mix(RED, DEEP, 0.3), 2)
    person(c, 640, 700, 108, NEAR, look=1, walk=0.7)
    sitting(c, 452, 900, 220, MID, look=1, seat=mix(SHADE, MID, 0.6), hat="bun")
    basket(c, 560, 912, 70, filling=MID)
    for x, y, w in ((330, 1010, 70), (250, 1050, 90)):
        pot(c, x, y, w, MID)
    x, y = 1068, 980  # a cat
    c.blob([(x - 40, y), (x - 34, y - 44), (x, y - 56), (x + 22, y - 30), (x + 26, y)], DEEP)
    c.disc(x - 30, y - 60, 19, DEEP)
    for side in (-1, 1):
        c.shape([(x - 30 + side * 17, y - 64), (x - 30 + side * 13, y - 90), (x - 30 + side * 3, y - 74)], DEEP)
    c.brush([(x + 20, y - 4), (x + 62, y - 10), (x + 70, y - 46)], DEEP, 11, 4)


def town_street(c: Canvas) -> None:
    c.disc(1240, 300, 88, mix(PAPER, SHADE, 0.7))
    c.land(c.ridge([(0, 360), (480, 282), (900, 372), (1600, 300)], 12, 3), MIST)
    c.mist(560, 390, 500)
    c.land(c.ridge([(0, 440), (600, 404), (1600, 450)], 8, 3), FAR)
    ground = 800
    widths = (
        (-40, 330, 330, PAPER),
        (300, 300, 300, mix(SHADE, PAPER, 0.4)),
        (610, 330, 350, PAPER),
        (950, 270, 300, mix(SHADE, PAPER, 0.3)),
        (1230, 400, 340, PAPER),
    )
    for n, (x, w, h, tone) in enumerate(widths):
        house(c, x, ground, w, h=h, wall=tone, door=None, windows=())
        for at in range(3):
            wx = x + w * (0.16 + at * 0.28)
            c.box(wx, ground - h + 62, w * 0.15, 66, mix(NEAR, DEEP, 0.3))
            c.line([(wx + w * 0.075, ground - h + 62), (wx + w * 0.075, ground - h + 128)], tone, 3)
        c.shape([(x + 6, ground - h * 0.5), (x + w - 6, ground - h * 0.5), (x + w + 10, ground - h * 0.5 + 34), (x - 10, ground - h * 0.5 + 34)],
                mix(NEAR, DEEP, 0.2 * (n % 3)))  # fmt: skip
        top = ground - h * 0.5 + 34
        if n == 2:  # the counter that is open on Saturdays
            c.box(x + 24, top, w - 48, ground - top, mix(SHADE, PAPER, 0.2))
            c.box(x + 24, top + 70, w - 48, 12, mix(MID, NEAR, 0.5))
            c.box(x + 40, top + 82, w - 190, ground - top - 82, mix(MID, FAR, 0.3))
            c.box(x + 60, top + 12, w - 160, 34, MIST)
            for k in range(4):
                c.box(x + 70 + k * 40, top + 22, 26, 6, FAR)
            person(c, x + 112, top + 190, 150, NEAR, look=1)
            c.box(x + 40, top + 76, w - 190, 90, mix(MID, FAR, 0.3))
            c.box(x + 24, top + 70, w - 150, 12, mix(MID, NEAR, 0.5))
            c.disc(x + w - 60, top + 30, 15, RED)
        else:
            for k in range(9):  # shutters still down
                c.box(
                    x + 18,
                    top + 8 + k * (ground - top - 8) / 9,
                    w - 36,
                    (ground - top) / 9 - 4,
                    mix(FAR, tone, 0.25 if (n + k) % 2 else 0.4),
                )
    c.box(0, ground, WIDTH, 54, mix(SHADE, FAR, 0.4))
    c.box(0, ground + 50, WIDTH, 10, mix(SHADE, MID, 0.55))
    c.box(0, ground + 60, WIDTH, HEIGHT, mix(SHADE, PAPER, 0.35))
    for x in range(-20, WIDTH, 190):
        c.line([(x, ground), (x - 60, ground + 50)], mix(SHADE, MID, 0.4), 2)
    for x, h in ((272, 420), (1216, 460)):
        c.blob(
            [
                (x - 40, ground + 40),
                (x + 40, ground + 30),
                (x + 420, ground + 84),
                (x + 300, ground + 120),
                (x + 20, ground + 60),
            ],
            mix(SHADE, FAR, 0.55),
        )
        tree(c, x, ground + 44, h, mix(MID, NEAR, 0.5 if x > 800 else 0.3))
    for x, y, h, coat, look, kw in (
        (884, 868, 190, MIST, -1, {"bag": MID}), (960, 884, 196, NEAR, -1, {"hat": "cap"}), (470, 960, 236, MID, 1, {"walk": 1.0, "bag": DEEP}),
    ):  # fmt: skip
        c.blob(
            [(x - 14, y + 6), (x + 14, y), (x + h * 0.7, y + h * 0.16), (x + h * 0.6, y + h * 0.22)],
            mix(SHADE, FAR, 0.6),
        )
        person(c, x, y, h, coat, look=look, **kw)
    bicycle(c, 1330, 950, 250, DEEP)
    person(c, 1290, 930, 232, PAPER, look=1, arm="out", hat="bun", legs=NEAR)
    c.line([(-10, 150), (500, 190), (1010, 140), (1610, 190)], mix(FAR, MID, 0.4), 2.5, smooth=True)
    for x in (330, 372, 420, 1090, 1140):
        c.blob(
            [
                (x - 9, 176 - (x > 900) * 30),
                (x + 4, 170 - (x > 900) * 30),
                (x + 17, 182 - (x > 900) * 30),
                (x + 2, 188 - (x > 900) * 30),
            ],
            NEAR,
        )


def apartment_lift(c: Canvas) -> None:
    c.land(c.ridge([(0, 300), (500, 380), (1000, 350), (1400, 240), (1600, 270)], 12, 3), MIST)
    for x, w, h in ((-30, 170, 430), (1440, 200, 520), (1330, 120, 380)):
        c.box(x, 900 - h, w, h, mix(MIST, FAR, 0.5))
        for row in range(7):
            for n in range(int(w / 34)):
                c.box(x + 12 + n * 34, 924 - h + row * 56, 15, 24, mix(MIST, FAR, 0.95))
    side = [(140, 200), (300, 140), (300, 930), (140, 900)]
    c.shape(side, mix(FAR, MID, 0.3))
    c.shape([(300, 140), (960, 190), (960, 906), (300, 930)], mix(PAPER, SHADE, 0.6))
    c.shape([(128, 196), (300, 128), (972, 180), (972, 204), (300, 154), (128, 216)], mix(NEAR, DEEP, 0.2))
    for floor in range(6):
        for flat in range(5):
            t = flat / 5
            x = 336 + 126 * flat
            top = 186 + 44 * t * 0.9 + floor * (121 - 2.4 * t * 5)
            lit = (floor * 5 + flat * 3) % 11 == 0
            c.box(x, top, 82, 66, PAPER if lit else mix(NEAR, MID, 0.35))
            c.line([(x + 41, top), (x + 41, top + 66)], mix(SHADE, FAR, 0.3), 4)
            c.box(x - 7, top + 66, 96, 9, mix(SHADE, MID, 0.55))
            kind = (floor * 3 + flat * 2) % 5
            if kind == 0:  # a balcony with plants
                for n in range(4):
                    bush(c, x + 4 + n * 24, top + 62, 34, (MID, NEAR)[n % 2])
                c.box(x - 7, top + 58, 96, 10, mix(FAR, MID, 0.4))
            elif kind == 2:  # an air conditioner
                c.box(x + 88, top + 34, 26, 30, mix(SHADE, FAR, 0.35))
                c.disc(x + 101, top + 49, 9, mix(FAR, MID, 0.5))
            elif kind == 3:  # washing
                c.line([(x - 14, top + 84), (x + 98, top + 84)], mix(MID, NEAR, 0.5), 3)
                for n, tone in enumerate((MIST, MID, FAR)):
                    c.box(x - 6 + n * 32, top + 84, 22, 30 + 8 * (n % 2), tone)
        c.box(186, 232 + floor * 112, 40, 58, mix(MID, NEAR, 0.5))
    glass, frame = mix(MIST, PAPER, 0.3), mix(NEAR, DEEP, 0.25)
    c.shape([(1030, 120), (1100, 96), (1100, 902), (1030, 906)], mix(MIST, FAR, 0.55))
    c.box(1100, 96, 178, 806, glass)
    for floor in range(7):
        y = 96 + floor * 116
        c.box(1100, y, 178, 7, frame)
        c.line([(1030, y + 26), (1100, y)], frame, 4)
        if floor < 6:
            c.shape([(960, y + 96), (1030, y + 92), (1030, y + 116), (960, y + 120)], mix(SHADE, FAR, 0.4))  # bridges
            c.line([(962, y + 60), (1030, y + 58)], frame, 4)
            for n in range(4):
                c.line([(968 + n * 18, y + 60), (968 + n * 18, y + 96)], frame, 2)
            c.shape([(1120, y + 16), (1150, y + 16), (1130, y + 108), (1110, y + 108)], PAPER)
    for x in (1030, 1100, 1186, 1272):
        c.line([(x, 96 if x > 1030 else 120), (x, 904)], frame, 7 if x != 1186 else 4)
    c.shape([(1016, 122), (1100, 82), (1292, 82), (1292, 98), (1100, 98), (1016, 138)], DEEP)
    c.line([(1186, 100), (1186, 466)], DEEP, 3)
    c.box(1112, 466, 148, 150, RED, 4)
    c.box(1124, 480, 124, 124, mix(PAPER, SHADE, 0.3))
    person(c, 1160, 604, 108, NEAR, look=1)
    person(c, 1208, 604, 100, MID, look=-1, hat="bun")
    c.shape(
        [(0, 900), (140, 892), (300, 926), (960, 902), (1600, 880), (1600, HEIGHT), (0, HEIGHT)],
        mix(SHADE, PAPER, 0.45),
    )
    c.shape([(1040, 904), (1330, 894), (1600, 1000), (1600, 1067), (1330, 1067)], mix(SHADE, FAR, 0.35))
    c.box(1108, 806, 76, 98, DEEP)
    c.box(1112, 810, 33, 94, mix(FAR, MIST, 0.5))
    c.box(1148, 810, 33, 94, mix(FAR, MIST, 0.5))
    for x, y, h in ((66, 946, 420), (560, 936, 190), (720, 930, 170)):
        c.disc(x + 30, y, h * 0.3, mix(SHADE, FAR, 0.55), 0.12)
        tree(c, x, y, h, mix(MID, NEAR, 0.7))
    for n in range(7):
        bush(c, 340 + n * 26, 940, 60, mix(MID, NEAR, 0.5))
    c.box(806, 968, 200, 13, mix(SHADE, MID, 0.7))
    for foot in (826, 976):
        c.box(foot, 981, 11, 44, mix(SHADE, MID, 0.9))
    for x, y, h, coat, look, kw in (
        (1268, 990, 196, MIST, -1, {"hat": "bun", "skirt": True}), (1340, 996, 204, NEAR, -1, {"arm": "out"}), (1420, 1010, 124, MID, -1, {"walk": 0.8}),
    ):  # fmt: skip
        c.disc(x + 26, y, h * 0.24, mix(SHADE, MID, 0.4), 0.14)
        person(c, x, y, h, coat, look=look, **kw)
    c.line([(1236, 930), (1222, 990)], DEEP, 5)
    sitting(c, 876, 1026, 214, NEAR, look=1, hat="cap")
    sitting(c, 952, 1026, 206, MID, look=-1, legs=NEAR)
    tree(c, 1580, 1010, 520, mix(NEAR, DEEP, 0.35))


SCENES = {
    "old_lane": old_lane,
    "town_street": town_street,
    "apartment_lift": apartment_lift,
}
