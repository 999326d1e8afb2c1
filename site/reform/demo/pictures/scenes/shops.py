"""The market, the noodle shop, the library in the old granary."""

# Coordinates start as whole numbers and become fractions: that is no mistake in a drawing.
# mypy: disable-error-code="assignment"

from ..canvas import DEEP, FAR, HEIGHT, MID, MIST, NEAR, PAPER, RED, SHADE, WIDTH, Canvas, mix
from ..things import basket, lamp, person, pot, sitting
from .indoors import FLOOR, WALL


def market(c: Canvas) -> None:
    vanish = (800, 500)
    c.box(0, 0, WIDTH, HEIGHT, mix(WALL, FAR, 0.12))
    c.shape([(0, 0), (WIDTH, 0), (990, 400), (610, 400)], mix(NEAR, DEEP, 0.1))
    for n in range(7):  # roof lights and trusses
        near, far = 1 - 0.72**n, 1 - 0.72 ** (n + 0.62)
        for x1, x2 in ((330, 640), (960, 1270)):
            c.shape([c.towards(vanish, (x1, -40), near * 0.86), c.towards(vanish, (x2, -40), near * 0.86),
                     c.towards(vanish, (x2, -40), far * 0.86), c.towards(vanish, (x1, -40), far * 0.86)], mix(MIST, PAPER, 0.55))  # fmt: skip
        share = near * 0.86
        a, b = c.towards(vanish, (-420, 170), share), c.towards(vanish, (2020, 170), share)
        m = c.towards(vanish, (800, -150), share)
        c.line([a, b], DEEP, max(2, 11 * (1 - share)))
        c.line([a, m, b], DEEP, max(2, 9 * (1 - share)))
    c.box(620, 400, 360, 200, mix(MIST, PAPER, 0.6))
    for n in range(4):
        c.shape(
            [(640 + n * 84, 420), (700 + n * 84, 420), (700 + n * 84, 560), (640 + n * 84, 560)],
            mix(MIST, FAR, 0.4 if n % 2 else 0.15),
        )
    c.shape(
        [
            (-600, HEIGHT + 300),
            c.towards(vanish, (-600, HEIGHT + 300), 0.88),
            c.towards(vanish, (2200, HEIGHT + 300), 0.88),
            (2200, HEIGHT + 300),
        ],
        FLOOR,
    )
    for n in range(9):
        share = 1 - 0.8 ** (n + 0.3)
        c.line(
            [c.towards(vanish, (-600, HEIGHT + 300), share), c.towards(vanish, (2200, HEIGHT + 300), share)],
            mix(FLOOR, MID, 0.25),
            max(1, 3 * (1 - share)),
        )
    for side in (-1, 1):
        _stalls(c, vanish, side)
    for x, y, h, coat, look, kw in (
        (760, 640, 104, MID, 1, {"walk": 0.6}), (836, 656, 116, PAPER, -1, {"hat": "bun"}), (700, 720, 180, NEAR, -1, {"bag": MIST}),
        (900, 790, 240, MIST, 1, {"walk": 0.7, "skirt": True, "hat": "bun"}),
    ):  # fmt: skip
        c.disc(x + h * 0.05, y, h * 0.22, mix(FLOOR, MID, 0.35), 0.14)
        person(c, x, y, h, coat, look=look, **kw)
    basket(c, 964, 720, 56, filling=MID)
    c.disc(690, 1012, 92, mix(FLOOR, MID, 0.35), 0.14)
    person(c, 680, 1010, 372, DEEP, look=-1, hat="cap", legs=mix(NEAR, MID, 0.4))
    basket(c, 598, 880, 120, filling=mix(MID, NEAR, 0.3))
    for lean in (-12, 8, 26):
        c.brush([(590, 800), (586 + lean, 740), (578 + lean * 2, 690)], mix(MID, FAR, 0.2), 14, 3)


