"""What strangers' files hold: each thing is in the blocks or named as left out, and nothing is there twice."""

from pathlib import Path
from typing import Any

import pytest

from .pieces import (
    DECLARED,
    NAMES,
    box,
    bytes_of,
    drafted,
    everything,
    file_of,
    html,
    left_out,
    numbered,
    numbering,
    p,
    photo,
    picture,
    rewritten,
    t,
    with_part,
    with_picture,
    xml,
)

FIRST = p(t("开头一句，不是标题。"))
NOTES = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
BOLD = "<w:b/>"


def one(*fragments: str, kind: str = "story") -> dict[str, Any]:
    return drafted(file_of(FIRST, *fragments), kind)


# --- Text and its looks


def test_breaks_tabs_hyphens_and_looks_of_text() -> None:
    draft = one(
        p(
            "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r>"
            + t("m")
            + t("2", '<w:vertAlign w:val="superscript"/>')
            + t("H")
            + t("2", '<w:vertAlign w:val="subscript"/>')
            + t("粗", BOLD)
            + t("不粗", '<w:b w:val="0"/>')
        )
    )
    assert html(draft).endswith("<p>甲<br/>乙 丙-丁m<sup>2</sup>H<sub>2</sub><b>粗</b>不粗</p>")


def test_hidden_and_struck_text_is_named() -> None:
    draft = one(p(t("看得见") + t("看不见", "<w:vanish/>") + t("划掉的", "<w:strike/>")))
    assert "看不见" not in html(draft) and left_out(draft, "hidden") == ["看不见"]
    assert "划掉的" in html(draft) and left_out(draft, "strikethrough") == ["划掉的"]


def test_signs_of_symbol_fonts_keep_their_meaning() -> None:
    draft = one(
        p(
            '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>同意'
            '<w:r><w:sym w:font="Wingdings 2" w:char="00A3"/></w:r>'
            + t("R", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>')
            + '<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>'
            '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:font="Segoe UI Emoji"'
            ' w16se:char="1F33E"/></mc:Choice><mc:Fallback><w:t>🌾</w:t></mc:Fallback></mc:AlternateContent></w:r>'
        )
    )
    assert html(draft).count("🌾") == 1
    assert "☑" in html(draft) and "□" in html(draft) and html(draft).count("☑") == 2
    assert left_out(draft, "symbol") == ["Webdings F021"]


def test_ruby_keeps_the_character_and_names_the_reading() -> None:
    draft = one(p(f"<w:r><w:ruby><w:rt>{t('xī')}</w:rt><w:rubyBase>{t('溪')}</w:rubyBase></w:ruby></w:r>"))
    assert "<p>溪</p>" in html(draft)
    assert left_out(draft, "ruby") == ["溪（xī）"]


def test_content_controls_smart_tags_and_directions_are_passed_through() -> None:
    draft = one(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p(t('控件里的段落'))}</w:sdtContent></w:sdt>",
        p(
            f"<w:sdt><w:sdtContent>{t('控件里的字')}</w:sdtContent></w:sdt>"
            f'<w:smartTag w:element="place">{t("云溪")}</w:smartTag><w:bdo w:val="ltr">{t("方向")}</w:bdo>'
        ),
        f"<w:customXml>{p(t('自定义标记'))}</w:customXml>",
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p(t('单击此处输入文字'))}</w:sdtContent></w:sdt>",
    )
    assert "<p>控件里的段落</p><p>控件里的字云溪方向</p><p>自定义标记</p>" in html(draft)
    assert left_out(draft, "placeholder") == ["单击此处输入文字"]


def test_equations_become_a_line_and_are_named() -> None:
    fraction = "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    power = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    root = "<m:rad><m:deg/><m:e><m:r><m:t>y+1</m:t></m:r></m:e></m:rad>"
    draft = one(
        p(t("公式") + f"<m:oMath>{fraction}<m:r><m:t>=</m:t></m:r>{power}</m:oMath>"),
        f"<m:oMathPara><m:oMath>{root}</m:oMath></m:oMathPara>",
        p("<m:oMathPara><m:oMath><m:r><m:t>z</m:t></m:r></m:oMath></m:oMathPara>"),
    )
    assert "公式(a+b)/2=x^2" in html(draft) and "<p>√(y+1)</p><p>z</p>" in html(draft)
    assert left_out(draft, "equation") == ["(a+b)/2=x^2", "√(y+1)", "z"]


