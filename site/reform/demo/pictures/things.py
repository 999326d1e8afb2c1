"""What stands in the pictures: houses, plants, people, all drawn from the same few shapes."""

import math

from .canvas import DEEP, FAR, MID, MIST, NEAR, PAPER, RED, SHADE, SKIN, Canvas, mix


def house(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    *,
    h: float = 0,
    wall: str = PAPER,
    roof: str = DEEP,
    door: float | None = 0.5,
    windows: tuple[float, ...] = (0.2, 0.8),
    couplets: bool = False,
    gables: bool = True,
    glow: bool = False,
) -> None:
    """A white house under dark tiles, seen from its long side; `y` is the ground. Stepped walls close its ends."""
    h = h or w * 0.46
    rise, over = w * 0.2, w * 0.07
    top = y - h
    pane = PAPER if glow else mix(NEAR, DEEP, 0.4)
    c.box(x, top, w, h, wall)
    c.box(x, y - h * 0.1, w, h * 0.1, mix(wall, FAR, 0.55))
    c.box(x, top, w, h * 0.1, mix(wall, FAR, 0.6))  # the shadow under the eaves
    eaves = [(x - over, top + h * 0.02), (x + w * 0.25, top + h * 0.06), (x + w * 0.75, top + h * 0.06)]
    c.shape([*eaves, (x + w + over, top + h * 0.02), (x + w - over, top - rise), (x + over, top - rise)], roof)
    lines = max(4, round(w / 11))
    for n in range(1, lines):
        t = n / lines
        c.line(
            [(x + over + (w - 2 * over) * t, top - rise), (x - over + (w + 2 * over) * t, top + h * 0.03)],
            mix(roof, FAR, 0.22),
            max(0.8, w / 220),
        )
    c.box(x + over * 0.6, top - rise - w * 0.018, w - over * 1.2, w * 0.03, mix(roof, DEEP, 0.8))
    if gables:
        for side in (x - w * 0.02, x + w - w * 0.05):
            c.box(side, top - rise * 1.12, w * 0.07, rise * 1.12 + h * 0.2, wall)
            c.box(side - w * 0.025, top - rise * 1.22, w * 0.12, w * 0.035, roof)
    for at in windows:
        c.box(x + w * at - w * 0.055, top + h * 0.34, w * 0.11, h * 0.26, pane)
        c.line([(x + w * at, top + h * 0.34), (x + w * at, top + h * 0.6)], wall, max(1, w / 130))
    if door is not None:
        left, wide = x + w * door - w * 0.07, w * 0.14
        c.box(left, y - h * 0.6, wide, h * 0.6, mix(NEAR, DEEP, 0.3))
        c.line([(left + wide / 2, y - h * 0.6), (left + wide / 2, y)], DEEP, max(1, w / 150))
        if couplets:
            for side in (left - w * 0.035, left + wide + w * 0.01):
                c.box(side, y - h * 0.56, w * 0.025, h * 0.42, RED)
            c.box(left, y - h * 0.68, wide, h * 0.06, RED)


def crown(c: Canvas, x: float, y: float, w: float, h: float, tone: str, light: str) -> None:
    """The leaves of a broad tree round (x, y): a dark body and clumps with a rim of light; a big tree has more."""
    size = min(w, h)
    around = 9 + min(12, round(size / 40))
    for n in range(around):
        angle = n / around * 2 * math.pi
        r = size * (2.9 / around) * c.rng.uniform(0.8, 1.15)
        c.disc(x + math.cos(angle) * (w / 2 - r * 0.75), y + math.sin(angle) * (h / 2 - r * 0.75), r, tone)
    c.blob([(x - w * 0.36, y), (x, y - h * 0.36), (x + w * 0.36, y), (x, y + h * 0.36)], tone)
    clumps = 4 + min(14, round(size / 34))
    for n in range(clumps):
        angle, far = n * 2.4, 0.42 * ((n + 0.6) / clumps) ** 0.5
        px, py = x + math.cos(angle) * far * w, y + math.sin(angle) * far * h
        r = size * (0.17 if clumps < 8 else 0.3 / clumps**0.5) * c.rng.uniform(0.8, 1.15)
        share = 0.35 + 0.65 * max(0.0, min(1.0, 0.5 - (py - y) / h - (px - x) / w * 0.5))
        c.disc(px, py, r, mix(tone, light, share))
        c.disc(px + r * 0.2, py + r * 0.3, r * 0.97, tone)  # leaves only a rim of light


