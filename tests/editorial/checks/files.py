"""Files with text in every place that a reader can find, and numbers that follow their rules."""

import io
import zipfile
from typing import Any

from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from reform.editorial.personal import CHECK, WEIGHTS, luhn

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def id_card(region: str = "530102", birthday: str = "19900307", order: str = "123") -> str:
    """An identity number with the right last character (GB 11643)."""
    number = region + birthday + order
    return number + CHECK[sum(int(figure) * weight for figure, weight in zip(number, WEIGHTS, strict=True)) % 11]


def bank_card(start: str = "622202123456789012") -> str:
    """`start` with the figure that satisfies Luhn."""
    return next(start + figure for figure in "0123456789" if luhn(start + figure))


def docx(*paragraphs: str, cell: str = "", header: str = "", **parts: str) -> bytes:
    """A Word file. `parts`: XML of further parts or pieces — `box`, `deleted`, `footnote`, `comment` — as plain text."""
    book = Document()
    for paragraph in paragraphs:
        book.add_paragraph(paragraph)
    if cell:
        book.add_table(1, 1).cell(0, 0).text = cell
    if header:
        book.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    book.save(out)
    return _with_parts(out.getvalue(), parts)


def _with_parts(data: bytes, parts: dict[str, str]) -> bytes:
    extra = ""
    if "box" in parts:
        words = f"<w:txbxContent><w:p><w:r><w:t>{parts['box']}</w:t></w:r></w:p></w:txbxContent>"
        compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        extra += (
            f'<w:p><w:r><mc:AlternateContent {compatible}><mc:Choice Requires="wps">{words}</mc:Choice>'
            f"<mc:Fallback>{words}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
    if "deleted" in parts:
        extra += (
            f'<w:p><w:del w:id="9" w:author="a"><w:r><w:delText>{parts["deleted"]}</w:delText></w:r></w:del>'
            "<w:r><w:t>留下的字</w:t></w:r></w:p>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "word/document.xml":
                content = content.replace(b"<w:sectPr", extra.encode() + b"<w:sectPr", 1)
            new.writestr(item, content)
        for name, tag in (("footnotes", "footnote"), ("comments", "comment")):
            if tag in parts:
                words = f'<w:{tag} w:id="1"><w:p><w:r><w:t>{parts[tag]}</w:t></w:r></w:p></w:{tag}>'
                new.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{WORD}">{words}</w:{name}>')
        if "link" in parts:
            relation = f'<Relationship Id="r1" Type="hyperlink" Target="{parts["link"]}" TargetMode="External"/>'
            new.writestr("word/_rels/footnotes.xml.rels", f"<Relationships>{relation}</Relationships>")
    return out.getvalue()


def xlsx(rows: list[list[Any]], hidden: list[list[Any]] | None = None, comment: str = "", footer: str = "") -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    if comment:
        sheet["A1"].comment = Comment(comment, "a")
    if footer:
        sheet.oddFooter.center.text = footer
    if hidden:
        other = book.create_sheet("隐藏")
        other.sheet_state = "hidden"
        for row in hidden:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(*pages: str, note: str = "", password: str = "") -> bytes:
    """A PDF whose Chinese text stands in a font of the reader's (no font is embedded)."""
    writer = PdfWriter()
    kind = {"/Type": "/Font", "/Subtype": "/CIDFontType0", "/BaseFont": "/STSong-Light"}
    system = DictionaryObject(
        {
            NameObject("/Registry"): TextStringObject("Adobe"),
            NameObject("/Ordering"): TextStringObject("GB1"),
            NameObject("/Supplement"): NumberObject(4),
        }
    )
    inner = DictionaryObject({NameObject(key): NameObject(value) for key, value in kind.items()})
    inner[NameObject("/CIDSystemInfo")] = system
    outer = {"/Type": "/Font", "/Subtype": "/Type0", "/BaseFont": "/STSong-Light", "/Encoding": "/UniGB-UTF16-H"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in outer.items()})
    font[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(inner)])
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    for words in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        lines = [f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td" for line in words.split("\n")]
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 50 780 Td {' '.join(lines)} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
    if note:
        from pypdf.annotations import FreeText

        writer.add_annotation(0, FreeText(text=note, rect=(50, 50, 200, 100)))
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