# --- Links and fields


def test_links_of_every_kind() -> None:
    document = file_of(FIRST)
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    web = document.part.relate_to("https://example.org/a?b=1", link, is_external=True)
    disk = document.part.relate_to("file:///D:/内部/台账.xls", link, is_external=True)

    def field(instruction: str, words: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{t(words)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    document.element.body.insert(
        1,
        xml(
            p(
                f'<w:hyperlink r:id="{web}" w:anchor="c">{t("网")}</w:hyperlink>'
                f'<w:hyperlink r:id="{disk}">{t("盘")}</w:hyperlink>'
                f'<w:hyperlink w:anchor="_Ref1">{t("内")}</w:hyperlink>'
                + field(' HYPERLINK "https://example.org/b" \\o "提示" ', "域")
                + field(' HYPERLINK \\l "_Toc1" ', "目")
                + field(" PAGE ", "7")
                + f'<w:fldSimple w:instr=" HYPERLINK &quot;https://example.org/c&quot; ">{t("简")}</w:fldSimple>'
                + '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> HYPERLINK "mailto:a@example.org" </w:instrText>'
                '<w:fldChar w:fldCharType="separate"/><w:t>信</w:t><w:fldChar w:fldCharType="end"/><w:t>完</w:t></w:r>'
            )
        ),
    )
    draft = drafted(document)
    assert (
        '<a href="https://example.org/a?b=1#c">网</a>盘内<a href="https://example.org/b">域</a>目7'
        '<a href="https://example.org/c">简</a><a href="mailto:a@example.org">信</a>完'
    ) in html(draft)
    assert left_out(draft, "link") == ["file:///D:/内部/台账.xls", "#_Ref1"]


def test_enclosed_characters_are_fields_without_a_result() -> None:
    begin, end = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    draft = one(
        p(
            f"{begin}<w:r><w:instrText>eq \\o\\ac(○,3)</w:instrText></w:r>{end}"
            + t("号窗口")
            + f"{begin}<w:r><w:instrText>EQ \\f(甲,乙)</w:instrText></w:r>{end}"
        )
    )
    assert "<p>③号窗口甲 乙</p>" in html(draft)
    assert left_out(draft, "equation") == ["甲 乙"]


# --- Changes, comments, notes


def test_tracked_changes_of_every_kind_are_accepted() -> None:
    draft = one(
        p(
            t("留")
            + f"<w:ins>{t('增')}<w:del><w:r><w:delText>增后删</w:delText></w:r></w:del></w:ins>"
            + f"<w:moveFrom>{t('移走')}</w:moveFrom><w:moveTo>{t('移来')}</w:moveTo>"
        ),
        p(t("前半句，"), "<w:rPr><w:del/></w:rPr>"),
        p(t("后半句。")),
        f"<w:del>{p('<w:r><w:delText>整段删</w:delText></w:r>')}</w:del>",
        "<w:tbl><w:tr><w:tc>" + p(t("甲")) + "</w:tc><w:tc>" + p(t("乙")) + "</w:tc></w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p(t("删行")) + "</w:tc></w:tr>"
        "<w:tr><w:tc>"
        + p(t("丙"))
        + "</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>"
        + p(t("删格"))
        + "</w:tc></w:tr></w:tbl>",
    )
    assert "<p>留增移来</p><p>前半句，后半句。</p>" in html(draft)
    assert draft["blocks"][-1]["value"]["data"] == [["甲", "乙"], ["丙", ""]]
    for gone in ("增后删", "移走", "整段删", "删行", "删格"):
        assert gone not in everything(draft)


def test_notes_keep_their_links_and_paragraphs_and_none_is_lost() -> None:
    reference = '<w:r><w:{0}Reference w:id="{1}"/></w:r>'
    document = file_of(
        FIRST,
        p(t("正文") + reference.format("footnote", 2) + t("再有") + reference.format("endnote", 2)),
        "<w:tbl><w:tr><w:tc>"
        + p(t("格") + reference.format("footnote", 3))
        + "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        f"<w:p><w:del>{reference.format('footnote', 4)}</w:del></w:p>",
    )
    part = with_part(
        document,
        "footnotes",
        f'<w:footnotes>{NOTES}<w:footnote w:id="2">{p(t("第一注，") + t("粗", BOLD))}'
        f"{p('<w:hyperlink r:id=' + chr(34) + 'rId1' + chr(34) + '>' + t('来源') + '</w:hyperlink>')}</w:footnote>"
        f'<w:footnote w:id="3">{p(t("格里的注"))}</w:footnote><w:footnote w:id="4">{p(t("删去的注"))}</w:footnote>'
        f'<w:footnote w:id="5">{p(t("没人引的注"))}</w:footnote></w:footnotes>',
    )
    part.relate_to("https://example.org/src", "http://schemas.openxmlformats.org/x/hyperlink", is_external=True)
    with_part(document, "endnotes", f'<w:endnotes><w:endnote w:id="2">{p(t("尾注"))}</w:endnote></w:endnotes>')
    draft = drafted(document)
    assert "<p>正文〔1〕再有〔2〕</p>" in html(draft)
    assert draft["blocks"][-1]["value"] == (
        '<ol><li>第一注，<b>粗</b><br/><a href="https://example.org/src">来源</a></li><li>尾注</li><li>格里的注</li></ol>'
    )
    assert draft["blocks"][-2]["value"]["text"] == "注释"
    assert left_out(draft, "footnote") == ["没人引的注"]
    assert "删去的注" not in everything(draft)


def test_margins_and_watermarks_are_named_once() -> None:
    document = file_of(FIRST)
    section = document.sections[0]
    section.header.paragraphs[0].text = "云溪县改革办"
    section.first_page_header.paragraphs[0].text = "云溪县改革办"
    section.footer.paragraphs[0]._element.append(
        xml('<w:r><w:pict><v:shape><v:textpath string="征求意见稿"/></v:shape></w:pict></w:r>')
    )
    draft = drafted(document)
    assert left_out(draft, "header") == ["云溪县改革办"]
    assert left_out(draft, "footer") == ["征求意见稿"]


# --- Lists


def test_chinese_numbering_is_written_out() -> None:
    document = file_of(FIRST)
    key = numbering(
        document,
        ("chineseCountingThousand", "%1、"),
        ("chineseCountingThousand", "（%2）"),
        ("decimal", "%3."),
        ("decimalEnclosedCircleChinese", "%4"),
    )
    chapter = numbering(document, ("chineseCounting", "第%1条"))
    body = document.element.body
    for level, text in (
        (0, "总则"),
        (1, "目标"),
        (1, "原则"),
        (2, "先后"),
        (3, "圈"),
        (0, "任务"),
        (1, "重来"),
        (0, ""),
        (0, "第四"),
    ):
        body.insert(len(body) - 1, xml(p(t(text) if text else "", numbered(key, level))))
    for text in ("为了规范", "本办法"):
        body.insert(len(body) - 1, xml(p(t(text), numbered(chapter))))
    shown = html(drafted(document)).replace("</p>", "").split("<p>")[2:]
    assert shown[:3] == ["一、总则", "（一）目标", "（二）原则<ol><li>先后</li></ol>"]
    assert shown[3:] == ["①圈", "二、任务", "（一）重来", "四、第四", "第一条\u3000为了规范", "第二条\u3000本办法"]


def test_lists_inside_lists_and_lists_that_start_again() -> None:
    document = file_of(FIRST)
    bullets = numbering(document, ("bullet", "•"), ("bullet", "o"), ("bullet", "▪"))
    steps = numbering(document, ("decimal", "%1."), ("lowerLetter", "%2)"))
    again = numbering(
        document, ("decimal", "%1."), more='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    )
    body = document.element.body
    for key, level, text in (
        (bullets, 0, "甲"), (bullets, 1, "甲一"), (bullets, 2, "深"), (bullets, 1, "甲二"), (bullets, 0, "乙"),
        (steps, 0, "先"), (steps, 0, "后"), (again, 0, "另一张"), (steps, 1, "字母"), (steps, 0, "三"),
    ):  # fmt: skip
        body.insert(len(body) - 1, xml(p(t(text), numbered(key, level))))
    assert html(drafted(document)).partition("</p>")[2] == (
        "<ul><li>甲<ul><li>甲一<ul><li>深</li></ul></li><li>甲二</li></ul></li><li>乙</li></ul>"
        "<ol><li>先</li><li>后</li></ol><ol><li>另一张</li></ol><p>a)字母</p><p>3.三</p>"
    )


# --- Tables


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(t(text)) if text else '<w:p/>'}</w:tc>"


DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TWO, ACROSS = '<w:gridSpan w:val="2"/>', '<w:hMerge w:val="restart"/>'


def test_cells_merged_both_ways() -> None:
    draft = one(
        "<w:tbl>"
        f"<w:tr>{cell('项', DOWN)}{cell('两列', TWO)}</w:tr>"
        f"<w:tr>{cell('', ON)}{cell('块', TWO + DOWN)}</w:tr>"
        f"<w:tr>{cell('独')}{cell('续里的字', TWO + ON)}</w:tr>"
        f"<w:tr>{cell('旧', ACROSS)}{cell('式', '<w:hMerge/>')}{cell('尾')}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('后')}{cell('末')}</w:tr>"
        "</w:tbl>"
    )
    value = draft["blocks"][-1]["value"]
    assert value["data"] == [
        ["项", "两列", ""],
        ["", "块\n续里的字", ""],
        ["独", "", ""],
        ["旧\n式", "", "尾"],
        ["", "后", "末"],
    ]
    merges = {(m["row"], m["col"]): (m["rowspan"], m["colspan"]) for m in value["mergeCells"]}
    assert merges == {(0, 0): (2, 1), (0, 1): (1, 2), (1, 1): (2, 2), (3, 0): (1, 2)}
    hidden = {(c["row"], c["col"]) for c in value["cell"]}
    assert hidden == {(1, 0), (0, 2), (1, 2), (2, 1), (2, 2), (3, 1)}


def test_a_column_merge_ends_under_a_wider_cell() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    draft = one(
        f"<w:tbl><w:tr>{cell('甲')}{cell('乙', DOWN)}</w:tr><w:tr>{cell('横', wide)}</w:tr>"
        f"<w:tr>{cell('丙')}{cell('丁', ON)}</w:tr></w:tbl>"
    )
    value = draft["blocks"][-1]["value"]
    assert value["data"] == [["甲", "乙"], ["横", ""], ["丙", "丁"]]
    assert [(m["row"], m["col"]) for m in value["mergeCells"]] == [(1, 0)]


def test_what_a_cell_cannot_hold_is_kept_as_text_and_named(tmp_path: Path) -> None:
    document = file_of(FIRST)
    bullets = numbering(document, ("bullet", "•"))
    relation = with_picture(document, photo(tmp_path / "a.png"))
    link = document.part.relate_to("https://example.org/", f"{NAMES['r']}/hyperlink", is_external=True)
    inner = f"<w:tbl><w:tr>{cell('内一')}{cell('内二')}</w:tr><w:tr>{cell('内三')}{cell('内四')}</w:tr></w:tbl>"
    document.element.body.insert(
        1,
        xml(
            f"<w:tbl><w:tr>{cell('头')}{cell('二')}</w:tr><w:tr><w:tc>{p(t('点'), numbered(bullets))}{inner}<w:p/></w:tc>"
            f"<w:tc>{p(f'<w:hyperlink r:id={chr(34)}{link}{chr(34)}>' + t('链') + '</w:hyperlink>')}"
            f"{p(picture(relation, '图'))}</w:tc></w:tr></w:tbl>"
        ),
    )
    draft = drafted(document)
    table, shown = draft["blocks"][-2:]
    assert table["value"]["data"] == [["头", "二"], ["• 点\n内一\t内二\n内三\t内四", "链"]]
    assert shown["type"] == "picture" and shown["value"]["alt"] == "图"
    assert left_out(draft, "nested_table") == ["内一\t内二\n内三\t内四"]
    assert left_out(draft, "link") == ["链 https://example.org/"]


def test_a_table_that_only_places_pictures_gives_pictures(tmp_path: Path) -> None:
    document = file_of(FIRST)
    relation = with_picture(document, photo(tmp_path / "a.png"))
    place = f"<w:tc>{p(picture(relation))}</w:tc>"
    document.element.body.insert(1, xml(f"<w:tbl><w:tr>{place}{place}</w:tr></w:tbl>"))
    document.element.body.insert(2, xml(p(t("图2 两处窗口"))))
    assert [block["type"] for block in drafted(document)["blocks"]] == ["paragraph", "picture", "picture"]


# --- Pictures, boxes, objects


def test_text_boxes_are_read_once_even_inside_each_other(tmp_path: Path) -> None:
    document = file_of(FIRST)
    relation = with_picture(document, photo(tmp_path / "a.png"))
    inner = p(t("里框") + box(p(t("最里"))) + picture(relation, "框里的图"))
    document.element.body.insert(1, xml(p(t("段落") + box(inner))))
    document.element.body.insert(
        2,
        xml(
            f"<mc:AlternateContent><mc:Choice Requires='wps'>{p(t('选一'))}</mc:Choice>"
            f"<mc:Fallback>{p(t('选一'))}</mc:Fallback></mc:AlternateContent>"
        ),
    )
    draft = drafted(document)
    words = everything(draft)
    for word in ("段落", "里框", "最里", "选一"):
        assert words.count(word) == 1, word
    assert [b["value"]["alt"] for b in draft["blocks"] if b["type"] == "picture"] == ["框里的图"]


def test_pictures_inline_anchored_twice_cropped_and_of_foreign_formats(tmp_path: Path) -> None:
    document = file_of(FIRST)
    relation = with_picture(document, photo(tmp_path / "a.png"))
    other = with_picture(document, photo(tmp_path / "b.bmp", "#a8231a", "BMP"))
    crop = '<a:srcRect l="10000" r="0"/>'
    body = document.element.body
    body.insert(1, xml(p(picture(relation, "窗口"))))
    body.insert(2, xml("<w:p/>"))
    body.insert(3, xml(p(t("图1 新窗口"))))
    body.insert(4, xml(p(t("同一段") + picture(relation, "又一次", anchored=True, crop=crop))))
    body.insert(5, xml(p(picture(other, "位图"))))
    body.insert(6, xml(p(picture("rId999", "丢了的图"))))
    draft = drafted(document)
    shown = [block["value"] for block in draft["blocks"] if block["type"] == "picture"]
    assert [(value["alt"], value["caption"]) for value in shown] == [("窗口", "图1 新窗口"), ("又一次", "")]
    assert len(draft["pictures"]) == 1
    assert left_out(draft, "crop") == ["又一次"]
    assert left_out(draft, "linked_picture") == ["丢了的图"]
    (refused,) = left_out(draft, "picture")
    assert refused.startswith("位图 (image")


def test_charts_diagrams_and_objects_are_named_with_their_words() -> None:
    document = file_of(FIRST)

    def part(name: str, words: str, reltype: str) -> str:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        made = Part(PackURI(f"/word/{name}.xml"), "application/xml", words.encode(), document.part.package)
        return str(document.part.relate_to(made, reltype))

    chart = part("chart1", f"<c:chartSpace {DECLARED}><a:t>办件量</a:t><c:v>一月</c:v></c:chartSpace>", "x/chart")
    diagram = part(
        "data1", f"<dgm:dataModel {DECLARED}><a:t>受理</a:t><a:t>审核</a:t></dgm:dataModel>", "x/diagramData"
    )

    def graphic(uri: str, inside: str) -> str:
        return (
            f'<w:r><w:drawing><wp:inline><wp:docPr id="3" name="图 3"/><a:graphic><a:graphicData uri="{uri}">{inside}'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    for at, fragment in enumerate(
        [
            p(graphic(NAMES["c"], f'<c:chart r:id="{chart}"/>')),
            p(graphic(NAMES["dgm"], f'<dgm:relIds r:dm="{diagram}"/>')),
            p('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'),
            '<w:altChunk r:id="rId77"/>',
            p('<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>'),
        ],
        start=1,
    ):
        document.element.body.insert(at, xml(fragment))
    draft = drafted(document)
    assert left_out(draft, "chart") == ["图 3 办件量 一月"]
    assert left_out(draft, "diagram") == ["图 3 受理 审核"]
    assert left_out(draft, "embedded_object") == ["Excel.Sheet.12", ""]
    assert left_out(draft, "drawing") == ["艺术字"]


# --- Files that are unusual but whole


def test_a_strict_file_and_one_with_a_lost_picture_are_read(tmp_path: Path) -> None:
    document = file_of(FIRST, p(t("正文")))
    with_picture(document, photo(tmp_path / "a.png"))
    data = bytes_of(document)
    strict = rewritten(
        data,
        {
            "*": lambda part: part.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
        },
    )
    lost = rewritten(data, {"word/_rels/document.xml.rels": lambda part: part.replace(b"media/image1.png", b"NULL")})
    for file in (strict, lost):
        assert "<p>正文</p>" in html(drafted(file))


@pytest.mark.parametrize("kind", ["story", "policy", "explainer"])
def test_an_empty_file_gives_an_empty_draft(kind: str) -> None:
    draft = drafted(file_of(), kind)
    assert (draft["title"], draft["blocks"]) == ("无题", [])


# --- Official documents as offices really lay them out (GB/T 9704—2012)

SONG, HEI, KAI, FANG = (
    f'<w:rFonts w:eastAsia="{face}"/>' for face in ("方正小标宋_GBK", "方正黑体_GBK", "楷体_GB2312", "仿宋_GB2312")
)
MIDDLE, END = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'


def test_a_red_head_and_an_imprint_set_as_tables() -> None:
    draft = drafted(
        file_of(
            "<w:tbl><w:tr>" + cell("云溪县人民政府文件") + "</w:tr></w:tbl>",
            f"<w:tbl><w:tr>{cell('云政发〔2026〕 12 号')}{cell('签发人：某某')}</w:tr></w:tbl>",
            p(t("云溪县人民政府", SONG + '<w:sz w:val="44"/>'), MIDDLE),
            p(t("关于推进政务服务管理办法", SONG + '<w:sz w:val="44"/>'), MIDDLE),
            p(t("实施工作的通知", SONG + '<w:sz w:val="44"/>'), MIDDLE),
            p(t("（2026年3月5日县政府常务会议通过）", KAI), MIDDLE),
            p(t("各乡镇人民政府，", FANG) + "<w:r><w:br/></w:r>" + t("县直各部门：", FANG)),
            p(t("现通知如下。", FANG)),
            p(t("附件：1.任务分工表", FANG) + "<w:r><w:br/></w:r>" + t("2.联系人名单", FANG)),
            p(t("云溪县人民政府", FANG) + "<w:r><w:br/></w:r>" + t("2026年3月6日", FANG), END),
            p(t("（此件公开发布）", FANG)),
            f"<w:tbl><w:tr>{cell('抄送：县委各部门。')}</w:tr><w:tr>{cell('云溪县政府办公室　2026年3月6日印发')}</w:tr></w:tbl>",
        ),
        "policy",
    )
    assert draft["title"] == "云溪县人民政府关于推进政务服务管理办法实施工作的通知"
    assert draft["fields"] == {
        "document_number": "云政发〔2026〕12号",
        "addressees": "各乡镇人民政府，县直各部门",
        "attachments": ["任务分工表", "联系人名单"],
        "signature": "云溪县人民政府",
        "date_made": "2026-03-06",
        "note": "此件公开发布",
    }
    assert html(draft) == "<p>（2026年3月5日县政府常务会议通过）</p><p>现通知如下。</p>"
    assert left_out(draft, "document_head") == ["云溪县人民政府文件", "签发人：某某"]
    assert len(left_out(draft, "imprint")) == 1


def test_an_order_with_chapters_and_articles() -> None:
    draft = drafted(
        file_of(
            p(t("云溪县人民政府令", SONG), MIDDLE),
            p(t("第 12 号", FANG), MIDDLE),
            p(t("云溪县政务服务办法", SONG), MIDDLE),
            p(t("第一章　总则", HEI), MIDDLE),
            p(t("第一条　", HEI) + t("为了方便办事，制定本办法。", FANG)),
            p(t("第二章　办理", HEI), MIDDLE),
            p(t("第二条　第一章所称办件，是指……", FANG)),
        ),
        "policy",
    )
    assert draft["title"] == "云溪县政务服务办法"
    assert draft["fields"]["document_number"] == "云溪县人民政府令第12号"
    assert [b["value"]["text"] for b in draft["blocks"] if b["type"] == "heading"] == ["第一章 总则", "第二章 办理"]
    assert "<p>第一条\u3000为了方便办事，制定本办法。</p>" in html(draft)


def test_headings_by_face_by_bold_and_run_in() -> None:
    draft = one(
        p(t("一、", SONG) + t("2026", "") + t("年总体要求", HEI)),
        p(t("（一）", KAI) + t("工作目标", KAI) + t("。到年底全部进窗。", FANG)),
        p(t("二、工作安排", BOLD + FANG)),
        p(t("（一）组织", BOLD + FANG)),
        p(t("三、", FANG) + t("时间：", BOLD + FANG) + t("下周一上午。", FANG)),
        p(t("1.", FANG) + t("三级标题是正文", FANG)),
    )
    assert [(b["value"]["level"], b["value"]["text"]) for b in draft["blocks"] if b["type"] == "heading"] == [
        ("h2", "一、2026年总体要求"),
        ("h3", "（一）工作目标"),
        ("h2", "二、工作安排"),
        ("h3", "（一）组织"),
    ]
    assert "<p>到年底全部进窗。</p>" in html(draft)
    assert "<p>三、<b>时间：</b>下周一上午。</p><p>1.三级标题是正文</p>" in html(draft)


def test_a_seal_in_the_signature_stays(tmp_path: Path) -> None:
    document = file_of(p(t("关于办事的通知", SONG), MIDDLE), p(t("正文。")), p(t("县改革办"), END))
    seal = with_picture(document, photo(tmp_path / "seal.png"))
    document.element.body.insert(3, xml(p(t("2026年3月6日") + picture(seal, "印章", anchored=True), END)))
    draft = drafted(document, "policy")
    assert draft["fields"] == {"signature": "县改革办", "date_made": "2026-03-06"}
    assert [b["value"]["alt"] for b in draft["blocks"] if b["type"] == "picture"] == ["印章"]


def test_a_title_over_two_lines_and_heading_styles_below_it() -> None:
    big = SONG + '<w:sz w:val="44"/>'
    document = file_of(p(t("把窗口搬到", big), MIDDLE), p(t("山里去", big), MIDDLE), p(t("——云溪县纪实", KAI), MIDDLE))
    assert drafted(document)["title"] == "把窗口搬到山里去"
    styled = file_of()
    styled.add_heading("一件小事", level=1)
    styled.add_heading("起因", level=2)
    styled.add_heading("细节", level=3)
    draft = drafted(styled)
    assert draft["title"] == "一件小事"
    assert [b["value"]["level"] for b in draft["blocks"]] == ["h2", "h3"]
