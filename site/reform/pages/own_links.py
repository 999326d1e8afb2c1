"""Addresses of this site that somebody pasted as an address: the pages they lead to."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, Site

HREF = re.compile(r"""<a\b[^>]*\bhref=["']([^"']+)["']""")


def linked_page_ids(html: str) -> list[int]:
    """The pages that links of rich text lead to by their address, `/zhengce/x/` or `https://our.host/zhengce/x/`.

    One query when there are any, none else. Links made with the page chooser are not among them.
    """
    return page_ids_of([unescape(address) for address in HREF.findall(html)])


def page_ids_of(addresses: list[str]) -> list[int]:
    """The pages at these addresses; those of other hosts, and those where no page is, are passed over."""
    paths = {path for address in addresses for path in _tree_paths(address)}
    return list(Page.objects.filter(url_path__in=paths).values_list("pk", flat=True)) if paths else []


def _tree_paths(address: str) -> list[str]:
    """Where in the tree the page of an address may stand: the home page of each language begins at its own path."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return []
    roots = Site.get_site_root_paths()
    own = {urlsplit(address).hostname for address in (settings.WAGTAILADMIN_BASE_URL, *(r.root_url for r in roots))}
    if (host and host not in own) or not parts.path.startswith("/"):
        return []
    found = []
    for root in roots:
        with override(root.language_code):
            begins = reverse("wagtail_serve", args=("",))
        path = unquote(parts.path)
        if path.startswith(begins):
            rest = path.removeprefix(begins).strip("/")
            found.append(f"{root.root_path}{rest}/" if rest else root.root_path)
    return found
