"""One policy document, its explainer and one exemplar in English, row by row over the Chinese page's rows."""

from typing import Any

from wagtail.models import Locale

from publicity.models import ExplainerPage, PolicyPage
from reform.pages.models import ColumnPage, HomePage
from typicals.models import ExemplarPage

from .blocks import blocks
from .content_files import content
from .publications import publish

COLUMN = {"days": 280}
# Rows of child tables, in the order of the content file.
ROWS = {
    "changes": ("before", "now"),
    "steps": ("title", "text"),
    "results": ("number", "measure", "label", "source"),
    "photos": ("alt", "caption"),
}
PLAIN = ("slug", "body", "misreadings", "attachments", *ROWS)


def build_english_publications(home: HomePage, english: Locale) -> None:
    """What has a translation already is left alone."""
    texts = content("english/publications")
    for slug, row in texts["columns"].items():
        column = ColumnPage.objects.get(slug=slug, locale=home.locale)
        if not column.has_translation(english):
            copy = column.copy_for_translation(english)
            copy.title, copy.summary = row["title"], row["summary"]
            publish(copy, COLUMN)
    originals = {"policy": ("policies", PolicyPage), "explainer": ("explainers", ExplainerPage)}
    for kind, (name, model) in originals.items():
        dated = next(item for item in content(name) if item["slug"] == texts[kind]["slug"])
        _translate(model, texts[kind], home, english, dated)
    exemplars = content("exemplars")["exemplars"]
    dated = next(item for item in exemplars if item["slug"] == texts["exemplar"]["slug"])
    _translate(ExemplarPage, texts["exemplar"], home, english, dated)


def _translate(model: Any, row: dict[str, Any], home: HomePage, english: Locale, dated: dict[str, Any]) -> None:
    page = model.objects.get(slug=row["slug"], locale=home.locale)
    if page.has_translation(english):
        return
    copy = page.copy_for_translation(english)
    for name, words in row.items():
        if name not in PLAIN:
            setattr(copy, name, words)
    copy.responsible_editor = "He Qing"
    copy.body = blocks(row["body"], lambda _slug: None)
    if "misreadings" in row:
        items = [{"misreading": wrong, "fact": right} for wrong, right in row["misreadings"]]
        copy.body = [*((child.block_type, child.value) for child in copy.body), ("misreadings", {"items": items})]
    if "attachments" in row:
        _rows(copy, "attachments", ("title",), [[title] for title in row["attachments"]])
    for name, fields in ROWS.items():
        if name in row:
            _rows(copy, name, fields, row[name])
    publish(copy, dated)


def _rows(copy: Any, name: str, fields: tuple[str, ...], rows: list[list[str]]) -> None:
    """Writes the words over the rows that were copied. Raises `ValueError` when they are not as many."""
    items = list(getattr(copy, name).all())
    for item, words in zip(items, rows, strict=True):
        for field, word in zip(fields, words, strict=True):
            setattr(item, field, word)
    setattr(copy, name, items)
