"""How public answers are found. Nothing else of the inbox is in any index."""

from collections.abc import Iterator
from dataclasses import replace

from search import registry
from search.documents import Entry
from search.pages import page_entry

from .models.answers import AnswerPage


def answer_entries(page: AnswerPage) -> Iterator[Entry]:
    """The question with its answer, as one entry."""
    yield replace(page_entry(page), text=f"{page.question}\n{page.answer}")


registry.register(AnswerPage, "answer", answer_entries)
