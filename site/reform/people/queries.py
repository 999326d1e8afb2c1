"""Reads that the admin, reports and higher layers share."""

from functools import lru_cache
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from .models import Unit, User


@lru_cache(maxsize=1024)  # bounded: migrations bring classes of their own
def unit_fields(model: type[Model]) -> tuple[Any, ...]:
    """The foreign keys of a model that name a unit and follow it into its heir."""
    keep = getattr(model, "KEEP_UNIT_ON_MERGE", ())
    return tuple(
        field
        for field in model._meta.local_concrete_fields
        if field.is_relation and field.related_model is Unit and field.name not in keep
    )


def unit_references() -> list[Any]:
    """Every field of the whole project that names a unit and follows a merger: foreign keys, one-to-one, many-to-many.

    Found in the models themselves, so that no layer above has to be known here.
    """
    found: list[Any] = []
    for model in apps.get_models(include_auto_created=False):
        if model._meta.proxy or not model._meta.managed:
            continue
        keep = getattr(model, "KEEP_UNIT_ON_MERGE", ())
        found.extend(unit_fields(model))
        found.extend(
            field for field in model._meta.local_many_to_many if field.related_model is Unit and field.name not in keep
        )
    return found


def unit_tree(*, closed: bool = False, words: str = "") -> QuerySet[Unit]:
    """All units in tree order with their number of members; with words, those that match and what is above them."""
    units = Unit.objects.select_related("region", "merged_into").annotate(
        people=Count("members", filter=Q(members__is_active=True))
    )
    if not closed:
        units = units.open()
    if words:
        found = Unit.objects.filter(
            Q(name__icontains=words)
            | Q(short_name__icontains=words)
            | Q(name_en__icontains=words)
            | Q(code__icontains=words)
        )
        paths = {path[:end] for path in found.values_list("path", flat=True) for end in range(4, len(path) + 1, 4)}
        units = units.filter(path__in=paths)
    return units.order_by("path")


def people_below(unit: Unit) -> QuerySet[User]:
    """The people of a unit and of all units below it."""
    return User.objects.filter(unit__path__startswith=unit.path)


def needs_second_factor(user: User) -> bool:
    """Whether the house demands a second factor of this person: staff, when `REQUIRE_MFA_FOR_STAFF` is on."""
    return settings.REQUIRE_MFA_FOR_STAFF and user.has_perm("wagtailadmin.access_admin")


def has_second_factor(user: User) -> bool:
    """A code app or a passkey; recovery codes alone are none. Asks nothing for a user of `with_second_factor`."""
    if "second_factor" in user.__dict__:
        return user.__dict__["second_factor"]
    return _factors().filter(user=user).exists()


def with_second_factor(users: QuerySet[User]) -> QuerySet[User]:
    """The same for a list, in one query."""
    return users.annotate(second_factor=Exists(_factors().filter(user=OuterRef("pk"))))


def _factors() -> QuerySet[Authenticator]:
    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
