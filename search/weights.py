"""Every number that ranks, in one place. `settings.SEARCH_WEIGHTS` overrides single ones: `{"title": 2}`.

Measured on STARD (docs/measurements.md, section search): tuned on even question ids, checked on odd ones.
"""

from dataclasses import dataclass, replace

from django.conf import settings


@dataclass(frozen=True)
class Weights:
    # BM25. The three streams' scores are summed; characters need a stronger penalty for length.
    k1: float = 1.2
    b: float = 0.75
    b_characters: float = 0.9
    words: float = 1.0
    bigrams: float = 1.0
    characters: float = 1.0
    # What stands in the title counts this much again.
    title: float = 1.0
    # The share of the query's distinct characters that occur, weighted by rarity.
    coverage: float = 8.0
    # The mean of the best scores under the same parent (the policy of an article, the explainer of a question).
    parent: float = 0.4
    parent_best: int = 10
    # ln(1 + number of others that cite this one), in full for a query of `citation_words`, less for a shorter one: scores
    # grow with the words of a query, and a short one must not be answered by fame.
    citations: float = 2.0
    citation_words: int = 6
    # A synonym counts less than what was typed.
    synonym: float = 0.6
    # So many best documents are ranked with all steps. Paging ends there.
    window: int = 200
    # Embedded engines: candidates by rarity and length alone, of which `window` remain after BM25, and the number of
    # postings read for them, rarest tokens first.
    candidates: int = 400
    postings: int = 60_000


def weights() -> Weights:
    """The weights in force."""
    return replace(Weights(), **getattr(settings, "SEARCH_WEIGHTS", {}))
