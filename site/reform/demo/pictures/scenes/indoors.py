"""The classroom, the service hall, the workshop."""

# Coordinates start as whole numbers and become fractions: that is no mistake in a drawing.
# mypy: disable-error-code="assignment"

from ..canvas import DEEP, FAR, HEIGHT, MID, MIST, NEAR, PAPER, RED, SHADE, SKIN, WIDTH, Canvas, mix, spline
from ..things import from_behind, lamp, notice, person, pot, sitting

FLOOR = mix(SHADE, FAR, 0.22)
WALL = mix(PAPER, SHADE, 0.45)


def _window(c: Canvas, x: float, y: float, w: float, h: float, panes: int = 2, frame: str = PAPER) -> None:
    """A window on the hills."""
    c.box(x, y, w, h, mix(MIST, PAPER, 0.5))
    for base, rise, tone in ((0.58, 0.16, MIST), (0.7, 0.14, FAR), (0.84, 0.1, mix(FAR, MID, 0.6))):
        shift = c.rng.uniform(-0.2, 0.2)
        line = spline(
            [
                (x, y + h * base),
                (x + w * (0.34 + shift), y + h * (base - rise)),
                (x + w * (0.7 + shift), y + h * (base + 0.02)),
                (x + w, y + h * (base - rise * 0.4)),
            ]
        )
        c.shape([(x, y + h), *[(min(max(px, x), x + w), py) for px, py in line], (x + w, y + h)], tone)
    for n in range(panes + 1):
        c.line([(x + w * n / panes, y), (x + w * n / panes, y + h)], frame, 8)
    c.line([(x, y + h * 0.36), (x + w, y + h * 0.36)], frame, 6)
    c.line([(x - 4, y), (x + w + 4, y)], frame, 9)
    c.box(x - 14, y + h, w + 28, 14, mix(SHADE, FAR, 0.5))


