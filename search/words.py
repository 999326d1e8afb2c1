"""The editors' words as they are now: the next query and the next indexed page know them."""

from collections import defaultdict
from collections.abc import Iterable

from .models import Synonym, Term
from .planner import Plan, plan
from .segment import Segmenter, segmenter


def terms() -> tuple[str, ...]:
    """Words that are not taken apart."""
    return tuple(Term.objects.order_by("text").values_list("text", flat=True))


def current_segmenter() -> Segmenter:
    """The segmenter for what is indexed."""
    return segmenter(terms())


def current_plan(text: str) -> Plan:
    """The plan of a reader's query. Words with synonyms stay whole in it, so that they are recognised."""
    table = synonyms()
    return plan(text, segmenter(tuple(sorted({*terms(), *table}))), lambda word: table.get(word, ()))


def synonyms() -> dict[str, list[str]]:
    """What else a word finds."""
    table: dict[str, list[str]] = defaultdict(list)
    for group in Synonym.objects.all():
        words = group.split()
        for word in words[:1] if group.one_way else words:
            _add(table[word], (other for other in words if other != word))
    return dict(table)


def _add(known: list[str], others: Iterable[str]) -> None:
    known.extend(other for other in others if other not in known)
