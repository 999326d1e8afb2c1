"""Words between tags: read, found in place, replaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform.editorial import richtext


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>一</p><p>二</p>", "一\n二"),
        ("<p>按<b>装</b>&amp;&lt;调试&gt;</p>", "按装&<调试>"),
        ("<p>上<br/>下</p><ul><li>甲</li><li>乙</li></ul>", "上\n下\n甲\n乙"),
        ("没有标签 1 < 2", "没有标签 1 < 2"),
        ("", ""),
    ],
)
def test_plain(html: str, words: str) -> None:
    assert richtext.plain(html) == words


@pytest.mark.parametrize(
    ("html", "wrong", "right", "result"),
    [
        ("<p>先按装再说</p>", "按装", "安装", "<p>先安装再说</p>"),
        ("<p>按<b>装</b>好</p>", "按装", "安装", "<p>安装<b></b>好</p>"),
        ("<p>&amp;按装&lt;</p>", "按装", "<安装>", "<p>&amp;&lt;安装&gt;&lt;</p>"),
        ('<p><a href="/按装/">按装</a></p>', "按装", "安装", '<p><a href="/按装/">安装</a></p>'),
    ],
)
def test_replace(html: str, wrong: str, right: str, result: str) -> None:
    start = richtext.plain(html).index(wrong)
    assert richtext.replace(html, start, start + len(wrong), right) == result


@given(
    st.lists(st.sampled_from(["甲", "乙", "&amp;", "<b>", "</b>", "</p>", "<br/>", "x", "<"]), max_size=30), st.data()
)
def test_replacing_changes_these_words_and_no_others(pieces: list[str], data: st.DataObject) -> None:
    html = "".join(pieces)
    words, places = richtext.read(html)
    assert len(words) == len(places)
    stretches = [(i, i + n) for n in (1, 2) for i in range(len(words) - n + 1) if "\n" not in words[i : i + n]]
    if not stretches:
        return
    start, end = data.draw(st.sampled_from(stretches))
    if any(character == "<" for character in words):
        return  # what a bare "<" begins may change with what follows it
    assert richtext.plain(richtext.replace(html, start, end, "丙")) == words[:start] + "丙" + words[end:]


def test_addresses_and_documents_behind_links() -> None:
    html = (
        '<p><a href="mailto:a@b.cn?subject=x">写信</a><a linktype="document" id="7">表</a><a href="tel:13800138000">拨</a>'
        '<a id="3" linktype="page">页</a></p>'
    )
    assert richtext.addresses(html) == ["a@b.cn", "13800138000"]
    assert richtext.document_ids(html) == [7]
