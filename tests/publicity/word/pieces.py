"""Word files written as raw XML: what Word and WPS write and python-docx has no words for."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from PIL import Image

from publicity.word.draft import make_draft
from publicity.word.package import open_word

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())


def xml(fragment: str) -> Any:
    """One element; every prefix is declared."""
    at = min(place for place in (fragment.find(">"), fragment.find("/>")) if place > 0)
    return parse_xml(f"{fragment[:at]} {DECLARED}{fragment[at:]}")


def t(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def file_of(*fragments: str) -> Any:
    """A python-docx document with these elements as its body; a relation can still be added before it is saved."""
    document = Document()
    for fragment in fragments:
        document.element.body.insert(len(document.element.body) - 1, xml(fragment))
    return document


def bytes_of(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def drafted(document: Any, kind: Any = "story") -> dict[str, Any]:
    """What an import makes of it. A first line that is no title keeps the second from being one."""
    data = document if isinstance(document, bytes) else bytes_of(document)
    return make_draft(open_word(data), kind, "无题").to_json()


def html(draft: dict[str, Any]) -> str:
    """All rich text of a draft."""
    return "".join(block["value"] for block in draft["blocks"] if block["type"] == "paragraph")


def left_out(draft: dict[str, Any], kind: str) -> list[str]:
    return [item["text"] for item in draft["left_out"] if item["kind"] == kind]


def everything(draft: dict[str, Any]) -> str:
    return json.dumps(draft, ensure_ascii=False)


def photo(path: Path, colour: str = "#6f9188", form: str = "PNG") -> Path:
    Image.new("RGB", (60, 40), colour).save(path, form)
    return path


def with_picture(document: Any, path: Path) -> str:
    """Adds a picture to the file without showing it; its relation."""
    return str(document.part.get_or_add_image(str(path))[0])


def picture(relation: str, alt: str = "", anchored: bool = False, crop: str = "") -> str:
    """A run with a picture, inline or anchored."""
    frame = "wp:anchor" if anchored else "wp:inline"
    return (
        f'<w:r><w:drawing><{frame}><wp:extent cx="10" cy="10"/><wp:docPr id="1" name="图片 1" descr="{alt}"/><a:graphic>'
        f'<a:graphicData uri="{NAMES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="a.png"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>{crop}</pic:blipFill><pic:spPr/></pic:pic>'
        f"</a:graphicData></a:graphic></{frame}></w:drawing></w:r>"
    )


def box(content: str) -> str:
    """A text box as Word writes it: once for itself, once more as VML for older programs."""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="2" name="文本框 2"/>'
        f'<a:graphic><a:graphicData uri="{NAMES["wps"]}"><wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent>'
        "</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def with_part(document: Any, kind: str, body: str, name: str = "") -> Any:
    """Adds a part such as `footnotes` with raw XML; the part."""
    reltype = getattr(RELATIONSHIP_TYPE, kind.upper())
    data = f'<?xml version="1.0" encoding="UTF-8"?>{body.replace(">", f" {DECLARED}>", 1)}'.encode()
    content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    part = Part(PackURI(f"/word/{name or kind}.xml"), content_type, data, document.part.package)
    document.part.relate_to(part, reltype)
    return part


def numbering(document: Any, *levels: tuple[str, str], more: str = "") -> str:
    """A list with (format, text) for each level; its numId. `more` goes into the `w:num`."""
    root = document.part.numbering_part.element
    key = str(900 + len(root))
    definition = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    root.insert(0, xml(f'<w:abstractNum w:abstractNumId="{key}">{definition}</w:abstractNum>'))
    root.append(xml(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/>{more}</w:num>'))
    return key


def numbered(key: str, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>'


def rewritten(data: bytes, changes: dict[str, Any]) -> bytes:
    """The archive with parts passed through functions of their bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changes.get(name) or changes.get("*") or bytes
            new.writestr(name, change(old.read(name)))
    return target.getvalue()
