"""What the editors taught the search, and a few weeks of questions, so that its reports show something."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Locale, Page

from search.models import Asked, Placement, Synonym, Term

from .content_files import content


def build_search() -> None:
    """Running it twice changes nothing."""
    data = content("search")
    for text in data["terms"]:
        Term.objects.get_or_create(text=text)
    for words, one_way in data["synonyms"]:
        Synonym.objects.get_or_create(words=words, defaults={"one_way": one_way})
    for queries, slug in data["first"]:
        page = Page.objects.filter(slug=slug, locale=Locale.get_default()).first()
        if page is not None:
            Placement.objects.get_or_create(
                kind=Placement.Kind.FIRST, page=page, defaults={"queries": "，".join(queries.split())}
            )
    if not Asked.objects.exists():
        for query, times, lacking, clicks in data["asked"]:
            for number in range(times):
                row = Asked.objects.create(
                    query=query,
                    locale=Locale.get_default().language_code,
                    engine="embedded",
                    hits=0 if number < lacking else 1 + (number * 7) % 12,
                    clicked=1 + number % 3 if lacking <= number < lacking + clicks else None,
                    ms=12 + (number * 13) % 30,
                )
                Asked.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=number * 2, hours=number))
