"""A policy document from a Word file to its readers: imported, two fields corrected, two findings corrected, reviewed by
three, published, linked to article by article."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from playwright.sync_api import Page, expect

from .test_story_journey import no_sideways_scroll, submit

TITLE = "云溪县无障碍出行服务办法"
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