def classroom(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, WALL)
    c.shape([(0, 0), (250, 110), (250, 690), (0, 860)], mix(WALL, FAR, 0.22))
    c.shape([(0, 860), (250, 690), (WIDTH, 690), (WIDTH, HEIGHT), (0, HEIGHT)], FLOOR)
    for n in range(8):
        c.line([(250 + n * 170, 690), (n * 260 - 80, HEIGHT)], mix(FLOOR, MID, 0.22), 2)
    for top, foot, x1, x2 in (((100, 176), (590, 560), 26, 120), ((188, 236), (546, 524), 140, 224)):
        c.shape([(x1, top[0]), (x2, top[1]), (x2, foot[1]), (x1, foot[0])], mix(MIST, PAPER, 0.5))
        c.shape(
            [(x1, foot[0] - 130), ((x1 + x2) / 2, foot[0] - 190), (x2, foot[1] - 110), (x2, foot[1]), (x1, foot[0])],
            FAR,
        )
        c.line([((x1 + x2) / 2, (top[0] + top[1]) / 2), ((x1 + x2) / 2, (foot[0] + foot[1]) / 2)], PAPER, 7)
        c.line([(x1, top[0]), (x2, top[1]), (x2, foot[1]), (x1, foot[0]), (x1, top[0])], PAPER, 8)
    c.shape([(250, 690), (520, 690), (980, HEIGHT), (470, HEIGHT)], mix(FLOOR, PAPER, 0.55))  # light on the floor
    c.box(310, 176, 420, 330, DEEP)
    c.box(298, 164, 444, 12, mix(SHADE, MID, 0.6))
    c.box(298, 506, 444, 14, mix(SHADE, MID, 0.6))
    for y in (236, 252, 268, 284, 300):
        c.line([(346, y), (690, y)], mix(DEEP, MID, 0.5), 2)
    for x, y in ((370, 292), (420, 276), (470, 268), (520, 284), (570, 260), (620, 252), (662, 276)):
        c.disc(x, y, 9, MIST, 0.78)
        c.line([(x + 8, y), (x + 8, y - 38)], MIST, 3)
    for y in (370, 386, 402, 418, 434):
        c.line([(346, y), (690, y)], mix(DEEP, MID, 0.5), 2)
    for x, y in ((380, 418), (450, 402), (520, 410), (600, 386)):
        c.disc(x, y, 9, MIST, 0.78)
        c.line([(x + 8, y), (x + 8, y - 38)], MIST, 3)
    c.box(830, 130, 640, 400, DEEP, 8)  # the screen: the other classroom
    c.box(846, 146, 608, 368, mix(MIST, PAPER, 0.4))
    c.box(846, 392, 608, 122, mix(FAR, MIST, 0.3))
    c.box(920, 186, 240, 128, mix(MID, NEAR, 0.3))
    for x in (1230, 1330):
        c.box(x, 186, 76, 110, PAPER)
        c.line([(x + 38, 186), (x + 38, 296)], FAR, 4)
    person(c, 1180, 424, 176, NEAR, look=-1, arm="up", hat="bun", skirt=True)
    for row, (y, h, count) in enumerate(((446, 52, 7), (514, 76, 6))):
        for n in range(count):
            from_behind(c, 892 + n * (520 / (count - 1)), y, h, (MID, FAR, NEAR, PAPER)[(n + row) % 4])
    c.disc(1150, 522, 4, FAR)
    for x in (860, 1440):
        c.line([(x, 20), (x, 130)], DEEP, 5)
    notice(c, 1506, 220, 80, 110, 6)
    notice(c, 1506, 350, 80, 110, 5)
    c.box(1500, 620, 100, 70, mix(SHADE, MID, 0.4))
    pot(c, 1546, 622, 60, MID)
    c.box(890, 566, 190, 130, mix(SHADE, MID, 0.45))
    c.box(876, 552, 218, 16, mix(SHADE, MID, 0.7))
    c.box(960, 536, 64, 16, MIST)
    c.box(1046, 514, 20, 38, RED, 5)  # a thermos flask
    person(c, 782, 742, 330, PAPER, look=-1, arm="up", skirt=True, hat="bun", legs=NEAR)
    desk = mix(SHADE, MID, 0.42)
    for x, y, h, coat, hat in ((420, 880, 150, MID, ""), (800, 866, 146, NEAR, "bun"), (1130, 860, 146, FAR, ""), (1440, 870, 150, DEEP, ""),
                               (220, 1030, 196, NEAR, "bun"), (690, 1046, 206, MIST, ""), (1250, 1040, 204, MID, "bun")):  # fmt: skip
        w = h * 1.7
        c.box(x - w / 2, y - h * 0.16, w, h * 0.1, desk)
        c.box(x - w / 2 + 8, y - h * 0.06, w - 16, h * 0.2, mix(desk, DEEP, 0.2))
        c.box(x + h * 0.24, y - h * 0.2, h * 0.4, h * 0.05, PAPER)
        for leg in (-0.46, 0.43):
            c.box(x + w * leg, y - h * 0.06, h * 0.06, h * 0.72, mix(desk, DEEP, 0.5))
        from_behind(c, x, y + h * 0.1, h, coat, hat=hat)
        c.box(x - h * 0.34, y + h * 0.14, h * 0.68, h * 0.09, mix(desk, DEEP, 0.1))
        for leg in (-0.28, 0.22):
            c.box(x + h * leg, y + h * 0.2, h * 0.06, h * 0.5, mix(desk, DEEP, 0.5))
    for x, y, h in ((466, 780, 60), (1176, 764, 56)):
        c.brush([(x, y + 40), (x + 8, y), (x + 4, y - h)], SKIN, 15, 12)


