"""The vendored typefaces are the ones whose licence and origin are written down."""

import hashlib
import re

from reform.pages.ways_out import typeface


def test_each_vendored_face_has_the_hash_that_is_written_down() -> None:
    table = (typeface.FOLDER / "README.md").read_text()
    written = dict(re.findall(r"^\| (\S+\.woff) \|.*\| ([0-9a-f]{64}) \|$", table, re.MULTILINE))
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in typeface.FOLDER.glob("*.woff")}
    assert written == there
    assert set(there) == {typeface.SONG, typeface.SANS, typeface.BOLD, typeface.REST}
    assert "SIL OPEN FONT LICENSE" in (typeface.FOLDER / "OFL.txt").read_text()


def characters(first: int, last: int) -> list[str]:
    rows = [bytes([high, low]) for high in range(first, last + 1) for low in range(0xA1, 0xFF)]
    return [found for row in rows if (found := row.decode("gb2312", "ignore"))]


def test_what_gb_2312_has_is_drawn() -> None:
    """All 3,755 characters of the first level; of the second, the 33 that the makers of the face left out are missing."""
    first, second = characters(0xB0, 0xD7), characters(0xD8, 0xF7)
    assert len(first) == 3755
    for face in (typeface.SONG, typeface.SANS, typeface.BOLD):
        missing = [c for c in first + second if not (typeface.has(face, c) or typeface.has(typeface.REST, c))]
        assert not set(missing) & set(first)
        assert len(missing) <= 33, "".join(missing)
