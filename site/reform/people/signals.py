"""Listeners that keep the log of sign-ins."""

from typing import Any

from axes.helpers import get_client_ip_address
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from .models import SignIn, User


def record(request: HttpRequest | None, result: str, user: User | None) -> None:
    """One row; the device is the browser's own name for itself, cut to what the column holds."""
    if request is None:
        return
    SignIn.objects.create(
        user=user,
        result=result,
        address=get_client_ip_address(request),
        device=request.META.get("HTTP_USER_AGENT", "")[:200],
    )


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(request, SignIn.Result.SUCCESS, user)


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(request, SignIn.Result.OUT, user)


@receiver(user_login_failed)
def failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    record(request, SignIn.Result.FAILURE, _account(credentials))


@receiver(user_locked_out)
def locked(sender: Any, request: HttpRequest, username: str | None = None, **kwargs: Any) -> None:
    record(request, SignIn.Result.LOCKED, _account({"username": username}))


def _account(credentials: dict[str, Any]) -> User | None:
    """The account that was meant; a typed name without an account may be a password in the wrong field, and is not kept."""
    name = credentials.get("username") or ""
    return User.objects.filter(username=name).first()
