"""Things seen close by, for the inside of a story."""

# Coordinates start as whole numbers and become fractions: that is no mistake in a drawing.
# mypy: disable-error-code="assignment"

import math

from ..canvas import DEEP, FAR, HEIGHT, MID, MIST, NEAR, PAPER, RED, SHADE, WIDTH, Canvas, mix, spline
from ..things import grass, house, notice, pot

TABLE = mix(SHADE, MID, 0.42)


def _table(c: Canvas, wall: str, y: float = 620) -> None:
    """A wall and a table top that fills the lower part of the picture."""
    c.box(0, 0, WIDTH, HEIGHT, wall)
    c.box(0, y, WIDTH, HEIGHT, TABLE)
    for n in range(5):
        top = y + 46 + n * n * 19 + n * 46
        c.line([(0, top), (WIDTH, top + 6)], mix(TABLE, NEAR, 0.22), 3)
    for _n in range(26):  # the grain
        x, at = c.rng.uniform(-60, WIDTH), c.rng.uniform(y + 24, HEIGHT)
        c.line([(x, at), (x + c.rng.uniform(60, 240), at + 2)], mix(TABLE, NEAR, 0.12), 2)
    c.box(0, y, WIDTH, 8, mix(TABLE, PAPER, 0.35))


def _cup(c: Canvas, x: float, y: float, w: float, tone: str = PAPER) -> None:
    """A cup of tea with steam; `y` is the table under it."""
    h = w * 0.86
    c.disc(x + w * 0.12, y, w * 0.66, mix(TABLE, NEAR, 0.45), 0.18)
    c.arc(x + w * 0.52, y - h * 0.52, w * 0.24, 0, 360, tone, w * 0.09)
    c.shape([(x - w * 0.5, y - h), (x + w * 0.5, y - h), (x + w * 0.4, y), (x - w * 0.4, y)], tone)
    c.disc(x, y, w * 0.4, tone, 0.16)
    c.shape(
        [(x + w * 0.12, y - h), (x + w * 0.5, y - h), (x + w * 0.4, y + 3), (x + w * 0.14, y + w * 0.05)],
        mix(tone, FAR, 0.4),
    )
    c.disc(x, y - h, w * 0.5, mix(tone, FAR, 0.2), 0.2)
    c.disc(x, y - h + w * 0.015, w * 0.44, mix(MID, NEAR, 0.4), 0.17)
    for shift, tall in ((-0.16, 1.0), (0.1, 1.3)):
        sx = x + shift * w
        path = [
            (sx, y - h - w * 0.1),
            (sx - w * 0.1, y - h - w * 0.4 * tall),
            (sx + w * 0.1, y - h - w * 0.7 * tall),
            (sx - w * 0.02, y - h - w * tall),
        ]
        c.brush(path, mix(MIST, PAPER, 0.8), w * 0.12, 1)


def detail_list(c: Canvas) -> None:
    """A list pinned to a wall, in the light of a window."""
    wall = mix(SHADE, FAR, 0.28)
    c.box(0, 0, WIDTH, HEIGHT, wall)
    for x in (80, 420):
        c.shape([(x, 0), (x + 290, 0), (x + 760, HEIGHT), (x + 470, HEIGHT)], mix(wall, PAPER, 0.5))
    c.shape([(640, 116), (1130, 116), (1160, 950), (672, 962)], mix(wall, NEAR, 0.35))
    c.box(620, 96, 500, 840, PAPER)
    c.box(676, 150, 240, 26, NEAR)
    c.box(676, 190, 140, 12, FAR)
    for row in range(9):
        y = 250 + row * 66
        c.line([(676, y + 44), (1064, y + 44)], MIST, 3)
        c.box(676, y, 26, 26, mix(PAPER, FAR, 0.5), 4)
        c.line([(682, y + 12), (688, y + 20), (700, y + 2)], RED if row == 4 else NEAR, 5)
        c.box(726, y + 4, (210, 160, 240, 190, 226, 150, 204, 236, 176)[row], 12, FAR)
        c.box(996, y + 4, 56, 12, MIST)
    c.box(676, 868, 180, 12, MIST)
    c.shape([(1046, 936), (1120, 936), (1120, 862)], mix(SHADE, FAR, 0.3))
    for x, y in ((646, 120), (1094, 120)):
        c.disc(x + 5, y + 8, 13, mix(PAPER, FAR, 0.6))
        c.disc(x, y, 13, RED if x < 700 else NEAR)
    notice(c, 1220, 210, 210, 300, 8)
    c.box(1220, 560, 210, 150, mix(PAPER, SHADE, 0.6))
    for n in range(4):
        c.box(1246, 590 + n * 26, (150, 120, 158, 90)[n], 8, FAR)
    for x, y in ((1325, 224), (1325, 574)):
        c.disc(x, y, 10, NEAR)
    c.box(0, 980, WIDTH, HEIGHT, mix(NEAR, MID, 0.4))
    c.box(0, 972, WIDTH, 16, mix(SHADE, MID, 0.5))
    pot(c, 330, 976, 150, MID)
    c.line([(1260, 972), (1290, 870)], NEAR, 9)
    c.line([(1330, 972), (1316, 880)], mix(SHADE, MID, 0.7), 9)
    c.shape([(1236, 900), (1356, 900), (1346, 976), (1246, 976)], mix(FAR, MID, 0.3))


