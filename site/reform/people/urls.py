"""A person's own account, beside the sign-in library's pages. Included at /accounts/."""

from django.urls import path
from django.views.generic import RedirectView

from .views import account

urlpatterns = [
    path("", account.home, name="account_home"),
    # Addresses are entered by administrators: whoever holds the address can set the password.
    path("email/", RedirectView.as_view(pattern_name="account_home"), name="account_email"),
]
