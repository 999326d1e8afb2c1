"""How exemplars are found."""

from collections.abc import Iterator
from dataclasses import replace

from search import registry
from search.documents import Entry
from search.pages import page_entry

from .models import ExemplarPage


def exemplar_entries(page: ExemplarPage) -> Iterator[Entry]:
    """An exemplar is one entry; its place is a facet. The names of its honours, which stand in a table of their own, are
    found with it."""
    entry = page_entry(page, region=[page.region.code] if page.region else [])
    honours = [award.honour.name for award in page.honours.select_related("honour")]
    yield replace(entry, text="\n".join([entry.text, *honours]))


registry.register(ExemplarPage, "exemplar", exemplar_entries)