def detail_notebooks(c: Canvas) -> None:
    """Three notebooks, a pen without its cap, a cup."""
    _table(c, mix(MIST, PAPER, 0.35), 520)
    c.box(130, 60, 460, 380, mix(MIST, FAR, 0.35))
    c.shape([(130, 330), (260, 240), (380, 310), (500, 220), (590, 280), (590, 440), (130, 440)], FAR)
    c.shape([(130, 400), (330, 350), (590, 390), (590, 440), (130, 440)], mix(FAR, MID, 0.6))
    for x in (130, 360, 590):
        c.line([(x, 60), (x, 440)], PAPER, 12)
    for y in (60, 440):
        c.line([(120, y), (600, y)], PAPER, 14)
    for n, (tone, dx, dy) in enumerate(((DEEP, 0, 0), (MID, 26, -52), (mix(SHADE, PAPER, 0.3), -8, -104))):
        x, y = 560 + dx, 830 + dy
        top = [(x, y), (x + 480, y - 70), (x + 640, y + 60), (x + 150, y + 150)]
        if n == 0:
            c.shape([(px + 20, py + 66) for px, py in top], mix(TABLE, NEAR, 0.45))
        c.shape([(x, y), (x + 150, y + 150), (x + 150, y + 196), (x, y + 46)], mix(tone, DEEP, 0.4))
        c.shape([(x + 150, y + 150), (x + 640, y + 60), (x + 640, y + 106), (x + 150, y + 196)], PAPER)
        for k in range(4):
            c.line([(x + 152, y + 160 + k * 9), (x + 638, y + 70 + k * 9)], mix(SHADE, FAR, 0.5), 1.6)
        c.shape(top, tone)
        c.line([top[0], top[1]], mix(tone, PAPER, 0.3), 3)
    x, y = 552, 726
    label = [(x + 190, y + 2), (x + 360, y - 24), (x + 414, y + 22), (x + 242, y + 50)]
    c.shape(label, PAPER)
    c.line([(x + 236, y + 12), (x + 350, y - 6)], FAR, 5)
    c.line([(x + 252, y + 27), (x + 340, y + 13)], FAR, 5)
    c.brush([(830, 640), (1010, 700), (1150, 748)], DEEP, 20, 15)
    c.brush([(1150, 748), (1184, 760)], FAR, 12, 1)
    c.brush([(842, 644), (876, 656)], RED, 21, 21)
    _cup(c, 380, 770, 190)
    c.blob([(1250, 830), (1330, 800), (1380, 830), (1330, 862)], mix(MID, NEAR, 0.5))  # a leaf picked on the way
    c.line([(1250, 832), (1380, 829)], DEEP, 3)


