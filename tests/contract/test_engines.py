"""What every engine promises, asked of all three."""

from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import Entry, prepare, tombstone
from search.engines.base import Engine, EngineError, Request
from search.planner import plan
from search.ranking import rank
from search.segment import segmenter
from search.weights import Weights

from .conftest import INDEX

TEXTS = {
    "1": ("公积金贷款一窗办", "购房人申请住房公积金贷款，不再跑三个窗口，材料由部门之间传递。"),
    "2": ("山区医保报销不出村", "村医帮助老人在村卫生室办理医保报销，当天到账。"),
    "3": ("养老服务进社区", "社区食堂为老人送餐，护理员上门照护，医保也可结算。"),
    "4": ("关于推进公积金改革的意见", "推进住房公积金制度改革，提高贷款额度。"),
    "5": ("Digital services", "The county opens its data: GB/T 9704-2012 and an open API."),
}


def entry(key: str, title: str = "", text: str = "", **more: object) -> Entry:
    return Entry(key=key, page=int(key.partition("#")[0]), title=title, text=text, **more)  # type: ignore[arg-type]


def put(engine: Engine, *entries: Entry, version: int = 1) -> int:
    return engine.write(INDEX, [prepare(item, version, segmenter()) for item in entries])


def put_texts(engine: Engine) -> None:
    put(engine, *(entry(key, title, text) for key, (title, text) in TEXTS.items()))


def find(engine: Engine, text: str, **more: object) -> list[str]:
    response = engine.search(INDEX, Request(plan(text, segmenter()), **more))  # type: ignore[arg-type]
    return [item.key for item in response.candidates]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("公积金贷款", "1"),
        ("公积金改革", "4"),
        ("医保报销怎么办？", "2"),
        ("醫保報銷", "2"),
        ("ｄｉｇｉｔａｌ　ＳＥＲＶＩＣＥＳ", "5"),
        ("gb/t 9704—2012", "5"),
        ("老人送餐", "3"),
    ],
)
def test_the_best_answer_comes_first(engine: Engine, query: str, best: str) -> None:
    put_texts(engine)
    assert find(engine, query)[0] == best


def test_two_words_must_both_be_there(engine: Engine) -> None:
    put_texts(engine)
    assert find(engine, "养老 报销") == []
    assert set(find(engine, "老人 医保")) == {"2", "3"}


def test_scores_are_the_same_on_every_engine(engine: Engine) -> None:
    """The figures are those of Elasticsearch 9.2.8."""
    put_texts(engine)
    found = engine.search(INDEX, Request(plan("公积金 贷款 额度", segmenter())))
    scores = {item.key: item.score for item in found.candidates}
    assert scores == pytest.approx({"1": 27.325, "4": 26.5492}, abs=0.001)


def test_a_later_version_replaces_and_an_earlier_is_refused(engine: Engine) -> None:
    put(engine, entry("1", "旧标题", "关于林场的旧闻"), version=3)
    assert put(engine, entry("1", "新标题", "关于渔场的消息"), version=4) == 0
    assert put(engine, entry("1", "更旧的标题", "关于农场的消息"), version=2) == 1
    assert (find(engine, "渔场"), find(engine, "林场"), find(engine, "农场")) == (["1"], [], [])
    assert list(engine.versions(INDEX)) == [("1", 4, False)]


def test_the_same_version_may_be_written_again(engine: Engine) -> None:
    put(engine, entry("1", "标题", "林场"), version=3)
    assert put(engine, entry("1", "标题", "渔场"), version=3) == 0
    assert find(engine, "渔场") == ["1"]
    assert engine.count(INDEX) == 1


def test_a_tombstone_keeps_the_dead_dead(engine: Engine) -> None:
    put_texts(engine)
    engine.write(INDEX, [tombstone("2", 2, 5)])
    assert put(engine, entry("2", *TEXTS["2"]), version=4) == 1
    assert find(engine, "医保报销") == []
    assert engine.count(INDEX) == 4
    assert put(engine, entry("2", *TEXTS["2"]), version=6) == 0
    assert find(engine, "医保报销") == ["2"]


