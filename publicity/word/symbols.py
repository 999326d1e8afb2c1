"""Signs that Word takes from symbol fonts: their codes mean nothing without the font."""

# By the tables of the fonts; what official forms and lists use.
FONTS: dict[str, dict[int, str]] = {
    "wingdings": {
        0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒",
        0x75: "◆", 0x76: "❖", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢",
        0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
        **{0x81 + at: chr(0x2460 + at) for at in range(10)}, **{0x8C + at: chr(0x2776 + at) for at in range(10)},
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "□", 0xA3: "□", 0x96: "•", 0x97: "●", 0x98: "●",
    },
    "wingdings 3": {0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x7D: "▶", 0x70: "▲", 0x71: "▼"},
    "symbol": {
        0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π",
        0x73: "σ", 0x77: "ω", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•",
        0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD7: "·", 0xD6: "√",
    },
}  # fmt: skip
STAND_IN = "•"


def is_private(character: str) -> bool:
    """Whether a character means something in one font only; elsewhere it shows as an empty box."""
    return "\ue000" <= character <= "\uf8ff"


def sign_of(code: int, font: str) -> str:
    """The character that stands for `code` of a symbol font; empty when it is not known."""
    table = FONTS.get(font.strip().lower())
    if table is not None:
        return table.get(code & 0xFF, "")
    return "" if is_private(chr(code)) or not chr(code).isprintable() else chr(code)
