"""Word files through the admin: upload, report, corrected fields, draft; who may; what is refused; large files in a job."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from docx import Document
from PIL import Image

from publicity import tasks
from publicity.models import PolicyPage, StoryPage, WordImport
from publicity.word.package import MAX_BYTES
from reform.pages.blocks import BodyBlock
from tests.editorial.review.desk import client

from .test_import import OLE, add, official, with_part

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/publicity/import/"
__all__ = ["official"]


def sent(browser: Any, data: bytes, kind: str = "policy", name: str = "文件.docx", **more: Any) -> Any:
    return browser.post(ADDRESS, {"kind": kind, "file": SimpleUploadedFile(name, data), **more})


def test_from_the_file_to_a_corrected_draft(official: Path, policy_column: Any, editor: Any) -> None:
    browser = client(editor)
    assert "从 Word 导入" in browser.get(ADDRESS).content.decode()
    answer = sent(browser, official.read_bytes())
    assert answer.status_code == 302
    report = browser.get(answer.url)
    html = report.content.decode()
    for words in (
        "云改发〔2026〕3号",
        "云溪县人民政府",
        "2026-03-05",
        "各乡镇人民政府，县直各部门",
        "事项清单",
        "版记",
        "抄送：县委办公室。",
    ):
        assert words in html, words
    fields = report.context["form"].initial
    browser.post(
        answer.url, {**fields, "title": "改过的标题", "document_number": "云改发〔2026〕4号", "date_made": "2026-03-06"}
    )
    page = PolicyPage.objects.get()
    assert (page.title, page.document_number, page.date_made) == ("改过的标题", "云改发〔2026〕4号", date(2026, 3, 6))
    assert page.owner == editor and not page.live
    assert browser.get(answer.url).url == f"/admin/pages/{page.pk}/edit/"
    row = WordImport.objects.get()
    assert row.state == "done" and not row.file


def test_a_wrong_correction_comes_back_filled(official: Path, policy_column: Any, editor: Any) -> None:
    browser = client(editor)
    address = sent(browser, official.read_bytes()).url
    answer = browser.post(address, {"title": "", "date_made": "三月", "addressees": "写过的"})
    assert answer.status_code == 200 and set(answer.context["form"].errors) == {"title", "date_made"}
    assert "写过的" in answer.content.decode()
    assert not PolicyPage.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"hello", "不是 Word"),
        (OLE + b"\x00" * 600, ".doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (with_part("word/vbaProject.bin", b"x"), "宏"),
        (b"PK\x03\x04broken", "损坏"),
        (b"PK" + b"\x00" * (50 * 1024 * 1024), f"{MAX_BYTES // 1024 // 1024} MB"),
    ],
    ids=["empty", "text", "doc", "encrypted", "macros", "damaged", "50MB"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    data: bytes, words: str, policy_column: Any, editor: Any
) -> None:
    answer = sent(client(editor), data)
    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors["file"])
    assert not WordImport.objects.exists()


def test_nobody_sees_anothers_import(official: Path, policy_column: Any, editor: Any, person: Any) -> None:
    address = sent(client(editor), official.read_bytes()).url
    assert client(person("editor")).get(address).status_code == 302
    assert client(person("first_review")).get(ADDRESS).status_code == 302
    assert sent(client(person("auditor")), official.read_bytes()).status_code == 302
    assert WordImport.objects.count() == 1


def large(pictures: int) -> bytes:
    document = Document()
    document.add_heading("长文", level=0)
    for number in range(pictures):
        add(document, f"第{number}段。" * 20)
        target = io.BytesIO()
        Image.effect_noise((1200, 800), 90 + number).convert("RGB").save(target, "JPEG", quality=95)
        target.seek(0)
        document.add_picture(target)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_a_large_file_waits_for_the_worker_and_shows_how_far_it_is(
    column: Any, editor: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(tasks, "LARGE", 10_000)
    browser = client(editor)
    with django_capture_on_commit_callbacks() as jobs:
        address = sent(browser, large(3), "story").url
    waiting = browser.get(address)
    assert waiting["Refresh"] and "等待识别" in waiting.content.decode()
    for job in jobs:
        job()
    assert browser.get(address).context["form"] is not None
    seen: list[tuple[int, int]] = []
    count = tasks.store_pictures

    def watched(draft: Any, progress: Any) -> Any:
        def both(done: int, total: int) -> None:
            progress(done, total)
            seen.append((WordImport.objects.get().done, total))

        return count(draft, both)

    monkeypatch.setattr(tasks, "store_pictures", watched)
    with django_capture_on_commit_callbacks() as jobs:
        browser.post(address, {"title": "长文"})
    assert "正在生成草稿" in browser.get(address).content.decode()
    for job in jobs:
        job()
    assert seen == [(0, 3), (1, 3), (2, 3)]
    assert StoryPage.objects.get().body


def test_what_nobody_confirms_is_deleted_after_a_week(official: Path, policy_column: Any, editor: Any) -> None:
    sent(client(editor), official.read_bytes())
    row = WordImport.objects.get()
    path = Path(row.file.path)
    assert path.exists()
    call_command("prune_word_imports")
    assert WordImport.objects.exists()
    WordImport.objects.update(created_at=timezone.now() - timedelta(days=8))
    call_command("prune_word_imports")
    assert not WordImport.objects.exists() and not path.exists()


def test_what_is_pasted_from_word_and_wps_leaves_no_foreign_styles() -> None:
    """The editor's browser sends content state; whatever styles, blocks and data a paste left in it, the server stores
    paragraphs, lists, bold, italics and links alone."""
    import json

    block = BodyBlock().child_blocks["paragraph"]
    foreign = {
        "blocks": [
            {
                "key": "a",
                "text": "黑体加粗的字和链接",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [
                    {"offset": 0, "length": 2, "style": "FONT_SIMHEI"},
                    {"offset": 2, "length": 2, "style": "BOLD"},
                    {"offset": 0, "length": 4, "style": "color-rgb(255,0,0)"},
                ],
                "entityRanges": [{"offset": 7, "length": 2, "key": 0}],
                "data": {"class": "MsoNormal", "style": "mso-pagination:none"},
            },
            {
                "key": "b",
                "text": "WPS 的标题",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [{"offset": 0, "length": 3, "style": "font-size-22pt"}],
                "entityRanges": [],
                "data": {"class": "wps-title"},
            },
        ],
        "entityMap": {
            "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)", "style": "x"}},
        },
    }
    html = block.field.widget.value_from_datadict({"p": json.dumps(foreign)}, {}, "p")
    stored = block.value_from_form(block.field.clean(html)).source
    assert "黑体" in stored and "WPS 的标题" in stored and "<b>加粗</b>" in stored
    for trace in ("style", "class", "Mso", "mso", "font", "color", "<span", "wps", "javascript"):
        assert trace not in stored, (trace, stored)


def test_a_right_taken_away_meanwhile_is_said(official: Path, policy_column: Any, editor: Any) -> None:
    browser = client(editor)
    address = sent(browser, official.read_bytes()).url
    fields = browser.get(address).context["form"].initial
    WordImport.objects.update(state="making", draft={**WordImport.objects.get().draft, "title": fields["title"]})
    editor.groups.clear()
    tasks.make_draft_page.func(str(WordImport.objects.get().pk))
    row = WordImport.objects.get()
    assert row.state == "failed" and "重试" in row.problem
    assert not PolicyPage.objects.exists()
