"""Text out of files: every place where words can hide, and files that want to do harm."""

import io
import zipfile
from pathlib import Path

import pytest

from reform.editorial import extract
from reform.editorial.extract import UnreadableFile, text_of, text_of_file, unwrapped

from .files import docx, pdf, xlsx


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_plain_text_in_the_encodings_of_chinese_computers(encoding: str) -> None:
    assert text_of("第一行，云溪\r\n第二行\r第三行".encode(encoding)) == "第一行，云溪\n第二行\n第三行"


def test_word_in_every_place() -> None:
    data = docx(
        "正文一",
        "正文二",
        cell="表格里",
        header="页眉里",
        box="文本框里",
        deleted="删去的",
        footnote="脚注里",
        comment="批注里",
        link="mailto:a%40b.cn",
    )
    lines = text_of(data).split("\n")
    for line in (
        "正文一",
        "正文二",
        "表格里",
        "页眉里",
        "文本框里",
        "删去的",
        "留下的字",
        "脚注里",
        "批注里",
        "mailto:a@b.cn",
    ):
        assert lines.count(line) == 1, line


def test_a_number_cut_into_runs_is_whole() -> None:
    from docx import Document

    book = Document()
    paragraph = book.add_paragraph("电话")
    for piece in ("138", "0013", "8000"):
        paragraph.add_run(piece).bold = piece == "0013"
    out = io.BytesIO()
    book.save(out)
    assert text_of(out.getvalue()) == "电话13800138000"


def test_excel_in_every_place() -> None:
    data = xlsx(
        [["姓名", "手机"], ["张三", 13800138000], [None, "=1+1"], ["占比", 0.5]],
        hidden=[["看不见的", 13900139000.0]],
        comment="批注里",
        footer="页脚里",
    )
    text = text_of(data)
    lines = text.split("\n")
    assert "张三\t13800138000" in lines
    assert "看不见的\t13900139000" in lines
    assert "隐藏" in lines
    assert "批注里" in text
    assert "页脚里" in text
    assert "占比\t0.5" in lines


def test_the_sheet_behind_a_chart_in_word() -> None:
    out = io.BytesIO(docx("正文"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/embeddings/book.xlsx", xlsx([["嵌入的", 13800138000]]))
    assert "嵌入的\t13800138000" in text_of(out.getvalue())


def test_pdf_with_comments() -> None:
    text = text_of(pdf("第一页的字\n第二行", "第二页", note="批注里"))
    assert "第一页的字" in text
    assert "第二页" in text
    assert "批注里" in text


def test_lines_that_a_pdf_broke_are_joined() -> None:
    long = "全县各级各部门要把优化营商环境作为头等大事来按"
    assert unwrapped(f"{long}\n装到位") == f"{long}装到位"
    assert unwrapped("联系人张三联系人张三联系人张三1380013\n8000") == "联系人张三联系人张三联系人张三13800138000"
    assert unwrapped("短标题\n正文开始") == "短标题\n正文开始"
    assert unwrapped(f"{long}。\n新的一段") == f"{long}。\n新的一段"


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "名单.txt"
    path.write_bytes(docx("是一个文档"))
    assert text_of_file(path) == "是一个文档"


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.txt", tmp_path):
        with pytest.raises(UnreadableFile):
            text_of_file(path)


def archive_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


WORD_HEAD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
)
WORD_FOOT = b"</w:t></w:r></w:p></w:body></w:document>"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>' + WORD_HEAD + b"&b;" + WORD_FOOT
SECRET = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + WORD_HEAD + b"&a;" + WORD_FOOT
BOMB = WORD_HEAD + b"0" * 40_000_000 + WORD_FOOT

HARMFUL = {
    "an empty archive": archive_of(readme=b"x"),
    "a Word file cut short": docx("正文")[:-400],
    "a Word file with broken XML": archive_of(word__document_xml=b"<w:document>"),
    "an Excel file with nothing in it": archive_of(xl__workbook_xml=b"<workbook/>"),
    "a bomb of entities": archive_of(word__document_xml=LAUGHS),
    "a bomb of entities in UTF-16": archive_of(word__document_xml=LAUGHS.decode().encode("utf-16")),
    "an entity that reads a file": archive_of(word__document_xml=SECRET),
    "a bomb of zeros": archive_of(word__document_xml=BOMB),
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "RTF": b"{\\rtf1\\ansi hello}",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
    "machine code": bytes(range(256)) * 4,
    "a PDF cut short": pdf("正文")[:200],
    "a PDF with a password": pdf("正文", password="secret"),
    "a PDF of pictures": pdf(""),
    "a PDF in name only": b"%PDF-1.7 nothing",
}


@pytest.mark.parametrize("data", HARMFUL.values(), ids=HARMFUL.keys())
def test_unreadable_files_say_why(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as error:
        text_of(data)
    assert str(error.value)


def test_entity_bombs_in_excel_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["字"]]))) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.startswith("xl/worksheets/"):
                content = b'<!DOCTYPE x [<!ENTITY a "haha">]>' + content
            new.writestr(item, content)
    with pytest.raises(UnreadableFile):
        text_of(out.getvalue())


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in (("MAX_PAGES", pdf("一", "二")), ("MAX_TEXT", "很长".encode()), ("MAX_BYTES", b"abc")):
        with monkeypatch.context() as patch:
            patch.setattr(extract, name, 1)
            with pytest.raises(UnreadableFile):
                text_of(data)
    with monkeypatch.context() as patch:
        patch.setattr(extract.office, "MAX_CELLS", 1)
        with pytest.raises(UnreadableFile):
            text_of(xlsx([["一", "二"]]))
    with monkeypatch.context() as patch:
        patch.setattr(extract, "MAX_SECONDS", -1)
        with pytest.raises(UnreadableFile):
            text_of(pdf("一"))


def test_thousands_of_empty_rows_and_a_false_size(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.cell(65_000, 3, "最后一行")
    out = io.BytesIO()
    book.save(out)
    assert text_of(out.getvalue()).endswith("最后一行")