def _stalls(c: Canvas, vanish: tuple[float, float], side: int) -> None:
    """One side of the market: a striped roof, the people who sell, the counter with its heaps, seen along the aisle."""

    def at(out: float, y: float, share: float) -> tuple[float, float]:
        return c.towards(vanish, (800 + side * out, y), share)

    def band(out: float, top: float, low: float, near: float, far: float, fill: str, out_low: float = 0) -> None:
        out_low = out_low or out
        c.shape([at(out, top, near), at(out, top, far), at(out_low, low, far), at(out_low, low, near)], fill)

    band(1250, 60, 1500, -0.3, 0.86, mix(WALL, FAR, 0.4))
    stops = [0.0, 0.24, 0.43, 0.57, 0.675, 0.755, 0.815]
    for n in range(len(stops) - 1, 0, -1):
        near, far = stops[n - 1] - (0.25 if n == 1 else 0), stops[n]
        middle = (stops[n - 1] + far) / 2
        size = 1 - middle
        for k in range(3):  # shelves at the back
            band(1246, 560 + 150 * k, 572 + 150 * k, near, far - 0.02, mix(SHADE, MID, 0.5))
        x, y = at(1120, 1240, middle)
        lamp(c, at(1080, 0, middle)[0], at(1080, 300, middle)[1], 60 * size, 92 * size, mix(NEAR, DEEP, 0.3))
        coat = (PAPER, MID, MIST, NEAR, MID, FAR)[(n + (side > 0)) % 6]
        person(
            c,
            x,
            y,
            800 * size,
            coat,
            look=-side,
            hat=("cap", "bun", "", "straw", "bun", "")[(n + 2 * (side > 0)) % 6],
            arm="out",
        )
        front = mix(SHADE, MID, 0.3 + 0.12 * (n % 2))
        band(960, 1010, 1400, near, far - 0.008, front)
        band(960, 1330, 1400, near, far - 0.008, mix(front, DEEP, 0.3))
        band(1150, 880, 1016, near, far - 0.008, mix(SHADE, PAPER, 0.2), 952)
        for k in range(4):  # heaps
            share = near + 0.02 + (far - near) * (k + 0.5) / 4 - 0.02
            if n == 1:
                share = stops[0] + (far - stops[0]) * (k + 0.1) / 4 - 0.06
            hx, hy = at(1050, 950, share)
            r = 36 * (1 - share)
            goods = (MID, mix(MIST, PAPER, 0.6), NEAR, FAR, mix(SHADE, MID, 0.3), mix(MID, NEAR, 0.5))[
                (k * 2 + n * 3 + (side > 0)) % 6
            ]
            if side < 0 and n == 2 and k == 1:
                goods = RED
            for row, count in enumerate((5, 4, 3, 1)):
                for m in range(count):
                    c.disc(
                        hx + (m - (count - 1) / 2) * r * 1.25,
                        hy + r * 0.6 - row * r * 0.95,
                        r * 0.72,
                        mix(goods, DEEP, 0.1 * ((m + row) % 3)),
                    )
            if k % 2:
                px, py = at(1130, 890, share)
                c.line([(px, py), (px, py - 90 * (1 - share))], DEEP, max(1, 4 * (1 - share)))
                c.box(px - 42 * (1 - share), py - 130 * (1 - share), 84 * (1 - share), 52 * (1 - share), PAPER)
        stripe = (far - near) / 8
        for k in range(8):  # the awning
            tone = (mix(NEAR, DEEP, 0.15), MIST)[k % 2] if n % 2 else (mix(MID, NEAR, 0.5), PAPER)[k % 2]
            band(1250, 150, 300, near + k * stripe, near + (k + 1) * stripe, tone, 960)
            band(960, 300, 350, near + k * stripe, near + (k + 1) * stripe, mix(tone, DEEP, 0.12))
        foot, head_ = at(958, 1400, far - 0.004), at(958, 300, far - 0.004)
        c.line([head_, foot], DEEP, max(2, 22 * (1 - far)))