def test_within_one_write_the_highest_version_wins(engine: Engine) -> None:
    documents = [prepare(entry("1", "甲", "渔场"), 7, segmenter()), prepare(entry("1", "乙", "林场"), 6, segmenter())]
    assert engine.write(INDEX, documents) == 1
    assert find(engine, "渔场") == ["1"]


def test_facets_count_pages_each_without_its_own_filter(engine: Engine) -> None:
    put(
        engine,
        entry("1", "公积金", "甲", facets={"kind": ["story"], "year": ["2025"], "topic": ["住房", "民生"]}),
        entry("2", "公积金", "乙", facets={"kind": ["policy"], "year": ["2025"]}),
        entry("2#a1", "公积金", "第一条", facets={"kind": ["policy"], "year": ["2025"]}),
        entry("3", "公积金", "丙", facets={"kind": ["policy"], "year": ["2026"], "topic": ["住房"]}),
    )
    request = Request(plan("公积金", segmenter()), count=("kind", "year", "topic"), filters={"kind": ["policy"]})
    response = engine.search(INDEX, request)
    assert {item.key for item in response.candidates} == {"2", "2#a1", "3"}
    assert response.total == 2
    assert response.facets == {
        "kind": {"story": 1, "policy": 2},
        "year": {"2025": 1, "2026": 1},
        "topic": {"住房": 1},
    }
    both = {"kind": ["policy", "story"], "topic": ["住房"]}
    assert set(find(engine, "公积金", filters=both)) == {"1", "3"}


def test_a_page_left_out_is_in_no_result_and_no_count(engine: Engine) -> None:
    put(engine, *(entry(str(n), "公积金", "甲", facets={"kind": ["story"]}) for n in (1, 2, 3)))
    response = engine.search(INDEX, Request(plan("公积金", segmenter()), count=("kind",), without=[2]))
    assert {item.key for item in response.candidates} == {"1", "3"}
    assert (response.total, response.facets) == (2, {"kind": {"story": 2}})


def test_counts_follow_every_write(engine: Engine) -> None:
    """What a process remembers of an index is never older than the index."""

    def counted() -> tuple[int, dict[str, dict[str, int]]]:
        response = engine.search(INDEX, Request(plan("公积金", segmenter()), count=("kind", "year")))
        return response.total, response.facets

    put(engine, *(entry(str(n), "公积金", "甲", facets={"kind": ["story"]}) for n in range(1, 40)))
    assert counted() == (39, {"kind": {"story": 39}, "year": {}})
    put(engine, entry("1", "公积金", "乙", facets={"kind": ["policy"], "year": ["2026"]}), version=2)
    put(engine, entry("2", "林场", "乙", facets={"kind": ["story"]}), version=2)
    engine.write(INDEX, [tombstone("3", 3, 2)])
    put(engine, *(entry(str(n), "公积金", "丙", facets={"kind": ["policy"]}) for n in range(50, 60)))
    assert counted() == (47, {"kind": {"story": 36, "policy": 11}, "year": {"2026": 1}})
    engine.drop(INDEX)
    engine.create(INDEX)
    put(engine, entry("7", "公积金", "甲", facets={"kind": ["exemplar"]}))
    assert counted() == (1, {"kind": {"exemplar": 1}, "year": {}})


def test_sorted_by_date_paged_by_key(engine: Engine) -> None:
    dates = {"1": "2026-01-01", "2": "2026-03-01", "3": "2026-03-01", "4": "2025-01-01"}
    put(engine, *(entry(key, "公积金", "甲", date=date) for key, date in dates.items()))
    first = find(engine, "公积金", sort="date", limit=2)
    assert first == ["3", "2"]
    assert find(engine, "公积金", sort="date", limit=2, after=("2026-03-01", "2")) == ["1", "4"]


