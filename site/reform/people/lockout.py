"""Lockout after failed sign-ins: counted by name and by address, answered the same for every name.

django-axes counts; this module says what it counts and keeps it from telling. Names are counted as keyed hashes: what a
stranger types into the field for names may be a password.
"""

import hashlib
import hmac
import unicodedata
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.internal.httpkit import get_client_ip
from axes.backends import AxesStandaloneBackend
from axes.exceptions import AxesBackendPermissionDenied
from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from .models import SignIn, User


def counted_name(name: str | None) -> str:
    """The name as failures are counted: the same for all spellings that sign in to the same account."""
    folded = unicodedata.normalize("NFKC", name or "").strip().casefold()
    return hmac.new(settings.SECRET_KEY.encode(), folded.encode(), hashlib.sha256).hexdigest()


def name_of_request(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """`AXES_USERNAME_CALLABLE`."""
    return counted_name((credentials or {}).get("username") or request.POST.get("login"))


def client_address(request: HttpRequest) -> str | None:
    """`AXES_CLIENT_IP_CALLABLE`: the address that the sign-in library sees, so that trusted proxies are set in one place."""
    return get_client_ip(request)


def nothing_to_name(*args: Any) -> str:
    """`AXES_CLIENT_STR_CALLABLE`: log files name neither account nor address; the log of sign-ins does, for who may read it."""
    return "a client"


def same_answer(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """`AXES_LOCKOUT_CALLABLE`: a locked sign-in is answered as any failed one."""
    return response


class LockoutHandler(AxesDatabaseHandler):
    """Counts names and addresses each against its own limit: a whole office may sit behind one address."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The larger of the two counts, addresses scaled to the limit for names, with which axes compares."""
        limits = {"username": settings.LOGIN_FAILURES_PER_NAME, "ip_address": settings.LOGIN_FAILURES_PER_ADDRESS}
        counts = []
        for attempts, limit in zip(self.get_user_attempts(request, credentials), limits.values(), strict=True):
            failures = sum(attempts.values_list("failures_since_start", flat=True))
            counts.append(failures * settings.AXES_FAILURE_LIMIT // limit)
        return max(counts)

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """After a success only the name is forgiven: one good account must not reset the count of an attacker's address."""
        return self.reset_attempts(username=name_of_request(request, credentials))

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        from .signals import record_sign_in

        super().user_login_failed(sender, credentials, request, **kwargs)
        locked = getattr(request, "axes_locked_out", False)
        account = User.objects.filter(username__iexact=credentials.get("username") or "").first()
        record_sign_in(request, SignIn.Result.LOCKED if locked else SignIn.Result.FAILURE, account)


class LockoutBackend(AxesStandaloneBackend):
    """Refuses a locked client, in the time that checking a password takes."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # type: ignore[override]
        try:
            super().authenticate(request, **credentials)
        except AxesBackendPermissionDenied:
            User().set_password(credentials.get("password"))
            raise


class PasswordBackend(AuthenticationBackend):
    """Names and passwords; a one-time password that has run out is wrong."""

    def _check_password(self, user: AbstractBaseUser | None, password: str) -> AbstractBaseUser | None:
        checked = super()._check_password(user, password)
        if isinstance(checked, User) and checked.one_time_password_expired:
            return None
        return checked