def service_hall(c: Canvas) -> None:
    vanish = (1010, 470)
    c.box(0, 0, WIDTH, HEIGHT, WALL)
    c.shape([(0, 0), (WIDTH, 0), (1170, 330), (860, 330)], mix(PAPER, SHADE, 0.15))
    for n in range(7):  # lights in the ceiling
        share = 1 - 0.74**n
        a, b = c.towards(vanish, (150, -60), share * 0.92), c.towards(vanish, (760, -60), share * 0.92)
        c.line([a, b], MIST, max(2, 15 * (1 - share)))
    c.shape(
        [
            (0, HEIGHT),
            c.towards(vanish, (-700, HEIGHT + 120), 0.84),
            c.towards(vanish, (2100, HEIGHT + 120), 0.84),
            (WIDTH, HEIGHT),
        ],
        FLOOR,
    )
    c.shape([(0, 700), c.towards(vanish, (-700, HEIGHT + 120), 0.84), (0, HEIGHT)], FLOOR)
    back_top, back_foot = 330, 585
    c.box(770, back_top, 430, back_foot - back_top, mix(WALL, FAR, 0.2))
    for n in range(4):
        _window(c, 800 + n * 96, 372, 80, 160, 1)
    # Right: glass towards the hills.
    for n in range(6):
        near, far = -0.3 + n * 0.19, -0.3 + n * 0.19 + 0.165
        far = min(far, 0.82)
        top, foot = (1900, -180), (1900, 980)
        quad = [
            c.towards(vanish, top, near),
            c.towards(vanish, top, far),
            c.towards(vanish, foot, far),
            c.towards(vanish, foot, near),
        ]
        c.shape(quad, mix(MIST, PAPER, 0.5))
        for height, tone in ((0.45, MIST), (0.6, FAR), (0.78, mix(FAR, MID, 0.6))):
            a = c.towards(vanish, (1900, -180 + 1160 * (height + 0.04 * (n % 2))), near)
            m = c.towards(vanish, (1900, -180 + 1160 * (height - 0.07 + 0.03 * (n % 3))), (near + far) / 2)
            b = c.towards(vanish, (1900, -180 + 1160 * (height + 0.03 * ((n + 1) % 2))), far)
            c.shape([a, m, b, quad[2], quad[3]], tone)
    # Left: the counters, under a board with their numbers.
    top, foot = (-330, -10), (-330, 200)
    c.shape(
        [
            c.towards(vanish, top, -0.1),
            c.towards(vanish, top, 0.8),
            c.towards(vanish, foot, 0.8),
            c.towards(vanish, foot, -0.1),
        ],
        NEAR,
    )
    for n in range(7):
        at = 0.16 + n * 0.105
        x, y = c.towards(vanish, (-330, 96), at)
        size = 46 * (1 - at)
        c.disc(x, y, size, RED if n == 2 else PAPER, 0.98)
        for k, w in enumerate((2.0, 1.4)):
            c.box(x + size * 1.5, y - size * 0.4 + k * size * 0.6, size * w, max(2, size * 0.22), mix(NEAR, MIST, 0.7))
    wall = [
        c.towards(vanish, (-330, 200), -0.1),
        c.towards(vanish, (-330, 200), 0.8),
        c.towards(vanish, (-330, 900), 0.8),
        c.towards(vanish, (-330, 900), -0.1),
    ]
    c.shape(wall, mix(WALL, SHADE, 0.8))
    for n in range(6):  # people behind the counter
        at = 0.3 + n * 0.094
        x, y = c.towards(vanish, (-330, 760), at)
        tone = (MID, PAPER, NEAR, MIST, MID, NEAR)[n]
        person(c, x + 60 * (1 - at), y + 150 * (1 - at), 560 * (1 - at), tone, look=1, hat="bun" if n % 2 else "")
    for z, y1, y2, tone in ((-250, 800, 860, mix(SHADE, MID, 0.5)), (-250, 860, 1240, PAPER)):
        quad = [
            c.towards(vanish, (z, y1), -0.1),
            c.towards(vanish, (z, y1), 0.8),
            c.towards(vanish, (z, y2), 0.8),
            c.towards(vanish, (z, y2), -0.1),
        ]
        c.shape(quad, tone)
    c.shape([c.towards(vanish, (-360, 770), -0.1), c.towards(vanish, (-360, 770), 0.8), c.towards(vanish, (-230, 802), 0.8), c.towards(vanish, (-230, 802), -0.1)],
            mix(SHADE, MID, 0.3))  # fmt: skip
    for n in range(8):
        at = 0.04 + n * 0.1
        c.line([c.towards(vanish, (-250, 862), at), c.towards(vanish, (-250, 1240), at)], mix(SHADE, FAR, 0.5), 3)
    for n in range(6):  # screens
        at = 0.2 + n * 0.105
        x, y = c.towards(vanish, (-330, 742), at)
        s = 150 * (1 - at)
        c.box(x, y - s * 0.62, s * 0.8, s * 0.58, mix(DEEP, NEAR, 0.3), s * 0.05)
    # In the hall.
    for x, y, h, coat, look, kw in (
        (742, 812, 236, MIST, -1, {"bag": MID}), (842, 706, 150, NEAR, -1, {}), (888, 668, 116, MID, -1, {"hat": "straw"}),
        (1010, 640, 96, PAPER, 1, {"walk": 0.8}),
    ):  # fmt: skip
        c.disc(x + h * 0.06, y, h * 0.24, mix(FLOOR, MID, 0.3), 0.14)
        person(c, x, y, h, coat, look=look, **kw)
    x, y = 520, 968
    c.disc(x + 20, y, 92, mix(FLOOR, MID, 0.3), 0.14)
    person(c, x, y, 372, DEEP, look=-1, hat="cap", legs=mix(NEAR, MID, 0.3), bag=FAR)
    for x, y, w in ((1180, 800, 0.7), (1300, 930, 1.0)):  # benches
        c.box(x - 150 * w, y - 66 * w, 420 * w, 18 * w, mix(MID, NEAR, 0.4))
        for leg in (-130, 230):
            c.box(x + leg * w, y - 50 * w, 12 * w, 60 * w, DEEP)
    sitting(c, 1126, 806, 236, MID, look=-1, hat="bun")
    sitting(c, 1230, 806, 240, MIST, look=-1, hat="cap")
    sitting(c, 1240, 940, 322, PAPER, look=-1, legs=NEAR)
    sitting(c, 1420, 940, 330, NEAR, look=1, hat="bun")
    for x, y, w in ((1540, 1010, 130), (1118, 640, 44)):
        pot(c, x, y, w, MID)
    c.shape([(1344, 900), (1384, 900), (1380, 858), (1348, 858)], mix(SHADE, FAR, 0.4))


