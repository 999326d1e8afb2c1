"""Form fields for units."""

from typing import Any

from django import forms

from .models import Unit


class UnitChoiceField(forms.ModelChoiceField):
    """Open units as a tree: indented, in order. A closed unit that is already chosen stays choosable.

    Every form of the admin that names a unit uses it (`wagtail_hooks`).
    """

    def __init__(self, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(Unit.objects.open(), **kwargs)

    def label_from_instance(self, obj: Unit) -> str:  # type: ignore[override]
        return "　" * (obj.depth - 1) + obj.name

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        chosen = form.get_initial_for_field(self, field_name)
        if chosen:
            self.queryset = Unit.objects.open() | Unit.objects.filter(pk=getattr(chosen, "pk", chosen))
        return super().get_bound_field(form, field_name)
