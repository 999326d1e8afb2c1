"""The village: its square, its road, the counter that comes by van."""

# Coordinates start as whole numbers and become fractions: that is no mistake in a drawing.
# mypy: disable-error-code="assignment"

from ..canvas import DEEP, FAR, HEIGHT, MID, MIST, NEAR, PAPER, RED, SHADE, SKIN, WIDTH, Canvas, mix, spline
from ..things import basket, bush, crown, fir, grass, house, notice, person, sitting, tree


def mountain_bus(c: Canvas) -> None:
    c.land(c.ridge([(0, 220), (260, 120), (560, 240), (900, 90), (1240, 230), (1600, 130)], 16, 5), MIST)
    c.mist(200, 262, 620)
    c.land(c.ridge([(0, 360), (330, 300), (700, 380), (1060, 250), (1600, 340)], 12, 5), FAR)
    c.mist(900, 372, 560)
    hill = c.ridge([(0, 540), (300, 430), (640, 470), (1000, 380), (1300, 330), (1600, 420)], 8, 3)
    c.land(hill, MID)
    for x, w in ((1280, 70), (1370, 82), (1210, 58)):
        house(c, x, 470, w)
    for _n in range(40):
        x = c.rng.uniform(0, WIDTH)
        fir(c, x, hill(x) + c.rng.uniform(20, 170), c.rng.uniform(50, 96), mix(MID, NEAR, c.rng.uniform(0.2, 0.8)))
    road = mix(SHADE, PAPER, 0.25)
    for path, start, end in (
        ([(1310, 478), (1190, 520), (940, 520), (760, 560)], 9, 20),
        ([(760, 560), (690, 596), (800, 640), (1080, 650), (1330, 690)], 20, 36),
        ([(1330, 690), (1440, 730), (1330, 790), (980, 806), (500, 800), (-40, 880)], 36, 118),
    ):
        under = [(x, y + (8 + end * 0.22)) for x, y in path]
        c.brush(under, mix(NEAR, DEEP, 0.35), start * 1.1, end * 1.1)
        c.brush(path, road, start, end)
    for n in range(15):  # posts along the outer edge
        t = n / 14
        x, y = 1330 - 1330 * t, 826 + 20 * t + 74 * t**2
        c.box(x, y - 20 - 10 * t, 8 + 8 * t, 34 + 16 * t, PAPER)
        c.box(x, y - 10 - 10 * t, 8 + 8 * t, 8 + 2 * t, NEAR)
    x, y = 520, 798
    c.disc(x + 170, y + 4, 210, mix(SHADE, MID, 0.5), 0.08)
    c.box(x, y - 158, 340, 142, PAPER, 20)
    c.box(x, y - 62, 340, 18, RED)
    c.box(x + 14, y - 158, 312, 12, mix(SHADE, FAR, 0.5), 6)
    for n in range(4):
        c.box(x + 86 + n * 62, y - 136, 50, 58, mix(NEAR, DEEP, 0.25), 6)
        if n in (0, 2):
            c.disc(x + 111 + n * 62, y - 96, 14, SKIN)
            c.pie(x + 111 + n * 62, y - 97, 15, 150, 350, DEEP)
    c.box(x + 14, y - 136, 56, 96, mix(NEAR, DEEP, 0.25), 6)
    c.box(x - 5, y - 120, 10, 34, NEAR, 4)
    for wheel in (78, 268):
        c.disc(x + wheel, y - 14, 30, DEEP)
        c.disc(x + wheel, y - 14, 12, MIST)
    front = c.ridge([(0, 960), (420, 930), (900, 950), (1250, 900), (1600, 850)], 4)
    c.land(front, mix(NEAR, DEEP, 0.2))
    c.blob([(1090, 966), (1320, 930), (1570, 950), (1560, 1040), (1200, 1050)], mix(SHADE, FAR, 0.3))
    for post in (1140, 1490):
        c.box(post, 690, 16, 300, mix(NEAR, DEEP, 0.7))
    c.box(1156, 700, 334, 196, mix(FAR, MID, 0.4))
    for n in range(5):
        c.line([(1156 + n * 84, 700), (1156 + n * 84, 896)], mix(MID, NEAR, 0.3), 3)
    c.shape([(1090, 690), (1120, 622), (1520, 622), (1560, 690)], DEEP)
    for n in range(1, 16):
        c.line([(1120 + n * 25, 624), (1090 + n * 29.4, 690)], mix(DEEP, FAR, 0.22), 2.4)
    notice(c, 1400, 724, 64, 92, 6)
    c.box(1166, 896, 314, 14, mix(SHADE, MID, 0.4))
    for foot in (1190, 1450):
        c.box(foot, 910, 12, 56, mix(SHADE, MID, 0.7))
    sitting(c, 1226, 972, 236, MIST, look=-1, hat="bun", legs=NEAR)
    person(c, 1340, 990, 216, NEAR, look=-1, arm="out", hat="cap", legs=DEEP)
    basket(c, 1420, 1000, 74, filling=MID)
    for x, h in ((70, 430), (190, 340), (310, 260), (1580, 330)):
        fir(c, x, HEIGHT + 10, h, DEEP)
    grass(c, 360, 1100, HEIGHT + 8, 70, DEEP, 40)


