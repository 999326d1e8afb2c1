"""Filters of the lists of people and sign-ins."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect

from .fields import UnitChoiceField
from .models import SignIn, UnitEvent, User
from .queries import people_below
from .roles import BY_KEY, ROLES


class UnitFilter(django_filters.ModelChoiceFilter):
    field_class = UnitChoiceField


class PeopleFilterSet(WagtailFilterSet):
    unit = UnitFilter(label=_("unit, with those below it"), method="in_unit", queryset=None)
    role = django_filters.MultipleChoiceFilter(
        label=_("role"),
        method="in_role",
        choices=[(role.key, role.name) for role in ROLES],
        widget=forms.CheckboxSelectMultiple,
    )
    is_active = django_filters.BooleanFilter(label=_("open account"), widget=BooleanRadioSelect)
    waiting = django_filters.BooleanFilter(
        label=_("has never signed in"), field_name="last_login", lookup_expr="isnull", widget=BooleanRadioSelect
    )

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, *args: Any, is_searching: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def in_unit(self, queryset: QuerySet[User], name: str, value: Any) -> QuerySet[User]:
        return queryset.filter(pk__in=people_below(value).values("pk")) if value else queryset

    def in_role(self, queryset: QuerySet[User], name: str, value: list[str]) -> QuerySet[User]:
        names = [BY_KEY[key].name for key in value]
        return queryset.filter(groups__name__in=names).distinct() if names else queryset


class SignInFilterSet(WagtailFilterSet):
    user = django_filters.CharFilter(label=_("user name or name"), method="of_user")
    result = django_filters.MultipleChoiceFilter(
        label=_("result"), choices=SignIn.Result.choices, widget=forms.CheckboxSelectMultiple
    )
    address = django_filters.CharFilter(label=_("address"), lookup_expr="startswith")
    at = django_filters.DateFromToRangeFilter(label=_("time"), widget=DateRangePickerWidget)

    class Meta:
        model = SignIn
        fields: list[str] = []

    def of_user(self, queryset: QuerySet[SignIn], name: str, value: str) -> QuerySet[SignIn]:
        people = User.objects.filter(username__icontains=value) | User.objects.filter(name__icontains=value)
        return queryset.filter(user__in=people)


class UnitEventFilterSet(WagtailFilterSet):
    unit = django_filters.CharFilter(label=_("unit"), field_name="unit__name", lookup_expr="icontains")
    kind = django_filters.MultipleChoiceFilter(
        label=_("what happened"), choices=UnitEvent.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    at = django_filters.DateFromToRangeFilter(label=_("time"), widget=DateRangePickerWidget)

    class Meta:
        model = UnitEvent
        fields: list[str] = []
