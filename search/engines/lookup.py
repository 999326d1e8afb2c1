"""What embedded engines look up in the database's full-text index, and which tokens stand there."""

from dataclasses import dataclass

from ..documents import Document
from ..planner import Plan
from ..ranking import Stats, terms
from ..weights import Weights

# Common tokens say little and cost much: a single character that stands in most documents is not looked up.
COMMON = 0.5

# Any of the choices; all tokens of a choice.
Choices = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Branch:
    """One look-up in the full-text index: all tokens of one choice. `unit` numbers the word it satisfies; -1: none."""

    choices: Choices
    weight: float
    unit: int
    frequency: int


def token_streams(document: Document) -> dict[str, list[str]]:
    """Tokens by stream."""
    body, title = document.body, document.title
    return {
        "w": body.words,
        "b": body.bigrams,
        "u": body.characters,
        "x": title.words,
        "y": title.bigrams,
        "z": title.characters,
    }


def index_text(streams: dict[str, list[str]]) -> str:
    """The distinct tokens with the letter of their stream, blanks between."""
    return " ".join(stream + f" {stream}".join({*tokens}) for stream, tokens in streams.items() if tokens)


def index_terms(streams: dict[str, list[str]]) -> set[str]:
    """The same as a set."""
    return {*index_text(streams).split()}


def branches(plan: Plan, stats: Stats, w: Weights) -> tuple[list[Branch], int]:
    """What to look up, rarest first and within the budget, and how many words must match."""
    idfs = {term.stream + term.text: term.weight for term in terms(plan, stats, w)}
    score: dict[Choices, float] = {}
    for token in sorted({f"w{word}" for word in plan.words} | {f"b{bigram}" for bigram in plan.bigrams}):
        score[((token,),)] = idfs.get(token, 0.0)
    branches = []
    for number, unit in enumerate(plan.units):
        frequency = sum(min(stats.frequencies.get(token, 0) for token in choice) for choice in unit.choices if choice)
        own = sum(idfs.get(token, 0.0) for token in unit.choices[0]) if unit.choices[0][0][0] == "u" else 0.0
        branches.append(Branch(unit.choices, score.pop(unit.choices, own), number, frequency))
    for choices, value in score.items():
        if value > 0 and (frequency := stats.frequencies.get(choices[0][0], 0)):
            branches.append(Branch(choices, value, -1, frequency))
    branches.sort(key=lambda branch: branch.frequency)
    kept: list[Branch] = []
    read, required = 0, plan.required
    for branch in branches:
        read += branch.frequency
        single = all(token[0] == "u" for choice in branch.choices for token in choice)
        common = single and branch.frequency > COMMON * stats.documents
        if kept and (read > w.postings or (common and len(plan.units) > 1)):
            # What stands nearly everywhere counts as found.
            if branch.unit >= 0:
                required -= 1
            continue
        kept.append(branch)
    return kept, max(1, required)
