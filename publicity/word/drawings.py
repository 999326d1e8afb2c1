"""Pictures, text boxes, charts and whatever else is drawn in a Word file."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from docx.opc.oxml import parse_xml
from docx.oxml.ns import nsmap, qn
from PIL import Image

from reform.pages.photos import FORMATS

from .elements import LeftOut, Picture
from .xml import OFFICE, VML, is_gone_or_boxed, outermost_boxes

CHARTS, DIAGRAMS = ("/chart", "/chartex"), ("/diagram",)
MOST_WORDS = 2000


@dataclass
class Drawn:
    """What one drawing holds."""

    pictures: list[Picture] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def drawn(element: Any, part: Any) -> Drawn:
    """The pictures and text boxes of a `w:drawing`, `w:pict` or `w:object`; all else in it is named."""
    found = Drawn(boxes=list(outermost_boxes(element)))
    title = _title(element)
    for node in element.iter(qn("a:blip"), f"{VML}imagedata"):
        if is_gone_or_boxed(node, element):
            continue
        if node.tag == qn("a:blip"):
            inside, outside = node.get(qn("r:embed")), node.get(qn("r:link"))
        else:
            inside, outside = node.get(qn("r:id")), node.get(qn("r:href"))
        _add_picture(found, part, inside or "", outside or "", _alt(element, node))
    for rectangle in element.iter(qn("a:srcRect")):
        if found.pictures and any(value not in {"", "0"} for value in rectangle.attrib.values()):
            # What was cut off for a reason would be seen again.
            found.left_out.append(LeftOut("crop", found.pictures[-1].alt or found.pictures[-1].name))
    for data in element.iter(qn("a:graphicData")):
        uri = data.get("uri", "")
        if uri.endswith(CHARTS):
            found.left_out.append(LeftOut("chart", _words(title, data, part)))
        elif uri.endswith(DIAGRAMS):
            found.left_out.append(LeftOut("diagram", _words(title, data, part)))
    for thing in element.iter(f"{OFFICE}OLEObject"):
        found.left_out.append(LeftOut("embedded_object", title or thing.get("ProgID", "")))
    for path in element.iter(f"{VML}textpath"):
        if path.get("string"):
            found.left_out.append(LeftOut("drawing", path.get("string")))
    if not (found.pictures or found.boxes or found.left_out):
        found.left_out.append(LeftOut("drawing", title))
    return found


def _add_picture(found: Drawn, part: Any, inside: str, outside: str, alt: str) -> None:
    kept = part.related_parts.get(inside) if inside in part.rels and not part.rels[inside].is_external else None
    if kept is None:
        target = next((part.rels[key].target_ref for key in (outside, inside) if key in part.rels), "")
        found.left_out.append(LeftOut("linked_picture", " ".join(filter(None, [alt, target]))))
        return
    name = str(kept.partname).rsplit("/", 1)[-1]
    if not _is_shown(kept.blob):
        reason = _("The site cannot show pictures of this format.")
        found.left_out.append(LeftOut("picture", f"{alt or name} ({name}): {reason}"))
        return
    digest = hashlib.sha256(kept.blob).hexdigest()
    found.pictures.append(Picture(digest, name, kept.content_type, kept.blob, alt))


def _is_shown(data: bytes) -> bool:
    """Whether the library takes this kind of picture (not EMF, WMF, TIFF); it looks more closely when it stores it."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS):
            return True
    except Exception:  # a decoder that stumbles over the bytes is an answer too
        return False


def _title(element: Any) -> str:
    for node in element.iter(qn("wp:docPr"), f"{VML}shape", f"{VML}rect"):
        if text := node.get("descr") or node.get("title") or node.get("alt") or node.get("name"):
            return str(text)
    return ""


def _alt(element: Any, node: Any) -> str:
    """The description of a picture: its own, else that of the drawing it is alone in."""
    for ancestor in node.iterancestors():
        if ancestor.tag == qn("pic:pic"):
            own = ancestor.find(f"{qn('pic:nvPicPr')}/{qn('pic:cNvPr')}")
            if own is not None and own.get("descr"):
                return str(own.get("descr"))
        if ancestor.get("alt"):
            return str(ancestor.get("alt"))
        if ancestor is element:
            break
    return next((str(p.get("descr") or "") for p in element.iter(qn("wp:docPr"))), "")


def _words(title: str, data: Any, part: Any) -> str:
    """What a chart or diagram says: its words stand in a part of their own."""
    words = [title] if title else []
    relation = f"{{{nsmap['r']}}}"
    references = {value for node in data.iter() for name, value in node.attrib.items() if name.startswith(relation)}
    for key in sorted(references):
        related = part.related_parts.get(key) if key in part.rels and not part.rels[key].is_external else None
        if related is None:
            continue
        try:
            root = parse_xml(related.blob)
        except Exception:  # noqa: S112 - a broken chart is named by its title
            continue
        for node in root.iter(qn("a:t"), qn("c:v")):
            if node.text and node.text.strip() and node.text not in words:
                words.append(node.text)
    return " ".join(words)[:MOST_WORDS]
