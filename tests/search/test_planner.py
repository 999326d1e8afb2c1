import pytest

from search.planner import number_key, plan, required
from search.segment import segmenter


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("请问医保报销怎么办？", ["医保", "报销"]),
        ("为什么要改革", ["要", "改革"]),
        ("什么", ["什么"]),
        ("醫保", ["医保"]),
    ],
)
def test_question_words_name_nothing(typed: str, words: list[str]) -> None:
    assert [unit.word for unit in plan(typed, segmenter()).units] == words


@pytest.mark.parametrize(("words", "needed"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 1), (12, 1)])
def test_how_many_words_must_match(words: int, needed: int) -> None:
    assert required(words) == needed


@pytest.mark.parametrize(
    "typed",
    ["云改发〔2026〕3号", "云改发20263号", "云改发 [2026] 第3号", "雲改發（2026）03號", "见云改发【2026】3 号文件"],
)
def test_document_numbers_have_one_key(typed: str) -> None:
    assert number_key(typed).endswith("云改发20263号")


def test_quoted_phrases() -> None:
    assert plan("“一次办好”改革", segmenter()).phrases == ("一次办好",)
    assert plan('"未闭合', segmenter()).phrases == ()


def test_a_long_query_is_cut() -> None:
    assert len(plan("改革" * 5000, segmenter()).text) == 200


def test_only_punctuation_is_empty() -> None:
    assert plan("？！……", segmenter()).empty