def tree(c: Canvas, x: float, y: float, h: float, tone: str = NEAR, light: str = "", trunk: str = "") -> None:
    """A broad tree standing on `y`."""
    light, trunk = light or mix(tone, FAR, 0.45), trunk or mix(tone, DEEP, 0.7)
    c.brush([(x, y), (x + h * 0.012, y - h * 0.3), (x - h * 0.01, y - h * 0.62)], trunk, h * 0.075, h * 0.03)
    c.brush([(x, y - h * 0.32), (x + h * 0.12, y - h * 0.52)], trunk, h * 0.035, h * 0.012)
    c.brush([(x, y - h * 0.28), (x - h * 0.12, y - h * 0.5)], trunk, h * 0.035, h * 0.012)
    crown(c, x, y - h * 0.68, h * 0.66, h * 0.6, tone, light)


def fir(c: Canvas, x: float, y: float, h: float, tone: str = NEAR) -> None:
    """A fir: tiers with drooping tips, darker on one side."""
    c.box(x - h * 0.014, y - h * 0.2, h * 0.028, h * 0.2, mix(tone, DEEP, 0.6))
    shade = mix(tone, DEEP, 0.35)
    for n in range(6):
        t = n / 6
        w = h * (0.24 - 0.19 * t) * c.rng.uniform(0.92, 1.08)
        low, high = y - h * (0.1 + 0.78 * t), y - h * (0.36 + 0.66 * t)
        c.shape([(x - w, low + h * 0.02), (x - w * 0.4, low - h * 0.02), (x, high), (x, low - h * 0.01)], tone)
        c.shape([(x + w, low + h * 0.02), (x + w * 0.4, low - h * 0.02), (x, high), (x, low - h * 0.01)], shade)


def bamboo(c: Canvas, x: float, y: float, h: float, tone: str = MID, stems: int = 7) -> None:
    """A clump of bamboo bending outwards."""
    for n in range(stems):
        lean = (n - (stems - 1) / 2) / stems * h * 0.7 + c.rng.uniform(-0.05, 0.05) * h
        tall = h * c.rng.uniform(0.78, 1.05)
        stem = [
            (x + lean * 0.16, y),
            (x + lean * 0.3, y - tall * 0.5),
            (x + lean * 0.75, y - tall * 0.9),
            (x + lean * 1.25, y - tall),
        ]
        colour = mix(tone, DEEP, 0.18 * (n % 3))
        c.brush(stem, colour, h * 0.022, h * 0.005)
        for leaf in range(14):
            t = 0.42 + 0.58 * leaf / 14
            px = x + lean * (0.2 + 1.05 * t**2)
            py = y - tall * (0.08 + 0.92 * t)
            side, size = (-1) ** leaf, h * c.rng.uniform(0.06, 0.12)
            c.brush(
                [(px, py), (px + side * size * 0.5, py + size * 0.1), (px + side * size, py + size * 0.55)],
                colour,
                h * 0.022,
                0,
            )


def bush(c: Canvas, x: float, y: float, w: float, tone: str) -> None:
    for dx, r in ((-0.32, 0.2), (-0.1, 0.27), (0.14, 0.24), (0.34, 0.17)):
        c.disc(x + dx * w, y - r * w * 0.6, r * w, tone)


def grass(c: Canvas, left: float, right: float, y: float, h: float, tone: str, count: int) -> None:
    """Blades along the lower edge, for what stands nearest to us."""
    for _n in range(count):
        x, tall, lean = c.rng.uniform(left, right), h * c.rng.uniform(0.5, 1.1), c.rng.uniform(-0.5, 0.5)
        c.brush([(x, y), (x + lean * tall * 0.3, y - tall * 0.6), (x + lean * tall, y - tall)], tone, h * 0.07, 0)