def detail_ledger(c: Canvas) -> None:
    """An open account book, an abacus, a glass of tea."""
    _table(c, mix(SHADE, PAPER, 0.5), 330)
    c.box(0, 0, WIDTH, 330, mix(NEAR, MID, 0.35))
    for n in range(9):
        c.line([(n * 200, 0), (n * 200, 330)], mix(NEAR, MID, 0.1), 5)
    c.shape([(196, 470), (760, 430), (1330, 470), (1430, 950), (790, 900), (90, 960)], mix(TABLE, NEAR, 0.4))
    c.shape([(210, 430), (760, 400), (770, 880), (96, 930)], PAPER)
    c.shape([(760, 400), (1310, 430), (1420, 930), (770, 880)], mix(PAPER, SHADE, 0.4))
    c.shape([(700, 404), (760, 400), (770, 880), (694, 886)], mix(PAPER, SHADE, 0.8))
    for n in range(12):
        t = (n + 1.2) / 13.4
        left, middle, right = (
            (210 - 114 * t, 430 + 500 * t),
            (760 + 10 * t, 400 + 480 * t),
            (1310 + 110 * t, 430 + 500 * t),
        )
        c.line([left, middle], MIST, 2.4)
        c.line([middle, right], mix(MIST, FAR, 0.3), 2.4)
        for share, w in ((0.1, 0.14), (0.3, 0.3), (0.72, 0.14)):
            if (n * 3 + round(share * 10)) % 7:
                a = (left[0] + (middle[0] - left[0]) * share, left[1] + (middle[1] - left[1]) * share - 14)
                b = (
                    left[0] + (middle[0] - left[0]) * (share + w * (0.7 + 0.3 * ((n * 5) % 3) / 2)),
                    left[1] + (middle[1] - left[1]) * (share + w) - 14,
                )
                c.line([a, b], mix(FAR, MID, 0.4) if n else NEAR, 7)
        for share, w in ((0.08, 0.5), (0.66, 0.2)):
            if n and (n + round(share * 10)) % 5:
                w = w * (0.55 + 0.45 * ((n * 7) % 4) / 3)
                a = (middle[0] + (right[0] - middle[0]) * share, middle[1] + (right[1] - middle[1]) * share - 14)
                b = (
                    middle[0] + (right[0] - middle[0]) * (share + w),
                    middle[1] + (right[1] - middle[1]) * (share + w) - 14,
                )
                c.line([a, b], mix(FAR, MID, 0.4), 7)
    for x in (0.26, 0.66):
        c.line([(210 + 550 * x, 430 - 30 * x), (96 + 674 * x, 930 - 50 * x)], MIST, 2.4)
    c.arc(1180, 800, 46, 0, 360, RED, 8)  # a stamp
    c.box(1160, 792, 40, 9, RED)
    c.shape([(300, 150), (1010, 120), (1016, 330), (296, 366)], mix(DEEP, NEAR, 0.15))  # the abacus
    c.shape([(318, 170), (994, 140), (998, 312), (316, 346)], mix(SHADE, FAR, 0.35))
    c.line([(317, 226), (996, 196)], mix(DEEP, NEAR, 0.15), 13)
    for n in range(13):
        x = 348 + n * 51
        lift = (x - 318) * 0.044
        c.line([(x, 170 - lift), (x - 1, 346 - lift)], mix(DEEP, NEAR, 0.5), 4)
        for k in (0,) if n % 3 else (1,):
            c.disc(x, 188 + k * 18 - lift, 19, DEEP, 0.6)
        down = (0, 1, 3, 2, 4)[n % 5]
        for k in range(5):
            c.disc(x, (250 if k < down else 268) + k * 17 - lift, 19, NEAR if (n + k) % 4 else MID, 0.5)
    x, y, w = 1280, 330, 150
    c.disc(x + 20, y + 4, 100, mix(TABLE, NEAR, 0.45), 0.2)
    c.shape([(x - w / 2, y - 210), (x + w / 2, y - 210), (x + w * 0.42, y), (x - w * 0.42, y)], mix(MIST, PAPER, 0.4))
    c.shape(
        [(x - w * 0.48, y - 160), (x + w * 0.48, y - 160), (x + w * 0.42, y), (x - w * 0.42, y)], mix(FAR, MID, 0.35)
    )
    for _n in range(9):
        lx, ly = x + c.rng.uniform(-50, 50), y - 12 - c.rng.uniform(0, 60)
        c.brush([(lx, ly), (lx + 4, ly - 26), (lx + c.rng.uniform(-14, 14), ly - 54)], NEAR, 9, 1)
    c.disc(x, y - 210, w / 2, mix(MIST, FAR, 0.3), 0.14)
    c.line([(x - w * 0.3, y - 190), (x - w * 0.26, y - 20)], PAPER, 7)