def workshop(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, mix(WALL, FAR, 0.1))
    for n in range(5):  # a saw-tooth roof with northern light
        x = n * 360 - 120
        c.shape([(x, 0), (x, 230), (x + 360, 60), (x + 360, 0)], mix(NEAR, DEEP, 0.25))
        c.shape([(x + 360, 60), (x + 360, 230), (x + 320, 230), (x + 320, 80)], mix(MIST, PAPER, 0.6))
        c.line([(x, 232), (x + 360, 62)], DEEP, 6)
    c.box(0, 228, WIDTH, 14, mix(NEAR, DEEP, 0.5))
    for n in range(4):
        _window(c, 60 + n * 390, 290, 300, 190, 3)
    c.box(0, 700, WIDTH, HEIGHT, mix(SHADE, FAR, 0.35))
    for n in range(9):
        c.line([(n * 210, 700), (n * 330 - 500, HEIGHT)], mix(SHADE, MID, 0.4), 2)
    c.box(40, 540, 1520, 12, mix(SHADE, MID, 0.6))  # a shelf of finished toys
    for n in range(17):
        x, kind = 66 + n * 88, n % 4
        tone = (MID, mix(SHADE, MID, 0.5), NEAR, FAR)[(n * 3) % 4]
        if kind == 0:
            _horse(c, x + 30, 540, 58, tone)
        elif kind == 1:
            for k in range(3):
                c.box(x + 4 + k * 6, 522 - k * 18, 46 - k * 12, 17, (tone, FAR, NEAR)[k])
        elif kind == 2:
            c.box(x, 512, 56, 22, tone, 5)
            c.box(x + 12, 496, 28, 18, mix(tone, PAPER, 0.4), 4)
            for wheel in (12, 44):
                c.disc(x + wheel, 534, 8, DEEP)
        else:
            c.disc(x + 26, 516, 22, tone)
            c.disc(x + 26, 486, 13, mix(tone, PAPER, 0.4))
    for x in (300, 800, 1300):
        lamp(c, x, 240, 230, 62, mix(NEAR, DEEP, 0.2))
    bench = mix(SHADE, MID, 0.42)
    for x, coat, look, hat in (
        (210, NEAR, 1, ""),
        (560, PAPER, 1, "bun"),
        (930, MID, -1, "cap"),
        (1290, DEEP, -1, "bun"),
    ):
        sitting_y = 850
        person(c, x, sitting_y, 330, coat, look=look, arm="out", hat=hat)
        c.blob([(x - 30, 594), (x + 30, 594), (x + 40, 720), (x - 40, 720)], mix(MIST, FAR, 0.4))  # an apron
    c.box(0, 716, WIDTH, 34, bench)
    c.box(0, 750, WIDTH, 16, mix(bench, DEEP, 0.35))
    for x in range(70, WIDTH, 290):
        c.box(x, 766, 30, 190, mix(bench, DEEP, 0.5))
    for n, x in enumerate((330, 420, 690, 760, 1060, 1120, 1440, 1500)):
        _horse(c, x, 716, 70, RED if n == 3 else (mix(SHADE, MID, 0.35), MIST, FAR)[n % 3])
    for x in (120, 840, 1220):
        for k in range(4):
            c.box(x - k * 5, 700 - k * 16, 96, 15, mix(SHADE, MID, 0.25 + 0.15 * (k % 2)))
    for _n in range(60):  # shavings
        x, y = c.rng.uniform(60, 1540), c.rng.uniform(930, 1040)
        c.arc(x, y, c.rng.uniform(7, 16), c.rng.uniform(0, 180), c.rng.uniform(200, 340), mix(SHADE, PAPER, 0.4), 4)
    for x in (180, 1400):
        c.shape([(x - 110, 880), (x + 110, 880), (x + 90, 1020), (x - 90, 1020)], mix(bench, NEAR, 0.3))
        for n in range(5):
            c.box(x - 84 + n * 36, 810 - (n % 2) * 26, 24, 90, mix(SHADE, MID, 0.3 + 0.1 * (n % 3)))
        c.box(x - 118, 872, 236, 16, mix(bench, DEEP, 0.4))


