"""Questions of every type for property tests, with every awkward character."""

from typing import Any

from hypothesis import strategies as st

from training.bank.item import FULL, Item, Option

WORDS = (
    st.lists(
        st.sampled_from([*"甲乙丙ab ~=#{}:\\%/.T1\n", "->", "//", "[html]", "%50%", "$CATEGORY:", "####", "::"]),
        max_size=9,
    )
    .map("".join)
    .map(str.strip)
    .filter(bool)
)
OPTIONS = st.lists(WORDS, min_size=2, max_size=6, unique=True)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """A question of any type that GIFT has, with every awkward character."""
    kind = draw(st.sampled_from(["multichoice", "multi", "truefalse", "shortanswer", "numerical", "match", "essay"]))
    said = st.one_of(st.just(""), WORDS)
    item = Item(
        1, kind, draw(WORDS), draw(st.one_of(st.just(""), WORDS)), category=draw(st.sampled_from(["", "一/二"]))
    )
    item.feedback = "" if kind == "description" else draw(said)
    if kind in ("multichoice", "multi", "shortanswer"):
        texts = draw(OPTIONS)
        shares = {"multichoice": [100.0] + [0.0] * (len(texts) - 1), "shortanswer": [100.0] + [50.0] * (len(texts) - 1)}
        share = shares.get(kind, [50.0, 50.0] + [-100.0] * (len(texts) - 2))
        item.options = [Option(text, part, draw(said)) for text, part in zip(texts, share, strict=True)]
        item.type = "shortanswer" if kind == "shortanswer" else "multichoice"
        item.single = None if kind == "shortanswer" else kind == "multichoice"
        item.answers = [option.text for option in item.options if option.fraction > 0]
    elif kind == "truefalse":
        right = draw(st.booleans())
        item.answers = [right]
        item.options = [Option("true", FULL * right, draw(said)), Option("false", FULL * (not right), draw(said))]
    elif kind == "numerical":
        number, tolerance = draw(st.integers(-999, 999)), draw(st.sampled_from([0.0, 0.5, 2.0]))
        item.options = [Option(str(number), FULL, draw(said), tolerance)]
        item.answers, item.tolerance = [number], tolerance
    elif kind == "match":
        item.pairs = [(text, f"{text}的答案") for text in draw(OPTIONS)]
    return item


def plain(item: Item) -> dict[str, Any]:
    """What must survive the trip. Spaces that a file cannot keep apart are one."""
    data = {**item.to_json(), "line": 0}

    def squeezed(value: Any) -> Any:
        if isinstance(value, str):
            return " ".join(value.split())
        if isinstance(value, list):
            return [squeezed(part) for part in value]
        return {key: squeezed(part) for key, part in value.items()} if isinstance(value, dict) else value

    return squeezed(data)
