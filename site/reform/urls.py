"""Addresses of the site, sorted by who may reach them."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from reform.pages import views

handler403 = "reform.pages.views.forbidden"
handler404 = "reform.pages.views.not_found"
handler500 = "reform.pages.views.server_error"

# For staff: everything under these prefixes asks for a session.
private_urls = [
    # One sign-in page for the site and the admin.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("admin/", include(wagtailadmin_urls)),
]

# For everybody.
public_urls = [
    path("accounts/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", views.media, name="media"),
    path("display/", views.display, name="display"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_xml, name="sitemap"),
]

localized_urls = [
    path("feed/", views.SiteFeed(), name="feed"),
    path("feed/atom/", views.AtomFeed(), name="feed_atom"),
    path("feed/column/<int:pk>/", views.ColumnFeed(), name="column_feed"),
    path("feed/column/<int:pk>/atom/", views.ColumnAtomFeed(), name="column_feed_atom"),
    path("site-map/", views.site_map, name="site_map"),
    path("", include(wagtail_urls)),
]

urlpatterns = [*private_urls, *public_urls, *i18n_patterns(*localized_urls, prefix_default_language=False)]

if settings.DEBUG_TOOLBAR:
    urlpatterns = [path("__debug__/", include("debug_toolbar.urls")), *urlpatterns]