def _horse(c: Canvas, x: float, y: float, w: float, tone: str) -> None:
    """A wooden horse on wheels."""
    c.blob(
        [
            (x - w * 0.4, y - w * 0.52),
            (x + w * 0.2, y - w * 0.52),
            (x + w * 0.24, y - w * 0.28),
            (x - w * 0.4, y - w * 0.28),
        ],
        tone,
    )
    c.brush(
        [(x + w * 0.12, y - w * 0.42), (x + w * 0.3, y - w * 0.8), (x + w * 0.56, y - w * 0.72)],
        tone,
        w * 0.26,
        w * 0.13,
    )
    c.shape([(x + w * 0.22, y - w * 0.8), (x + w * 0.26, y - w * 0.98), (x + w * 0.36, y - w * 0.82)], tone)
    for leg in (-0.34, 0.14):
        c.box(x + w * leg, y - w * 0.34, w * 0.1, w * 0.24, tone)
    c.box(x - w * 0.46, y - w * 0.14, w * 0.8, w * 0.07, mix(tone, DEEP, 0.4))
    for wheel in (-0.32, 0.2):
        c.disc(x + w * wheel, y - w * 0.07, w * 0.08, DEEP)
    c.brush(
        [(x - w * 0.4, y - w * 0.46), (x - w * 0.56, y - w * 0.4), (x - w * 0.56, y - w * 0.2)],
        mix(tone, DEEP, 0.4),
        w * 0.1,
        w * 0.03,
    )


SCENES = {
    "classroom": classroom,
    "service_hall": service_hall,
    "workshop": workshop,
}