def village_square(c: Canvas) -> None:
    c.land(c.ridge([(0, 300), (420, 210), (900, 310), (1300, 220), (1600, 290)], 12, 3), MIST)
    c.land(c.ridge([(0, 390), (560, 340), (1100, 400), (1600, 360)], 8, 3), FAR)
    c.mist(820, 396, 500)
    for x, w, y in ((900, 150, 560), (1060, 190, 570), (1420, 210, 580), (1244, 210, 590)):
        house(c, x, y, w, couplets=x == 1244)
    bush(c, 880, 566, 160, mix(MID, NEAR, 0.3))
    bush(c, 1590, 590, 160, mix(MID, NEAR, 0.5))
    c.box(0, 566, WIDTH, HEIGHT, mix(SHADE, PAPER, 0.4))
    for row in range(11):
        y = 566 + 6 * row**1.85
        c.line([(0, y), (WIDTH, y)], mix(SHADE, FAR, 0.5), 1.5 + row * 0.25)
    for n in range(-8, 26):
        c.line([(700 + (n * 130 - 700) * 0.3, 566), (n * 190 - 500, HEIGHT)], mix(SHADE, FAR, 0.4), 1.6)
    c.blob([(80, 740), (520, 640), (1120, 690), (1360, 830), (1000, 990), (300, 980)], mix(SHADE, MID, 0.34))
    trunk = mix(NEAR, DEEP, 0.75)
    c.brush([(390, 800), (420, 560), (380, 330)], trunk, 150, 76)
    for path, start in (
        ([(410, 560), (560, 400), (760, 330)], 66), ([(400, 520), (240, 400), (60, 330)], 70), ([(396, 420), (440, 260), (520, 120)], 56),
        ([(390, 420), (300, 260), (220, 120)], 48),
    ):  # fmt: skip
        c.brush(path, trunk, start, 16)
    for side, x in ((-1, 340), (1, 450)):
        c.brush([(x - side * 20, 700), (x + side * 40, 790), (x + side * 130, 830)], trunk, 64, 4)
    c.line([(370, 760), (392, 560), (366, 380)], mix(trunk, MID, 0.3), 5, smooth=True)
    for x, y, w, h, tone in (
        (90, 210, 480, 320, mix(NEAR, DEEP, 0.35)), (700, 230, 460, 290, mix(NEAR, DEEP, 0.25)), (400, 90, 760, 300, mix(NEAR, DEEP, 0.1)),
        (560, 190, 520, 260, mix(NEAR, DEEP, 0.18)), (250, 280, 340, 190, NEAR), (590, 330, 300, 150, NEAR),
    ):  # fmt: skip
        crown(c, x, y, w, h, tone, mix(tone, FAR, 0.42))
    c.shape(spline([(196, 838), (400, 812), (620, 838), (410, 872)], True), mix(SHADE, FAR, 0.5))
    c.shape(spline([(196, 832), (400, 806), (620, 832), (410, 862)], True), mix(SHADE, PAPER, 0.3))
    c.blob([(600, 846), (800, 822), (1000, 846), (800, 876)], mix(SHADE, MID, 0.5))
    c.disc(800, 842, 92, mix(MID, NEAR, 0.55), 0.24)
    c.disc(800, 836, 92, mix(FAR, MID, 0.25), 0.24)
    for dx in (-40, 6, 44):
        c.box(800 + dx, 816, 18, 18, PAPER, 4)
    c.blob([(776, 826), (820, 826), (826, 800), (798, 786), (772, 802)], mix(NEAR, DEEP, 0.3))
    c.brush([(824, 812), (838, 806), (846, 796)], mix(NEAR, DEEP, 0.3), 7, 4)
    seat = mix(SHADE, MID, 0.55)
    for x, y, h, coat, look, hat in (
        (560, 860, 230, NEAR, 1, ""), (660, 800, 210, MIST, 1, "bun"), (960, 800, 210, MID, -1, ""), (1060, 856, 226, DEEP, -1, "cap"),
        (720, 990, 262, MID, 1, "straw"), (930, 1000, 262, PAPER, -1, "bun"),
    ):  # fmt: skip
        c.disc(x, y + 2, h * 0.26, mix(SHADE, MID, 0.5), 0.14)
        sitting(c, x, y, h, coat, look=look, hat=hat, seat=seat)
    person(c, 800, 800, 220, RED, look=1, arm="out", legs=DEEP)
    c.disc(800, 842, 92, mix(FAR, MID, 0.25), 0.24)
    for dx in (-40, 50):
        c.box(800 + dx, 820, 18, 18, PAPER, 4)
    c.blob([(776, 832), (820, 832), (826, 806), (798, 792), (772, 808)], mix(NEAR, DEEP, 0.3))
    for x, h, coat, look in ((1230, 220, MID, -1), (1310, 130, PAPER, -1)):
        c.disc(x + 16, 840, h * 0.22, mix(SHADE, MID, 0.35), 0.14)
        person(c, x, 838, h, coat, look=look, walk=0.4, skirt=look == -1 and h > 200)
    x, y = 1210, 980
    c.blob([(x - 70, y), (x - 60, y - 36), (x + 20, y - 44), (x + 66, y - 14), (x + 60, y)], mix(SHADE, MID, 0.75))
    c.blob([(x - 92, y - 6), (x - 84, y - 40), (x - 50, y - 40), (x - 48, y - 8)], mix(SHADE, MID, 0.85))
    c.brush([(x + 60, y - 6), (x + 96, y - 12), (x + 104, y - 36)], mix(SHADE, MID, 0.75), 12, 4)


