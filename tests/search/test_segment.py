from hypothesis import given
from hypothesis import strategies as st

from search.fold import fold, fold_with_offsets
from search.segment import Segmented, segmenter, sentence_at, sentence_starts


def test_folds_width_case_accents_and_traditional_characters() -> None:
    assert fold("ＧＢ／Ｔ《臺灣後裔》Café㎡①") == "gb/t《台湾后裔》cafem21"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert fold("caf\u00e9") == fold("cafe\u0301") == "cafe"


def test_offsets_lead_back_to_the_original() -> None:
    text = "每㎡補貼１００元"
    folded, offsets = fold_with_offsets(text)
    start = folded.index("补贴")
    assert text[offsets[start] : offsets[start + 2]] == "補貼"
    assert offsets[-1] == len(text)


@given(st.text())
def test_every_folded_character_has_its_place(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert folded == fold(text)


def test_three_streams() -> None:
    segmented = segmenter().segment("群众办事，一次办好GB9704")
    assert segmented.words == ["群众", "办事", "一次", "办好", "gb9704"]
    assert segmented.bigrams == ["群众", "众办", "办事", "一次", "次办", "办好", "gb9704"]
    assert segmented.characters == [*"群众办事一次办好", "gb9704"]


def test_editors_terms_become_words_and_change_the_version() -> None:
    plain, ours = segmenter(), segmenter(("接訴即辦",))
    assert "接诉即办" not in plain.segment("接诉即办改革").words
    assert ours.segment("接诉即办改革").words == ["接诉即办", "改革"]
    assert plain.version != ours.version


@given(st.text())
def test_the_stored_form_reads_back(text: str) -> None:
    segmented = segmenter().segment(text)
    assert Segmented.parse(str(segmented)) == segmented


def test_spans_are_places_in_the_original() -> None:
    text = "《數據》共享，1㎡"
    assert [text[span.start : span.end] for span in segmenter().spans(text)] == ["數據", "共享", "1㎡"]


def test_sentences() -> None:
    text = "甲。“乙！”丙"
    starts = sentence_starts(text)
    assert [text[start:] for start in starts] == [text, "“乙！”丙", "丙"]
    assert sentence_at(starts, 3) == 1