def noodle_shop(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, mix(NEAR, DEEP, 0.2))
    for n in range(10):  # the front of the shop: boards and a beam
        c.box(n * 164, 0, 158, 120, mix(NEAR, DEEP, 0.35 if n % 2 else 0.45))
    c.box(0, 112, WIDTH, 34, DEEP)
    c.box(90, 146, 1420, 690, mix(WALL, SHADE, 0.6))
    c.box(90, 146, 1420, 40, mix(SHADE, MID, 0.5))
    for x in (76, 1484):
        c.box(x, 112, 42, 740, DEEP)
    for n in range(5):  # the menu, slips of bamboo
        c.box(190 + n * 62, 226, 40, 150, mix(SHADE, FAR, 0.35))
        for k in range(4):
            c.box(204 + n * 62, 244 + k * 30, 12, 18, mix(MID, NEAR, 0.4))
    for row in range(3):
        c.box(940, 262 + row * 96, 480, 12, mix(SHADE, MID, 0.6))
        for n in range(9):
            x, y = 970 + n * 50, 262 + row * 96
            if (n + row) % 3 == 0:
                c.box(x - 14, y - 52, 28, 52, mix(MID, NEAR, 0.4 * (n % 2)), 7)
            else:
                for k in range(3):
                    c.pie(x, y - 24 - k * 12, 21, 0, 180, (PAPER, MIST, FAR)[k])
    for x in (460, 800, 1140):
        lamp(c, x, 146, 110, 54, mix(NEAR, DEEP, 0.3))
    # The stove, the steam, the cook.
    person(c, 1010, 800, 400, PAPER, look=-1, arm="out", hat="cap", legs=DEEP)
    c.blob([(972, 520), (1046, 520), (1060, 690), (960, 690)], mix(MIST, FAR, 0.4))
    c.box(620, 640, 330, 200, mix(SHADE, MID, 0.55))
    c.box(604, 624, 362, 24, mix(NEAR, MID, 0.4))
    for x, r in ((710, 76), (868, 66)):
        c.box(x - r, 566, r * 2, 60, mix(DEEP, NEAR, 0.25), 12)
        c.disc(x, 566, r, mix(DEEP, NEAR, 0.5), 0.2)
        c.disc(x, 564, r * 0.8, MIST, 0.16)
    for x, h in ((690, 220), (740, 270), (868, 200), (900, 150)):
        path = [(x, 550), (x - 26, 550 - h * 0.35), (x + 20, 550 - h * 0.65), (x - 8, 550 - h)]
        c.brush(path, mix(WALL, PAPER, 0.9), 34, 3)
    c.line([(946, 606), (880, 560)], mix(SHADE, MID, 0.6), 7)
    c.box(90, 836, 1420, 16, mix(SHADE, MID, 0.5))
    c.box(0, 852, WIDTH, HEIGHT, FLOOR)
    for n in range(9):
        c.line([(n * 220 - 60, 852), (n * 300 - 420, HEIGHT)], mix(FLOOR, MID, 0.3), 2)
    wood = mix(SHADE, MID, 0.48)
    # Four guests at one table.
    sitting(c, 216, 960, 330, NEAR, look=1, seat=wood, hat="cap")
    sitting(c, 540, 960, 326, MIST, look=-1, seat=wood, hat="bun")
    c.box(250, 794, 280, 20, mix(wood, DEEP, 0.1))
    for foot in (274, 490):
        c.box(foot, 814, 16, 150, mix(wood, DEEP, 0.45))
    for x in (310, 396, 474):
        c.pie(x, 770, 34, 0, 180, PAPER)
        c.box(x - 12, 786, 24, 10, MIST)
        c.line([(x + 6, 770), (x + 34, 738)], mix(SHADE, MID, 0.8), 3)
        c.line([(x + 12, 772), (x + 42, 742)], mix(SHADE, MID, 0.8), 3)
    c.box(426, 746, 16, 48, RED, 5)  # the chilli pot
    person(c, 1240, 966, 400, MID, look=1, bag=FAR, legs=DEEP)
    c.box(1290, 748, 92, 118, PAPER)
    for n in range(5):
        c.box(1304, 770 + n * 18, 14, 8, NEAR if n < 3 else FAR)
        c.box(1326, 772 + n * 18, 44, 4, FAR)
    person(c, 1420, 976, 396, NEAR, look=-1, hat="bun", arm="out", skirt=True)
    c.box(700, 890, 320, 22, mix(wood, DEEP, 0.1))
    for foot in (724, 980):
        c.box(foot, 912, 18, 160, mix(wood, DEEP, 0.45))
    for x, tone in ((780, PAPER), (920, MIST)):
        c.pie(x, 862, 38, 0, 180, tone)
        c.box(x - 13, 880, 26, 10, mix(tone, FAR, 0.4))
    c.brush([(780, 850), (766, 812), (790, 776), (776, 740)], mix(WALL, PAPER, 0.9), 18, 2)
    pot(c, 44, 1040, 90, MID)
    pot(c, 1560, 1046, 90, MID)


