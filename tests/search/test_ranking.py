import math
from dataclasses import replace

import pytest

from search.engines.base import Candidate
from search.planner import plan
from search.ranking import Scorer, Stats, lucene_length, rank
from search.segment import segmenter
from search.weights import Weights


@pytest.mark.parametrize(("length", "kept"), [(0, 0), (23, 23), (24, 24), (39, 39), (41, 40), (100, 96), (1000, 984)])
def test_lengths_as_lucene_keeps_them(length: int, kept: int) -> None:
    assert lucene_length(length) == kept


def test_one_word_by_hand() -> None:
    """BM25 of one token in each stream, worked out on paper."""
    weights = Weights(coverage=0, title=0, b_characters=0.75)
    stats = Stats(
        documents=10, lengths={"w": 2, "b": 3, "u": 4}, frequencies={"w改革": 1, "b改革": 1, "u改": 1, "u革": 1}
    )
    body = segmenter().segment("改革发展")
    scorer = Scorer(plan("改革", segmenter()), stats, weights)
    idf = math.log(1 + (10 - 1 + 0.5) / 1.5)
    tf = 2.2 / (1 + 1.2)  # each stream is exactly of mean length
    assert scorer.score("", str(body), [2, 3, 4, 0, 0, 0]) == pytest.approx(4 * idf * tf)


def test_coverage_is_the_share_of_rarity() -> None:
    stats = Stats(documents=10, lengths={}, frequencies={"u改": 1, "u革": 1})
    only_coverage = Weights(words=0, bigrams=0, characters=0, coverage=8)
    scorer = Scorer(plan("改革", segmenter()), stats, only_coverage)
    assert scorer.score("", str(segmenter().segment("改")), [1, 0, 1, 0, 0, 0]) == pytest.approx(4)
    both = Scorer(plan("改革", segmenter()), stats, Weights(coverage=8))
    without = Scorer(plan("改革", segmenter()), stats, Weights(coverage=0))
    half = str(segmenter().segment("改"))
    assert both.score("", half, [1, 0, 1, 0, 0, 0]) - without.score("", half, [1, 0, 1, 0, 0, 0]) == pytest.approx(4)


def test_families_and_citations_raise() -> None:
    found = [
        Candidate("a", 1, 1, 10.0, "甲"),
        Candidate("b", 2, 1, 9.9, "乙"),
        Candidate("c", 3, 1, 9.0, "乙"),
        Candidate("d", 4, 1, 9.5, "", citations=20),
    ]
    long = plan("公积金 提取 条件 材料 时间 窗口", segmenter())
    assert [item.key for item in rank([replace(item) for item in found], long, Weights())] == ["d", "b", "a", "c"]
    # A short query is not answered by fame.
    assert [item.key for item in rank(found, plan("公积金", segmenter()), Weights())] == ["b", "d", "a", "c"]
