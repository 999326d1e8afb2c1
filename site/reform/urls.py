"""Addresses of the site, sorted by who may reach them."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from reform.pages.urls import api_urls, localized_urls, plain_urls
from reform.pages.views.serve import serve
from typicals.urls import localized_urls as typicals_urls

# For staff: everything under these prefixes asks for a session.
private_urls = [
    # Before Wagtail's own: its sign-in and password pages lead to the one account page, its profile has our fields.
    path("admin/", include("reform.people.admin_urls")),
    path("admin/", include("reform.editorial.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
]

# For everybody.
public_urls = [
    path("accounts/", include("reform.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include((plain_urls, "files"))),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", api_urls),
    path("open311/v2/", include("concerns.open311")),
]

urlpatterns = [
    *private_urls,
    *public_urls,
    *i18n_patterns(
        path("", include("search.urls")),
        path("", include((localized_urls, "pages"))),
        path("", include("publicity.urls")),
        path("digest/", include(("publicity.digest.urls", "digest"))),
        path("", include((typicals_urls, "typicals"))),
        path("ask/", include("concerns.urls")),
        path("training/", include("training.urls")),
        # Wagtail's own address, answered faster; `wagtail_urls` still has the others.
        re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

if settings.DEBUG_TOOLBAR:
    urlpatterns = [path("__debug__/", include("debug_toolbar.urls")), *urlpatterns]

handler400 = "reform.pages.views.errors.bad_request"
handler403 = "reform.pages.views.errors.permission_denied"
handler404 = "reform.pages.views.errors.page_not_found"
handler500 = "reform.pages.views.errors.server_error"
