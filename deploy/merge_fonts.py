"""merge_fonts.py FOLDER TARGET: one face of all that the main file of Noto Sans SC does not have (site/static/vendor/noto).

FOLDER: `files` of the unpacked npm package `@fontsource/noto-sans-sc`, which holds the face in a hundred small pieces.
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

MAIN = "noto-sans-sc-chinese-simplified-400-normal.woff"
LAYOUT = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "STAT")


def merge(folder: Path, target: Path) -> int:
    """Writes the face; returns how many characters it has."""
    known = set(TTFont(folder / MAIN).getBestCmap())
    first = len(known)
    pieces: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(folder.glob("noto-sans-sc-*-400-normal.woff")):
            face = TTFont(path)
            new = set(face.getBestCmap()) - known
            if path.name == MAIN or not new:
                continue
            options = Options(layout_features=[], notdef_outline=True, hinting=False)
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=new)
            subsetter.subset(face)
            for table in LAYOUT:
                if table in face:
                    del face[table]
            face.flavor = None
            pieces.append(f"{scratch}/{len(pieces):03}.ttf")
            face.save(pieces[-1])
            known |= new
        merged = Merger().merge(pieces)
        merged.flavor = "woff"
        merged.save(target)
    return len(known) - first


if __name__ == "__main__":
    print(merge(Path(sys.argv[1]), Path(sys.argv[2])))
