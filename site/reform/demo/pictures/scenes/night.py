"""After dark: lit windows."""

# Coordinates start as whole numbers and become fractions: that is no mistake in a drawing.
# mypy: disable-error-code="assignment"

from ..canvas import DEEP, FAR, HEIGHT, MID, MIST, NEAR, PAPER, RED, SHADE, WIDTH, Canvas, mix
from ..things import basket, bicycle, bush, fir, from_behind, grass, person, pot, tree

DARK = mix(DEEP, "#101f1d", 0.45)
GLOW = mix(PAPER, SHADE, 0.5)


def _sky(c: Canvas, moon: tuple[float, float]) -> None:
    c.box(0, 0, WIDTH, HEIGHT, DEEP)
    for _n in range(70):
        c.disc(
            c.rng.uniform(0, WIDTH),
            c.rng.uniform(10, 420),
            c.rng.uniform(1.0, 2.6),
            mix(DEEP, MIST, c.rng.uniform(0.4, 1)),
        )
    c.disc(moon[0], moon[1], 46, PAPER)
    c.disc(moon[0] - 20, moon[1] - 9, 43, DEEP)


def night_school(c: Canvas) -> None:
    _sky(c, (1330, 170))
    c.land(c.ridge([(0, 420), (330, 310), (700, 410), (1080, 280), (1600, 390)], 12, 4), mix(DEEP, NEAR, 0.3))
    c.land(c.ridge([(0, 500), (420, 440), (900, 520), (1600, 450)], 10, 4), mix(DEEP, NEAR, 0.55))
    for x, y in ((140, 520), (186, 528), (1420, 500), (1466, 508), (1500, 498)):
        c.box(x, y, 7, 7, mix(GLOW, NEAR, 0.3))
    ground = c.ridge([(0, 790), (500, 800), (1000, 800), (1600, 770)], 3)
    c.land(ground, mix(DARK, NEAR, 0.25))
    # The village hall: one storey under a long roof, four lit windows.
    wall = mix(NEAR, MID, 0.35)
    c.box(330, 480, 960, 330, wall)
    c.shape([(280, 484), (360, 372), (1260, 372), (1344, 484)], DARK)
    for n in range(1, 58):
        c.line([(360 + n * 15.5, 374), (280 + n * 18.3, 484)], mix(DARK, NEAR, 0.4), 2)
    c.box(352, 362, 916, 16, DARK)
    for side in (322, 1270):
        c.box(side, 348, 34, 180, wall)
        c.box(side - 12, 334, 58, 18, DARK)
    c.box(330, 486, 960, 26, mix(wall, DARK, 0.5))
    for n, x in enumerate((376, 560, 1050)):
        c.box(x - 8, 552, 166, 166, DARK)
        c.box(x, 560, 150, 150, GLOW)
        for k, coat in enumerate((MID, NEAR)):
            from_behind(c, x + 42 + k * 64, 716, 92 + 8 * ((n + k) % 2), coat, hat="bun" if (n + k) % 3 == 0 else "")
        c.box(x, 704, 150, 8, DARK)
        for k in (50, 100):
            c.line([(x + k, 560), (x + k, 710)], DARK, 4)
        c.line([(x, 610), (x + 150, 610)], DARK, 4)
        c.shape([(x - 10, 800), (x + 160, 800), (x + 190, 906), (x - 50, 906)], mix(mix(DARK, NEAR, 0.25), GLOW, 0.16))
    c.box(760, 548, 210, 262, DARK)  # the door stands open
    c.box(772, 560, 186, 250, GLOW)
    c.box(800, 590, 126, 80, mix(NEAR, DEEP, 0.4))
    for n, w in enumerate((70, 90, 54)):
        c.box(816, 606 + n * 18, w, 5, MIST)
    person(c, 870, 806, 190, NEAR, look=-1, arm="out")
    for x in (742, 974):
        c.box(x, 580, 15, 160, RED)
    c.shape([(772, 810), (958, 810), (1180, HEIGHT), (520, HEIGHT)], mix(mix(DARK, NEAR, 0.25), GLOW, 0.34))
    c.shape([(800, 810), (930, 810), (1040, HEIGHT), (660, HEIGHT)], mix(mix(DARK, NEAR, 0.25), GLOW, 0.5))
    person(c, 760, 930, 210, MID, look=1, walk=0.8, bag=FAR, legs=DARK)
    person(c, 930, 980, 236, FAR, look=-1, walk=0.7, hat="bun", skirt=True, legs=DARK)
    person(c, 1210, 900, 196, NEAR, look=-1, walk=0.8, arm="out", legs=DARK)
    c.shape([(1160, 810), (1158, 816), (1010, 872), (1040, 904)], mix(mix(DARK, NEAR, 0.25), GLOW, 0.3))  # a torch
    bicycle(c, 460, 880, 170, DARK)
    bicycle(c, 360, 890, 170, DARK)
    tree(c, 170, 880, 600, mix(DARK, NEAR, 0.35), mix(DEEP, MID, 0.5))
    fir(c, 1480, 860, 460, mix(DARK, NEAR, 0.3))
    fir(c, 1570, 880, 360, mix(DARK, NEAR, 0.2))
    for _n in range(18):  # fireflies
        x, y = c.rng.uniform(20, 560), c.rng.uniform(840, 1040)
        c.disc(x, y, c.rng.uniform(2, 4.5), GLOW)
    grass(c, 0, 560, HEIGHT + 8, 110, DARK, 54)
    grass(c, 1180, 1600, HEIGHT + 8, 120, DARK, 44)


