"""A policy document from a Word file to its readers: imported, two fields corrected, two findings corrected, reviewed by
three, published, taken along as poster, PDF and feed, translated into English, linked to article by article."""

import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image
from playwright.sync_api import Page, expect

from .test_story_journey import no_sideways_scroll, submit

# Of this run alone: the tests may be run again on a county that is being served.
TITLE = f"云溪县无障碍出行服务办法（{time.time_ns() % 1_000_000}版）"
ENGLISH = "Measures for barrier-free travel in Yunxi county"
WRONG, RIGHT = "残废人", "残疾人"


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    paper = Document()
    for line in ("云溪县人民政府文件", "云改发〔2026〕19号", "云溪县无障碍出行服务暂行办法"):
        paper.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.add_paragraph("各乡镇人民政府，县直各部门：")
    paper.add_paragraph(f"第一条　为方便{WRONG}出行，制定本办法。")
    paper.add_paragraph(f"第二条　公交车应当为{WRONG}预留位置。")
    for number in "三四五六":
        paper.add_paragraph(f"第{number}条　车站应当设置坡道和低位服务台。编号{time.time_ns()}。")
    for line in ("云溪县人民政府", "2026年11月2日"):
        paper.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    path = tmp_path / "办法.docx"
    paper.save(str(path))
    return path


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    return {}


def approve(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.frame_locator("iframe").first.get_by_role("heading", name=TITLE).first).to_be_visible()
    page.locator("button[name=approve]").click()
    expect(page.locator(".messages")).to_be_visible()


def test_a_word_file_becomes_a_published_document(
    open_as: Callable[..., Page], word_file: Path, complaints: list[str], told: dict[str, str]
) -> None:
    editor = open_as("bianji")
    editor.goto("/admin/publicity/import/")
    editor.get_by_label("政策文件").check()
    editor.locator("input[type=file]").set_input_files(word_file)
    editor.get_by_role("button", name="上传并识别").click()
    expect(editor.locator("[name=document_number]")).to_have_value("云改发〔2026〕19号")
    expect(editor.locator("[name=date_made]")).to_have_value("2026-11-02")
    editor.locator("[name=title]").fill(TITLE)
    editor.locator("[name=document_number]").fill("云改发〔2026〕20号")
    editor.get_by_role("button", name="生成草稿").click()
    expect(editor.locator("#id_title")).to_have_value(TITLE)

    # One click corrects both places where the wrong expression stands.
    editor.get_by_role("button", name=re.compile(f"改为.*{RIGHT}|{RIGHT}")).first.click()
    expect(editor.get_by_text(WRONG)).to_have_count(0)
    submit(editor)
    expect(editor.locator(".messages")).to_contain_text(TITLE)
    for name in ("chushen", "fushen", "zhongshen"):
        approve(open_as(name))

    reader = open_as()
    reader.goto("/zhengce/?number=云改发202620号")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    told["path"] = re.sub(r"^https?://[^/]+", "", reader.url)
    complaints[:] = [line for line in complaints if "400 (Bad Request)" not in line]


def test_its_ways_out(open_as: Callable[..., Page], told: dict[str, str], assert_accessible: Any) -> None:
    """Poster and PDF by the links on the page, the feed of readers, the feed of aggregators."""
    assert told, "the document was not published"
    reader = open_as(size="phone", javascript=False)
    reader.goto(told["path"])
    expect(reader.get_by_role("button", name="打印")).to_have_count(0)
    for name, kind, first in (("分享海报", "image/jpeg", b"\xff\xd8"), ("PDF", "application/pdf", b"%PDF")):
        link = reader.get_by_role("link", name=name, exact=True)
        expect(link).to_be_visible()
        answer = reader.request.get(link.get_attribute("href") or "")
        assert answer.ok and answer.headers["content-type"] == kind and answer.body().startswith(first)
        if kind == "image/jpeg":
            assert Image.open(io.BytesIO(answer.body())).size == (1080, 1440)
    for feed in ("/feeds/rss.xml", "/feeds/articles.xml"):
        text = reader.request.get(feed).text()
        assert TITLE in text and told["path"] in text, feed
    with_scripts = open_as(size="phone")
    with_scripts.goto(told["path"])
    expect(with_scripts.get_by_role("button", name="打印")).to_be_visible()
    assert_accessible(with_scripts)


