"""Addresses of Wagtail's admin that lead elsewhere. Included at /admin/ before Wagtail's own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from .views import account


def not_here(request: HttpRequest) -> HttpResponse:
    """Wagtail's failwhale/ answers 500 to whoever asks, to try out the page for it: an alarm that any visitor could ring."""
    raise Http404


urlpatterns = [
    path("failwhale/", not_here),
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    re_path(r"^password_reset/", account.to_password_reset),
    path("account/", require_admin_access(account.ProfileView.as_view()), name="wagtailadmin_account"),
]
