"""The site map for people, robots.txt and the notice that a translation is missing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale

from .. import queries, routing


def site_map(request: HttpRequest) -> HttpResponse:
    """Context: `tree`, a list of nodes with `page` and `children`: columns, topic pages and standing pages, no entries
    of columns (they would be thousands; the columns list them)."""
    site = routing.find_site(request)
    if site is None:
        raise Http404
    home = routing.find_home(request)
    context = {"title": _("Site map"), "home": home, "tree": queries.structure(home)}
    return render(request, "pages/sitemap.html", context)


def robots(request: HttpRequest) -> HttpResponse:
    """What robots should leave alone, and where the site map is."""
    site = routing.find_site(request)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ("/admin/", "/accounts/", "/_util/"))]
    if site is not None:
        lines += ["", f"Sitemap: {site.root_url}{reverse('files:sitemap_index')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it here wherever a page names no icon; old ones know no SVG, so it is an ICO."""
    return redirect(static("icons/favicon.ico"))


def untranslated(request: HttpRequest, page_id: int, language: str) -> HttpResponse:
    """Says in the wanted language that the page is not there in it, with the page as it is and the home page.

    Context: `page_there`, `page_there_url`, `page_there_language`, `home_url`.
    """
    page = get_object_or_404(queries.public_pages().select_related("locale"), pk=page_id)
    locale = get_object_or_404(Locale, language_code=language)
    wanted = page.get_translations().live().public().filter(locale=locale, alias_of=None).first()
    if wanted is not None:
        return redirect(wanted.get_url(request))
    site = routing.find_site(request)
    home = site.root_page.get_translations(inclusive=True).live().filter(locale=locale).first() if site else None
    with translation.override(language):
        context: dict[str, Any] = {
            "title": _("Not available in this language"),
            "robots": "noindex",
            "page_there": page,
            "page_there_url": page.get_url(request),
            "page_there_language": page.locale.language_code,
            "home_url": home.get_url(request) if home else "",
        }
        return render(request, "pages/untranslated.html", context)