def hanging(c: Canvas, x: float, y: float, length: float, tone: str, count: int = 9) -> None:
    """Willow twigs hanging into the picture from above."""
    for n in range(count):
        px, tall = x + n * 26 + c.rng.uniform(-10, 10), length * c.rng.uniform(0.45, 1.05)
        sway = c.rng.uniform(6, 40)
        c.line([(px, y), (px + sway * 0.3, y + tall * 0.5), (px + sway, y + tall)], tone, 2, smooth=True)
        for leaf in range(int(tall / 13)):
            t = (leaf + 1) / (tall / 13)
            lx, ly, side = px + sway * t * t, y + tall * t, (-1) ** leaf
            c.brush([(lx, ly), (lx + side * 7, ly + 9), (lx + side * 9, ly + 20)], tone, 6, 0)


def person(
    c: Canvas,
    x: float,
    y: float,
    h: float,
    coat: str = NEAR,
    *,
    legs: str = DEEP,
    look: int = 1,
    walk: float = 0,
    hat: str = "",
    bag: str = "",
    hair: str = DEEP,
    arm: str = "down",
    skirt: bool = False,
) -> None:
    """A small figure without a face on `y`; `look` is -1 left, 1 right, 0 away from us. `arm`: down, out, up."""
    hip, shoulder, sleeve = y - h * 0.47, y - h * 0.8, mix(coat, DEEP if coat != DEEP else NEAR, 0.28)
    step = walk * h * 0.13
    for side, shift in ((-1, -step), (1, step)):
        foot = x + shift + side * h * 0.035
        c.brush([(x + side * h * 0.035, hip - h * 0.03), (foot, y - h * 0.02)], legs, h * 0.085, h * 0.062)
        c.box(foot - h * 0.035 + (look * h * 0.012), y - h * 0.03, h * 0.085, h * 0.03, legs, h * 0.014)
    hem = 0.14 if skirt else 0.105
    low = y - h * (0.3 if skirt else 0.41)
    c.blob(
        [
            (x - h * 0.075, shoulder),
            (x + h * 0.075, shoulder),
            (x + h * 0.12, shoulder + h * 0.07),
            (x + h * hem, low),
            (x - h * hem, low),
            (x - h * 0.12, shoulder + h * 0.07),
        ],
        coat,
    )
    elbow = x + (look or 1) * h * 0.05
    hand = {
        "down": (x + (look or 1) * h * 0.07, hip + h * 0.03),
        "out": (x + (look or 1) * h * 0.25, hip - h * 0.12),
        "up": (x + (look or 1) * h * 0.2, shoulder - h * 0.1),
    }[arm]
    c.brush([(x + (look or 1) * h * 0.03, shoulder + h * 0.06), (elbow + h * 0.01, hip - h * 0.14), hand], sleeve,
            h * 0.075, h * 0.055)  # fmt: skip
    c.disc(hand[0], hand[1], h * 0.026, SKIN)
    c.box(x - h * 0.025, shoulder - h * 0.05, h * 0.05, h * 0.07, SKIN if look else hair)
    head(c, x, y - h * 0.885, h * 0.078, look=look, hat=hat, hair=hair)
    if bag:
        bx, by = x - (look or 1) * h * 0.14, hip - h * 0.02
        c.line([(x, shoulder + h * 0.03), (bx, by)], mix(bag, DEEP, 0.5), max(1.5, h * 0.012))
        c.blob([(bx - h * 0.07, by), (bx + h * 0.07, by), (bx + h * 0.055, by + h * 0.13), (bx - h * 0.055, by + h * 0.13)], bag)  # fmt: skip


