"""What people tells the layers above, and what it hears itself."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authentication_failed
from axes.helpers import get_client_ip_address
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models import Model
from django.db.models.signals import pre_save
from django.dispatch import Signal, receiver
from django.http import HttpRequest

from .models import SignIn, Unit, User

# Both are sent inside the transaction of the change, so that a receiver may write an outbox row.
unit_changed = Signal()  # unit
unit_merged = Signal()  # unit, heir


def record_sign_in(request: HttpRequest | None, result: str, user: User | None) -> None:
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
    record_sign_in(request, SignIn.Result.SUCCESS, user)


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        result = SignIn.Result.IDLE if getattr(request, "ended_by_idle_time", False) else SignIn.Result.OUT
        record_sign_in(request, result, user)


@receiver(authentication_failed)
def second_factor_failed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    record_sign_in(request, SignIn.Result.SECOND, user)


@receiver([password_changed, password_reset, password_set])
def password_chosen(sender: Any, user: User, **kwargs: Any) -> None:
    from .actions import password_was_chosen

    password_was_chosen(user)


@receiver(pre_save)
def follow_merger(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """A draft written before a merger still names the old unit: what is saved now belongs to the heir."""
    from .queries import unit_fields

    if raw:
        return
    for field in unit_fields(sender):
        if getattr(instance, field.attname) is None:
            continue
        unit = Unit.objects.filter(pk=getattr(instance, field.attname), merged_into__isnull=False).first()
        if unit is not None:
            setattr(instance, field.name, unit.heir)
