"""What is indexed: entries, as the apps give them, and documents, which are entries with their tokens."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .segment import Segmented, Segmenter

FACETS = ("kind", "topic", "region", "unit", "year", "locale")


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: a page, an article of a policy, a question of an explainer.

    `key` is `<page id>` or `<page id>#<anchor>`. `parent` groups entries (the policy's key); empty: none.
    `facets` maps names out of `FACETS` to values. `number` is a document number (文号) as printed.
    """

    key: str
    page: int
    title: str
    text: str
    parent: str = ""
    date: str = ""
    number: str = ""
    facets: dict[str, Sequence[str]] = field(default_factory=dict)
    citations: int = 0
    # Found by, never shown: the unit's and the topics' names.
    also: str = ""

    @property
    def anchor(self) -> str:
        return self.key.partition("#")[2]


@dataclass(frozen=True)
class Document:
    """An entry ready for an engine. A deleted one (a tombstone) keeps key, page and version only.

    `body` are the tokens of title and text together, so that one field decides what matches; `title` weighs again.
    """

    entry: Entry
    version: int
    title: Segmented = field(default_factory=lambda: Segmented(()))
    body: Segmented = field(default_factory=lambda: Segmented(()))
    dictionary: str = ""
    deleted: bool = False


def prepare(entry: Entry, version: int, segmenter: Segmenter) -> Document:
    """Segments an entry."""
    title = segmenter.segment(entry.title)
    text = segmenter.segment(entry.text)
    return Document(
        entry=entry,
        version=version,
        title=title,
        body=Segmented(title.runs + text.runs + segmenter.segment(entry.also).runs),
        dictionary=segmenter.version,
    )


def tombstone(key: str, page: int, version: int) -> Document:
    """What remains of a deleted entry, so that a late write of an older version loses."""
    return Document(entry=Entry(key=key, page=page, title="", text=""), version=version, deleted=True)