def head(c: Canvas, x: float, y: float, r: float, *, look: int = 1, hat: str = "", hair: str = DEEP) -> None:
    """A head: hair and a plain half of skin, nothing more. `hat`: straw, cap, scarf or bun."""
    c.disc(x, y, r, hair, 1.1)
    if look:
        c.blob(
            [
                (x + look * r * 0.15, y - r * 0.35),
                (x + look * r * 0.92, y - r * 0.1),
                (x + look * r * 0.86, y + r * 0.62),
                (x + look * r * 0.2, y + r * 1.08),
                (x - look * r * 0.28, y + r * 0.4),
            ],
            SKIN,
        )
    if hat == "straw":
        c.shape([(x - r * 2.3, y - r * 0.05), (x, y - r * 1.9), (x + r * 2.3, y - r * 0.05)], SHADE)
        c.shape([(x, y - r * 1.9), (x + r * 2.3, y - r * 0.05), (x + r * 0.5, y - r * 0.05)], mix(SHADE, FAR, 0.6))
    elif hat == "cap":
        c.pie(x, y - r * 0.15, r * 1.08, 180, 360, MID, 1.15)
        c.box(min(x, x + look * r * 1.7), y - r * 0.32, r * 1.7, r * 0.24, NEAR, r * 0.1)
    elif hat == "scarf":
        c.pie(x, y, r * 1.16, 150, 360 if look >= 0 else 390, RED, 1.12)
    elif hat == "bun":
        c.disc(x - (look or 1) * r * 0.9, y - r * 0.3, r * 0.48, hair)


def sitting(
    c: Canvas, x: float, y: float, h: float, coat: str = MID, *, look: int = 1, legs: str = DEEP, hat: str = "",
    hair: str = DEEP, seat: str = "",
) -> None:  # fmt: skip
    """Somebody on a low stool; `y` is the ground, `h` the height if they stood up."""
    seat_y, back = y - h * 0.27, x - look * h * 0.02
    if seat:
        c.box(back - h * 0.12, seat_y, h * 0.24, h * 0.035, seat)
        for foot in (-0.1, 0.07):
            c.box(back + h * foot, seat_y, h * 0.028, h * 0.27, mix(seat, DEEP, 0.4))
    knee = x + look * h * 0.19
    c.brush([(x, seat_y - h * 0.035), (knee, seat_y - h * 0.03)], legs, h * 0.1, h * 0.075)
    c.brush([(knee, seat_y - h * 0.03), (knee - look * h * 0.02, y - h * 0.01)], legs, h * 0.07, h * 0.055)
    c.box(min(knee - look * h * 0.05, knee + look * h * 0.06), y - h * 0.03, h * 0.11, h * 0.03, legs, h * 0.012)
    top = seat_y - h * 0.36
    c.blob(
        [
            (back - h * 0.07, top),
            (back + h * 0.07, top),
            (back + h * 0.115, top + h * 0.09),
            (back + h * 0.11, seat_y),
            (back - h * 0.12, seat_y),
            (back - h * 0.115, top + h * 0.09),
        ],
        coat,
    )
    c.brush([(back + look * h * 0.02, top + h * 0.08), (back + look * h * 0.09, seat_y - h * 0.12),
             (knee - look * h * 0.03, seat_y - h * 0.08)], mix(coat, DEEP if coat != DEEP else NEAR, 0.28),
            h * 0.07, h * 0.05)  # fmt: skip
    c.box(back - h * 0.024, top - h * 0.045, h * 0.05, h * 0.06, SKIN)
    head(c, back + look * h * 0.012, top - h * 0.085, h * 0.078, look=look, hat=hat, hair=hair)


def from_behind(c: Canvas, x: float, y: float, h: float, coat: str = MID, hair: str = DEEP, hat: str = "") -> None:
    """Head and shoulders seen from behind, cut off at `y`; `h` is how much of them shows."""
    c.blob(
        [
            (x - h * 0.17, y - h * 0.6),
            (x + h * 0.17, y - h * 0.6),
            (x + h * 0.38, y - h * 0.42),
            (x + h * 0.42, y + h * 0.1),
            (x - h * 0.42, y + h * 0.1),
            (x - h * 0.38, y - h * 0.42),
        ],
        coat,
    )
    c.box(x - h * 0.075, y - h * 0.7, h * 0.15, h * 0.14, SKIN)
    head(c, x, y - h * 0.82, h * 0.17, look=0, hat=hat, hair=hair)


