"""Compile `locale/**/*.po` whose compiled file is missing or older. Needs no program but Babel."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def main() -> list[Path]:
    """The files written."""
    written = []
    for source in sorted(LOCALE.rglob("*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as opened:
            catalogue = read_po(opened)
        # Renamed into place: a process that starts meanwhile reads the old file or the new one, never half of it.
        draft = compiled.with_suffix(".mo.new")
        with draft.open("wb") as target:
            write_mo(target, catalogue)
        draft.replace(compiled)
        written.append(compiled)
    return written


if __name__ == "__main__":
    main()
