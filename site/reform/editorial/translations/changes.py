"""What changed in the source since the translator's copy of it was taken, segment by segment."""

from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.text import capfirst
from wagtail.models import Page
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


@dataclass(frozen=True)
class Change:
    """One segment. `before` is empty for a new one, `after` for one that is gone."""

    place: str
    before: str
    after: str


def changes(source: TranslationSource) -> list[Change]:
    """The segments of the live source that the translator's copy has otherwise, in reading order; then those gone.

    Only what is published counts: a draft of the source is nobody's business yet.
    """
    page = source.get_source_instance()
    if not isinstance(page, Page) or not page.live:
        return []
    now = _texts((segment.path, segment.string.data) for segment in extract_segments(page) if _is_text(segment))
    rows = StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order")
    then = _texts((row.context.path, row.string.data) for row in rows)
    found = []
    for path in [*now, *(path for path in then if path not in now)]:
        before, after = then.get(path, []), now.get(path, [])
        if before == after:
            continue
        place = _place(page, path)
        gone = [text for text in before if text not in after]
        new = [text for text in after if text not in before]
        for number in range(max(len(gone), len(new))):
            found.append(
                Change(
                    place,
                    strip_tags(gone[number]) if number < len(gone) else "",
                    strip_tags(new[number]) if number < len(new) else "",
                )
            )
    return found


def _is_text(segment: object) -> bool:
    return isinstance(segment, StringSegmentValue)


def _texts(pairs: object) -> dict[str, list[str]]:
    """Path → its texts in order: a rich text has several under one path."""
    found: dict[str, list[str]] = {}
    for path, text in pairs:  # type: ignore[attr-defined]
        found.setdefault(path, []).append(text)
    return found


def _place(page: Page, path: str) -> str:
    """The field's name as editors know it."""
    field = page._meta.get_field(path.partition(".")[0])
    name = getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name
    return str(capfirst(name))