def mobile_counter(c: Canvas) -> None:
    c.land(c.ridge([(0, 260), (330, 160), (760, 280), (1160, 150), (1600, 250)], 14, 4), MIST)
    c.land(c.ridge([(0, 370), (460, 300), (900, 390), (1600, 300)], 10, 4), FAR)
    c.mist(300, 380, 560)
    slope = c.ridge([(0, 520), (420, 470), (900, 520), (1600, 430)], 5)
    c.land(slope, MID)
    for x, y, w in ((60, 590, 190), (270, 560, 150), (1330, 540, 180), (1180, 520, 130)):
        house(c, x, y, w, couplets=x == 1330)
    tree(c, 460, 600, 230, NEAR)
    tree(c, 1560, 590, 280, NEAR)
    c.blob([(-200, 640), (500, 606), (1200, 610), (1800, 640), (1800, 1300), (-200, 1300)], mix(SHADE, PAPER, 0.3))
    c.brush([(1040, 606), (1130, 560), (1080, 520), (1180, 480)], mix(SHADE, PAPER, 0.2), 50, 10)
    c.disc(800, 862, 480, mix(SHADE, MID, 0.42), 0.09)
    x, y = 470, 850  # the van, its side open as a counter
    c.shape(
        [(x, y - 30), (x, y - 330), (x + 18, y - 350), (x + 560, y - 350), (x + 576, y - 330), (x + 576, y - 30)], PAPER
    )
    c.shape([(x + 576, y - 290), (x + 670, y - 280), (x + 726, y - 170), (x + 736, y - 30), (x + 576, y - 30)], PAPER)
    c.shape([(x + 596, y - 264), (x + 658, y - 258), (x + 700, y - 172), (x + 596, y - 172)], mix(NEAR, DEEP, 0.3))
    c.box(x, y - 62, 736, 18, mix(MID, NEAR, 0.6))
    c.box(x + 712, y - 118, 22, 26, mix(SHADE, FAR, 0.4), 6)
    c.box(x + 60, y - 290, 330, 176, mix(NEAR, DEEP, 0.35))
    c.box(x + 74, y - 276, 302, 40, mix(NEAR, MID, 0.3))
    for n in range(5):
        c.box(x + 88 + n * 58, y - 270, 40, 28, (MIST, FAR, PAPER, MIST, FAR)[n])
    person(c, x + 160, y - 34, 210, MIST, look=1, arm="out")
    person(c, x + 310, y - 34, 206, MID, look=-1, hat="bun")
    c.box(x + 46, y - 124, 358, 18, mix(SHADE, MID, 0.4))
    c.box(x + 60, y - 106, 330, 50, PAPER)
    c.box(x + 216, y - 158, 66, 36, mix(SHADE, FAR, 0.2), 4)
    for n in range(9):  # the awning over the opening
        tone = mix(NEAR, DEEP, 0.1) if n % 2 else MIST
        a, b = x + 56 + n * 37.6, x + 56 + (n + 1) * 37.6
        low_a, low_b = x + 28 + n * 43.8, x + 28 + (n + 1) * 43.8
        c.shape([(a, y - 334), (b, y - 334), (low_b, y - 262), (low_a, y - 262)], tone)
        c.pie((low_a + low_b) / 2, y - 262, 21.9, 0, 180, mix(tone, DEEP, 0.12), 0.5)
    c.box(x + 440, y - 300, 110, 262, mix(SHADE, FAR, 0.3))
    c.box(x + 452, y - 288, 86, 250, mix(NEAR, MID, 0.2))
    c.disc(x + 424, y - 244, 9, RED)
    for wheel in (120, 610):
        c.disc(x + wheel, y - 26, 54, DEEP)
        c.disc(x + wheel, y - 26, 22, MIST)
    c.shape(
        [(x + 442, y - 38), (x + 552, y - 38), (x + 640, y + 130), (x + 470, y + 130)], mix(FAR, MID, 0.35)
    )  # the ramp
    for n in range(1, 6):
        t = n / 6
        c.line([(x + 442 + 28 * t, y - 38 + 168 * t), (x + 552 + 88 * t, y - 38 + 168 * t)], mix(FAR, MID, 0.75), 3)
    wx, wy = 1060, 976  # a wheelchair and who pushes it
    c.disc(wx, wy + 4, 120, mix(SHADE, MID, 0.42), 0.12)
    person(c, wx + 92, wy, 250, NEAR, look=-1, arm="out", walk=0.6)
    sitting(c, wx + 4, wy - 8, 240, PAPER, look=-1, hat="cap", legs=MID)
    c.arc(wx + 16, wy - 52, 54, 0, 360, DEEP, 7)
    c.disc(wx + 16, wy - 52, 8, DEEP)
    c.arc(wx - 62, wy - 18, 19, 0, 360, DEEP, 6)
    c.line([(wx + 40, wy - 130), (wx + 40, wy - 64), (wx - 50, wy - 64), (wx - 62, wy - 20)], DEEP, 6)
    c.line([(wx + 40, wy - 130), (wx + 72, wy - 136)], DEEP, 6)
    for px, py, h, coat, look, hat in (
        (380, 946, 240, MID, 1, "straw"),
        (290, 984, 252, MIST, 1, "bun"),
        (180, 960, 244, NEAR, 1, ""),
    ):
        c.disc(px, py + 3, h * 0.25, mix(SHADE, MID, 0.42), 0.12)
        person(c, px, py, h, coat, look=look, hat=hat, bag=FAR if px == 180 else "", skirt=hat == "bun", legs=DEEP)
    basket(c, 1380, 970, 100, filling=MID)
    grass(c, 1420, 1600, HEIGHT + 8, 110, NEAR, 26)
    grass(c, 0, 120, HEIGHT + 8, 90, NEAR, 14)


SCENES = {
    "mountain_bus": mountain_bus,
    "village_square": village_square,
    "mobile_counter": mobile_counter,
}
