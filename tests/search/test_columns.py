from search.documents import Entry
from search.engines.columns import Columns, date_number, pack


def test_an_index_written_before_facets_were_packed_anew_still_counts() -> None:
    columns = Columns(1)
    new = pack(Entry("2", 2, "", "", facets={"kind": ["policy"], "topic": ["甲"]}))
    columns.put(
        [
            (1, 1, False, 9, "", '{"kind": ["story"], "topic": ["甲", "乙"]}'),
            (2, 2, False, 9, "", new),
        ]
    )
    filters = {"kind": ["story"]}
    assert columns.allowed([1, 2], filters) == [1]
    counts = columns.count([1, 2], filters, ("kind", "topic"))
    assert counts == {"kind": {"story": 1, "policy": 1}, "topic": {"甲": 1, "乙": 1}}


def test_dates_sort_as_they_are_written() -> None:
    written = ["", "2025-12-31", "2026-01-01", "2026-01-01T08:00:00+08:00", "2026-01-01T08:00:01+08:00"]
    assert sorted(written, key=date_number) == written
    assert len(set(map(date_number, written))) == len(written)
