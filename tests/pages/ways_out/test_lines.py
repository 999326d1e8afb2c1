"""Lines by the rules of Chinese text, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform.pages.ways_out import lines

SIGNS = "，。、；：？！）》”（《“…—·％"
TEXT = st.text(
    alphabet="云溪县改革审批局把二十三个林业事项下放到镇里七工作日变成当天办结 abc 2026" + SIGNS, max_size=80
)


def measure(text: str) -> float:
    return sum(1.0 if ord(character) > 255 else 0.55 for character in text)


@given(TEXT, st.integers(5, 20))
def test_nothing_is_lost_or_doubled(text: str, width: int) -> None:
    for way in (lines.fill, lines.balance):
        assert "".join("".join(way(text, width, measure)).split()) == "".join(text.split())


@given(st.text(alphabet="云溪县改革审批局把二十三个林业事项下放到镇里七工作日变成当天办结", max_size=80), st.data())
def test_no_line_starts_or_ends_with_a_sign_that_must_not_stand_there(text: str, data: st.DataObject) -> None:
    """Signs as writers set them: between words, never three in a row."""
    words = []
    for character in text:
        words.append(character)
        if data.draw(st.integers(0, 3)) == 0:
            words.append(data.draw(st.sampled_from(["，", "。", "、", "）", "》", "”", "（", "《", "“", "：“", "”，"])))
    written = "".join(words).lstrip("".join(lines.NO_START)).rstrip("".join(lines.NO_END))
    for way in (lines.fill, lines.balance):
        for line in way(written, 10, measure):
            assert line[0] not in lines.NO_START, line
            assert line[-1] not in lines.NO_END, line


@given(TEXT, st.integers(6, 20))
def test_lines_fit(text: str, width: int) -> None:
    for way in (lines.fill, lines.balance):
        for line in way(text, width, measure):
            # Only signs that belong to the character before them may be wider than the line.
            assert measure(line) <= width or all(
                character in lines.NO_START or character in lines.NO_END or character.isspace()
                for character in line[1:]
            )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("一张清单，让山里人少跑四十公里", ["一张清单，", "让山里人少跑四十公里"]),
        (
            "《云溪县关于进一步优化营商环境的若干措施》（2026年版）解读",
            ["《云溪县关于", "进一步优化营商", "环境的若干措施》", "（2026年版）解读"],
        ),
    ],
)
def test_titles_break_between_words_and_after_clauses(title: str, expected: list[str]) -> None:
    assert lines.balance(title, 10 if "一张" in title else 9, measure) == expected


def test_words_figures_and_short_quotations_stay_whole() -> None:
    found = lines.pieces("2026年11月20日起，全县100%的“一事一议”在Wagtail API v2上公开")
    for whole in ("2026年", "11月", "20日起，", "100%", "“一事一议”", "Wagtail ", "公开"):
        assert any(whole in piece for piece in found), (whole, found)


def test_what_is_cut_off_is_marked() -> None:
    filled = lines.fill("罗家坪的村民要往县城跑三趟。如今镇里的窗口收件，当天办结。", 8, measure)
    clipped = lines.clip(filled, 2, 8, measure)
    assert len(clipped) == 2
    assert clipped[-1].endswith("…") and measure(clipped[-1]) <= 8
    assert not clipped[-1].endswith(("。…", "，…"))
    assert lines.clip(filled, 9, 8, measure) == filled
