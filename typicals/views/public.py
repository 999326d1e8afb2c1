"""Public addresses of exemplars that are no pages: the honours and who received them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Locale

from .. import queries
from ..models import Honour


def honours(request: HttpRequest) -> HttpResponse:
    """Every honour and year, with the number of those who received it."""
    rows = queries.honour_years(Locale.get_active())
    context = {"title": _("Honours"), "rows": rows, "description": _("Who was honoured, by honour and year")}
    return render(request, "typicals/honours.html", context)


def honour(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Who received an honour in a year. 404 for an honour or year without a public exemplar."""
    found = Honour.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    awards = queries.holders(found, year, Locale.get_active())
    if not awards:
        raise Http404
    shown = queries.in_language(found.pk)
    title = _("%(honour)s, %(year)s") % {"honour": shown.name, "year": pgettext("a year", "%(year)d") % {"year": year}}
    return render(request, "typicals/honour.html", {"title": title, "honour": shown, "year": year, "awards": awards})
