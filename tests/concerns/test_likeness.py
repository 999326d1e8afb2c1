"""Hotline lists come in once; concerns about the same matter find each other, and no person plays a part."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook

from concerns.actions import import_list
from concerns.actions.logging import take_in
from concerns.importing import UnreadableList, read
from concerns.likeness import similar
from concerns.models import Concern, ConcernTerm

pytestmark = pytest.mark.django_db

HEADS = ("工单编号", "受理时间", "诉求标题", "诉求内容", "办理结果", "办结时间")
ROWS = [
    (
        "A1",
        "2026-03-01 09:00",
        "路灯不亮",
        "溪山路的路灯坏了半个月，晚上出门看不清路。",
        "已更换灯具。",
        "2026-03-03 10:00",
    ),
    ("A2", "2026年3月2日 10时5分", "公交班次少", "北山镇到县城的公交车一天只有三班。", "", ""),
    ("A3", "2026/3/3", "", "请问医保异地报销要带什么材料？", "", ""),
]


def csv(rows: list[tuple[Any, ...]], heads: tuple[str, ...] = HEADS, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in [heads, *rows]).encode(encoding)


def xlsx(rows: list[tuple[Any, ...]], heads: tuple[str, ...] = HEADS) -> bytes:
    book = Workbook()
    for row in [heads, *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def run(path: Path, *options: str) -> dict[str, Any]:
    out = io.StringIO()
    try:
        call_command("import_concerns", path, "--source", "12345", "--json", *options, stdout=out)
    except SystemExit as stop:
        assert stop.code == 1
    return json.loads(out.getvalue())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(csv(ROWS))
    return path


@pytest.mark.parametrize("data", [csv(ROWS), csv(ROWS, encoding="gb18030"), xlsx(ROWS)], ids=["utf-8", "gb", "xlsx"])
def test_a_list_in_each_form(data: bytes) -> None:
    listing = read(data)
    assert listing.errors == []
    assert (listing.read, [entry.source_number for entry in listing.entries]) == (3, ["A1", "A2", "A3"])
    assert listing.entries[1].received_at.isoformat() == "2026-03-02T10:05:00+08:00"


def test_twice_changes_nothing_and_a_dry_run_writes_nothing(file: Path) -> None:
    first = run(file, "--dry-run")
    assert (first["read"], first["new"], first["existing"], first["errors"]) == (3, 3, 0, [])
    assert not Concern.objects.exists()
    assert run(file)["new"] == 3
    again = run(file)
    assert (again["new"], again["existing"], Concern.objects.count()) == (0, 3, 3)
    answered = Concern.objects.get(source_number="A1")
    assert (answered.state, answered.answer, answered.channel) == ("closed", "已更换灯具。", "hotline")
    assert len({concern.code for concern in Concern.objects.all()}) == 3


def test_a_mapping_is_joined_and_remembered(tmp_path: Path) -> None:
    heads, rows = ("号", "何时", "事由", "详情", "补充"), [("1", "2026-01-02", "噪声", "夜里施工", "已有一周")]
    path = tmp_path / "own.csv"
    path.write_bytes(csv(rows, heads))
    mapping = {"source_number": "号", "received_at": "何时", "subject": "事由", "text": ["详情", "补充"]}
    assert run(path, "--mapping", json.dumps(mapping))["new"] == 1
    assert Concern.objects.get().text == "夜里施工\n已有一周"
    path.write_bytes(csv([("2", "2026-01-03", "灰尘", "工地扬尘", "")], heads))
    assert run(path)["new"] == 1


def test_bad_rows_are_named_and_nothing_comes_in(file: Path) -> None:
    bad = [
        ("A4", "昨天", "", "时间不对", "", ""),
        ("", "2026-01-01", "", "没有编号", "", ""),
        ("A5", "2026-01-01", "", "", "", ""),
        ("A1", "2026-01-01", "", "编号重复", "", ""),
        ("A6", "2026-02-30", "", "没有这一天", "", ""),
        ("A7", "2026-01-05", "", "先答后问", "答", "2026-01-01"),
    ]
    file.write_bytes(csv(ROWS + bad))
    shown = run(file)
    assert [error["row"] for error in shown["errors"]] == [5, 6, 7, 8, 9, 10]
    assert (shown["read"], shown["new"], shown["written"]) == (9, 3, False)
    assert not Concern.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04broken", "甲,乙\n1,2".encode()])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableList):
        read(data)


def test_bad_options_are_refused(file: Path) -> None:
    for options in (
        ["--mapping", "[]"],
        ["--mapping", "{"],
        ["--mapping", '{"nope": "a"}'],
        ["--mapping", '{"text": "无此列"}'],
    ):
        with pytest.raises(CommandError):
            call_command("import_concerns", file, "--source", "12345", *options, stdout=io.StringIO())


# --- Likeness -------------------------------------------------------------------------------------------------------

ALIKE = Path(__file__).parent / "data" / "alike.yaml"


def test_the_same_matter_comes_first() -> None:
    """P@5 of at least .8: eighteen matters, each told by hand in six ways, so that five others are right for each."""
    matters = yaml.safe_load(ALIKE.read_text(encoding="utf-8"))
    for number, tellings in enumerate(matters):
        for text in tellings:
            take_in(
                Concern(channel="phone", received_at=timezone.now(), text=text, source=text, source_number=str(number))
            )
    right = total = 0
    for concern in Concern.objects.all():
        found = similar("", concern.text, 5, concern.pk)
        right += sum(item.concern.source_number == concern.source_number for item in found)
        total += 5
        assert all(item.why for item in found if item.score > 0.1)
    assert right / total >= 0.85, f"{right} of {total}"


def test_the_command_says_which_and_why(file: Path) -> None:
    run(file)
    out = io.StringIO()
    call_command("similar_concerns", "溪山路路灯坏了没人修", "--json", "--limit", "2", stdout=out)
    (first, *_rest) = json.loads(out.getvalue())
    assert set(first) == {"code", "source_number", "score", "why"}
    assert first["source_number"] == "A1"
    assert "路灯" in first["why"]
    assert 0 < first["score"] <= 1
    out = io.StringIO()
    call_command("similar_concerns", "--concern", Concern.objects.get(source_number="A1").code, "--json", stdout=out)
    assert "A1" not in out.getvalue()
    for wrong in (["--concern", "NONE"], ["路灯", "--limit", "0"]):
        with pytest.raises(CommandError):
            call_command("similar_concerns", *wrong, stdout=io.StringIO())


def test_persons_make_nothing_similar() -> None:
    rows = [
        ("1", "2026-03-01", "", "我叫张建国，电话13812345678，家住溪山路12号3单元，路灯不亮。", "", ""),
        ("2", "2026-03-01", "", "我叫张建国，电话13812345678，家住溪山路12号3单元，咨询医保报销。", "", ""),
    ]
    listing = read(csv(rows))
    import_list("12345", listing.entries, listing.columns)
    terms = set(ConcernTerm.objects.values_list("term", flat=True))
    assert not terms & {"张建国", "建国", "13812345678", "溪山", "单元"}
    assert [item.concern.source_number for item in similar("", "张建国 13812345678 投诉")] == []


def test_the_queries_do_not_grow_with_the_inbox(django_assert_max_num_queries: Any) -> None:
    for count in (10, 60):
        rows = [(f"{count}-{number}", "2026-03-01", "", f"路灯{number}不亮", "", "") for number in range(count)]
        listing = read(csv(rows))
        import_list("12345", listing.entries, listing.columns)
        with django_assert_max_num_queries(4):
            similar("", "路灯不亮")


def test_times_of_a_spreadsheet() -> None:
    listing = read(xlsx([("1", datetime(2026, 1, 2, 3, 4), "", "甲", "", None), ("2", 46024.5, "", "乙", "", None)]))
    assert [entry.received_at.strftime("%m-%d %H:%M") for entry in listing.entries] == ["01-02 03:04", "01-02 12:00"]