def basket(c: Canvas, x: float, y: float, w: float, tone: str = SHADE, filling: str = "") -> None:
    """A basket standing on `y`, woven by a few lines."""
    h = w * 0.66
    if filling:
        for n in range(4):
            c.disc(x - w * 0.3 + n * w * 0.2, y - h, w * 0.15, filling)
    c.shape([(x - w / 2, y - h), (x + w / 2, y - h), (x + w * 0.38, y), (x - w * 0.38, y)], tone)
    for n in range(1, 4):
        c.line([(x - w * 0.48, y - h + n * h / 4), (x + w * 0.48, y - h + n * h / 4)], mix(tone, MID, 0.5), 1.6)
    c.box(x - w * 0.53, y - h - w * 0.04, w * 1.06, w * 0.09, mix(tone, MID, 0.45), w * 0.04)


def lamp(c: Canvas, x: float, top: float, drop: float, size: float, shade: str = NEAR) -> None:
    """A hanging lamp."""
    c.line([(x, top), (x, top + drop)], DEEP, 2)
    c.shape([(x - size * 0.2, top + drop), (x + size * 0.2, top + drop), (x + size, top + drop + size * 0.7),
             (x - size, top + drop + size * 0.7)], shade)  # fmt: skip
    c.disc(x, top + drop + size * 0.72, size * 0.34, PAPER, 0.6)


def pot(c: Canvas, x: float, y: float, w: float, plant: str = MID) -> None:
    """A plant in a pot."""
    for n in range(9):
        lean = (n - 4) / 4
        c.brush([(x, y - w * 0.6), (x + lean * w * 0.4, y - w * 1.5), (x + lean * w, y - w * (2.1 - abs(lean) * 0.5))],
                mix(plant, DEEP, 0.14 * (n % 3)), w * 0.3, 0)  # fmt: skip
    c.shape([(x - w * 0.42, y - w * 0.72), (x + w * 0.42, y - w * 0.72), (x + w * 0.3, y), (x - w * 0.3, y)],
            mix(SHADE, FAR, 0.5))  # fmt: skip
    c.box(x - w * 0.46, y - w * 0.8, w * 0.92, w * 0.14, mix(SHADE, FAR, 0.25))


def bicycle(c: Canvas, x: float, y: float, w: float, tone: str = DEEP) -> None:
    r = w * 0.24
    for at in (-0.3, 0.3):
        c.arc(x + at * w, y - r, r, 0, 360, tone, max(2, w * 0.022))
    a, b, s, d = (x - 0.3 * w, y - r), (x + 0.3 * w, y - r), (x - 0.1 * w, y - w * 0.5), (x - 0.03 * w, y - r)
    f = (x + 0.22 * w, y - w * 0.52)
    for path in ((a, s, f, b), (a, d, f), (d, s)):
        c.line(list(path), tone, max(2, w * 0.024))
    c.line([f, (x + 0.2 * w, y - w * 0.62), (x + 0.1 * w, y - w * 0.64)], tone, max(2, w * 0.024))
    c.box(x - 0.17 * w, y - w * 0.54, w * 0.14, w * 0.04, tone, w * 0.02)


def notice(c: Canvas, x: float, y: float, w: float, h: float, lines: int, *, mark: bool = False) -> None:
    """A sheet on a wall with lines of writing that nobody has to read."""
    c.box(x, y, w, h, PAPER)
    c.box(x + w * 0.1, y + h * 0.09, w * 0.5, max(3, h * 0.045), NEAR)
    if mark:
        c.box(x + w * 0.72, y + h * 0.8, w * 0.15, w * 0.15, RED, w * 0.02)
    for n in range(lines):
        top = y + h * (0.24 + 0.66 * n / lines)
        c.box(x + w * 0.1, top, w * (0.8 if n % 3 else 0.62), max(2, h * 0.022), FAR if n % 2 else MIST)