def detail_boots(c: Canvas) -> None:
    """Rain boots by a door, a tape measure, the hills outside."""
    c.box(0, 0, WIDTH, HEIGHT, mix(NEAR, DEEP, 0.25))
    c.box(420, 0, 800, 780, mix(MIST, PAPER, 0.5))
    c.shape([(420, 420), (600, 300), (820, 400), (1040, 260), (1220, 360), (1220, 780), (420, 780)], MIST)
    c.shape([(420, 520), (700, 420), (960, 520), (1220, 430), (1220, 780), (420, 780)], FAR)
    c.shape([(420, 640), (720, 590), (1220, 640), (1220, 780), (420, 780)], MID)
    house(c, 980, 620, 120)
    for _n in range(40):  # rain
        x, y = c.rng.uniform(430, 1210), c.rng.uniform(10, 690)
        c.line([(x, y), (x - 9, y + 44)], PAPER, 3)
    c.shape([(420, 780), (1220, 780), (1420, HEIGHT), (200, HEIGHT)], mix(SHADE, FAR, 0.2))
    for side, tone in ((0, mix(NEAR, DEEP, 0.45)), (1220, mix(NEAR, DEEP, 0.45))):
        c.box(side, 0, 420 if side == 0 else 380, 800, tone)
        for n in range(4):
            c.line([(side + n * 105 + 40, 0), (side + n * 105 + 40, 800)], DEEP, 5)
    c.box(396, 0, 28, 800, DEEP)
    c.box(1216, 0, 28, 800, DEEP)
    c.shape([(0, 800), (420, 780), (200, HEIGHT), (0, HEIGHT)], mix(NEAR, DEEP, 0.6))
    c.shape([(1600, 800), (1220, 780), (1420, HEIGHT), (1600, HEIGHT)], mix(NEAR, DEEP, 0.6))
    for x, y, lean in ((640, 960, 0), (820, 986, 8)):
        c.disc(x + 70, y, 150, mix(SHADE, MID, 0.45), 0.14)
        c.shape(spline([(x - 66 + lean, y - 330), (x - 60, y - 150), (x - 66, y - 40), (x - 60, y - 4), (x + 60, y), (x + 168, y - 4), (x + 172, y - 56),
                        (x + 110, y - 92), (x + 62, y - 130), (x + 64 + lean, y - 330)], steps=8), DEEP)  # fmt: skip
        c.disc(x - 1 + lean, y - 330, 65, mix(NEAR, DEEP, 0.3), 0.22)
        c.disc(x - 1 + lean, y - 327, 54, DEEP, 0.2)
        c.box(x - 66, y - 14, 238, 18, mix(FAR, MID, 0.4), 8)
        c.line([(x - 42 + lean, y - 290), (x - 40, y - 120)], mix(NEAR, MID, 0.4), 8)
        for _n in range(6):
            c.disc(x + c.rng.uniform(-50, 150), y - c.rng.uniform(16, 60), c.rng.uniform(5, 12), mix(SHADE, MID, 0.6))
    x, y = 1080, 968  # the tape
    c.disc(x + 10, y + 6, 110, mix(SHADE, MID, 0.45), 0.2)
    c.box(x - 76, y - 136, 152, 140, RED, 34)
    c.disc(x, y - 66, 46, PAPER)
    c.disc(x, y - 66, 15, NEAR)
    c.shape([(x + 70, y - 22), (x + 300, y + 6), (x + 300, y + 36), (x + 66, y + 2)], PAPER)
    for n in range(11):
        c.line([(x + 90 + n * 19, y - 18 + n * 2.3), (x + 90 + n * 19, y - (4 if n % 5 else -2) + n * 2.3)], NEAR, 2.5)
    c.line([(1290, 60), (1290, 380)], SHADE, 7, smooth=True)
    c.shape([(1230, 210), (1290, 96), (1350, 210)], SHADE)
    c.disc(1290, 210, 92, SHADE, 0.24)
    c.disc(1290, 206, 60, mix(SHADE, FAR, 0.5), 0.2)


