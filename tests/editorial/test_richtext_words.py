"""The words of rich text are the same whether their places are asked for or not."""

from hypothesis import given
from hypothesis import strategies as st

from reform.editorial.richtext import plain, read

PIECES = [
    "<p>",
    "</p>",
    "<br/>",
    "<b>",
    "</b>",
    "<",
    ">",
    "<>",
    "&",
    "&amp;",
    "&#10;",
    "&#1;",
    "&nosuch;",
    "&lt",
    "\n",
    "改",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_words_with_and_without_places(html: str) -> None:
    assert plain(html) == read(html)[0]
