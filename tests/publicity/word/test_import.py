"""Word files through the command: official documents, stories, lists, tables, pictures, and files that are none."""

import io
import json
import zipfile
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from publicity.models import ExplainerPage, PolicyPage, StoryPage
from publicity.word.counting import chinese_number, format_number, read_number
from publicity.word.draft import make_draft
from publicity.word.package import MAX_BYTES, UnreadableWordFile, open_word
from reform.pages.models import ColumnPage, CustomImage
from reform.people.models import Unit

CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def add(document: Any, *runs: tuple[str, str] | str, align: Any = None, size: int = 16) -> Any:
    """A paragraph of (text, East Asian font) runs."""
    paragraph = document.add_paragraph()
    for run in runs:
        text, font = (run, "仿宋_GB2312") if isinstance(run, str) else run
        made = paragraph.add_run(text)
        made.font.size = Pt(size)
        made._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def saved(document: Any, path: Path) -> Path:
    document.save(str(path))
    return path


def read(path: Path, kind: str = "story", *args: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_document", str(path), "--kind", kind, "--json", *args, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def official(tmp_path: Path) -> Path:
    document = Document()
    add(document, ("云溪县人民政府文件", "方正小标宋简体"), align=CENTER, size=40)
    add(document, "云改发〔2026〕3号", align=CENTER)
    add(document, ("关于深化“一窗通办”改革的", "方正小标宋简体"), align=CENTER, size=22)
    add(document, ("实施意见", "方正小标宋简体"), align=CENTER, size=22)
    add(document, "各乡镇人民政府，县直各部门：")
    add(document, "为了方便群众办事，提出如下意见。")
    add(document, ("一、总体要求", "黑体"))
    add(document, ("（一）工作目标。", "楷体_GB2312"), "到2026年底，全部事项进窗。")
    add(document, "二、这一句用仿宋，是正文。")
    add(document, "附件：1.事项清单")
    add(document, "2.流程图")
    add(document, "云溪县人民政府", align=RIGHT)
    add(document, "二〇二六年三月五日", align=RIGHT)
    add(document, "（此件公开发布）")
    add(document, "抄送：县委办公室。")
    return saved(document, tmp_path / "official.docx")


def test_the_parts_of_an_official_document(official: Path) -> None:
    data = read(official, "policy", "--dry-run")
    assert data["title"] == "关于深化“一窗通办”改革的实施意见"
    assert data["fields"] == {
        "document_number": "云改发〔2026〕3号",
        "addressees": "各乡镇人民政府，县直各部门",
        "attachments": ["事项清单", "流程图"],
        "signature": "云溪县人民政府",
        "date_made": "2026-03-05",
        "note": "此件公开发布",
    }
    assert [(b["type"], b["value"]) for b in data["blocks"]] == [
        ("paragraph", "<p>为了方便群众办事，提出如下意见。</p>"),
        ("heading", {"text": "一、总体要求", "level": "h2"}),
        ("heading", {"text": "（一）工作目标", "level": "h3"}),
        ("paragraph", "<p>到2026年底，全部事项进窗。</p><p>二、这一句用仿宋，是正文。</p>"),
    ]
    assert {item["kind"] for item in data["left_out"]} == {"document_head", "imprint"}


def test_lists_links_tables_and_pictures(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("一件小事", level=0)
    paragraph = document.add_paragraph("开头")
    paragraph.add_run("粗").bold = True
    paragraph.add_run("斜").italic = True
    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"),
        document.part.relate_to(
            "https://example.org/a?b=1&c=2",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        ),
    )
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "链接"
    run.append(text)
    link.append(run)
    paragraph._element.append(link)
    for word in ("甲", "乙"):
        document.add_paragraph(word, style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    table = document.add_table(3, 3)
    for at, word in enumerate(("事项", "窗口", "时限")):
        table.cell(0, at).text = word
    table.cell(1, 0).merge(table.cell(2, 0)).text = "林木采伐"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "综合"
    picture = tmp_path / "a.png"
    Image.new("RGB", (300, 200), "#6f9188").save(picture)
    document.add_picture(str(picture))
    document.add_paragraph("图1 新窗口")
    document.add_picture(str(picture))
    data = read(saved(document, tmp_path / "story.docx"), "story", "--dry-run")
    assert data["title"] == "一件小事"
    kinds = [block["type"] for block in data["blocks"]]
    assert kinds == ["paragraph", "table", "picture", "picture"]
    html = data["blocks"][0]["value"]
    assert html == (
        '<p>开头<b>粗</b><i>斜</i><a href="https://example.org/a?b=1&amp;c=2">链接</a></p>'
        "<ol><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul>"
    )
    value = data["blocks"][1]["value"]
    assert value["first_row_is_table_header"]
    assert {"row": 1, "col": 0, "rowspan": 2, "colspan": 1} in value["mergeCells"]
    assert {"row": 1, "col": 1, "rowspan": 1, "colspan": 2} in value["mergeCells"]
    assert data["blocks"][2]["value"]["caption"] == "图1 新窗口"
    assert len(data["pictures"]) == 1


def test_tracked_changes_are_accepted_and_comments_named(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("保留")
    for tag, child, words in (("w:ins", "w:t", "新增"), ("w:del", "w:delText", "删去")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(child)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._element.append(change)
    document.add_comment(paragraph.runs[0], text="请核实", author="某人")
    data = read(saved(document, tmp_path / "a.docx"), "story", "--dry-run")
    shown = json.dumps([data["title"], data["blocks"]], ensure_ascii=False)
    assert "保留新增" in shown
    assert "删去" not in shown
    assert {"kind": "comment", "text": "请核实"} in data["left_out"]


def test_a_story_is_made_once_with_its_pictures_once(tmp_path: Path, column: Any) -> None:
    document = Document()
    document.add_heading("一件小事", level=0)
    document.add_paragraph("正文。")
    picture = tmp_path / "a.png"
    Image.effect_noise((320, 240), 60).convert("RGB").save(picture)
    document.add_picture(str(picture))
    path = saved(document, tmp_path / "story.docx")
    made = [read(path)["page"] for _time in range(2)]
    pages = StoryPage.objects.filter(pk__in=made)
    assert [page.title for page in pages] == ["一件小事"] * 2
    assert not any(page.live for page in pages)
    assert CustomImage.objects.count() == 1
    assert pages[0].body[-1].value["image"].pk == pages[1].body[-1].value["image"].pk


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    target = io.BytesIO()
    Document().save(target)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"hello", "not_word"),
        (b"PK\x03\x04broken", "damaged"),
        (OLE + b"\x00" * 600, "old_doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (zipped(**{"a.txt": b"x"}), "not_word"),
        (with_part("word/vbaProject.bin", b"x"), "macros"),
        (with_part("word/media/a.bin", b"\x00" * 30_000_000), "bomb"),
        (b"PK" + b"\x00" * MAX_BYTES, "too_large"),
    ],
)
def test_what_is_no_word_file_gets_a_clear_answer(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableWordFile) as caught:
        open_word(data)
    assert caught.value.code == code
    assert str(caught.value)


def test_a_policy_is_made_with_its_fields(official: Path, column: Any, home: Any) -> None:
    home.refresh_from_db()
    policies = home.add_child(instance=ColumnPage(title="政策文件", slug="zhengce", kind="policy"))
    unit = Unit.add_root(code="X", name="云溪县人民政府")
    made = read(official, "policy")
    page = PolicyPage.objects.get(pk=made["page"])
    assert not page.live and page.get_parent().pk == policies.pk
    assert page.title == "关于深化“一窗通办”改革的实施意见"
    assert page.document_number == "云改发〔2026〕3号"
    assert page.addressees == "各乡镇人民政府，县直各部门"
    assert page.date_made == date(2026, 3, 5)
    assert (page.signature, page.note) == ("云溪县人民政府", "此件公开发布")
    assert [row.title for row in page.attachments.all()] == ["事项清单", "流程图"]
    assert [row.unit for row in page.bodies.all()] == [unit]
    assert [child.block_type for child in page.body] == ["paragraph", "heading", "heading", "paragraph"]


def test_an_explainer_is_made(official: Path, column: Any) -> None:
    page = ExplainerPage.objects.get(pk=read(official, "explainer")["page"])
    assert not page.live and page.body


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(texts, st.sampled_from(["", "黑体", "楷体"]), st.sampled_from([None, CENTER, RIGHT])), max_size=12
    )
)
def test_no_word_is_dropped_silently(paragraphs: list[tuple[str, str, Any]]) -> None:
    document = Document()
    for text, font, align in paragraphs:
        add(document, (text, font), align=align)
    target = io.BytesIO()
    document.save(target)
    for kind in ("story", "policy", "explainer"):
        draft = make_draft(open_word(target.getvalue()), kind)  # type: ignore[arg-type]
        kept = json.dumps(draft.to_json(), ensure_ascii=False)
        for text, _font, _align in paragraphs:
            for word in "".join(c if c.isalpha() else " " for c in text).split():
                assert word in kept


