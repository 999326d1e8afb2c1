"""What is personal data and what is not, and that each place is found where it stands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform.editorial import personal
from reform.editorial.personal import canonical, find

from .files import bank_card, id_card

ID, ID_X = id_card(), next(id_card(order=f"{n:03}") for n in range(999) if id_card(order=f"{n:03}").endswith("X"))
CARD = bank_card()


def kinds(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, finding.text) for finding in find(text)]


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def spaced(number: str, *places: int, sign: str = " ") -> str:
    for place in reversed(places):
        number = number[:place] + sign + number[place:]
    return number


FOUND = [
    ("id_card", ID),
    ("id_card", ID_X),
    ("id_card", ID_X.lower()),
    ("id_card", wide(ID_X)),
    ("id_card", spaced(ID, 6, 14)),
    ("id_card", spaced(ID, 6, 14, sign="-")),
    ("id_card", spaced(ID, 4, 8, 12, 16)),
    ("id_card", spaced(ID, 11, sign="\n")),
    ("id_card", "530102900307123"),  # the fifteen figures of before 1999
    ("id_card", id_card("810000")),  # a resident from Hong Kong
    ("mobile", "13800138000"),
    ("mobile", "19912345678"),
    ("mobile", "+8613800138000"),
    ("mobile", "+86 138 0013 8000"),
    ("mobile", "0086-138-0013-8000"),
    ("mobile", "86 13800138000"),
    ("mobile", "(+86)13800138000"),
    ("mobile", "138.0013.8000"),
    ("mobile", "1380013 8000"),
    ("mobile", wide("13800138000")),
    ("mobile", "13８001３8000"),
    ("mobile", "138\u200b0013\u200b8000"),
    ("mobile", "𝟏𝟑𝟖00138000"),
    ("landline", "0571-87654321"),
    ("landline", "057187654321"),
    ("landline", "0571—87654321"),
    ("landline", "0571 8765 4321"),
    ("landline", "010-65123456"),
    ("landline", "0879-2123456"),
    ("landline", "(0571)87654321"),
    ("landline", "（0571）87654321"),
    ("landline", "+86-571-87654321"),
    ("landline", "+86 (0)571 87654321".replace("(0)", "0")),
    ("landline", "0571-87654321-8001"),
    ("landline", "0571-87654321转8001"),
    ("landline", "0571-87654321 分机8001"),
    ("landline", wide("0571-87654321")),
    ("bank_card", CARD),
    ("bank_card", spaced(CARD, 4, 8, 12, 16)),
    ("bank_card", spaced(CARD, 4, 8, 12, 16, sign="-")),
    ("bank_card", spaced(CARD, 6)),
    ("bank_card", wide(CARD)),
    ("bank_card", bank_card("622848040256489")),  # sixteen figures
    ("bank_card", bank_card("955880123456789012")),
    ("bank_card", bank_card("401288888888188")),
    ("bank_card", bank_card("37828224631000")),
    ("email", "zhang.san@yunxi.example.cn"),
    ("email", "zhang_san+a@qq.com"),
    ("email", "zhangsan＠163．com"),
    ("email", "13800138000@139.com"),
    ("email", "zhangsan @ 163.com"),
    ("plate", "云A12345"),
    ("plate", "云A·12345"),
    ("plate", "云A•1234B"),
    ("plate", "云AD12345"),  # new energy, small
    ("plate", "云A·D12345"),
    ("plate", "云A12345D"),  # new energy, large
    ("plate", "云a12345"),
    ("plate", "云A1234警"),
    ("plate", "云A1234学"),
    ("plate", "云A1234挂"),
    ("plate", "粤Z1234港"),
    ("plate", "粤Z·1234澳"),
    ("plate", wide("云A12345")),
]


@pytest.mark.parametrize(("kind", "number"), FOUND)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("联系人张三", "，请核实。"), ("号码", "与他")])
def test_found_whole_and_in_place(kind: str, number: str, before: str, after: str) -> None:
    (finding,) = find(before + number + after)
    assert (finding.check, finding.kind, finding.text) == ("personal", kind, number)
    assert (finding.start, finding.end) == (len(before), len(before) + len(number))
    assert finding.blocks


NOT_FOUND = [
    "云改发〔2026〕3号",
    "云改办〔2026〕12号 云政办函〔2025〕108号",
    "（2026）云0102民初12345号",
    "2026年3月15日至2026年11月24日",
    "2026-11-24 09:30:15",
    "20261124",
    "总投资15000000000元",
    "下达资金13800138000.50元",
    "￥13800138000",
    "15,000,000,000",
    "1,380,013,800.00",
    "比例为0.13800138000",
    "3.14159265358979",
    "订单号2026112413800138000999888",
    "订单号：6222021234567890128",
    "合同编号：530102900307123",
    "快递单号 " + bank_card("622848040256489"),
    "统一社会信用代码914403001922038216",  # figures alone
    "统一社会信用代码：91330100799655058B",
    "914403001922038216",
    id_card()[:-1] + ("1" if id_card()[-1] != "1" else "2"),  # the check figure is wrong
    id_card(birthday="19900231"),
    id_card("990102"),
    bank_card()[:-1] + ("1" if bank_card()[-1] != "1" else "2"),
    "6222 0212 3456",
    "12345",
    "拨打12345热线、110、119、120或12388",
    "举报电话：12388",
    "400-820-8820",
    "客服电话：400-820-8820",
    "电话：4008208820",
    "邮编 677000",
    "ISBN 978-7-5203-1234-5",
    "9787520312345",
    "13800",
    "2b13800138000",
    "云A股市场回暖",
    "云Server上线",
    "新Windows系统",
    "全国人大@所有人",
    "比分 21:13，第11届",
    "经度102.712251，纬度25.040609",
    "192.168.1.100",
    "5301 2019 2020 2021 2022",
    "1990 2000 2010 2020 2026",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_personal(text: str) -> None:
    assert kinds(text) == []


def test_every_occurrence_counts() -> None:
    text = "13800138000，再拨13800138000；13900139000,13700137000/13600136000"
    assert [finding.start for finding in find(text)] == [0, 14, 26, 38, 50]


def test_more_landlines_behind_the_first_share_its_area_code() -> None:
    text = "电话：0571-85000001、85000002/85000003转12，传真：85000004"
    assert [finding.text for finding in find(text)] == ["0571-85000001", "85000002", "85000003转12", "85000004"]


def test_a_list_with_numbers_before_the_entries() -> None:
    assert [finding.text for finding in find("1.13800138000 2.13900139000")] == ["13800138000", "13900139000"]


def test_labels_in_latin_letters_do_not_hide_a_number() -> None:
    assert kinds("QQ13800138000 tel13800138000") == [("mobile", "13800138000")] * 2


def test_overlaps_go_to_the_first_kind() -> None:
    card = next(bank_card(f"6228{n:011}") for n in range(13800138000, 13800139999))
    assert kinds(f"{card} {ID}") == [("bank_card", card), ("id_card", ID)]


def test_allowed_numbers_pass_in_any_spelling() -> None:
    allowed = {"057187654321", "gaige@yunxi.example.cn"}
    assert find("0571-87654321 （0571）8765 4321 +86-571-87654321转2 GAIGE@yunxi.example.cn", allowed) == []
    assert [finding.text for finding in find("0571-87654322", allowed)] == ["0571-87654322"]


@pytest.mark.parametrize(
    ("kind", "spellings"),
    [
        ("mobile", ["13800138000", "+86 138-0013-8000", "１３８００１３８０００", "0086 13800138000"]),
        ("landline", ["0571-87654321", "(0571) 87654321", "+86-571-87654321", "0571-87654321转801", "057187654321-80"]),
        ("id_card", [ID_X, ID_X.lower(), spaced(ID_X, 6, 14)]),
        ("bank_card", [CARD, spaced(CARD, 4, 8, 12, 16)]),
        ("email", ["a@b.cn", "A@B.CN", "a＠b．cn"]),
        ("plate", ["云A12345", "云a·12345"]),
    ],
)
def test_one_number_has_one_canonical_form(kind: str, spellings: list[str]) -> None:
    assert len({canonical(kind, spelling) for spelling in spellings}) == 1


chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("，。、；：“”《》 \n"))
ids = st.builds(
    lambda region, birthday, order: id_card(region, birthday.strftime("%Y%m%d"), f"{order:03}"),
    st.sampled_from(["110105", "530102", "330106", "820000"]),
    st.dates(__import__("datetime").date(1900, 1, 1), __import__("datetime").date(2020, 12, 31)),
    st.integers(0, 999),
)
mobiles = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
cards = st.from_regex(r"\A62[0-9]{14}\Z").map(bank_card)
plates = st.from_regex(r"\A[京云粤][A-HJ-NP-Z][0-9]{5}\Z")
emails = st.from_regex(r"\A[a-z]{1,10}@[a-z]{1,10}\.(cn|com)\Z")


@settings(max_examples=300, deadline=None)
@given(chinese, st.lists(st.tuples(st.one_of(ids, mobiles, cards, plates, emails), st.booleans(), chinese), max_size=6))
def test_every_planted_number_is_found_in_its_place(begin: str, planted: list[tuple[str, bool, str]]) -> None:
    text, places = begin.replace("电", ""), []
    for number, is_wide, rest in planted:
        number = wide(number) if is_wide else number
        places.append((len(text) + 1, number))
        text += "，" + number + "。" + rest
    found = [(finding.start, finding.text) for finding in find(text)]
    assert found == places
    assert all(text[finding.start : finding.end] == finding.text for finding in find(text))


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    for finding in find(text):
        assert text[finding.start : finding.end] == finding.text


@pytest.mark.parametrize("unit", ["1", "1 ", "a.", "a@", "13800138000", "0571-", "86", "云A", "1\n", "(", "电话："])
def test_no_text_makes_the_search_slow(unit: str) -> None:
    import time

    start = time.monotonic()
    find(unit * (200_000 // len(unit)))
    assert time.monotonic() - start < 4


def test_checksums_of_known_numbers() -> None:
    assert personal.id_checksum("11010519491231002X")  # the example of GB 11643
    assert personal.luhn("4111111111111111")
    assert not personal.luhn("4111111111111112")
    assert personal.is_credit_code("914403001922038216")
    assert not personal.is_credit_code("914403001922038217")
