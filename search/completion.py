"""What is proposed while somebody types: titles, editors' words, frequent queries; by characters, pinyin or initials."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.db import connection, transaction
from django.db.models import Q
from pypinyin import Style, lazy_pinyin

from reform.pages.queries import public_pages

from . import registry
from .fold import fold
from .models import Completion, Term
from .segment import IS_HAN, RUN, Segmenter
from .words import current_segmenter

STARTS = 6  # so many words of a title begin a key
LENGTH = 40
SHOWN = 8
# A single Latin letter begins half of all initials.
LETTER = re.compile(r"[a-z0-9]?")


@lru_cache(maxsize=20_000)
def _sounds(word: str) -> tuple[str, str, str]:
    """A word as it is, in pinyin and in initials."""
    if not IS_HAN.match(word):
        return word, word, word
    return word, "".join(lazy_pinyin(word, v_to_u=False)), "".join(lazy_pinyin(word, style=Style.FIRST_LETTER))


def keys_of(text: str, segmenter: Segmenter) -> set[str]:
    """Every beginning under which a text is found."""
    written = [_sounds(word) for word in segmenter.segment(text).words]
    return {
        "".join(row[way] for row in written[start : start + LENGTH])[:LENGTH]
        for start in range(min(STARTS, len(written)))
        for way in range(3)
    }


def rows(kind: str, text: str, locale: str = "", page: int | None = None, weight: float = 1) -> Iterator[Completion]:
    """The rows of one suggestion."""
    for key in sorted(keys_of(text, current_segmenter())):
        yield Completion(kind=kind, text=text[:120], locale=locale, page=page, weight=weight, key=key)


@transaction.atomic
def put_titles(pages: Iterable[int]) -> None:
    """Brings the titles of these pages up to date; pages that are not public have none. What is right stays."""
    ids = list(pages)
    found = public_pages().exact_type(*registry.models()).filter(pk__in=ids).select_related("locale")
    segmenter = current_segmenter()
    wanted = {
        page.pk: {(page.title[:120], page.locale.language_code, key) for key in keys_of(page.title, segmenter)}
        for page in found.only("title", "locale__language_code")
    }
    known: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    for pk, text, language, key in Completion.objects.filter(page__in=ids).values_list("page", "text", "locale", "key"):
        known[pk or 0].add((text, language, key))
    changed = [pk for pk in ids if wanted.get(pk, set()) != known[pk]]
    if not changed:
        return
    Completion.objects.filter(page__in=changed)._raw_delete(using=Completion.objects.db)
    # A title has twenty rows: as objects they would cost more than all else that is done for a page.
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_completion (kind, text, locale, page, weight, key) VALUES (%s, %s, %s, %s, 1, %s)",
            [
                (Completion.Kind.TITLE.value, title, language, pk, key)
                for pk in changed
                for title, language, key in sorted(wanted.get(pk, ()))
            ],
        )


@transaction.atomic
def put_terms() -> None:
    """Brings the editors' words up to date."""
    Completion.objects.filter(kind=Completion.Kind.TERM).delete()
    Completion.objects.bulk_create(
        row for term in Term.objects.all() for row in rows(Completion.Kind.TERM, term.text, weight=3)
    )


def complete(typed: str, language: str) -> list[str]:
    """The best suggestions for what was typed so far. Titles are those of public pages as they are now."""
    prefix = "".join(RUN.findall(fold(typed[:LENGTH])))
    if LETTER.fullmatch(prefix):
        return []
    found = Completion.objects.filter(_begins(prefix), locale__in=["", language])
    candidates = list(found.order_by("-weight", "key").values_list("text", "page")[: SHOWN * 5])
    pages = {page for _, page in candidates if page is not None}
    titles = dict(public_pages().filter(pk__in=pages).values_list("pk", "title")) if pages else {}
    texts = (titles.get(page, "") if page is not None else text for text, page in candidates)
    return list(dict.fromkeys(filter(None, texts)))[:SHOWN]


def _begins(prefix: str) -> Q:
    """A condition that uses the index on every database: SQLite's LIKE does not."""
    if connection.vendor == "sqlite":
        return Q(key__gte=prefix, key__lt=prefix + "\U0010ffff")
    return Q(key__startswith=prefix)
