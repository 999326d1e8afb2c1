"""What a person sees of their own account."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from wagtail.admin.views.account import AccountView

from ..queries import has_second_factor, needs_second_factor
from ..roles import BY_NAME


@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Name, unit, roles, ways to sign in, and the last sign-ins, so that a stranger's would be noticed."""
    user: Any = request.user
    return render(
        request,
        "account/home.html",
        {
            "roles": [BY_NAME[group.name] for group in user.groups.all() if group.name in BY_NAME],
            "sign_ins": user.sign_ins.all()[:10],
            "has_second_factor": has_second_factor(user),
            "needs_second_factor": needs_second_factor(user),
        },
    )


def to_password_reset(request: HttpRequest) -> HttpResponse:
    """Wagtail's addresses for a new password, whatever follows them."""
    return redirect("account_reset_password")


class ProfileView(AccountView):
    """Wagtail's profile without names: those are entered by administrators."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if panel.name != "name_email"]
