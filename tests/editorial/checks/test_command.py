"""`manage.py check_text`, as an editor's script calls it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from reform.editorial.models import WordingEntry

from .files import docx, id_card, pdf, xlsx

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("check_text", str(path), *options, stdout=out, stderr=err)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    WordingEntry.objects.create(wrong="按装", right="安装", level="must", source="词典")
    WordingEntry.objects.create(wrong="大力推进", level="advice", kind="avoid")
    WordingEntry.objects.create(wrong="座落", right="坐落", level="must", active=False)


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.txt", lambda words: words.encode()),
        ("b.txt", lambda words: words.encode("gb18030")),
        ("c.md", lambda words: f"# 标题\n\n{words}\n".encode()),
        ("d.docx", lambda words: docx("前言", words)),
        ("e.xlsx", lambda words: xlsx([["表头"], [words]])),
        ("f.pdf", lambda words: pdf(words)),
    ],
)
def test_json_in_every_format(tmp_path: Path, name: str, make: Any) -> None:
    number = id_card()
    code, out, _err = run(written(tmp_path, name, make(f"按装设备，联系13800138000，身份证{number}")), "--json")
    result = json.loads(out)
    assert code == 1
    assert [(item["check"], item["kind"], item["level"], item["text"]) for item in result["findings"]] == [
        ("wording", "wrong", "must", "按装"),
        ("personal", "mobile", "must", "13800138000"),
        ("personal", "id_card", "must", number),
    ]
    assert result["findings"][0]["suggestion"] == "安装"
    for item in result["findings"]:
        assert result["text"][item["start"] : item["end"]] == item["text"]


def test_advice_alone_does_not_block(tmp_path: Path) -> None:
    code, out, _err = run(written(tmp_path, "a.txt", "大力推进改革，座落在山脚"), "--json")
    assert code == 0
    assert [item["level"] for item in json.loads(out)["findings"]] == ["advice"]


def test_nothing_found(tmp_path: Path) -> None:
    code, out, _err = run(written(tmp_path, "a.txt", "安装完毕"), "--json")
    assert (code, json.loads(out)) == (0, {"findings": [], "text": "安装完毕"})


def test_unreadable_files_end_with_2_and_a_reason(tmp_path: Path) -> None:
    for path in (written(tmp_path, "a.docx", b"PK\x03\x04 broken"), tmp_path / "missing.txt"):
        code, out, err = run(path, "--json")
        assert (code, out) == (2, "")
        assert path.name in err


def test_for_people_in_both_languages(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "第一行\n按装设备")
    code, out, _err = run(path)
    assert code == 1
    assert "按装" in out and "安装" in out and "第 2 行" in out
    with translation.override("en"):
        assert "Line 2" in run(path)[1]


def test_an_installation_checks_with_the_numbers_it_publishes(tmp_path: Path, settings: Any) -> None:
    settings.PUBLISHED_NUMBERS = ["0571-87654321"]
    code, _out, _err = run(written(tmp_path, "a.txt", "咨询电话：0571-87654321、12345"))
    assert code == 0
