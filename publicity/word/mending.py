"""Word files that Word opens without a word and python-docx does not: ISO "strict" ones, and ones with a loose end."""

import io
import posixpath
import zipfile
from collections.abc import Iterable
from urllib.parse import unquote

from lxml import etree

# ISO/IEC 29500 "strict" uses names of its own for the same things (Word: "Strict Open XML Document").
STRICT = b"http://purl.oclc.org/ooxml/"
FAMILY = b"http://schemas.openxmlformats.org/"
STRICT_NAMES = {
    STRICT + b"wordprocessingml/main": FAMILY + b"wordprocessingml/2006/main",
    STRICT + b"officeDocument/": FAMILY + b"officeDocument/2006/",
    STRICT + b"drawingml/main": FAMILY + b"drawingml/2006/main",
    STRICT + b"drawingml/": FAMILY + b"drawingml/2006/",
}
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
XML = (".xml", ".rels")


def mended(data: bytes) -> bytes:
    """The same file with strict names in the usual form and without relations to parts that are not in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        strict = STRICT in archive.read(_first(names, "word/document.xml", "[Content_Types].xml"))
        changed: dict[str, bytes] = {}
        for name in names:
            if name.endswith(".rels") or (strict and name.endswith(XML)):
                text = old = archive.read(name)
                if strict:
                    for known, usual in STRICT_NAMES.items():
                        text = text.replace(known, usual)
                if name.endswith(".rels"):
                    text = _tied(text, name, set(names))
                if text != old:
                    changed[name] = text
        if not changed:
            return data
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            for name in dict.fromkeys(names):
                copy.writestr(name, changed.get(name) or archive.read(name))
        return target.getvalue()


def _first(names: Iterable[str], wanted: str, otherwise: str) -> str:
    return wanted if wanted in names else otherwise


def _tied(text: bytes, name: str, names: set[str]) -> bytes:
    """The relations of a part without those that lead to nothing, such as the "NULL" of a picture that got lost."""
    root = etree.fromstring(text, etree.XMLParser(resolve_entities=False))
    folder = posixpath.dirname(posixpath.dirname(name))
    loose = [
        item
        for item in root.iter(RELATIONSHIP)
        if item.get("TargetMode") != "External" and _part(folder, item.get("Target", "")) not in names
    ]
    for item in loose:
        root.remove(item)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if loose else text


def _part(folder: str, target: str) -> str:
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))