@pytest.mark.parametrize("typed", ["云改发〔2026〕3号", "云改发20263号", "云改发[2026]第3号", "雲改發（2026）3號"])
def test_a_document_number_leads_to_its_document(engine: Engine, typed: str) -> None:
    put(engine, entry("1", "通知", "根据云改发〔2026〕3号文件"), entry("2", "意见", "正文", number="云改发〔2026〕3号"))
    assert find(engine, typed)[0] == "2"


def test_a_quoted_phrase_must_stand_so(engine: Engine) -> None:
    put(engine, entry("1", "", "老人助餐服务"), entry("2", "", "服务老人，助餐"))
    assert set(find(engine, "老人助餐")) == {"1", "2"}
    assert find(engine, "“人助餐服”") == ["1"]


def test_synonyms_widen_the_query_and_count_less(engine: Engine) -> None:
    put(engine, entry("1", "", "领取失业金的条件"), entry("2", "", "下岗补助的条件"))
    words = {"失业金": ["下岗补助"]}
    widened = plan("失业金", segmenter(("失业金",)), lambda word: words.get(word, ()))
    found = engine.search(INDEX, Request(widened)).candidates
    assert [item.key for item in sorted(found, key=lambda item: -item.score)] == ["1", "2"]


def test_grouping_raises_the_family(engine: Engine) -> None:
    put(
        engine,
        entry("1#1", "", "公积金提取", parent="甲"),
        *(entry(f"2#{n}", "", "公积金提取", parent="乙") for n in range(5)),
    )
    found = engine.search(INDEX, Request(plan("公积金提取", segmenter()))).candidates
    assert rank(found, plan("公积金提取", segmenter()), Weights())[0].parent == "乙"


def test_an_alias_moves_in_one_step(engine: Engine) -> None:
    engine.create("second")
    assert engine.resolve("live") == ""
    engine.point("live", INDEX)
    assert engine.resolve("live") == INDEX
    engine.point("live", "second")
    assert engine.resolve("live") == "second"
    assert engine.indices() == [INDEX, "second"]
    engine.drop("second")
    engine.drop("second")
    assert engine.indices() == [INDEX]


def test_a_bulk_counts_as_single_writes_do(engine: Engine) -> None:
    put_texts(engine)
    one = engine.search(INDEX, Request(plan("公积金贷款", segmenter()))).candidates
    engine.create("bulk")
    documents = [prepare(entry(key, title, text), 1, segmenter()) for key, (title, text) in TEXTS.items()]
    engine.write("bulk", documents, bulk=True)
    engine.finish("bulk")
    other = engine.search("bulk", Request(plan("公积金贷款", segmenter()))).candidates
    assert {item.key: item.score for item in other} == pytest.approx({item.key: item.score for item in one})


def test_what_cannot_be_is_an_engine_error(engine: Engine) -> None:
    for action in (
        lambda: engine.create("Bad-Name; DROP TABLE"),
        lambda: engine.create(INDEX),
        lambda: find_in(engine, "missing"),
        lambda: engine.point("live", "missing"),
    ):
        with pytest.raises(EngineError):
            action()


def find_in(engine: Engine, index: str) -> None:
    engine.search(index, Request(plan("公积金", segmenter())))


NASTY = [
    "",
    "？！。，",
    "😀" * 50,
    "\x00\x01公积金\x7f",
    '"未闭合 公积金',
    "title:公积金 AND (NOT *)^9 ~2 /.*/",
    "'; DROP TABLE wagtailcore_page; --",
    "<script>alert(1)</script>",
    "公" * 10_000,
    "a OR b NEAR(c) \\ ' \" & | ! <-> :*",
    "\ud800",
    "(a+)+$ [^公]{2,}.*?\\d",
    '"' * 10_000,
    "“" + "公积金" * 3000 + "”",
    "云改发〔2026〕" * 500 + "号",
]


@pytest.mark.parametrize("query", NASTY, ids=range(len(NASTY)))
def test_bad_input_gets_an_answer(engine: Engine, query: str) -> None:
    put_texts(engine)
    started = process_time()
    find(engine, query)
    assert process_time() - started < 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60))
def test_any_text_gets_an_answer(engine: Engine, query: str) -> None:
    find(engine, query)