def detail_boards(c: Canvas) -> None:
    """Old door boards leaning on a wall, numbered, with a plane and shavings."""
    wall = mix(PAPER, SHADE, 0.7)
    c.box(0, 0, WIDTH, HEIGHT, wall)
    for row in range(7):
        for n in range(9):
            if (row * 5 + n * 3) % 4 == 0:
                c.box(n * 190 + row % 2 * 90, row * 104, 168, 88, mix(wall, FAR, 0.13))
    c.box(0, 740, WIDTH, HEIGHT, mix(SHADE, FAR, 0.45))
    for n in range(9):
        c.line([(n * 230 - 60, 740), (n * 330 - 480, HEIGHT)], mix(SHADE, MID, 0.4), 3)
    for n in range(7):
        x, lean = 90 + n * 186, 40 + 6 * (n % 3)
        tone = mix(mix(SHADE, MID, 0.55), NEAR, 0.14 * ((n * 2) % 5))
        if n == 4:
            tone = mix(SHADE, MID, 0.22)  # the one just planed
        c.shape([(x + 20, 846), (x + 150, 836), (x + 260, 876), (x + 90, 890)], mix(SHADE, MID, 0.5))
        c.shape([(x + lean, 96), (x + lean + 136, 96), (x + 140, 846), (x, 846)], tone)
        c.shape([(x + lean + 136, 96), (x + lean + 154, 100), (x + 160, 840), (x + 140, 846)], mix(tone, DEEP, 0.4))
        for k in range(4):
            gx = x + 22 + k * 30
            c.line(
                [(gx + lean, 130), (gx + lean * 0.5 + 4 * math.sin(k + n), 470), (gx, 820)],
                mix(tone, DEEP, 0.14),
                3,
                smooth=True,
            )
        if n % 2:
            c.disc(x + lean * 0.5 + 90, 430 + 30 * n, 17, mix(tone, DEEP, 0.22), 1.5)
        for k in range(n % 4 + 1):  # counting strokes
            c.line([(x + lean + 30 + k * 16, 150), (x + lean + 28 + k * 16, 190)], PAPER if n != 4 else NEAR, 5)
    c.box(1392, 420, 34, 420, mix(NEAR, DEEP, 0.4))
    c.shape([(1030, 920), (1310, 906), (1330, 990), (1046, 1006)], mix(NEAR, DEEP, 0.3))  # the plane
    c.shape([(1046, 1006), (1330, 990), (1330, 1010), (1046, 1026)], DEEP)
    c.brush([(1120, 930), (1110, 880), (1140, 850)], mix(SHADE, MID, 0.7), 34, 22)
    c.shape([(1200, 916), (1230, 914), (1256, 846), (1232, 842)], FAR)
    c.brush([(1190, 914), (1160, 862), (1200, 830), (1236, 858)], PAPER, 20, 8)
    for _n in range(34):
        x, y = c.rng.uniform(500, 1560), c.rng.uniform(930, 1050)
        c.arc(x, y, c.rng.uniform(12, 26), c.rng.uniform(0, 180), c.rng.uniform(210, 350), mix(PAPER, SHADE, 0.3), 6)
    c.box(170, 920, 120, 104, mix(NEAR, MID, 0.4), 8)
    c.disc(230, 920, 60, mix(NEAR, DEEP, 0.3), 0.2)
    for x, tone in ((206, mix(SHADE, MID, 0.6)), (232, RED), (256, mix(SHADE, MID, 0.6))):
        c.line([(x, 916), (x + (x - 230) * 0.6, 830)], tone, 11)


def detail_seedlings(c: Canvas) -> None:
    """Seedlings in trays on a bench, in a greenhouse."""
    c.box(0, 0, WIDTH, HEIGHT, mix(MIST, PAPER, 0.6))
    c.shape([(0, 520), (400, 430), (900, 500), (1300, 420), (1600, 480), (1600, 700), (0, 700)], mix(MIST, FAR, 0.3))
    for n in range(6):
        x = 800 + (n - 2.5) * 420
        c.line([(x, 620), (x * 0.86 + 112, 220), (800, 40)], PAPER, 12, smooth=True)
    for y in (220, 420):
        c.line([(0, y), (WIDTH, y)], PAPER, 8)
    c.box(0, 600, WIDTH, HEIGHT, mix(MID, FAR, 0.3))
    for row, (y, size) in enumerate(((600, 0.5), (680, 0.7), (800, 1.0), (980, 1.5))):
        c.box(0, y, WIDTH, 60 * size, mix(NEAR, DEEP, 0.15 * row))
        c.box(0, y, WIDTH, 10 * size, mix(SHADE, MID, 0.5))
        gap = 92 * size
        for n in range(int(WIDTH / gap) + 2):
            x, tall = n * gap - (row % 2) * gap / 2, 96 * size * c.rng.uniform(0.8, 1.1)
            tone = (FAR, MID, NEAR, DEEP)[row]
            c.line([(x, y + 6), (x + 3, y - tall)], tone, 7 * size)
            for side in (-1, 1):
                for level, w in ((0.95, 44), (0.5, 30)):
                    ly = y - tall * level
                    c.brush(
                        [
                            (x + 2, ly),
                            (x + side * w * size * 0.6, ly - 20 * size),
                            (x + side * w * size, ly - 6 * size),
                        ],
                        mix(tone, MIST, 0.12 * (side > 0)),
                        22 * size,
                        0,
                    )
    c.line([(1270, 1000), (1270, 800)], mix(SHADE, MID, 0.4), 12)
    c.box(1206, 742, 130, 78, PAPER, 4)
    c.box(1222, 760, 66, 9, NEAR)
    c.box(1222, 780, 92, 7, FAR)
    c.box(1222, 796, 74, 7, FAR)
    c.disc(1312, 764, 9, RED)
    grass(c, 0, 10, HEIGHT, 10, DEEP, 1)


SCENES = {
    "detail_list": detail_list,
    "detail_notebooks": detail_notebooks,
    "detail_ledger": detail_ledger,
    "detail_boots": detail_boots,
    "detail_boards": detail_boards,
    "detail_seedlings": detail_seedlings,
}
