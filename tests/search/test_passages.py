"""The part of a text that answers, and how it is put on one line."""

from search.passages import passage


def test_lines_are_joined_as_they_end() -> None:
    text = "三个窗口变一个。\n公积金\n贷款额度：\n八十万元"
    assert passage(text, ["窗口"]) == "三个<mark>窗口</mark>变一个。公积金 · 贷款额度：八十万元"


def test_a_sentence_is_preferred_to_a_caption() -> None:
    text = "公积金窗口一角\n" + "这一段讲的是别的事情。" * 12 + "\n县里改了公积金的办法，一次办完。\n公积金大厅"
    assert passage(text, ["公积金"]) == "…县里改了<mark>公积金</mark>的办法，一次办完。<mark>公积金</mark>大厅"
