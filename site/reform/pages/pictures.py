"""The sizes and formats in which pictures are delivered: one list, so that every page can fetch them in one query."""

FORMATS = ("avif", "webp", "jpeg")
WIDTHS = (480, 960, 1600)
RENDITIONS = tuple(f"width-{width}|format-{form}" for form in FORMATS for width in WIDTHS)
SPEC = f"width-{{{','.join(map(str, WIDTHS))}}}|format-{{{','.join(FORMATS)}}}"

# How wide a picture is shown, for the browser to choose a size.
SIZES = {
    "lead": "(min-width: 60rem) 42rem, 100vw",
    "wide": "(min-width: 64rem) 64rem, 100vw",
    "text": "(min-width: 40rem) 38rem, 100vw",
    "card": "(min-width: 48rem) 22rem, 100vw",
    "thumb": "(min-width: 48rem) 12rem, 40vw",
}