def clinic(c: Canvas) -> None:
    _sky(c, (250, 150))
    c.land(c.ridge([(0, 390), (360, 300), (760, 400), (1200, 290), (1600, 380)], 12, 4), mix(DEEP, NEAR, 0.28))
    c.land(c.ridge([(0, 480), (600, 430), (1600, 500)], 8, 4), mix(DEEP, NEAR, 0.5))
    ground = mix(DARK, NEAR, 0.4)
    c.box(0, 820, WIDTH, HEIGHT, ground)
    wall, pale = mix(NEAR, MID, 0.45), mix(NEAR, MID, 0.75)
    c.box(250, 330, 1100, 500, wall)
    c.box(230, 308, 1140, 30, DARK)
    c.box(250, 560, 1100, 16, mix(wall, DARK, 0.4))
    for n in range(7):  # upstairs, most have gone to bed
        x = 300 + n * 150
        lit = n in (1, 5)
        c.box(x - 5, 385, 100, 120, DARK)
        c.box(x, 390, 90, 110, GLOW if lit else mix(DEEP, NEAR, 0.7))
        c.line([(x + 45, 390), (x + 45, 500)], DARK, 5)
        c.box(x - 8, 505, 106, 9, pale)
        if n == 5:
            for k in range(4):
                c.box(x + 4, 398 + k * 26, 82, 4, mix(GLOW, FAR, 0.5))
    # The pharmacy's window, open to the street.
    c.box(300, 606, 520, 216, DARK)
    c.box(312, 616, 496, 196, GLOW)
    for row in range(3):
        c.box(330, 652 + row * 40, 460, 5, mix(SHADE, MID, 0.6))
        for n in range(21):
            if (n * 7 + row * 5) % 6:
                h = 14 + (n * 5 + row * 3) % 16
                c.box(336 + n * 21.6, 652 + row * 40 - h, 13, h, (FAR, MID, MIST, NEAR)[(n + row) % 4])
    person(c, 470, 830, 214, PAPER, look=1, arm="out", hat="bun")
    c.box(300, 744, 520, 16, mix(SHADE, MID, 0.5))
    c.box(312, 760, 496, 62, mix(MID, NEAR, 0.5))
    c.box(562, 722, 40, 22, RED, 3)  # the parcel of medicine
    c.shape([(280, 606), (840, 606), (872, 640), (248, 640)], mix(DARK, NEAR, 0.5))
    # The entrance.
    c.box(930, 600, 300, 222, DARK)
    c.box(944, 612, 132, 210, GLOW)
    c.box(1084, 612, 132, 210, GLOW)
    c.box(990, 660, 70, 100, mix(GLOW, FAR, 0.35))
    c.shape([(900, 590), (1260, 590), (1292, 612), (868, 612)], mix(DARK, NEAR, 0.4))
    c.disc(1080, 560, 20, PAPER)
    person(c, 1130, 818, 170, MID, look=-1, walk=0.5)
    for left, right, spread in ((312, 808, 120), (944, 1216, 150)):
        c.shape([(left, 822), (right, 822), (right + spread, HEIGHT), (left - spread, HEIGHT)], mix(ground, GLOW, 0.16))
        c.shape(
            [(left + 40, 822), (right - 40, 822), (right + spread * 0.3, 980), (left - spread * 0.3, 980)],
            mix(ground, GLOW, 0.3),
        )
    person(c, 656, 900, 244, FAR, look=-1, arm="out", hat="straw", legs=DARK)
    basket(c, 742, 902, 78, mix(SHADE, MID, 0.4), filling=mix(MID, NEAR, 0.4))
    person(c, 850, 940, 250, MID, look=-1, legs=DARK, hat="cap", bag=NEAR)
    x, y = 1360, 950  # a motorbike
    c.disc(x - 100, y - 38, 40, DARK)
    c.disc(x + 100, y - 38, 40, DARK)
    c.disc(x - 100, y - 38, 17, FAR)
    c.disc(x + 100, y - 38, 17, FAR)
    c.blob(
        [
            (x - 130, y - 90),
            (x - 40, y - 112),
            (x + 30, y - 92),
            (x + 84, y - 130),
            (x + 120, y - 90),
            (x + 40, y - 40),
            (x - 60, y - 40),
        ],
        MID,
    )
    c.brush([(x + 96, y - 50), (x + 76, y - 150), (x + 40, y - 166)], DARK, 9, 7)
    c.box(x - 120, y - 122, 110, 20, DARK, 9)
    c.disc(x + 96, y - 128, 14, GLOW)
    tree(c, 120, 880, 560, mix(DARK, NEAR, 0.45), mix(DEEP, MID, 0.5))
    tree(c, 1520, 860, 420, mix(DARK, NEAR, 0.4), mix(DEEP, MID, 0.5))
    for n in range(5):
        bush(c, 260 + n * 8, 836, 90, mix(DARK, NEAR, 0.6))
    pot(c, 892, 836, 52, NEAR)
    pot(c, 1262, 836, 52, NEAR)
    grass(c, 0, 240, HEIGHT + 8, 100, DARK, 22)


SCENES = {"night_school": night_school, "clinic": clinic}
