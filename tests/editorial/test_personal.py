"""Personal numbers: each kind is found wherever it stands, and innocent numbers are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform.editorial.personal import CHECK, WEIGHTS, find, fold, luhn


def id_number(head: str = "11010519491231002") -> str:
    return head + CHECK[sum(int(f) * w for f, w in zip(head, WEIGHTS, strict=True)) % 11]


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("id_card", "11010519491231002X"),
        ("id_card", "11010519491231002x"),
        ("id_card", "110105 19491231 002X"),
        ("id_card", "１１０１０５１９４９１２３１００２Ｘ"),
        ("id_card", "110105491231002"),
        ("mobile", "13800138000"),
        ("mobile", "138 0013 8000"),
        ("mobile", "+8613800138000"),
        ("mobile", "0086-138-0013-8000"),
        ("mobile", "１３８００１３８０００"),
        ("landline", "0571-88888888"),
        ("landline", "(010)66666666"),
        ("landline", "（0571）8888888"),
        ("landline", "02166666666"),
        ("landline", "0571-88888888转8001"),
        ("bank_card", "6222 0212 3456 7890 128"),
        ("bank_card", "4111111111111111"),
        ("email", "zhang.san+a@example.com.cn"),
        ("email", "zhang＠example．com"),
        ("plate", "云A12345"),
        ("plate", "沪AD12345"),
        ("plate", "粤B·88888"),
        ("plate", "京A1234警"),
    ],
)
def test_every_kind_is_found_between_chinese_words(kind: str, number: str) -> None:
    text = f"联系方式是{number}，请记下。又一次：{number}。"
    found = find(text)
    assert [(f.kind, f.text) for f in found] == [(kind, number)] * 2
    assert all(text[f.start : f.end] == number for f in found)


@pytest.mark.parametrize(
    "innocent",
    [
        "云改发〔2026〕3号",
        "2026年11月24日",
        "2026-11-24 09:30",
        "金额12345678901.50元",
        "1,234,567,890元",
        "统一社会信用代码91330100MA27WXYZ12",
        "订单202611240000123456789012",
        "拨打12345热线或110、120",
        "面积1380013平方米",
        "110105194912310020",  # the check figure does not fit
        "第13号文件第800条",
        "邮编650000",
        "云溪县A区3幢",
    ],
)
def test_innocent_numbers_are_left_alone(innocent: str) -> None:
    assert find(f"见{innocent}。") == []


def test_a_number_that_the_office_publishes_passes() -> None:
    assert find("电话0571-88888888", frozenset({"057188888888"})) == []


def test_after_a_cue_a_local_number_is_enough() -> None:
    assert [f.text for f in find("联系电话：88886666")] == ["88886666"]


chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=40)


@given(before=chinese, between=chinese, after=chinese, tail=st.integers(0, 99_999_999))
def test_all_planted_numbers_are_found_in_place(before: str, between: str, after: str, tail: int) -> None:
    mobile, card = f"139{tail:08d}", id_number(f"3301021985{1 + tail % 9:02d}{10 + tail % 18}{tail % 1000:03d}")
    text = f"{before}，{mobile}，{between}，{card}，{after}，{mobile}"
    found = [(f.kind, f.start, f.text) for f in find(text)]
    for kind, number in (("mobile", mobile), ("id_card", card)):
        places = [at for at in range(len(text)) if text.startswith(number, at)]
        assert [start for k, start, value in found if k == kind and value == number] == places


@given(st.text(max_size=300))
def test_folding_keeps_every_offset_and_finding_slices_back(text: str) -> None:
    assert len(fold(text)) == len(text)
    for finding in find(text):
        assert text[finding.start : finding.end] == finding.text


@given(st.from_regex(r"[1-9]\d{11,17}", fullmatch=True))
def test_luhn_has_exactly_one_fitting_check_figure(head: str) -> None:
    assert sum(luhn(head + str(figure)) for figure in range(10)) == 1