@given(st.integers(1, 9999))
def test_chinese_numbers_are_read_back(number: int) -> None:
    units, digits = {"十": 10, "百": 100, "千": 1000}, "〇一二三四五六七八九"
    total, digit = 0, 0
    for mark in chinese_number(number).replace("零", ""):
        if mark in units:
            total += (digit or 1) * units[mark]
            digit = 0
        else:
            digit = digits.index(mark)
    assert total + digit == number == read_number(chinese_number(number))
    assert format_number(number, "chineseCounting") == chinese_number(number)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_reader_survives_any_broken_xml(data: Any) -> None:
    """Elements of the main part are moved, doubled, renamed and stripped: the reader never crashes, and a word that is
    still written as text is in the draft or in the list of what was left out."""
    document = Document()
    document.add_heading("标题", level=1)
    for number in range(3):
        document.add_paragraph(f"第{number}段话", style="List Number" if number else None)
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合并"
    table.cell(0, 1).text = "右边"
    body = document.element.body
    for _change in range(data.draw(st.integers(1, 6))):
        nodes = [node for node in body.iter() if node is not body]
        node = data.draw(st.sampled_from(nodes))
        change = data.draw(st.sampled_from(["strip", "double", "rename", "move", "junk"]))
        if change == "strip":
            node.attrib.clear()
        elif change == "double":
            node.addnext(deepcopy(node))
        elif change == "rename":
            node.tag = qn(
                data.draw(st.sampled_from(["w:p", "w:r", "w:tbl", "w:tc", "w:tr", "w:sdt", "w:ins", "w:hyperlink"]))
            )
        elif change == "move":
            target = data.draw(st.sampled_from(nodes))
            if target not in node.iter():
                target.append(node)
        else:
            node.set(qn("w:val"), data.draw(st.text("甲0-\n", max_size=3)))
    words = {(node.text or "").strip() for node in body.iter(qn("w:t"))} - {""}
    target = io.BytesIO()
    document.save(target)
    for kind in ("story", "policy", "explainer"):
        draft = make_draft(open_word(target.getvalue()), kind)  # type: ignore[arg-type]
        kept = json.dumps(draft.to_json(), ensure_ascii=False)
        for word in words:
            assert word in kept, (word, kept)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_get_an_answer(junk: bytes, as_archive: bool) -> None:
    try:
        open_word(b"PK\x03\x04" + junk if as_archive else junk)
    except UnreadableWordFile as error:
        assert str(error)
