"""What administrators do with one account, besides editing it: first passwords, lockout, second factor, closing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.widgets.button import Button

from .. import actions
from ..models import User
from ..queries import has_second_factor
from .pages import AdminPage


@dataclass(frozen=True)
class AccountAction:
    """One button on an account: its words, its icon, whom it fits, and what it does."""

    key: str
    label: str | Promise
    explanation: str | Promise
    done: str | Promise
    icon: str
    fits: Callable[[User, User], bool]
    act: Callable[[User, User], Any]

    def button(self, user: User) -> Button:
        url = reverse("people_account_action", args=[user.pk, self.key])
        return Button(self.label, url, icon_name=self.icon, priority=50)


def _is_other(by: User, user: User) -> bool:
    return by.pk != user.pk


ACTIONS = (
    AccountAction(
        "one-time-password",
        _("Give a one-time password"),
        _(
            "A new password is made and shown once, to print or to read out. The person must change it at the first "
            "sign-in. The present password and open sessions end."
        ),
        "",
        "key",
        lambda by, user: user.is_active and _is_other(by, user),
        actions.issue_one_time_password,
    ),
    AccountAction(
        "activation",
        _("Send an activation link"),
        _("A link with which the person chooses a password goes to the account's e-mail address."),
        _("The link is on its way."),
        "mail",
        lambda by, user: user.is_active and bool(user.email),
        actions.send_activation,
    ),
    AccountAction(
        "unlock",
        _("Lift the lockout"),
        _("Failed attempts with this name are forgotten; the person may try again at once."),
        _("The person may try again."),
        "lock-open",
        lambda by, user: user.is_active,
        actions.unlock,
    ),
    AccountAction(
        "second-factor",
        _("Reset the second factor"),
        _("For somebody who lost their device: code app, passkeys and recovery codes are removed. Make sure who asks."),
        _("The second factor has been removed."),
        "mobile-alt",
        lambda by, user: _is_other(by, user) and has_second_factor(user),
        actions.reset_second_factor,
    ),
    AccountAction(
        "close",
        _("Close the account"),
        _("Sessions end and nobody can sign in any more. What the person wrote stays."),
        _("The account has been closed."),
        "lock",
        lambda by, user: user.is_active and _is_other(by, user),
        actions.close_account,
    ),
    AccountAction(
        "reopen",
        _("Reopen the account"),
        _("The person can sign in again with the old password."),
        _("The account has been reopened."),
        "lock-open",
        lambda by, user: not user.is_active,
        actions.reopen_account,
    ),
)
BY_KEY = {action.key: action for action in ACTIONS}


def actions_for(by: Any, user: User) -> list[AccountAction]:
    """The actions that this person may take on this account now; `actions` checks again."""
    if not by.has_perm("people.change_user") or (user.is_superuser and not by.is_superuser):
        return []
    return [action for action in ACTIONS if action.fits(by, user)]


class AccountActionView(AdminPage):
    """Explains an action and takes it when confirmed."""

    permission = "people.change_user"
    template_name = "people/users/action.html"
    header_icon = "user"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.action = BY_KEY.get(kwargs["action"])
        self.account = get_object_or_404(User, pk=kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._check()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = self._check()
        try:
            result = action.act(self.account, self.by)
        except actions.PeopleError as error:
            messages.error(request, str(error))
            return redirect("wagtailusers_users:edit", self.account.pk)
        if action.key == "one-time-password":
            return slips(request, [(self.account, result)])
        messages.success(request, f"{self.account}: {action.done}")
        return redirect("wagtailusers_users:edit", self.account.pk)

    def _check(self) -> AccountAction:
        if self.action is None:
            raise Http404
        if self.action not in actions_for(self.by, self.account):
            raise PermissionDenied
        return self.action

    def get_page_title(self) -> Any:
        return f"{self.action.label}：{self.account.name}（{self.account.username}）" if self.action else ""

    def crumbs(self) -> list[tuple[str, Any]]:
        return [
            (reverse("wagtailusers_users:index"), _("Accounts")),
            (reverse("wagtailusers_users:edit", args=[self.account.pk]), self.account),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "account": self.account, "action": self.action}


@never_cache
def slips(request: HttpRequest, passwords: list[tuple[User, str]]) -> HttpResponse:
    """One slip for each person with a new one-time password: shown in this answer only, kept nowhere."""
    return render(request, "people/users/slips.html", {"passwords": passwords})
