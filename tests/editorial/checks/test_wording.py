"""The wording list over a text: places, longest first, exceptions."""

import random
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reform.editorial.folding import fold, key
from reform.editorial.wording import Entry, Matcher

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))


def found(entries: list[Entry], text: str) -> list[tuple[int, str, str]]:
    return [(finding.start, finding.text, finding.suggestion) for finding in Matcher(entries).find(text)]


def test_each_place_with_what_to_write_instead() -> None:
    entry = Entry("按装", "安装", "wrong", "must", "现代汉语词典")
    first, second = Matcher([entry]).find("按装电梯，再按装路灯")
    assert (first.start, first.end, second.start) == (0, 2, 6)
    assert first.to_json() == {
        "check": "wording",
        "kind": "wrong",
        "level": "must",
        "start": 0,
        "end": 2,
        "text": "按装",
        "suggestion": "安装",
        "source": "现代汉语词典",
    }


def test_the_longest_expression_wins() -> None:
    entries = [Entry("截止", "截至"), Entry("截止到目前", "到目前"), Entry("截止到", "截至")]
    assert found(entries, "截止到目前，截止到今天，截止今天") == [
        (0, "截止到目前", "到目前"),
        (6, "截止到", "截至"),
        (12, "截止", "截至"),
    ]


def test_overlapping_expressions_are_reported_once() -> None:
    assert found([Entry("甲乙", "X"), Entry("乙丙", "Y")], "甲乙丙乙丙") == [(0, "甲乙", "X"), (3, "乙丙", "Y")]


def test_right_inside_of_the_exceptions() -> None:
    entry = Entry("截止", "截至", unless=("截止日期", "报名截止", "截止时间"))
    assert found([entry], "截止日期不变，报名截止，截止目前") == [(12, "截止", "截至")]
    # The phrase must cover this very place, not only stand near it.
    assert found([entry], "日期截止") == [(2, "截止", "截至")]


def test_an_exception_may_hold_the_expression_twice() -> None:
    assert found([Entry("好", "佳", unless=("好上加好",))], "好上加好，好") == [(5, "好", "佳")]


def test_right_where_the_right_expression_stands_around_it() -> None:
    assert found([Entry("入党申请", "入党申请书")], "入党申请书，入党申请") == [(6, "入党申请", "入党申请书")]


def test_what_the_list_calls_right_is_right_for_all_lines() -> None:
    entries = [Entry("抽像", "抽象"), Entry("象", "像")]
    assert found(entries, "抽象画好象真的") == [(4, "象", "像")]


def test_an_exception_does_not_swallow_what_follows_it() -> None:
    entries = [Entry("截止", "截至", unless=("截止日期",)), Entry("日期间", "期间")]
    assert found(entries, "截止日期间") == [(2, "日期间", "期间")]


def test_width_case_and_invisible_characters_do_not_matter() -> None:
    assert found([Entry("wifi", "无线局域网")], "ＷｉＦｉ和WIFI") == [
        (0, "ＷｉＦｉ", "无线局域网"),
        (5, "WIFI", "无线局域网"),
    ]
    assert found([Entry("按装", "安装")], "先按\u200b装再\ufeff按装") == [
        (1, "按\u200b装", "安装"),
        (6, "按装", "安装"),
    ]


def test_an_entry_about_case_or_width_alone() -> None:
    assert found([Entry("wechat", "WeChat")], "WeChat，wechat，WECHAT") == [
        (7, "wechat", "WeChat"),
        (14, "WECHAT", "WeChat"),
    ]


def test_an_empty_list_and_empty_lines() -> None:
    assert found([], "按装") == []
    assert found([Entry(" ", "x"), Entry("", "y")], "按 装") == []


def test_characters_beyond_the_basic_plane_count_as_one() -> None:
    assert found([Entry("按装", "安装")], "𠮷😀按装") == [(2, "按装", "安装")]


def test_half_a_surrogate_pair_does_not_stop_the_search() -> None:
    assert found([Entry("按装", "安装")], "\ud83d按装") == [(1, "按装", "安装")]


alphabet = st.text("甲乙丙丁Ａa\u200b，", max_size=60)
entry_lists = st.lists(st.text("甲乙丙丁Aa", min_size=1, max_size=4), max_size=8, unique=True)


@settings(max_examples=400, deadline=None)
@given(alphabet, entry_lists)
def test_offsets_slice_back_and_no_place_is_missed(text: str, wrongs: list[str]) -> None:
    findings = Matcher([Entry(wrong) for wrong in wrongs]).find(text)
    keys = {key(wrong) for wrong in wrongs}
    end = 0
    for finding in findings:
        assert finding.start >= end
        assert text[finding.start : finding.end] == finding.text
        assert key(finding.text) in keys
        # No longer expression starts here.
        assert not any(key(text[finding.start :]).startswith(k) and len(k) > len(key(finding.text)) for k in keys)
        end = finding.end
    rest = list(text)
    for finding in findings:
        rest[finding.start : finding.end] = "|" * (finding.end - finding.start)
    assert not any(wrong in key(stretch) for stretch in "".join(rest).split("|") for wrong in keys)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("甲Ａ１\u200b\ufeff—😀 "), min_size=1, max_size=40), st.data())
def test_folding_keeps_offsets(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    left, right = folded.span(start, end)
    assert fold(text[left:right]).text == folded.text[start:end]
    assert fold(text[left]).text and fold(text[right - 1]).text


def test_the_bench_plants_what_it_says() -> None:
    from check_wording import list_and_text

    entries, text = list_and_text(1_000, 5_000, random.Random(7))
    assert len(text) == 5_000
    assert len(Matcher(entries).find(text)) > 20