def granary_library(c: Canvas) -> None:
    c.box(0, 0, WIDTH, HEIGHT, mix(WALL, SHADE, 0.4))
    c.shape([(0, 0), (WIDTH, 0), (WIDTH, 250), (800, 40), (0, 250)], mix(NEAR, DEEP, 0.15))
    for n in range(9):
        x = n * 200
        c.line([(x, 250 - 210 * (1 - abs(x - 800) / 800)), (800 + (x - 800) * 0.2, 40)], mix(NEAR, DEEP, 0.6), 8)
    for x in (210, 800, 1390):
        c.line([(x, 60), (x, 900)], mix(SHADE, MID, 0.75), 22)
    c.line([(-10, 262), (1610, 262)], mix(SHADE, MID, 0.75), 22)
    c.line([(210, 262), (800, 70), (1390, 262)], mix(SHADE, MID, 0.75), 16)
    for x in (470, 1086):
        c.pie(x, 430, 96, 180, 360, mix(MIST, PAPER, 0.6))
        c.box(x - 96, 430, 192, 160, mix(MIST, PAPER, 0.6))
        c.shape([(x - 96, 560), (x - 30, 520), (x + 40, 552), (x + 96, 510), (x + 96, 590), (x - 96, 590)], FAR)
        c.line([(x, 334), (x, 590)], PAPER, 9)
        c.line([(x - 96, 470), (x + 96, 470)], PAPER, 8)
        c.shape([(x - 96, 600), (x + 96, 600), (x + 250, HEIGHT), (x - 40, HEIGHT)], mix(PAPER, SHADE, 0.3))
    c.box(0, 820, WIDTH, HEIGHT, FLOOR)
    for x in (470, 1086):
        c.shape([(x - 30, 820), (x + 170, 820), (x + 300, HEIGHT), (x + 30, HEIGHT)], mix(FLOOR, PAPER, 0.6))
    for left, wide in ((20, 340), (620, 330), (1240, 340)):
        c.box(left, 330, wide, 500, mix(SHADE, MID, 0.55))
        for row in range(5):
            top = 344 + row * 97
            c.box(left + 12, top, wide - 24, 84, mix(DEEP, NEAR, 0.3))
            x = left + 16
            while x < left + wide - 34:
                w, h = c.rng.uniform(9, 22), c.rng.uniform(48, 76)
                if c.rng.random() < 0.1:
                    x += 26
                    continue
                c.box(x, top + 84 - h, w, h, c.rng.choice((MIST, FAR, MID, PAPER, SHADE, mix(MID, NEAR, 0.6))))
                x += w + 2
    c.box(742, 344 + 97 * 2 + 20, 15, 64, RED)
    for x in (500, 1110):
        lamp(c, x, 262, 60, 56, mix(NEAR, DEEP, 0.2))
    c.line([(1216, 830), (1270, 350)], mix(SHADE, PAPER, 0.2), 10)
    c.line([(1176, 830), (1236, 350)], mix(SHADE, PAPER, 0.2), 10)
    for n in range(8):
        c.line([(1181 + n * 7, 790 - n * 56), (1221 + n * 6.5, 790 - n * 56)], mix(SHADE, PAPER, 0.2), 8)
    person(c, 1216, 700, 190, MID, look=1, arm="up", legs=DEEP)
    c.disc(620, 1000, 420, mix(FAR, MID, 0.3), 0.2)
    c.disc(620, 1000, 380, mix(FAR, MIST, 0.4), 0.2)
    sitting(c, 400, 1010, 250, NEAR, look=1, seat=mix(SHADE, MID, 0.6))
    sitting(c, 540, 970, 216, PAPER, look=1, hat="bun", legs=MID)
    sitting(c, 850, 1000, 240, MIST, look=-1, hat="bun", seat=mix(SHADE, MID, 0.6))
    for x, y in ((474, 930), (590, 906), (782, 930)):
        c.shape([(x - 36, y), (x, y + 12), (x + 36, y), (x + 32, y - 26), (x, y - 14), (x - 32, y - 26)], PAPER)
    person(c, 120, 980, 226, MID, look=1, arm="out", legs=DEEP)
    c.shape([(160, 860), (210, 852), (214, 884), (164, 892)], PAPER)
    person(c, 1440, 990, 360, DEEP, look=-1, arm="out", hat="bun", skirt=True, legs=NEAR)
    for n in range(4):
        c.box(1300 + n * 3, 862 - n * 15, 74 - n * 6, 14, (MID, PAPER, FAR, NEAR)[n])
    c.box(1286, 878, 110, 110, mix(SHADE, MID, 0.5))


SCENES = {
    "market": market,
    "noodle_shop": noodle_shop,
    "granary_library": granary_library,
}
