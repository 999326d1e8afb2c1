"""“Did you mean”: homophones and single wrong characters, out of the words of the indexed texts."""

from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.db.models import Q
from pypinyin import lazy_pinyin

from . import indexing
from .engines.base import EngineError
from .fold import fold
from .models import Word
from .segment import IS_HAN, RUN
from .words import current_segmenter

LONGEST = 5
PROPOSALS = 5
PIECES = 12


def sound(word: str) -> str:
    """Pinyin without tones."""
    return " ".join(lazy_pinyin(word, v_to_u=False))[:60]


@transaction.atomic
def learn() -> int:
    """Brings the words up to date with the index of the database; returns how many there are."""
    engine = indexing.embedded_engine()
    if not (index := engine.resolve(indexing.ALIAS)):
        return 0
    counted = {
        word: number
        for word, number in engine.vocabulary(index)
        if 2 <= len(word) <= LONGEST and IS_HAN.match(word) and number > 0
    }
    known = dict(Word.objects.values_list("text", "documents"))
    gone = [word for word in known if word not in counted]
    for start in range(0, len(gone), 500):
        Word.objects.filter(pk__in=gone[start : start + 500]).delete()
    changed = [Word(text=w, pinyin=sound(w), documents=n) for w, n in counted.items() if known.get(w) != n]
    Word.objects.bulk_create(
        changed, batch_size=500, update_conflicts=True, unique_fields=["text"], update_fields=["pinyin", "documents"]
    )
    return len(counted)


def proposals(text: str) -> list[str]:
    """Other ways to write a query, likeliest first: one piece of it replaced by a word that the texts know."""
    try:
        return list(islice(dict.fromkeys(_proposals(fold(text))), PROPOSALS))
    except EngineError:
        return []


def _proposals(text: str) -> Iterator[str]:
    pieces = [
        (match.start() + start, match.start() + start + length)
        for match in RUN.finditer(text)
        if IS_HAN.match(match[0])
        for length in range(min(LONGEST, len(match[0])), 1, -1)
        for start in range(len(match[0]) - length + 1)
    ]
    # Never a part of a word that the dictionary knows: 游泳馆 is no 有用馆.
    words = current_segmenter().spans(text)
    edges = {edge for word in words for edge in (word.start, word.end)}
    pieces = [(start, end) for start, end in pieces if start in edges and end in edges]
    pieces.sort(key=lambda piece: piece[0] - piece[1])
    pieces = pieces[: PIECES * 2]
    known = set(Word.objects.filter(text__in={text[s:e] for s, e in pieces}).values_list("text", flat=True))
    unknown = [(s, e) for s, e in pieces if text[s:e] not in known][:PIECES]
    for start, end in unknown:
        piece = text[start:end]
        for word in Word.objects.filter(pinyin=sound(piece)).order_by("-documents")[:2]:
            yield text[:start] + word.text + text[end:]
    for start, end in unknown:
        piece = text[start:end]
        if len(piece) < 3:
            # Two characters share one with too many words.
            continue
        pattern = "|".join(f"{piece[:n]}.{piece[n + 1 :]}" for n in range(len(piece)))
        for word in Word.objects.filter(Q(text__regex=f"^({pattern})$")).order_by("-documents")[:2]:
            yield text[:start] + word.text + text[end:]
