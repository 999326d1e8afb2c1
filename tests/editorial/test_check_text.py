"""The command that editors' scripts call, over every kind of file."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from docx import Document
from openpyxl import Workbook

from reform.editorial import gate
from reform.editorial.models import WordingEntry

PLANTED = ["13800138000", "11010519491231002X", "13900139000"]


def word(path: Path) -> None:
    document = Document()
    document.add_paragraph(f"电话{PLANTED[0]}")
    document.add_table(1, 1).cell(0, 0).text = f"证件{PLANTED[1]}"
    document.sections[0].header.paragraphs[0].text = f"手机{PLANTED[2]}"
    document.save(str(path))


def excel(path: Path) -> None:
    book = Workbook()
    book.active.append(["电话", int(PLANTED[0])])
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    hidden["C9"] = PLANTED[1]
    hidden["A1"] = f"手机{PLANTED[2]}"
    book.save(path)


def plain(path: Path) -> None:
    path.write_text("\n".join(f"联系：{number}" for number in PLANTED), encoding="gb18030")


def markdown(path: Path) -> None:
    path.write_text("# 标题\n\n" + "、".join(PLANTED), encoding="utf-8")


def pdf(path: Path) -> None:
    """The smallest PDF with a line for each number."""
    lines = "".join(f"({number}) Tj T* " for number in PLANTED)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {lines}ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    path.write_bytes(data + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer)


def run(*args: Any) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("check_text", *args, stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "make"), [("a.docx", word), ("a.xlsx", excel), ("a.txt", plain), ("a.md", markdown), ("a.pdf", pdf)]
)
def test_every_planted_number_is_found_in_every_kind_of_file(tmp_path: Path, name: str, make: Any) -> None:
    path = tmp_path / name
    make(path)
    code, out, _err = run(str(path), "--json")
    data = json.loads(out)
    assert code == 1
    assert {finding["text"] for finding in data["findings"]} == set(PLANTED)
    for finding in data["findings"]:
        assert finding["check"] == "personal"
        assert data["text"][finding["start"] : finding["end"]] == finding["text"]
        assert {"check", "kind", "level", "start", "end", "text", "suggestion"} <= set(finding)


@pytest.mark.django_db
def test_exit_code_tells_whether_something_blocks(tmp_path: Path) -> None:
    WordingEntry.objects.create(wrong="帐户", right="账户", level="advice")
    path = tmp_path / "a.txt"
    path.write_text("开立帐户")
    code, out, _err = run(str(path))
    assert (code, "账户" in out) == (0, True)
    WordingEntry.objects.create(wrong="开立", right="开设", level="must")
    gate.forget_wording()
    assert run(str(path))[0] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", b"\x00\x01\x02" * 9, b"%PDF-broken"]
)
def test_unreadable_files_exit_with_two_and_a_reason(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    code, _out, err = run(str(path), "--json")
    assert code == 2
    assert "a.docx" in err


@pytest.mark.django_db
def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert run(str(tmp_path / "nichts.txt"))[0] == 2