def test_translated_by_a_translator_and_read_in_english(
    open_as: Callable[..., Page], told: dict[str, str], tmp_path: Path, complaints: list[str], assert_accessible: Any
) -> None:
    """The editor begins it, the translator takes it, types the title and uploads the rest, three people review it."""
    assert told, "the document was not published"
    editor = open_as("bianji")
    editor.goto(f"/admin/translations/?words={TITLE}")
    assert_accessible(editor)
    editor.locator("tr", has_text=TITLE).get_by_role("link", name="开始翻译").click()
    editor.locator("main form [type=submit]").last.click()
    expect(editor.locator("tr", has_text=TITLE)).to_contain_text("翻译中")

    translator = open_as("fanyi", accept_downloads=True)
    translator.goto("/admin/translations/mine/")
    assert_accessible(translator)
    translator.locator("tr", has_text=TITLE).get_by_role("button", name="领取").click()
    title = translator.locator("li", has=translator.get_by_text(TITLE, exact=True)).last
    title.get_by_role("button", name="翻译", exact=True).click()
    translator.locator("li textarea").first.fill(ENGLISH)
    translator.get_by_role("button", name="保存", exact=True).first.click()
    expect(translator.get_by_text(ENGLISH, exact=True)).to_be_visible()
    translated = translator.url

    with translator.expect_download() as waiting:
        translator.get_by_role("link", name="下载 PO 文件").first.click()
    words = polib.pofile(str(waiting.value.path()))
    assert [entry.msgstr for entry in words if entry.msgid == TITLE] == [ENGLISH]
    for number, entry in enumerate(words):
        entry.msgstr = entry.msgstr or f"Article {number}. The translation of a sentence."
    file = tmp_path / "english.po"
    words.save(str(file))
    translator.locator("input[type=file]").first.set_input_files(file)
    expect(translator.get_by_text("Article 3. The translation of a sentence.").first).to_be_visible()

    number = int((re.search(r"/pages/(\d+)/", translated) or [0, 0])[1])
    translator.goto(f"/admin/editorial/review/{number}/")
    translator.locator(f"form[action$='/submit/{number}/'] [type=submit]").first.click()
    expect(translator.locator(".messages")).to_be_visible()
    for name in ("chushen", "fushen", "zhongshen"):
        reviewer = open_as(name)
        reviewer.goto(f"/admin/editorial/review/{number}/")
        expect(reviewer.frame_locator("iframe").first.get_by_role("heading", name=ENGLISH)).to_be_visible()
        reviewer.locator("button[name=approve]").click()
        expect(reviewer.locator(".messages")).to_be_visible()

    reader = open_as(size="phone")
    reader.goto(told["path"])
    reader.get_by_role("link", name="English").first.click()
    expect(reader.get_by_role("heading", level=1, name=ENGLISH)).to_be_visible()
    expect(reader.get_by_text("Article 3. The translation of a sentence.").first).to_be_visible()
    assert no_sideways_scroll(reader)
    assert_accessible(reader)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_documents_explainers_and_their_lists_are_accessible(
    open_as: Callable[..., Page], size: str, assert_accessible: Any
) -> None:
    reader = open_as(size=size)
    for address in (
        "/zhengce/",
        "/zhengce/yi-chuang-tong-ban-fang-an/",
        "/zhengce/rong-que-shou-li-ban-fa/",
        "/jiedu/",
        "/jiedu/yi-chuang-jiu-wen/",
        "/jiedu/yue-che-zen-me-yue/",
        "/en/zhengce/yi-chuang-tong-ban-fang-an/",
        "/en/jiedu/yi-chuang-jiu-wen/",
        "/en/dianxing/qing-shui-zhen-chuang-kou/",
    ):
        reader.goto(address)
        assert no_sideways_scroll(reader), address
        assert_accessible(reader)


def test_an_address_opens_at_its_article(open_as: Callable[..., Page]) -> None:
    reader = open_as(size="phone", javascript=False)
    reader.goto("/zhengce/yi-chuang-tong-ban-fang-an/#第十条")
    expect(reader.locator("#第十条")).to_be_in_viewport()


def test_a_vote_without_scripts(open_as: Callable[..., Page]) -> None:
    reader = open_as(javascript=False, user_agent=f"reader {time.time_ns()}")
    reader.goto("/jiedu/yi-chuang-jiu-wen/")
    reader.locator(".vote textarea").fill("周日能办吗")
    reader.get_by_role("button", name="还没有").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("谢谢")
