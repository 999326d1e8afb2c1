"""Tables of forms, a form a row."""

from typing import Any

from django.forms import BaseFormSet
from django.utils.translation import gettext as _


class NamedCells(BaseFormSet):
    """Each field of a row stands under the heading of its column; who cannot see that hears column and row."""

    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            words = {"column": str(field.label), "row": (index or 0) + 1}
            field.widget.attrs["aria-label"] = _("%(column)s, row %(row)s") % words
